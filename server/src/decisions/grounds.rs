//! Grounds (hjemler): the closed list of reasons for not doing all that a person asks for.
//!
//! Each is valid for some rights only, and the types say which: a ground against access cannot be put on a decision
//! about erasure. Sources: personopplysningsloven (LOV-2018-06-15-38) §§ 16 and 17, GDPR Art. 12(5), 15(4) and 17(3),
//! arkivlova (LOV-2025-06-20-96) § 13. Art. 18 (restriction) is no ground for a *no*: it is a right of its own.
//!
//! § 16 third paragraph demands a reason in writing with an exact reference; so letter d names the statute with the duty
//! of secrecy, and letter f states the considerations.

use std::convert::Infallible;
use std::fmt;

use thiserror::Error;

/// More than any reason needs; a reason is read by a person.
const LONGEST_TEXT_CHARS: usize = 4000;

/// A text that the law demands, not empty and of bounded length.
#[derive(Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// # Errors
    /// It is empty or too long.
    pub fn new(text: &str) -> Result<Self, Refused> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refused::TextMissing);
        }
        if text.chars().count() > LONGEST_TEXT_CHARS {
            return Err(Refused::TextTooLong);
        }
        Ok(Self(text.to_owned()))
    }

    /// What was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// All of these, one below the other: nothing that the law demands is left out because others said something too.
    fn all(texts: &[&Self]) -> Self {
        Self(texts.iter().map(|text| text.as_str()).collect::<Vec<_>>().join("\n"))
    }
}

impl fmt::Debug for Text {
    /// A reason may say something about a person.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "[{} characters]", self.0.chars().count())
    }
}

/// Why a ground is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// There is no ground with this code.
    #[error("there is no such ground")]
    Unknown,
    /// There is, but not against this right.
    #[error("this ground is not valid for this right")]
    NotForThisRight,
    /// The law demands a text with this ground.
    #[error("this ground needs a text: the statute, or the considerations")]
    TextMissing,
    /// Longer than anybody reads.
    #[error("the text is longer than {LONGEST_TEXT_CHARS} characters")]
    TextTooLong,
}

/// A right, as far as grounds are concerned.
pub trait Right: Sized {
    /// What may be said against it.
    type Ground: Ground + Clone;
    /// What must be said where there is nothing about the person: nothing to one who only asked, and the reason to one who
    /// wanted something changed (Art. 12(4)).
    type NothingHeld;
    /// What there is to say of a note of what the person holds to be right, which only what is wrong can have.
    type Note: Clone;
    /// A note, where the right has them.
    const NOTE: Option<Self::Note>;
}

/// A reason against one right.
pub trait Ground: Sized {
    /// The ground with this code, and the text that belongs to it.
    ///
    /// # Errors
    /// The code is unknown, is another right's, or lacks what the law demands with it.
    fn parse(code: &str, text: Option<&str>) -> Result<Self, Refused>;
    /// The code: stable, in the database, in the adapter API and in reports.
    fn code(&self) -> &'static str;
    /// The text that the law demands with it.
    fn text(&self) -> Option<&Text>;
    /// The same ground with all of these texts, where the law demands one with it.
    fn with_texts(self, texts: &[&Text]) -> Self;
}

/// GDPR Art. 15.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access;
/// GDPR Art. 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rectification;
/// GDPR Art. 17.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure;
/// GDPR Art. 18.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restriction;

/// Every code, so that one that is valid elsewhere is told from one that does not exist.
pub const CODES: [&str; 19] = [
    "popplyl-16-1-a",
    "popplyl-16-1-b",
    "popplyl-16-1-c",
    "popplyl-16-1-d",
    "popplyl-16-1-e",
    "popplyl-16-1-f",
    "popplyl-17",
    "gdpr-15-4",
    "gdpr-16",
    "gdpr-17-1",
    "gdpr-17-3-a",
    "gdpr-17-3-b",
    "gdpr-17-3-c",
    "gdpr-17-3-d",
    "gdpr-17-3-e",
    "arkivlova-13",
    "gdpr-12-5-unfounded",
    "gdpr-12-5-excessive",
    "gdpr-12-5-repetitive",
];

fn not_taken(code: &str) -> Refused {
    if CODES.contains(&code) { Refused::NotForThisRight } else { Refused::Unknown }
}

fn required(text: Option<&str>) -> Result<Text, Refused> {
    Text::new(text.unwrap_or_default())
}

/// Makes the enum of one right's grounds. `with text` where the law demands one.
///
/// Those of Art. 12(5) are valid against every right, and are added here; the municipality must show that they hold, so
/// that they have reasons.
macro_rules! grounds {
    (
        $(#[$about:meta])* $name:ident for $right:ident, nothing held: $nothing_held:ty, note: $note:ty = $noted:expr; {
            $( $(#[$doc:meta])* $variant:ident = $code:literal $(with $text:ident)?, )*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $( $(#[$doc])* $variant $( { #[doc = "As the law demands."] $text: Text } )?, )*
            /// Art. 12(5): manifestly unfounded.
            Unfounded { #[doc = "Why it is so."] reasons: Text },
            /// Art. 12(5): manifestly excessive.
            Excessive { #[doc = "Why it is so."] reasons: Text },
            /// Art. 12(5): excessive because it is repeated.
            Repetitive { #[doc = "Why it is so."] reasons: Text },
        }

        impl Right for $right {
            type Ground = $name;
            type NothingHeld = $nothing_held;
            type Note = $note;
            const NOTE: Option<Self::Note> = $noted;
        }

        impl Ground for $name {
            fn parse(code: &str, text: Option<&str>) -> Result<Self, Refused> {
                match code {
                    $( $code => Ok(Self::$variant $( { $text: required(text)? } )?), )*
                    "gdpr-12-5-unfounded" => Ok(Self::Unfounded { reasons: required(text)? }),
                    "gdpr-12-5-excessive" => Ok(Self::Excessive { reasons: required(text)? }),
                    "gdpr-12-5-repetitive" => Ok(Self::Repetitive { reasons: required(text)? }),
                    _ => Err(not_taken(code)),
                }
            }

            fn code(&self) -> &'static str {
                match self {
                    $( Self::$variant { .. } => $code, )*
                    Self::Unfounded { .. } => "gdpr-12-5-unfounded",
                    Self::Excessive { .. } => "gdpr-12-5-excessive",
                    Self::Repetitive { .. } => "gdpr-12-5-repetitive",
                }
            }

            fn with_texts(self, texts: &[&Text]) -> Self {
                match self {
                    $( Self::$variant { .. } => Self::$variant $( { $text: Text::all(texts) } )?, )*
                    Self::Unfounded { .. } => Self::Unfounded { reasons: Text::all(texts) },
                    Self::Excessive { .. } => Self::Excessive { reasons: Text::all(texts) },
                    Self::Repetitive { .. } => Self::Repetitive { reasons: Text::all(texts) },
                }
            }

            fn text(&self) -> Option<&Text> {
                $( $( if let Self::$variant { $text } = self { return Some($text); } )? )*
                if let Self::Unfounded { reasons } | Self::Excessive { reasons } | Self::Repetitive { reasons } = self {
                    return Some(reasons);
                }
                None
            }
        }
    };
}

grounds! {
    /// Against access.
    AccessGround for Access, nothing held: (), note: Infallible = None; {
        /// § 16 first paragraph a: foreign policy or defence.
        Defence = "popplyl-16-1-a",
        /// § 16 b: secrecy needed to prevent, investigate or prosecute crimes.
        Crimes = "popplyl-16-1-b",
        /// § 16 c: inadvisable for the person to know, for their health or those close to them. A representative may
        /// get it (second paragraph).
        Health = "popplyl-16-1-c",
        /// § 16 d: a statute demands secrecy.
        Secrecy = "popplyl-16-1-d" with statute,
        /// § 16 e: only in texts for the preparation of a case, given to nobody else.
        Preparation = "popplyl-16-1-e",
        /// § 16 f: against obvious and fundamental private or public interests.
        FundamentalInterests = "popplyl-16-1-f" with considerations,
        /// § 17: archives, research or statistics.
        Research = "popplyl-17",
        /// Art. 15(4): the rights of others.
        OthersRights = "gdpr-15-4",
    }
}

grounds! {
    /// Against rectification.
    RectificationGround for Rectification, nothing held: Text, note: () = Some(()); {
        /// Art. 16: the data are correct and complete.
        Correct = "gdpr-16" with reasons,
        /// § 17: archives, research or statistics.
        Research = "popplyl-17",
    }
}

grounds! {
    /// Against erasure.
    ErasureGround for Erasure, nothing held: Text, note: Infallible = None; {
        /// Art. 17(1): none of its grounds is there.
        NoRight = "gdpr-17-1" with reasons,
        /// Art. 17(3)(a): freedom of expression and information.
        FreedomOfExpression = "gdpr-17-3-a",
        /// Art. 17(3)(b): a legal obligation, a task in the public interest, or official authority.
        LegalObligation = "gdpr-17-3-b",
        /// Art. 17(3)(c): public health.
        PublicHealth = "gdpr-17-3-c",
        /// Art. 17(3)(d): archiving in the public interest, research or statistics.
        Archiving = "gdpr-17-3-d",
        /// Art. 17(3)(e): legal claims.
        LegalClaims = "gdpr-17-3-e",
        /// § 13: what is in the archive is not destroyed; the duty to erase is met in other ways.
        ArchiveAct = "arkivlova-13",
    }
}

grounds! {
    /// Against restriction.
    RestrictionGround for Restriction, nothing held: Text, note: Infallible = None; {
        /// § 17: archives, research or statistics.
        Research = "popplyl-17",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The validity table: which rights each code is valid for (access, rectification, erasure, restriction), and whether
    /// it needs a text.
    const TABLE: [(&str, [bool; 4], bool); 19] = [
        ("popplyl-16-1-a", [true, false, false, false], false),
        ("popplyl-16-1-b", [true, false, false, false], false),
        ("popplyl-16-1-c", [true, false, false, false], false),
        ("popplyl-16-1-d", [true, false, false, false], true),
        ("popplyl-16-1-e", [true, false, false, false], false),
        ("popplyl-16-1-f", [true, false, false, false], true),
        ("popplyl-17", [true, true, false, true], false),
        ("gdpr-15-4", [true, false, false, false], false),
        ("gdpr-16", [false, true, false, false], true),
        ("gdpr-17-1", [false, false, true, false], true),
        ("gdpr-17-3-a", [false, false, true, false], false),
        ("gdpr-17-3-b", [false, false, true, false], false),
        ("gdpr-17-3-c", [false, false, true, false], false),
        ("gdpr-17-3-d", [false, false, true, false], false),
        ("gdpr-17-3-e", [false, false, true, false], false),
        ("arkivlova-13", [false, false, true, false], false),
        ("gdpr-12-5-unfounded", [true, true, true, true], true),
        ("gdpr-12-5-excessive", [true, true, true, true], true),
        ("gdpr-12-5-repetitive", [true, true, true, true], true),
    ];

    fn judged<R: Right>(code: &str, text: Option<&str>) -> Result<(&'static str, bool), Refused> {
        R::Ground::parse(code, text).map(|ground| (ground.code(), ground.text().is_some()))
    }

    #[test]
    fn a_ground_is_valid_where_the_law_says_and_nowhere_else() {
        for (code, valid, needs_text) in TABLE {
            let with_text = [
                judged::<Access>(code, Some("barnevernsloven § 13-1")),
                judged::<Rectification>(code, Some("text")),
                judged::<Erasure>(code, Some("text")),
                judged::<Restriction>(code, Some("text")),
            ];
            for (result, is_valid) in with_text.into_iter().zip(valid) {
                let expected = if is_valid { Ok((code, needs_text)) } else { Err(Refused::NotForThisRight) };
                assert_eq!(result, expected, "{code}");
            }
        }
    }

    #[test]
    fn what_the_law_demands_to_be_written_must_be_written() {
        for (code, valid, _) in TABLE.iter().filter(|(_, _, needs_text)| *needs_text) {
            let judged = match valid {
                [true, ..] => judged::<Access>,
                [_, true, ..] => judged::<Rectification>,
                _ => judged::<Erasure>,
            };
            for empty in [None, Some(""), Some("  \n")] {
                assert_eq!(judged(code, empty), Err(Refused::TextMissing), "{code}");
            }
            assert_eq!(judged(code, Some(&"x".repeat(4001))), Err(Refused::TextTooLong), "{code}");
        }
    }

    #[test]
    fn the_table_holds_every_code_once() {
        let codes: Vec<&str> = TABLE.iter().map(|(code, ..)| *code).collect();
        assert_eq!(codes, CODES);
    }

    #[test]
    fn an_unknown_code_is_told_from_one_of_another_right() {
        assert_eq!(judged::<Access>("gdpr-18", None), Err(Refused::Unknown), "restriction is no ground for a no");
        assert_eq!(judged::<Access>("popplyl-16-1-g", None), Err(Refused::Unknown));
        assert_eq!(judged::<Access>("gdpr-17-3-b", None), Err(Refused::NotForThisRight));
    }

    #[test]
    fn a_reason_does_not_show_itself_in_a_log() {
        let ground = AccessGround::parse("popplyl-16-1-f", Some("opplysninger om naboen")).unwrap();
        assert!(!format!("{ground:?}").contains("naboen"));
        assert_eq!(ground.text().map(Text::as_str), Some("opplysninger om naboen"));
    }
}
