//! Leading a browser on after a form was taken, never out of this site.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What may not stand in an address as it is; letters beyond ASCII are always encoded.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'\\');

/// The path if it is one of this site, otherwise the front page.
pub(super) fn local_path(path: &str) -> &str {
    // Browsers read both // and /\ as the beginning of another host, and drop tabs and line ends before they look.
    let leads_away = path.starts_with("//") || path.contains('\\') || path.chars().any(char::is_control);
    if path.starts_with('/') && !leads_away { path } else { "/" }
}

/// 303, so that a reload does not send the form again.
pub(super) fn see_other(path: &str) -> Response {
    let location = utf8_percent_encode(path, ENCODED).to_string();
    let location = HeaderValue::try_from(location).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_never_leads_out_of_the_site() {
        assert_eq!(local_path("/hva-vi-har?sok=å"), "/hva-vi-har?sok=å");
        for elsewhere in
            ["", "https://evil.test", "//evil.test", "/\\evil.test", "/\t/evil.test", "javascript:alert(1)"]
        {
            assert_eq!(local_path(elsewhere), "/", "{elsewhere}");
        }
    }

    #[test]
    fn letters_beyond_ascii_are_encoded() {
        assert_eq!(see_other("/sak/å b").headers()[LOCATION], "/sak/%C3%A5%20b");
    }
}
