//! Content encodings: one content in the forms that browsers take.

use axum::http::HeaderValue;
use hyper::body::Bytes;

/// Which encodings a client takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Accepted {
    brotli: bool,
    gzip: bool,
}

impl Accepted {
    /// Reads `Accept-Encoding` (RFC 9110, 12.5.3); `q=0` means not.
    pub(crate) fn from_header(header: Option<&HeaderValue>) -> Self {
        let text = header.and_then(|header| header.to_str().ok()).unwrap_or_default();
        let mut accepted = Self::default();
        for part in text.split(',') {
            let mut parameters = part.split(';').map(str::trim);
            let name = parameters.next().unwrap_or_default().to_ascii_lowercase();
            let refused = parameters.any(|parameter| matches!(parameter.strip_prefix("q="), Some(q) if q.trim_end_matches('0').trim_end_matches('.').is_empty() ));
            match name.as_str() {
                "br" => accepted.brotli = !refused,
                "gzip" | "x-gzip" => accepted.gzip = !refused,
                _ => {}
            }
        }
        accepted
    }
}

/// One content, in up to three forms.
#[derive(Clone, Debug)]
pub(crate) struct Compressed {
    /// As it is.
    pub(crate) plain: Bytes,
    /// With brotli.
    pub(crate) brotli: Option<Bytes>,
    /// With gzip.
    pub(crate) gzip: Option<Bytes>,
}

impl Compressed {
    /// The smallest form that the client takes, and its `Content-Encoding`.
    pub(crate) fn best_for(&self, accepted: Accepted) -> (Bytes, Option<&'static str>) {
        match self {
            Self { brotli: Some(bytes), .. } if accepted.brotli => (bytes.clone(), Some("br")),
            Self { gzip: Some(bytes), .. } if accepted.gzip => (bytes.clone(), Some("gzip")),
            Self { plain, .. } => (plain.clone(), None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(header: &'static str) -> (bool, bool) {
        let accepted = Accepted::from_header(Some(&HeaderValue::from_static(header)));
        (accepted.brotli, accepted.gzip)
    }

    #[test]
    fn encodings_are_taken_as_the_client_says() {
        assert_eq!(accepted("gzip, deflate, br, zstd"), (true, true));
        assert_eq!(accepted("gzip;q=1.0, br;q=0"), (false, true));
        assert_eq!(accepted("br;q=0.5"), (true, false));
        assert_eq!(accepted("identity"), (false, false));
        assert_eq!(accepted("X-Gzip, BR"), (true, true));
        assert_eq!(Accepted::from_header(None), Accepted::default());
    }
}
