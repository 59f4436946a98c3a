//! Taking fields out of a record. What is taken out is not there any more: it is not covered, and nothing points to it.
//!
//! Everything else stays letter for letter as the system sent it, also a number's digits and the order of the fields.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use thiserror::Error;

use crate::adapters::wire::RecordDocument;

/// Letters of one field's place.
const LONGEST_CHARS: usize = 1000;
/// How deep a place may be; what systems send is at most as deep.
const DEEPEST: usize = 32;

/// Where a field is in a record: a JSON pointer (RFC 6901), never the whole.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Field(Vec<String>);

/// A text that is no place of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected a place such as /data/kontakt/navn; to hold back all of it, withhold the record")]
pub struct NoField;

/// A field that is to be taken out is not there. Which, is for whoever named it: its name may say something.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("a field that is to be taken out is not in the record")]
pub struct NotThere(pub Field);

impl FromStr for Field {
    type Err = NoField;

    fn from_str(text: &str) -> Result<Self, NoField> {
        if text.chars().count() > LONGEST_CHARS {
            return Err(NoField);
        }
        let rest = text.strip_prefix('/').ok_or(NoField)?;
        let steps: Vec<String> = rest.split('/').map(step).collect::<Option<_>>().ok_or(NoField)?;
        if steps.len() > DEEPEST { Err(NoField) } else { Ok(Self(steps)) }
    }
}

impl TryFrom<String> for Field {
    type Error = NoField;

    fn try_from(text: String) -> Result<Self, NoField> {
        text.parse()
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.to_string()
    }
}

impl fmt::Display for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| write!(out, "/{}", step.replace('~', "~0").replace('/', "~1")))
    }
}

impl fmt::Debug for Field {
    /// A field's name may be somebody's.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "[a field {} deep]", self.0.len())
    }
}

/// One step as it is meant; `None` where a ~ stands for nothing.
fn step(written: &str) -> Option<String> {
    let mut parts = written.split('~');
    let mut step = parts.next()?.to_owned();
    for part in parts {
        step.push(match part.chars().next()? {
            '0' => '~',
            '1' => '/',
            _ => return None,
        });
        step.push_str(&part[1..]);
    }
    Some(step)
}

/// The record without these fields. One whose title is taken out is called by its kind of data.
///
/// # Errors
/// One of them is not there, or is what a record cannot be without, so that something else was meant.
pub fn record(record: &RecordDocument, fields: &BTreeSet<Field>) -> Result<RecordDocument, NotThere> {
    for field in fields {
        let Field(steps) = field;
        let may = match steps.first().map(String::as_str) {
            Some("data") => steps.len() > 1,
            Some(name) => MAY_BE_WITHOUT.contains(&name),
            None => false,
        };
        if !may {
            return Err(NotThere(field.clone()));
        }
    }
    let title = fields.iter().find(|field| field.0 == ["title"]);
    let others: BTreeSet<Field> = fields.iter().filter(|field| Some(*field) != title).cloned().collect();
    let none = || NotThere(fields.first().cloned().unwrap_or(Field(Vec::new())));
    let whole = to_raw_value(record).map_err(|_| none())?;
    let left = without(&whole, &others)?;
    let mut left: RecordDocument = serde_json::from_str(left.get()).map_err(|_| none())?;
    if title.is_some() {
        left.title.clone_from(&left.category);
    }
    Ok(left)
}

/// What a record may be without, beside parts of its data.
const MAY_BE_WITHOUT: [&str; 6] = ["title", "source", "recipients", "purpose", "legal_basis", "kept_until"];

/// A value without these fields.
///
/// # Errors
/// One of them is not there: nothing is taken out then.
fn without(data: &RawValue, fields: &BTreeSet<Field>) -> Result<Box<RawValue>, NotThere> {
    let wanted = fields.iter().map(|field| Wanted { field, steps: &field.0 }).collect();
    let text = take_out(data.get(), wanted)?;
    // What is left of a document is one.
    RawValue::from_string(text).map_err(|_| NotThere(fields.first().cloned().unwrap_or(Field(Vec::new()))))
}

/// What is left of a field's place in the value that is looked at.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    field: &'a Field,
    steps: &'a [String],
}

fn take_out(text: &str, wanted: Vec<Wanted<'_>>) -> Result<String, NotThere> {
    let Some(first) = wanted.first().copied() else { return Ok(text.to_owned()) };
    let not_there = || NotThere(first.field.clone());
    match text.trim_start().as_bytes().first() {
        Some(b'{') => {
            let Members(members) = serde_json::from_str(text).map_err(|_| not_there())?;
            let parts = members.iter().map(|(name, value)| (Some(name.as_str()), *value)).collect();
            left(parts, wanted, ('{', '}'))
        }
        Some(b'[') => {
            let parts: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| not_there())?;
            left(parts.into_iter().map(|value| (None, value)).collect(), wanted, ('[', ']'))
        }
        _ => Err(not_there()),
    }
}

/// What is left of an object, whose parts have names, or of an array, whose parts have numbers.
fn left(
    parts: Vec<(Option<&str>, &RawValue)>,
    mut wanted: Vec<Wanted<'_>>,
    (begin, end): (char, char),
) -> Result<String, NotThere> {
    let mut text = String::from(begin);
    for (index, (name, value)) in parts.into_iter().enumerate() {
        let number = index.to_string();
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            wanted.into_iter().partition(|wanted| wanted.steps.first().map(String::as_str) == name.or(Some(&number)));
        wanted = elsewhere;
        if here.iter().any(|wanted| wanted.steps.len() == 1) {
            continue;
        }
        let deeper = here.into_iter().map(|wanted| Wanted { steps: &wanted.steps[1..], ..wanted }).collect();
        if text.len() > 1 {
            text.push(',');
        }
        if let Some(name) = name {
            text.push_str(&serde_json::Value::from(name).to_string());
            text.push(':');
        }
        text.push_str(&take_out(value.get(), deeper)?);
    }
    text.push(end);
    match wanted.first() {
        Some(wanted) => Err(NotThere(wanted.field.clone())),
        None => Ok(text),
    }
}

/// The members of an object in their order, each name once.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let (mut members, mut names) = (Vec::new(), BTreeSet::new());
                while let Some((name, value)) = map.next_entry::<String, _>()? {
                    // Of two with one name, the second would stay.
                    if !names.insert(name.clone()) {
                        return Err(A::Error::custom("a name twice"));
                    }
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn fields(places: &[&str]) -> BTreeSet<Field> {
        places.iter().map(|place| place.parse().unwrap()).collect()
    }

    fn raw(text: &str) -> Box<RawValue> {
        RawValue::from_string(text.to_owned()).unwrap()
    }

    fn after(text: &str, places: &[&str]) -> Result<String, NotThere> {
        without(&raw(text), &fields(places)).map(|left| left.get().to_owned())
    }

    #[test]
    fn what_is_taken_out_is_gone_and_the_rest_is_as_it_was() {
        let record =
            r#"{"z": 1.50, "mor": {"navn": "Åse",  "tlf": "1"}, "barn": [{"a": 1e3}, {"b": 2}, "c"], "a/b~": null}"#;
        assert_eq!(
            after(record, &["/mor/navn", "/barn/1"]).unwrap(),
            r#"{"z":1.50,"mor":{"tlf":"1"},"barn":[{"a": 1e3},"c"],"a/b~":null}"#
        );
        assert_eq!(after(record, &["/a~1b~0", "/barn", "/mor", "/z"]).unwrap(), "{}");
        assert!(!after(record, &["/mor", "/mor/navn"]).unwrap().contains("mor"));
        assert_eq!(after(record, &[]).unwrap(), record);
        assert_eq!(
            after(r#"{"0": 1, "": 2}"#, &["/0", "/"]).unwrap(),
            "{}",
            "an object's names may be numbers or empty"
        );
    }

    #[test]
    fn a_field_that_is_not_there_takes_nothing_out() {
        let record = r#"{"navn": "Åse", "barn": [1]}"#;
        for places in [&["/Navn"][..], &["/navn/x"], &["/barn/1"], &["/barn/00"], &["/barn/-"], &["/barn", "/nei"]] {
            let wrong = places.last().unwrap().parse().unwrap();
            assert_eq!(after(record, places), Err(NotThere(wrong)), "{places:?}");
        }
    }

    #[test]
    fn a_name_is_what_it_reads_as_and_stands_there_once() {
        assert_eq!(
            after(r#"{"mor": 1, "mor": 2}"#, &["/mor"]),
            Err(NotThere("/mor".parse().unwrap())),
            "which of them?"
        );
        assert_eq!(after(r#"{"\u006eavn": 1, "b": 2}"#, &["/navn"]).unwrap(), r#"{"b":2}"#);
    }

    #[test]
    fn a_place_is_a_json_pointer_and_never_the_whole() {
        for wrong in ["", "navn", "/a~", "/a~2", &format!("/{}", "a".repeat(1000)), &"/a".repeat(33)] {
            assert_eq!(wrong.parse::<Field>(), Err(NoField), "{wrong}");
        }
        for right in ["/", "/a~1b~0", "/a/0/ø", "//"] {
            assert_eq!(right.parse::<Field>().map(|field| field.to_string()), Ok(right.to_owned()));
        }
        assert_eq!(format!("{:?}", "/Kari Nordmann/barn".parse::<Field>().unwrap()), "[a field 2 deep]");
    }

    fn school_record() -> RecordDocument {
        let text = r#"{"category": "fravær", "title": "Møte med Åse", "recipients": ["Åse", "PPT"], "source": "Åse",
            "third_party": true, "data": {"timer": 2.50, "med": "Åse"}}"#;
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn nothing_of_somebody_else_is_left_in_a_record() {
        let fields = fields(&["/title", "/recipients/0", "/source", "/data/med"]);
        let left = record(&school_record(), &fields).unwrap();
        assert_eq!(
            (left.title.as_str(), left.source.as_deref(), left.recipients.as_slice()),
            ("fravær", None, &["PPT".to_owned()][..])
        );
        assert_eq!(left.data.get(), r#"{"timer":2.50}"#);
        assert!(!serde_json::to_string(&left).unwrap().contains("Åse"));
    }

    #[test]
    fn what_a_record_is_known_by_stays() {
        for place in ["/category", "/data", "/third_party", "/graded_address", "/Title", "/data/nei", "/recipients/2"] {
            assert_eq!(
                record(&school_record(), &fields(&[place])).map(|_| ()),
                Err(NotThere(place.parse().unwrap())),
                "{place}"
            );
        }
    }

    /// Every place in a value, and the same value without it, done in another way.
    fn places(value: &Value) -> Vec<(String, Value)> {
        let mut all = Vec::new();
        match value {
            Value::Object(members) => {
                for (name, inner) in members {
                    let place = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
                    let mut left = members.clone();
                    left.remove(name);
                    all.push((place.clone(), Value::Object(left)));
                    for (deeper, rest) in places(inner) {
                        let mut left = members.clone();
                        left.insert(name.clone(), rest);
                        all.push((format!("{place}{deeper}"), Value::Object(left)));
                    }
                }
            }
            Value::Array(parts) => {
                for (index, inner) in parts.iter().enumerate() {
                    let mut left = parts.clone();
                    left.remove(index);
                    all.push((format!("/{index}"), Value::Array(left)));
                    for (deeper, rest) in places(inner) {
                        let mut left = parts.clone();
                        left[index] = rest;
                        all.push((format!("/{index}{deeper}"), Value::Array(left)));
                    }
                }
            }
            _ => {}
        }
        all
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf =
            prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), "[a~/ø\"]{0,3}".prop_map(Value::from)];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map("[a~/ø\"0]{0,2}", inner, 0..4).prop_map(|members| json!(members)),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_field_of_anything_can_be_taken_out(value in any_value()) {
            for (place, expected) in places(&value) {
                let left = after(&value.to_string(), &[&place]).unwrap();
                prop_assert_eq!(serde_json::from_str::<Value>(&left).unwrap(), expected, "{}", place);
            }
        }
    }
}
