//! What a browser sends: `application/x-www-form-urlencoded`, as a query or as a body, read strictly.
//!
//! The usual readers put a replacement character where the bytes are no text. Here such a request is refused: what a
//! person typed must never be stored as something else. A NUL, which no page can show and no database keeps, comes back as the
//! sign for it, in a form that is refused for that: see [`text_fault`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use app::fault::Fault;
use app::model::FieldCode;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use jiff::civil::Date;
use percent_encoding::percent_decode_str;

use super::faults::Failed;
use super::visit::Caller;
use crate::config::Limits;
use crate::names::is_unseen;
use crate::portal::Portal;
use crate::whole_body::{NotWhole, whole};

/// No form of ours has as many fields.
pub(super) const MOST_FIELDS: usize = 500;
/// Who is not logged in has no long texts to send, or one that was written before the session was over: theirs may be so much
/// smaller.
const OF_STRANGERS: usize = 4;

/// The text is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Undoes percent-encoding, and the plus sign where it means a space.
///
/// # Errors
/// A percent sign without two hexadecimal digits, or bytes that are not UTF-8.
pub fn decode(text: &str, plus_is_space: bool) -> Result<String, Malformed> {
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices('%') {
        let digits = bytes.get(at + 1..at + 3).ok_or(Malformed)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(Malformed);
        }
    }
    let spaced = if plus_is_space { text.replace('+', " ") } else { text.to_owned() };
    percent_decode_str(&spaced).decode_utf8().map(Cow::into_owned).map_err(|_| Malformed)
}

/// The sign for a NUL (Unicode, Control Pictures), which nobody types and no register holds.
const NUL_SHOWN: char = '␀';

/// What a field holds as a page can show it.
pub(super) fn showable(value: String) -> String {
    if value.contains('\0') { value.replace('\0', NUL_SHOWN.encode_utf8(&mut [0; 4])) } else { value }
}

/// A text that somebody typed: without the space around it, with lines as we end them; empty where there is nothing to see.
pub(super) fn typed(value: &str) -> String {
    let text = value.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    if text.chars().all(|letter| letter.is_whitespace() || is_unseen(letter)) { String::new() } else { text }
}

/// A day as a browser sends it, or as people write it where theirs has no field for it.
pub(super) fn typed_day(text: &str) -> Option<Date> {
    // A year has all its digits: 1.8.20 may be another.
    let written = || Date::strptime("%d.%m.%Y", text).ok().filter(|day| day.year() >= 1000);
    text.parse().ok().or_else(written)
}

/// What is wrong with a text that somebody typed: something in it that is no letter, or too much of it.
pub(super) fn text_fault(text: &str, longest_chars: usize) -> Option<FieldCode> {
    if text.contains(NUL_SHOWN) {
        return Some(FieldCode::Unreadable);
    }
    (text.chars().count() > longest_chars).then_some(FieldCode::TooLong { limit: longest_chars as u32 })
}

/// The fields in order.
///
/// # Errors
/// As [`decode`], or more fields than any form of ours has.
pub fn fields(text: &str) -> Result<Vec<(String, String)>, Malformed> {
    let pairs: Vec<&str> = text.split('&').filter(|pair| !pair.is_empty()).take(MOST_FIELDS + 1).collect();
    if pairs.len() > MOST_FIELDS {
        return Err(Malformed);
    }
    pairs
        .into_iter()
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name, true)?, showable(decode(value, true)?)))
        })
        .collect()
}

/// What a field holds, the first where one is sent twice.
pub fn value_of<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Bytes of a form of this caller's.
pub(super) fn most_bytes(limits: &Limits, caller: Option<&Caller>) -> usize {
    if caller.is_some_and(Caller::is_logged_in) { limits.form_bytes } else { limits.form_bytes / OF_STRANGERS }
}

/// A form that was posted: what each field holds, the first where one is sent twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostedForm(pub BTreeMap<String, String>);

impl PostedForm {
    /// What was typed in this field; nothing is the same as empty.
    pub fn value(&self, field: &str) -> &str {
        self.0.get(field).map(String::as_str).unwrap_or_default()
    }
}

impl FromRequest<Arc<Portal>> for PostedForm {
    type Rejection = Failed;

    async fn from_request(request: Request, portal: &Arc<Portal>) -> Result<Self, Failed> {
        let limits = &portal.settings.limits;
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
            return Err(Failed(Fault::UnsupportedMedia));
        }
        let caller = request.extensions().get::<Arc<Caller>>().cloned();
        let body = whole(request.into_body(), most_bytes(limits, caller.as_deref()));
        let body = tokio::time::timeout(limits.request_time, body).await.map_err(|_| Failed(Fault::TooSlow))?;
        let bytes = body.map_err(|not_whole| match not_whole {
            NotWhole::TooLarge => Failed(Fault::TooLarge),
            NotWhole::Broken(_) => Failed(Fault::BadRequest),
        })?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Failed(Fault::BadRequest))?;
        let fields = fields(text).map_err(|_| Failed(Fault::BadRequest))?;
        let mut values = BTreeMap::new();
        for (name, value) in fields {
            values.entry(name).or_insert(value);
        }
        let form = Self(values);
        if let Some(caller) = caller {
            caller.sends(&form);
        }
        Ok(form)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_text_is_refused_instead_of_changed() {
        assert_eq!(decode("sm%C3%B8r+og", true).as_deref(), Ok("smør og"));
        assert_eq!(decode("a+b", false).as_deref(), Ok("a+b"));
        for malformed in ["%", "%4", "%zz", "%ff", "%C3", "%%41"] {
            assert_eq!(decode(malformed, true), Err(Malformed), "{malformed}");
        }
    }

    #[test]
    fn a_text_that_no_page_can_show_comes_back_with_a_mark_and_is_refused() {
        let typed = &fields("a=sm%C3%B8r%00og").unwrap()[0].1;
        assert_eq!(typed, "smør␀og");
        assert_eq!(
            text_fault("Bj\u{fffd}rn", 9),
            None,
            "a register may hold it, and it is what one wants to have rectified"
        );
        assert_eq!(text_fault(typed, 3), Some(FieldCode::Unreadable));
        assert_eq!(text_fault("smør", 3), Some(FieldCode::TooLong { limit: 3 }));
        assert_eq!(text_fault("smør", 4), None);
    }

    #[test]
    fn what_nobody_sees_is_no_text() {
        for nothing in ["", " \u{a0}\n", "\u{200b}", "\u{202e} \u{2060}\r\n\u{feff}"] {
            assert_eq!(typed(nothing), "", "{nothing:?}");
        }
        assert_eq!(typed(" a\r\nb\u{202e}\r "), "a\nb\u{202e}");
        assert_eq!(typed("❤\u{fe0f}"), "❤\u{fe0f}");
    }

    #[test]
    fn a_day_is_read_as_a_browser_sends_it_and_as_people_write_it() {
        let day = Some(jiff::civil::date(2020, 8, 1));
        for text in ["2020-08-01", "1.8.2020", "01.08.2020"] {
            assert_eq!(typed_day(text), day, "{text}");
        }
        for none in ["", "1.8.", "31.2.2020", "8/1/2020", "1.8.20", "1.8.2020 eller så"] {
            assert_eq!(typed_day(none), None, "{none}");
        }
    }

    #[test]
    fn fields_may_lack_a_value_but_there_is_an_end_to_them() {
        assert_eq!(
            fields("a=1&b&=&c=2=3").unwrap(),
            [("a", "1"), ("b", ""), ("", ""), ("c", "2=3")].map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        assert_eq!(fields(&"a=1&".repeat(501)), Err(Malformed));
    }

    proptest! {
        #[test]
        fn everything_that_a_browser_can_encode_comes_back_as_it_was(value in "[^\0]{0,40}") {
            let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            prop_assert_eq!(decode(&encoded, true), Ok(value));
        }

        #[test]
        fn no_bytes_at_all_can_stop_the_reader(text in "\\PC{0,60}") {
            let _ = fields(&text);
        }
    }
}
