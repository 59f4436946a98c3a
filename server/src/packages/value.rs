//! What a system gave, as a tree for the pages: fields in the order in which they came, numbers digit by digit.

use std::borrow::Cow;
use std::{fmt, mem};

use app::model::data::DataValue;
use jiff::civil::Date;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::cases::deadline::in_oslo;

/// How deep data are shown in parts.
const DEEPEST: usize = 12;
/// Values of one record that a page has room for.
const MOST_VALUES: usize = 2000;

/// A record's data; what is too deep or too much is said to be.
pub fn value(data: &RawValue) -> DataValue {
    Tree { left: MOST_VALUES }.value(data.get(), 0)
}

struct Tree {
    /// Values that there is still room for.
    left: usize,
}

impl Tree {
    fn value(&mut self, raw: &str, depth: usize) -> DataValue {
        let Some(left) = self.left.checked_sub(1) else { return DataValue::TooMuch };
        self.left = left;
        let mut json = serde_json::Deserializer::from_str(raw);
        let parts = match raw.as_bytes().first() {
            Some(b'{' | b'[') if depth >= DEEPEST => return DataValue::TooMuch,
            Some(b'{') => json.deserialize_map(Fields(self, depth)),
            Some(b'[') => json.deserialize_seq(Parts(self, depth)),
            Some(b'"') => serde_json::from_str(raw).map(|said: Cow<'_, str>| match said.trim() {
                "" => DataValue::Empty,
                _ => DataValue::Text(said.into_owned()),
            }),
            Some(b't') => Ok(DataValue::Yes),
            Some(b'f') => Ok(DataValue::No),
            Some(b'n') => Ok(DataValue::Empty),
            _ => Ok(DataValue::Text(raw.to_owned())),
        };
        // It is in the package, and was read as JSON before it came there.
        parts.unwrap_or(DataValue::TooMuch)
    }
}

struct Fields<'a>(&'a mut Tree, usize);

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = DataValue;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("fields")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<DataValue, M::Error> {
        let Self(tree, depth) = self;
        let mut fields = Vec::new();
        while let Some((name, raw)) = map.next_entry::<Cow<'_, str>, &RawValue>()? {
            // What there is no room for is said once.
            if tree.left > 0 {
                fields.push((name.into_owned(), tree.value(raw.get(), depth + 1)));
            }
        }
        Ok(match tree.left {
            0 => DataValue::TooMuch,
            _ if fields.is_empty() => DataValue::Empty,
            _ => DataValue::Fields(fields),
        })
    }
}

struct Parts<'a>(&'a mut Tree, usize);

impl<'de> Visitor<'de> for Parts<'_> {
    type Value = DataValue;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut parts: S) -> Result<DataValue, S::Error> {
        let Self(tree, depth) = self;
        let mut all = Vec::new();
        while let Some(raw) = parts.next_element::<&RawValue>()? {
            if tree.left > 0 {
                all.push(tree.value(raw.get(), depth + 1));
            }
        }
        Ok(match tree.left {
            0 => DataValue::TooMuch,
            _ if all.is_empty() => DataValue::Empty,
            _ => DataValue::List(all),
        })
    }
}

/// The same with dates as people write them: for reading alone.
pub fn with_dates(value: DataValue) -> DataValue {
    match value {
        DataValue::Text(text) => DataValue::Text(dated(&text).unwrap_or(text)),
        DataValue::Fields(fields) => {
            DataValue::Fields(fields.into_iter().map(|(name, value)| (name, with_dates(value))).collect())
        }
        DataValue::List(values) => DataValue::List(values.into_iter().map(with_dates).collect()),
        other @ (DataValue::Yes | DataValue::No | DataValue::Empty | DataValue::TooMuch) => other,
    }
}

/// A day or an instant as people write it, where a text is one and nothing else.
pub fn dated(text: &str) -> Option<String> {
    let short = |date: Date| format!("{}.{}.{}", date.day(), date.month(), date.year());
    match text.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', _, _] => text.parse().ok().map(short),
        // Midnight of nowhere is how programs write a day.
        [day @ .., b'T', b'0', b'0', b':', b'0', b'0', b':', b'0', b'0', b'Z'] => dated(str::from_utf8(day).ok()?),
        [_, _, _, _, b'-', _, _, b'-', _, _, b'T', ..] => {
            let time = in_oslo(text.parse().ok()?);
            Some(format!("{} kl. {}", short(time.date()), time.strftime("%H.%M")))
        }
        _ => None,
    }
}

/// What a place in a record's data says: what the record and the fields on the way to it are called, and what stands there.
/// `path` is the places of the parts, from the outside in. Of a list, each is called by its number, from 1: two of them may say
/// the same.
pub fn at<'a>(title: &str, mut value: &'a DataValue, path: &[usize]) -> Option<(Vec<String>, &'a DataValue)> {
    let (mut outer, mut name) = (Vec::new(), title.to_owned());
    for place in path {
        match value {
            DataValue::Fields(fields) => {
                let (field, inner) = fields.get(*place)?;
                outer.push(mem::replace(&mut name, field.clone()));
                value = inner;
            }
            DataValue::List(parts) => {
                value = parts.get(*place)?;
                name = format!("{name} {}", place + 1);
            }
            _ => return None,
        }
    }
    outer.push(name);
    Some((outer, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(json: &str) -> DataValue {
        value(&serde_json::from_str::<Box<RawValue>>(json).unwrap())
    }

    fn text(said: &str) -> DataValue {
        DataValue::Text(said.to_owned())
    }

    #[test]
    fn fields_keep_their_order_and_numbers_their_digits() {
        let fields = [
            ("b", text("12345678901234567890.10")),
            ("a", DataValue::List(vec![DataValue::Yes, DataValue::No, DataValue::Empty, text("Åse")])),
            ("c", DataValue::Empty),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value)).to_vec();
        let json = "{\"b\": 12345678901234567890.10, \"a\": [true, false, null, \"\\u00c5se\"], \"c\": \" \"}";
        assert_eq!(tree(json), DataValue::Fields(fields));
        assert_eq!([tree("{}"), tree("[]")], [DataValue::Empty, DataValue::Empty]);
    }

    #[test]
    fn a_date_is_written_as_people_write_it_and_nothing_else_is_touched() {
        let as_shown = |said: &str| with_dates(tree(&serde_json::to_string(said).unwrap()));
        assert_eq!(as_shown("2019-08-09"), text("9.8.2019"));
        assert_eq!(as_shown("2026-07-01T12:05:00Z"), text("1.7.2026 kl. 14.05"), "as the clocks of Oslo say it");
        assert_eq!(as_shown("1985-03-12T00:00:00Z"), text("12.3.1985"), "nobody gave a time");
        assert_eq!(tree("\"2019-08-09\""), text("2019-08-09"), "what is pointed at is letter for letter");
        for same in
            ["2019-02-30", "2019-08-09 ", "20190809", "2019-08-09 til 2019-08-10", "2019-08-09T12:05", "12345-6789"]
        {
            assert_eq!(as_shown(same), text(same));
        }
    }

    #[test]
    fn what_is_too_deep_or_too_much_is_in_the_file_alone() {
        let deep = tree(&format!("{}1{}", "[".repeat(13), "]".repeat(13)));
        assert!(format!("{deep:?}").contains("TooMuch"));
        assert_eq!(tree(&format!("[{}1]", "1,".repeat(MOST_VALUES))), DataValue::TooMuch);
    }

    #[test]
    fn a_place_is_found_by_where_it_stands() {
        let tree = tree(r#"{"navn":"Ola","barn":[{"navn":"Kari"},{"navn":"Per"}]}"#);
        assert_eq!(at("Eleven", &tree, &[0]), Some((vec!["Eleven".to_owned(), "navn".to_owned()], &text("Ola"))));
        assert_eq!(
            at("x", &tree, &[1, 1, 0]),
            Some((["x", "barn 2", "navn"].map(str::to_owned).to_vec(), &text("Per")))
        );
        assert_eq!((at("x", &tree, &[2]), at("x", &tree, &[0, 0])), (None, None));
    }
}
