//! What a person sends in: one or more rights, each with what is asked. Bounded in size before anything is stored.
//!
//! None of it prints itself: all of it is about a person.

use app::model::Sector;
use app::model::ask::Whom;
use app::words::{FALLBACK, Language};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::rules::Right;
use crate::coded;
use crate::id::PersonId;
use crate::subjects::identity_number::NationalId;

/// Characters in one text.
pub const LONGEST_TEXT_CHARS: usize = 10_000;
/// Corrections in one claim, and areas in one scope.
pub const MOST_ENTRIES: usize = 100;

/// What part of the data is asked about. Nothing named: everything.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Parts of the municipality's work.
    #[serde(default)]
    pub sectors: Vec<Sector>,
    /// Kinds of data: as the register names them, or in the person's own words.
    pub categories: Vec<String>,
    /// From this date.
    pub from: Option<Date>,
    /// To and with this date.
    pub to: Option<Date>,
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What it is.
    pub field: String,
    /// What stands there now, as far as the person knows.
    pub current_value: Option<String>,
    /// What is right, if the person knows.
    pub proposed_value: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What is asked for by one right.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "right", rename_all = "snake_case")]
pub enum Asked {
    /// Art. 15.
    Access {
        /// What about.
        scope: Scope,
    },
    /// Art. 16.
    Rectification {
        /// What about.
        scope: Scope,
        /// What is wrong; at least one.
        corrections: Vec<Correction>,
        /// Whether the use is to be restricted while it is looked into (Art. 18(1)(a)).
        restrict_meanwhile: bool,
    },
    /// Art. 17.
    Erasure {
        /// What about.
        scope: Scope,
        /// Why, in the person's own words; not knowing is an answer too.
        explanation: Option<String>,
        /// Whether the use is to be restricted while it is looked into.
        restrict_meanwhile: bool,
    },
}

impl Asked {
    /// The right.
    pub fn right(&self) -> Right {
        match self {
            Self::Access { .. } => Right::Access,
            Self::Rectification { .. } => Right::Rectification,
            Self::Erasure { .. } => Right::Erasure,
        }
    }

    /// Whether the use is to be restricted meanwhile.
    pub fn restrict_meanwhile(&self) -> bool {
        match self {
            Self::Access { .. } => false,
            Self::Rectification { restrict_meanwhile, .. } | Self::Erasure { restrict_meanwhile, .. } => {
                *restrict_meanwhile
            }
        }
    }

    /// What it is about.
    pub fn scope(&self) -> &Scope {
        match self {
            Self::Access { scope } | Self::Rectification { scope, .. } | Self::Erasure { scope, .. } => scope,
        }
    }

    fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = self.scope().categories.iter().map(String::as_str).collect();
        match self {
            Self::Access { .. } => {}
            Self::Rectification { corrections, .. } => {
                for correction in corrections {
                    let Correction { field, current_value, proposed_value, reason } = correction;
                    texts.push(field);
                    texts.extend([current_value, proposed_value, reason].into_iter().flatten().map(String::as_str));
                }
            }
            Self::Erasure { explanation, .. } => texts.extend(explanation.as_deref()),
        }
        texts
    }

    fn check(&self) -> Result<(), Refused> {
        let entries = match self {
            Self::Rectification { corrections, .. } if corrections.is_empty() => return Err(Refused::NothingToCorrect),
            Self::Rectification { corrections, .. } => corrections.len(),
            _ => 0,
        };
        if entries.max(self.scope().categories.len()) > MOST_ENTRIES {
            return Err(Refused::TooMany);
        }
        if self.texts().iter().any(|text| text.chars().count() > LONGEST_TEXT_CHARS) {
            return Err(Refused::TooLong);
        }
        match (self.scope().from, self.scope().to) {
            (Some(from), Some(to)) if to < from => Err(Refused::EndsBeforeItBegins),
            _ => Ok(()),
        }
    }
}

/// What may help a system to find somebody, beside the national id. All of it is optional.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// What they are called, and were called before.
    pub names: Vec<String>,
    /// Where they lived, how they were reached, what the municipality calls them as a customer.
    pub hints: Vec<Hint>,
}

/// One thing to find somebody by.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Which kind.
    pub kind: HintKind,
    /// As the person wrote it.
    pub value: String,
}

coded! {
    /// By what a system can find somebody, beside number and name.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum HintKind {
        /// An address, also one they had before.
        Address = "address",
        /// A telephone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// What the municipality calls them as a customer.
        CustomerNumber = "customer_number",
    }
}

coded! {
    /// As whom somebody asks about another. That they may is for a person to see.
    pub enum Behalf {
        /// The other is a child of theirs (barnelova § 47).
        Child = "child",
        /// The other has asked them to (forvaltningsloven § 12).
        Principal = "principal",
    }
}

impl From<Behalf> for Whom {
    fn from(behalf: Behalf) -> Self {
        match behalf {
            Behalf::Child => Self::Child,
            Behalf::Principal => Self::Principal,
        }
    }
}

/// Why a submission is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// No right is chosen.
    #[error("nothing is asked for")]
    Nothing,
    /// One right stands twice.
    #[error("the same right is chosen twice")]
    RightTwice,
    /// A rectification that does not say what is wrong.
    #[error("it does not say what is wrong")]
    NothingToCorrect,
    /// A text is longer than anybody reads.
    #[error("a text is longer than {LONGEST_TEXT_CHARS} characters")]
    TooLong,
    /// More entries than anybody writes.
    #[error("there are more than {MOST_ENTRIES} entries")]
    TooMany,
    /// The period ends before it begins.
    #[error("the period ends before it begins")]
    EndsBeforeItBegins,
}

/// The random token of one form: the same form, sent twice, is one case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FormToken([u8; 32]);

impl FormToken {
    /// The token with these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What the table knows it by. It is bound to the person: another's token finds nothing.
    pub(super) fn hash(&self, filer: PersonId) -> [u8; 32] {
        Sha256::new().chain_update(filer.to_string()).chain_update(self.0).finalize().into()
    }
}

/// What one person sends in at one time.
pub struct Submission {
    pub(super) filer: NationalId,
    pub(super) subject: NationalId,
    /// In the order of [`Right`], each right once.
    pub(super) asked: Vec<Asked>,
    pub(super) token: FormToken,
    pub(super) help: Help,
    /// As whom the filer asks about the subject, if they said so.
    pub(super) behalf: Option<Behalf>,
    /// In which the person is answered.
    pub(super) language: Language,
    /// Whether it is sent although the person has been told of an open case of theirs.
    pub(super) anyway: bool,
    /// The files that belong to it, in the filer's draft: the correction that each shows, by its index, and its SHA-256.
    pub(super) files: Vec<(Option<u32>, [u8; 32])>,
}

impl Submission {
    /// A person's own case.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn new(filer: NationalId, asked: Vec<Asked>, token: FormToken) -> Result<Self, Refused> {
        Self::about(filer.clone(), filer, asked, token)
    }

    /// A case that one person sends in about another.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn about(
        filer: NationalId,
        subject: NationalId,
        mut asked: Vec<Asked>,
        token: FormToken,
    ) -> Result<Self, Refused> {
        if asked.is_empty() {
            return Err(Refused::Nothing);
        }
        asked.sort_by_key(Asked::right);
        if asked.windows(2).any(|pair| pair[0].right() == pair[1].right()) {
            return Err(Refused::RightTwice);
        }
        asked.iter().try_for_each(Asked::check)?;
        let help = Help::default();
        Ok(Self {
            filer,
            subject,
            asked,
            token,
            help,
            behalf: None,
            language: FALLBACK,
            anyway: false,
            files: Vec::new(),
        })
    }

    /// The same, asked as this.
    pub fn on_behalf(self, behalf: Option<Behalf>) -> Self {
        Self { behalf, ..self }
    }

    /// The same, with files of the filer's draft: the correction that each shows, by its index, and its SHA-256. The draft's key
    /// becomes the case's.
    pub fn with_files(self, files: Vec<(Option<u32>, [u8; 32])>) -> Self {
        Self { files, ..self }
    }

    /// The same, with what helps to find the subject.
    ///
    /// # Errors
    /// There is more of it than anybody writes.
    pub fn with_help(self, help: Help) -> Result<Self, Refused> {
        let mut texts = help.names.iter().chain(help.hints.iter().map(|hint| &hint.value));
        if help.names.len() + help.hints.len() > MOST_ENTRIES {
            return Err(Refused::TooMany);
        }
        if texts.any(|text| text.chars().count() > LONGEST_TEXT_CHARS) {
            return Err(Refused::TooLong);
        }
        Ok(Self { help, ..self })
    }

    /// In which the person is answered.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The same, answered in this language. Letters are written in those that every page exists in.
    pub fn in_language(self, language: Language) -> Self {
        Self { language: if language.is_complete() { language } else { FALLBACK }, ..self }
    }

    /// The same, sent although there is an open case.
    pub fn anyway(self) -> Self {
        Self { anyway: true, ..self }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn person() -> NationalId {
        NationalId::from_login("10915596784").unwrap().0
    }

    fn submission(asked: Vec<Asked>) -> Result<Vec<Right>, Refused> {
        let submission = Submission::new(person(), asked, FormToken::new([0; 32]))?;
        Ok(submission.asked.iter().map(Asked::right).collect())
    }

    fn erasure(explanation: Option<String>) -> Asked {
        Asked::Erasure { scope: Scope::default(), explanation, restrict_meanwhile: true }
    }

    fn rectification(count: usize) -> Asked {
        let field = || Correction { field: "adresse".into(), current_value: None, proposed_value: None, reason: None };
        let corrections = std::iter::repeat_with(field).take(count).collect();
        Asked::Rectification { scope: Scope::default(), corrections, restrict_meanwhile: true }
    }

    fn access() -> Asked {
        Asked::Access { scope: Scope::default() }
    }

    #[test]
    fn each_right_once_in_one_order() {
        let all = submission(vec![erasure(None), access(), rectification(1)]);
        assert_eq!(all.unwrap(), Right::ALL);
        assert_eq!(submission(vec![]), Err(Refused::Nothing));
        assert_eq!(submission(vec![access(), erasure(None), access()]), Err(Refused::RightTwice));
    }

    #[test]
    fn everything_is_bounded() {
        assert_eq!(submission(vec![rectification(0)]), Err(Refused::NothingToCorrect));
        assert!(submission(vec![rectification(MOST_ENTRIES)]).is_ok());
        assert_eq!(submission(vec![rectification(MOST_ENTRIES + 1)]), Err(Refused::TooMany));
        assert!(submission(vec![erasure(Some("å".repeat(LONGEST_TEXT_CHARS)))]).is_ok());
        assert_eq!(submission(vec![erasure(Some("å".repeat(LONGEST_TEXT_CHARS + 1)))]), Err(Refused::TooLong));
        let categories = vec!["skole".to_owned(); MOST_ENTRIES + 1];
        assert_eq!(
            submission(vec![Asked::Access { scope: Scope { categories, ..Scope::default() } }]),
            Err(Refused::TooMany)
        );
    }

    #[test]
    fn what_helps_to_find_somebody_is_bounded_too() {
        let with = |names: usize, value: &str| {
            let hints = vec![Hint { kind: HintKind::Address, value: value.to_owned() }];
            let help = Help { names: vec!["Ola".to_owned(); names], hints };
            let own = Submission::new(person(), vec![access()], FormToken::new([0; 32])).ok().unwrap();
            own.with_help(help).err()
        };
        assert_eq!(with(MOST_ENTRIES - 1, "Storgata 1"), None);
        assert_eq!(with(MOST_ENTRIES, "Storgata 1"), Some(Refused::TooMany));
        assert_eq!(with(0, &"å".repeat(LONGEST_TEXT_CHARS + 1)), Some(Refused::TooLong));
    }

    #[test]
    fn a_period_may_be_one_day_but_not_less() {
        let day = date(2026, 3, 5);
        let scope = |to| Asked::Access { scope: Scope { from: Some(day), to: Some(to), ..Scope::default() } };
        assert!(submission(vec![scope(day)]).is_ok());
        assert_eq!(submission(vec![scope(date(2026, 3, 4))]), Err(Refused::EndsBeforeItBegins));
    }

    #[test]
    fn a_token_is_worth_nothing_to_another_person() {
        let (one, other) = (PersonId::new(0), PersonId::new(0));
        let token = FormToken::new([7; 32]);
        assert_eq!(token.hash(one), token.hash(one));
        assert_ne!(token.hash(one), token.hash(other));
    }
}
