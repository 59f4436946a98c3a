//! Verdicts: what becomes of each item of an answer before anybody gets it.
//!
//! An answer is a proposal. Each of its records and files is released, released in part, or withheld with a ground; what
//! was said of it, that somebody else is in it or an address that is kept secret, must be answered before any of it is
//! released. Where the register says four eyes, a second person looks at all of it, and is another person than whoever
//! judged.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::redact::Field;
use crate::adapters::rules::is_media_type;
use crate::coded;
use crate::decisions::grounds::{AccessGround, Ground, Refused as NoGround};
use crate::decisions::rules::Grounds;
use crate::id::BlobId;

/// Fields of one record that may be taken out.
pub const MOST_FIELDS: usize = 100;
/// Items that are judged at once.
pub const MOST_AT_ONCE: usize = 1000;
/// Grounds of one verdict, as many as a system may give.
const MOST_GROUNDS: usize = 20;
/// Letters of a title.
const LONGEST_TITLE_CHARS: usize = 400;

/// One item of an answer, by its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A record.
    Record(usize),
    /// A file.
    File(usize),
    /// What the system says that it does not hand out, all of it or a part.
    Refusal,
    /// To whom it has given data about the person.
    Disclosures,
    /// Who has looked at the person's data in it.
    Accesses,
}

impl fmt::Display for Item {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(place) => write!(out, "record {}", place + 1),
            Self::File(place) => write!(out, "file {}", place + 1),
            Self::Refusal => out.write_str("the refusal"),
            Self::Disclosures => out.write_str("the disclosures"),
            Self::Accesses => out.write_str("the accesses"),
        }
    }
}

/// What the system said of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// It says something about somebody else too.
    pub third_party: bool,
    /// It holds an address that is kept secret.
    pub graded_address: bool,
    /// Nothing of the system's: whether whom it is about has asked for it themselves.
    pub own: bool,
}

impl Flags {
    pub(super) fn any(self) -> bool {
        self.third_party || self.graded_address
    }
}

coded! {
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    /// What a reviewer says to it that somebody else is in an item of which something is released.
    pub enum Others {
        /// Nobody else is.
        Nobody = "nobody",
        /// What is about them is taken out.
        TakenOut = "taken_out",
        /// The person knows it already, because they said it themselves or were told.
        Known = "known",
        /// Those whom it is about have agreed.
        Agreed = "agreed",
    }
}

coded! {
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    /// What a reviewer says to it that an address is kept secret. Nobody else's is released on one person's word.
    pub enum Address {
        /// None is in it, whatever the system says: a second person looks at that.
        Nowhere = "nowhere",
        /// It is the person's own, and they have asked themselves.
        Own = "own",
        /// It is taken out.
        TakenOut = "taken_out",
    }
}

/// Grounds against access, at least one, as they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Words>", into = "Vec<Words>")]
pub struct Because(Grounds<AccessGround>);

impl Because {
    /// One ground.
    pub fn of(ground: AccessGround) -> Self {
        Self(Grounds::one(ground))
    }

    /// Several; `None` where there is none.
    pub fn all(grounds: Vec<AccessGround>) -> Option<Self> {
        Grounds::new(grounds).map(Self)
    }
}

#[derive(Serialize, Deserialize)]
struct Words {
    code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl From<Because> for Vec<Words> {
    fn from(Because(grounds): Because) -> Self {
        let words = |ground: &AccessGround| Words {
            code: ground.code().to_owned(),
            text: ground.text().map(|text| text.as_str().to_owned()),
        };
        grounds.iter().map(words).collect()
    }
}

impl TryFrom<Vec<Words>> for Because {
    type Error = NoGround;

    fn try_from(words: Vec<Words>) -> Result<Self, NoGround> {
        let ground = |words: &Words| AccessGround::parse(&words.code, words.text.as_deref());
        let grounds = words.iter().map(ground).collect::<Result<Vec<_>, _>>()?;
        Self::all(grounds).ok_or(NoGround::Unknown)
    }
}

/// What becomes of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The person gets it.
    Release,
    /// The person gets a record without some of its fields.
    Redact {
        /// Which.
        fields: BTreeSet<Field>,
        /// Why.
        because: Because,
    },
    /// The person gets another file in a file's place, in which something is not there.
    Replace {
        /// The other file.
        file: BlobId,
        /// What it is, for the person: the first one's title may name somebody.
        title: String,
        /// Such as `application/pdf`.
        media_type: String,
        /// Why.
        because: Because,
    },
    /// The person does not get it.
    Withhold {
        /// Why.
        because: Because,
    },
}

impl Verdict {
    /// With another PDF in the place of a file.
    pub fn replace(file: BlobId, title: &str, because: AccessGround) -> Self {
        let (title, media_type) = (title.to_owned(), "application/pdf".to_owned());
        Self::Replace { file, title, media_type, because: Because::of(because) }
    }

    /// The grounds, where not all is released.
    pub fn grounds(&self) -> impl Iterator<Item = &AccessGround> {
        let because = match self {
            Self::Release => None,
            Self::Redact { because, .. } | Self::Replace { because, .. } | Self::Withhold { because } => Some(because),
        };
        because.into_iter().flat_map(|because| because.0.iter())
    }

    /// Its code, for the log.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Redact { .. } => "redact",
            Self::Replace { .. } => "replace",
            Self::Withhold { .. } => "withhold",
        }
    }

    pub(super) fn takes_out(&self) -> bool {
        matches!(self, Self::Redact { .. } | Self::Replace { .. })
    }
}

/// A verdict, and what is said to the flags of its item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// What becomes of it.
    pub verdict: Verdict,
    /// To it that somebody else is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others: Option<Others>,
    /// To it that a secret address is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

impl From<Verdict> for Judgement {
    fn from(verdict: Verdict) -> Self {
        Self { verdict, others: None, address: None }
    }
}

/// Why a judgement is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// The answer has no such item.
    #[error("the answer has no such item")]
    NoSuchItem,
    /// The verdict is for another kind of item.
    #[error("this is not a verdict on an item of this kind")]
    NotForThisItem,
    /// Nothing, or too much, is to be taken out.
    #[error("say which fields are taken out: 1 to {MOST_FIELDS}")]
    Fields,
    /// One of them is not there.
    #[error(transparent)]
    NotThere(#[from] super::redact::NotThere),
    /// The file is the same as the system's, or empty.
    #[error("this is the system's own file again, or an empty one")]
    SameFile,
    /// What it is, is not said.
    #[error("say what the other file is: a title, and a media type such as application/pdf")]
    NotTitled,
    /// It is a ground against the whole request.
    #[error("this ground is against the whole request, and not against an item")]
    OfTheRequest,
    /// Nobody reads as many.
    #[error("name at most {MOST_GROUNDS} grounds")]
    TooManyGrounds,
    /// Somebody else has asked.
    #[error("the address is released to the person themselves only, and somebody else has asked")]
    NotTheirs,
    /// More than anybody judges at once.
    #[error("judge at most {MOST_AT_ONCE} items at once")]
    TooMany,
    /// The file was not put for this item.
    #[error("the other file was not put for this one")]
    NoSuchFile,
    /// It is not said what it means that somebody else is in it.
    #[error("the system says that somebody else is in it: say what you have done about them")]
    OthersNotAnswered,
    /// The same of a secret address.
    #[error("the system says that an address in it is kept secret: take it out, or say that there is none")]
    AddressNotAnswered,
    /// All is released, and something said to be taken out.
    #[error("all of it is released, so that nothing is taken out")]
    NothingTakenOut,
    /// It is larger than the register allows.
    #[error("the file is larger than the register allows this system's files to be")]
    TooLarge,
    /// It ended before its end.
    #[error("the file broke off on its way")]
    BrokenOff,
    /// There are many already.
    #[error("too many files were put in the place of this one")]
    TooManyFiles,
    /// Somebody has judged it since it was looked at.
    #[error("a colleague has judged it meanwhile")]
    Changed,
    /// The claim is decided.
    #[error("the claim is decided already")]
    Decided,
    /// Nothing of it is judged.
    #[error("the answer has nothing to judge")]
    NothingToJudge,
    /// The register does not ask for a second person.
    #[error("no second person is needed")]
    NoSecondNeeded,
    /// A second person looks at all of it.
    #[error("{0} items are not judged yet")]
    Open(usize),
    /// Whoever judged any of it is not the second.
    #[error("whoever has judged any of it cannot be the second person")]
    SamePerson,
}

/// Whether a judgement can be made of an item of which the system said this. What is in a record is not looked at here.
///
/// # Errors
/// Why it cannot.
pub fn check(item: Item, flags: Flags, judgement: &Judgement) -> Result<(), Refused> {
    let Judgement { verdict, others, address } = judgement;
    match (item, verdict) {
        (Item::Record(_), Verdict::Redact { fields, .. }) if fields.is_empty() || fields.len() > MOST_FIELDS => {
            return Err(Refused::Fields);
        }
        (Item::File(_), Verdict::Replace { title, media_type, .. })
            if title.trim().is_empty()
                || title.chars().count() > LONGEST_TITLE_CHARS
                || title.chars().any(char::is_control)
                || !is_media_type(media_type) =>
        {
            return Err(Refused::NotTitled);
        }
        (Item::Record(_), Verdict::Redact { .. })
        | (Item::File(_), Verdict::Replace { .. })
        | (Item::Record(_) | Item::File(_) | Item::Disclosures | Item::Accesses, Verdict::Release)
        | (_, Verdict::Withhold { .. }) => {}
        (_, Verdict::Release | Verdict::Redact { .. } | Verdict::Replace { .. }) => {
            return Err(Refused::NotForThisItem);
        }
    }
    if verdict.grounds().any(|ground| ground.code().starts_with("gdpr-12-5")) {
        return Err(Refused::OfTheRequest);
    }
    if verdict.grounds().count() > MOST_GROUNDS {
        return Err(Refused::TooManyGrounds);
    }
    if matches!(verdict, Verdict::Withhold { .. }) {
        return Ok(());
    }
    if *address == Some(Address::Own) && !flags.own {
        return Err(Refused::NotTheirs);
    }
    if flags.third_party && others.is_none() {
        return Err(Refused::OthersNotAnswered);
    }
    if flags.graded_address && address.is_none() {
        return Err(Refused::AddressNotAnswered);
    }
    let says_taken_out = *others == Some(Others::TakenOut) || *address == Some(Address::TakenOut);
    if says_taken_out && !verdict.takes_out() { Err(Refused::NothingTakenOut) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::review::examples::*;

    #[test]
    fn each_kind_of_item_has_its_own_verdicts() {
        let (record, file) = (Item::Record(0), Item::File(0));
        for (verdict, taken) in [
            (Verdict::Release, [true, true, false]),
            (redact(), [true, false, false]),
            (replace(), [false, true, false]),
            (withhold(), [true, true, true]),
        ] {
            let found = [record, file, Item::Refusal].map(|item| check(item, PLAIN, &verdict.clone().into()).is_ok());
            assert_eq!(found, taken, "{verdict:?}");
        }
        for item in [Item::Disclosures, Item::Accesses] {
            let found = [Verdict::Release, withhold(), redact(), replace()]
                .map(|verdict| check(item, PLAIN, &verdict.into()).is_ok());
            assert_eq!(found, [true, true, false, false]);
        }
        let request = AccessGround::parse("gdpr-12-5-excessive", Some("for ofte")).unwrap();
        let withheld = Verdict::Withhold { because: Because::of(request) };
        assert_eq!(check(record, PLAIN, &withheld.into()), Err(Refused::OfTheRequest));
        for (title, media_type) in [(" ", "application/pdf"), ("Brev", "pdf"), ("a\nb", "application/pdf")] {
            let (title, media_type) = (title.to_owned(), media_type.to_owned());
            let untitled = Verdict::Replace { file: BlobId::new(1), title, media_type, because: because() };
            assert_eq!(check(file, PLAIN, &untitled.into()), Err(Refused::NotTitled));
        }
        let nothing = Verdict::Redact { fields: BTreeSet::new(), because: because() };
        assert_eq!(check(record, PLAIN, &nothing.into()), Err(Refused::Fields));
    }

    #[test]
    fn what_the_system_said_of_it_is_answered_before_any_of_it_is_released() {
        let item = Item::Record(0);
        let say = |verdict: Verdict, others, address| Judgement { verdict, others, address };
        assert_eq!(check(item, OTHERS, &Verdict::Release.into()), Err(Refused::OthersNotAnswered));
        assert_eq!(check(item, OTHERS, &redact().into()), Err(Refused::OthersNotAnswered));
        assert_eq!(check(item, OTHERS, &withhold().into()), Ok(()));
        for (others, released, redacted) in [
            (Others::Nobody, Ok(()), Ok(())),
            (Others::Known, Ok(()), Ok(())),
            (Others::Agreed, Ok(()), Ok(())),
            (Others::TakenOut, Err(Refused::NothingTakenOut), Ok(())),
        ] {
            assert_eq!(check(item, OTHERS, &say(Verdict::Release, Some(others), None)), released, "{others:?}");
            assert_eq!(check(item, OTHERS, &say(redact(), Some(others), None)), redacted, "{others:?}");
        }
        assert_eq!(check(item, SECRET, &Verdict::Release.into()), Err(Refused::AddressNotAnswered));
        let out = Some(Address::TakenOut);
        assert_eq!(check(item, SECRET, &say(Verdict::Release, None, out)), Err(Refused::NothingTakenOut));
        assert_eq!(check(item, SECRET, &say(redact(), None, out)), Ok(()));
        assert_eq!(check(item, SECRET, &say(Verdict::Release, None, Some(Address::Nowhere))), Ok(()));
        let own = || say(Verdict::Release, None, Some(Address::Own));
        assert_eq!(check(item, SECRET, &own()), Ok(()));
        assert_eq!(check(item, Flags { own: false, ..SECRET }, &own()), Err(Refused::NotTheirs));
    }
}
