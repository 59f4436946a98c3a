//! Data as a person reads it: what a system calls its fields, and what they hold, letter for letter.
//!
//! It is written while it is read, so that a record of many megabytes needs no memory of its own.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// How deep data are shown in parts; what is deeper is shown as it was written.
const DEEPEST: usize = 12;

/// Words for what has no letters of its own.
#[derive(Clone, Copy)]
pub struct Labels<'a> {
    pub yes: &'a str,
    pub no: &'a str,
    pub empty: &'a str,
}

/// Writes data as HTML.
///
/// # Errors
/// What the writing said, or the data are none.
pub fn show(data: &RawValue, labels: Labels<'_>, out: &mut dyn Write) -> io::Result<()> {
    value(data.get(), labels, 0, out)
}

/// Writes text so that it is nothing but text in HTML, also within quotation marks.
///
/// # Errors
/// What the writing said.
pub fn text(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, after) = rest.split_at(at);
        out.write_all(before.as_bytes())?;
        let entity = match after.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        };
        out.write_all(entity.as_bytes())?;
        rest = &after[1..];
    }
    out.write_all(rest.as_bytes())
}

fn value(raw: &str, labels: Labels<'_>, depth: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut json = serde_json::Deserializer::from_str(raw);
    let written = match raw.as_bytes().first() {
        Some(b'{' | b'[') if depth >= DEEPEST => return code(raw, out),
        Some(b'{') => json.deserialize_map(Fields { labels, depth, out }),
        Some(b'[') => json.deserialize_seq(Parts { labels, depth, out }),
        Some(b'"') => {
            let said: Cow<'_, str> = serde_json::from_str(raw).map_err(io::Error::other)?;
            return if said.trim().is_empty() { text(labels.empty, out) } else { text(&said, out) };
        }
        Some(b't') => return text(labels.yes, out),
        Some(b'f') => return text(labels.no, out),
        Some(b'n') => return text(labels.empty, out),
        _ => return text(raw, out),
    };
    written.map_err(|error| match error.io_error_kind() {
        Some(kind) => io::Error::from(kind),
        None => io::Error::other(error.to_string()),
    })
}

fn code(raw: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"<code>")?;
    text(raw, out)?;
    out.write_all(b"</code>")
}

struct Fields<'a> {
    labels: Labels<'a>,
    depth: usize,
    out: &'a mut dyn Write,
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("fields")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let Self { labels, depth, out } = self;
        let mut is_any = false;
        while let Some((name, raw)) = map.next_entry::<Cow<'_, str>, &RawValue>()? {
            let mut field = || {
                out.write_all(if is_any { b"<div><dt>" } else { b"<dl><div><dt>" })?;
                text(&name, out)?;
                out.write_all(b"</dt><dd>")?;
                value(raw.get(), labels, depth + 1, out)?;
                out.write_all(b"</dd></div>")
            };
            field().map_err(M::Error::custom)?;
            is_any = true;
        }
        let mut end = || if is_any { out.write_all(b"</dl>") } else { text(labels.empty, out) };
        end().map_err(M::Error::custom)
    }
}

struct Parts<'a> {
    labels: Labels<'a>,
    depth: usize,
    out: &'a mut dyn Write,
}

impl<'de> Visitor<'de> for Parts<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut parts: S) -> Result<(), S::Error> {
        let Self { labels, depth, out } = self;
        let mut is_any = false;
        while let Some(raw) = parts.next_element::<&RawValue>()? {
            let mut part = || {
                out.write_all(if is_any { b"<li>" } else { b"<ul><li>" })?;
                value(raw.get(), labels, depth + 1, out)?;
                out.write_all(b"</li>")
            };
            part().map_err(S::Error::custom)?;
            is_any = true;
        }
        let mut end = || if is_any { out.write_all(b"</ul>") } else { text(labels.empty, out) };
        end().map_err(S::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: Labels<'_> = Labels { yes: "ja", no: "nei", empty: "tomt" };

    fn shown(json: &str) -> String {
        let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
        let mut out = Vec::new();
        show(&raw, LABELS, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn fields_and_lists_are_shown_as_they_are_called() {
        assert_eq!(
            shown(r#"{"navn":"Ola","barn":["Kari",{"alder":3}],"aktiv":true,"slutt":null}"#),
            "<dl><div><dt>navn</dt><dd>Ola</dd></div><div><dt>barn</dt><dd><ul><li>Kari</li>\
             <li><dl><div><dt>alder</dt><dd>3</dd></div></dl></li></ul></dd></div>\
             <div><dt>aktiv</dt><dd>ja</dd></div><div><dt>slutt</dt><dd>tomt</dd></div></dl>"
        );
        assert_eq!(shown("{}"), "tomt");
        assert_eq!(shown("[[],{}]"), "<ul><li>tomt</li><li>tomt</li></ul>");
        assert_eq!(shown("12345678901234567890.10"), "12345678901234567890.10", "digits are not reckoned with");
    }

    #[test]
    fn nothing_in_it_is_anything_but_text() {
        let hostile = r#"{"<script>alert(1)</script>":"\"><img src=x onerror='alert(1)'>&amp;"}"#;
        let shown = shown(hostile);
        assert_eq!(
            shown,
            "<dl><div><dt>&lt;script&gt;alert(1)&lt;/script&gt;</dt><dd>&quot;&gt;&lt;img src=x \
             onerror=&#39;alert(1)&#39;&gt;&amp;amp;</dd></div></dl>"
        );
    }

    #[test]
    fn what_is_too_deep_is_shown_as_it_was_written() {
        let deep = format!("{}1{}", "[".repeat(30), "]".repeat(30));
        let shown = shown(&deep);
        assert!(shown.contains(&format!("<code>{}1{}</code>", "[".repeat(18), "]".repeat(18))), "{shown}");
    }
}
