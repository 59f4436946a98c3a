//! A form that was refused, on its way back to the page it came from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ask::YES;

/// What a page knows of a form that was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Returned {
    /// No form was refused.
    #[default]
    Nothing,
    /// It was too long ago, or somebody else's.
    Expired,
    /// This one.
    Form(ReturnedForm),
}

impl Returned {
    /// What to show in this field: what was typed, or `otherwise` where no form is returned.
    pub fn value_or<'a>(&'a self, field: &str, otherwise: &'a str) -> &'a str {
        match self {
            Self::Form(form) => form.values.get(field).map(String::as_str).unwrap_or_default(),
            Self::Nothing | Self::Expired => otherwise,
        }
    }

    /// Whether this box is ticked: as it was sent, or `otherwise` where no form is returned.
    pub fn ticked_or(&self, field: &str, otherwise: bool) -> bool {
        self.value_or(field, if otherwise { YES } else { "" }) == YES
    }

    /// Whether the form was not sent at all, because the person was logged out meanwhile.
    pub fn is_unsent(&self) -> bool {
        matches!(self, Self::Form(form) if form.faults.is_empty())
    }

    /// What is wrong, in the order of the form's fields.
    pub fn faults(&self) -> &[FieldFault] {
        match self {
            Self::Form(form) => &form.faults,
            Self::Nothing | Self::Expired => &[],
        }
    }

    /// What is wrong with this field.
    pub fn fault(&self, field: &str) -> Option<FieldCode> {
        self.faults().iter().find(|fault| fault.field == field).map(|fault| fault.code)
    }
}

/// What was typed, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedForm {
    /// Typed values by the field's name.
    pub values: BTreeMap<String, String>,
    /// None where the person was logged out before it was sent.
    pub faults: Vec<FieldFault>,
}

/// One field with one mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// The field's name, which is also the id of its element.
    pub field: String,
    /// The mistake.
    pub code: FieldCode,
}

/// The closed list of mistakes that a field can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldCode {
    /// Nothing was typed.
    Missing,
    /// There is something in it that is no letter.
    Unreadable,
    /// Nothing was chosen.
    MissingChoice,
    /// None of several was chosen.
    MissingChoices,
    /// Something was chosen that the page does not offer.
    NotAChoice,
    /// No national id.
    NotANumber,
    /// Not the two ids that Entra ID has.
    NotEntra,
    /// No e-mail address.
    NotAnAddress,
    /// The person's own number where another's is asked for.
    OwnNumber,
    /// No date.
    NotADate,
    /// A period that ends before it begins.
    EndsBefore,
    /// A day of which there can be nothing.
    NotInThePast {
        /// The year with the first day.
        from_year: i16,
    },
    /// A day that is over.
    Over,
    /// A day that is too far away.
    TooFar,
    /// The person has the role already.
    Held,
    /// It is the one who sends the form.
    Oneself,
    /// Nobody can tell whether it is the one who sends the form.
    Unknown,
    /// The case is not open any more.
    NotOpen,
    /// Systems are doing what was decided.
    BeingCarriedOut,
    /// Nobody has this role any more.
    Gone,
    /// The person has begun to ask about somebody else.
    BegunForAnother,
    /// There is no room for more in what the person has begun.
    DraftFull,
    /// Nobody works with the case any more.
    CaseEnded,
    /// There are too many messages.
    TooManyMessages,
    /// Nobody waits for this answer.
    NotAsked,
    /// There is nothing in the file.
    EmptyFile,
    /// No kind of file that is taken.
    FileKind,
    /// Something dangerous was found in the file.
    UnsafeFile,
    /// More than one may send.
    FileTooLarge {
        /// The largest file, in megabytes.
        limit_mb: u32,
    },
    /// More files than may be sent together.
    TooManyFiles {
        /// How many may.
        limit: u32,
    },
    /// More files than there is room for before it is sent.
    NoRoomForFiles {
        /// For how many there is.
        limit: u32,
    },
    /// The files did not come along.
    FilesAgain,
    /// The files that were there showed something about somebody else, and are gone.
    FilesOfAnother,
    /// More lines than there is room for.
    TooManyLines {
        /// How many lines there may be.
        limit: u32,
    },
    /// More characters than there is room for.
    TooLong {
        /// How many characters there may be.
        limit: u32,
    },
}

impl FieldCode {
    /// Whether another answer would be taken: otherwise it is the case that does not allow it.
    pub fn can_be_mended(self) -> bool {
        !matches!(
            self,
            Self::NotOpen | Self::BeingCarriedOut | Self::CaseEnded | Self::TooManyMessages | Self::NotAsked
        )
    }
}
