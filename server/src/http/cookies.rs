//! Cookies: reading one, and writing one with the attributes that this installation needs.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// The value of this cookie. A name that only TLS may set has a prefix that no other site can forge.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str, https: bool) -> Option<&'a str> {
    let name = full_name(name, https);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The header that sets a cookie for so many seconds; `value` must be of characters that a cookie may hold.
pub(crate) fn set(name: &str, value: &str, max_age_s: u32, https: bool) -> Option<HeaderValue> {
    header(name, value, &format!("; Max-Age={max_age_s}"), https)
}

/// The header that sets a cookie for as long as the browser is open.
pub(crate) fn set_until_closed(name: &str, value: &str, https: bool) -> Option<HeaderValue> {
    header(name, value, "", https)
}

fn header(name: &str, value: &str, kept: &str, https: bool) -> Option<HeaderValue> {
    // Browsers refuse Secure cookies on plain http, which is allowed on this machine only; some do so there too.
    let secure = if https { "; Secure" } else { "" };
    let name = full_name(name, https);
    HeaderValue::try_from(format!("{name}={value}; Path=/{kept}; HttpOnly; SameSite=Lax{secure}")).ok()
}

fn full_name(name: &str, https: bool) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}
