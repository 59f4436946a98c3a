//! What the answers of many systems come to together: the outcome of a claim follows from what was judged of each, and is
//! not chosen.

use std::collections::BTreeMap;

use super::grounds::{Ground, Right, Text};
use super::rules::{Grounds, Outcome};

/// What the answer of one system comes to, against which `G` may be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<G> {
    /// Whether the person gets something of what they asked for.
    pub granted: bool,
    /// Why they do not get the rest, each time that something is held back.
    pub grounds: Vec<G>,
}

impl<G> Default for Part<G> {
    fn default() -> Self {
        Self { granted: false, grounds: Vec::new() }
    }
}

/// The outcome of a claim, from what all systems that have answered come to. `nothing_held` is what is said where none of
/// them holds anything.
pub fn combine<R: Right>(parts: &[Part<R::Ground>], nothing_held: R::NothingHeld) -> Outcome<R> {
    let granted = parts.iter().any(|part| part.granted);
    match (Grounds::new(merged(parts.iter().flat_map(|part| &part.grounds))), granted) {
        (None, true) => Outcome::Granted,
        (None, false) => Outcome::NothingHeld(nothing_held),
        (Some(grounds), true) => Outcome::PartlyGranted(grounds),
        (Some(grounds), false) => Outcome::Refused(grounds),
    }
}

/// Each ground once, with every text that was given with it: a statute, or considerations, of another system's.
fn merged<'a, G: Ground + Clone + 'a>(grounds: impl Iterator<Item = &'a G>) -> Vec<G> {
    let mut texts: BTreeMap<&'static str, (G, Vec<&Text>)> = BTreeMap::new();
    for ground in grounds {
        let (_, all) = texts.entry(ground.code()).or_insert_with(|| (ground.clone(), Vec::new()));
        all.extend(ground.text().filter(|text| !all.contains(text)));
    }
    texts.into_values().map(|(ground, texts)| ground.with_texts(&texts)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::grounds::{Access, AccessGround};
    use super::*;

    fn secrecy(statute: &str) -> AccessGround {
        AccessGround::parse("popplyl-16-1-d", Some(statute)).unwrap()
    }

    fn part(granted: bool, grounds: &[AccessGround]) -> Part<AccessGround> {
        Part { granted, grounds: grounds.to_vec() }
    }

    fn outcome(parts: &[Part<AccessGround>]) -> (&'static str, Vec<(&'static str, Option<String>)>) {
        let outcome = combine::<Access>(parts, ());
        let grounds = match &outcome {
            Outcome::PartlyGranted(grounds) | Outcome::Refused(grounds) => grounds
                .iter()
                .map(|ground| (ground.code(), ground.text().map(|text| text.as_str().to_owned())))
                .collect(),
            Outcome::Granted | Outcome::NothingHeld(()) => Vec::new(),
        };
        (outcome.of_claim().code(), grounds)
    }

    #[test]
    fn the_outcome_follows_from_what_was_judged() {
        let others = [AccessGround::OthersRights];
        assert_eq!(outcome(&[]).0, "nothing_held");
        assert_eq!(outcome(&[Part::default(), Part::default()]).0, "nothing_held");
        assert_eq!(outcome(&[Part::default(), part(true, &[])]).0, "granted");
        assert_eq!(outcome(&[part(true, &[]), part(false, &others)]).0, "partly_granted");
        assert_eq!(outcome(&[part(true, &others)]).0, "partly_granted");
        assert_eq!(outcome(&[Part::default(), part(false, &others)]).0, "refused");
    }

    #[test]
    fn each_ground_is_named_once_with_all_that_was_said_of_it() {
        let parts = [
            part(true, &[secrecy("Barnevernsloven § 13-1"), AccessGround::OthersRights]),
            part(
                false,
                &[secrecy("Helsepersonelloven § 21"), secrecy("Barnevernsloven § 13-1"), AccessGround::OthersRights],
            ),
        ];
        let text = "Barnevernsloven § 13-1\nHelsepersonelloven § 21".to_owned();
        assert_eq!(outcome(&parts).1, [("gdpr-15-4", None), ("popplyl-16-1-d", Some(text))]);
    }

    proptest! {
        #[test]
        fn nothing_that_is_held_back_is_without_its_ground(
            all in proptest::collection::vec((any::<bool>(), proptest::collection::vec("[a-c]{1,3}", 0..3)), 0..6),
        ) {
            let parts: Vec<Part<AccessGround>> = all
                .iter()
                .map(|(released, texts)| part(*released, &texts.iter().map(|text| secrecy(text)).collect::<Vec<_>>()))
                .collect();
            let (code, grounds) = outcome(&parts);
            let any_ground = all.iter().any(|(_, texts)| !texts.is_empty());
            prop_assert_eq!(any_ground, !grounds.is_empty());
            prop_assert_eq!(any_ground, ["partly_granted", "refused"].contains(&code));
            for (_, texts) in &all {
                for text in texts {
                    let said = grounds[0].1.as_deref().unwrap_or_default();
                    prop_assert!(said.lines().any(|line| line == text));
                }
            }
            prop_assert_eq!(combine::<Access>(&parts, ()).of_claim() == crate::cases::rules::Outcome::Refused, any_ground && !all.iter().any(|(released, _)| *released));
        }
    }
}
