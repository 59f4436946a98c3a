//! Cookies: reading one, and writing one with the attributes that this installation needs.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

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

/// Sets a cookie for so many seconds; `value` must be of characters that a cookie may hold.
pub(crate) fn set(response: &mut Response, name: &str, value: &str, max_age_s: u32, https: bool) {
    add(response, name, value, &format!("; Max-Age={max_age_s}"), https);
}

/// Sets a cookie for as long as the browser is open.
pub(crate) fn set_until_closed(response: &mut Response, name: &str, value: &str, https: bool) {
    add(response, name, value, "", https);
}

/// Whether an answer sets this cookie, under either of its names.
pub(crate) fn is_set(response: &Response, name: &str) -> bool {
    let names = [true, false].map(|https| format!("{}=", full_name(name, https)));
    let set = response.headers().get_all(SET_COOKIE).iter();
    set.filter_map(|cookie| cookie.to_str().ok()).any(|cookie| names.iter().any(|name| cookie.starts_with(name)))
}

fn add(response: &mut Response, name: &str, value: &str, kept: &str, https: bool) {
    // Browsers refuse Secure cookies on plain http, which is allowed on this machine only; some do so there too.
    let secure = if https { "; Secure" } else { "" };
    let name = full_name(name, https);
    let cookie = format!("{name}={value}; Path=/{kept}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

fn full_name(name: &str, https: bool) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}
