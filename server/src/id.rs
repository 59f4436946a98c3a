//! A type per id, so that a task's cannot be given where a case's is meant.
//!
//! Ids are UUIDs of version 7 (RFC 9562), as text in the database: they order by the time they were made, say nothing
//! about a person, and cannot be guessed.

use std::fmt;
use std::str::FromStr;

use rand::Rng;
use serde::{Deserialize, Serialize};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};
use thiserror::Error;
use uuid::{Builder, Uuid};

/// A text that is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("this is not an id")]
pub struct NoId;

/// A new id, made at `now_ms` (UTC milliseconds).
fn made_at(now_ms: i64) -> Uuid {
    let mut random = [0; 10];
    rand::rng().fill_bytes(&mut random);
    Builder::from_unix_timestamp_millis(u64::try_from(now_ms).unwrap_or_default(), &random).into_uuid()
}

macro_rules! ids {
    ($( $(#[$about:meta])* $name:ident, )*) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = NoId;

            fn try_from(text: String) -> Result<Self, NoId> {
                text.parse()
            }
        }

        impl $name {
            /// A new one, made at `now_ms` (UTC milliseconds).
            pub fn new(now_ms: i64) -> Self {
                Self(made_at(now_ms))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(out)
            }
        }

        impl FromStr for $name {
            type Err = NoId;

            /// Reads only what [`Display`](fmt::Display) writes: an id has one spelling.
            fn from_str(text: &str) -> Result<Self, NoId> {
                let id = Self(Uuid::parse_str(text).map_err(|_| NoId)?);
                if id.to_string() == text { Ok(id) } else { Err(NoId) }
            }
        }

        impl<D: Database> Type<D> for $name
        where
            String: Type<D>,
        {
            fn type_info() -> D::TypeInfo {
                <String as Type<D>>::type_info()
            }

            fn compatible(info: &D::TypeInfo) -> bool {
                <String as Type<D>>::compatible(info)
            }
        }

        impl<'q, D: Database> Encode<'q, D> for $name
        where
            String: Encode<'q, D>,
        {
            fn encode_by_ref(&self, buffer: &mut <D as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                self.to_string().encode(buffer)
            }
        }

        impl<'r, D: Database> Decode<'r, D> for $name
        where
            String: Decode<'r, D>,
        {
            fn decode(value: <D as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                Ok(String::decode(value)?.parse()?)
            }
        }
    )* };
}

ids! {
    /// Of a person: the subject or the filer of a case.
    PersonId,
    /// Of a registered system.
    SystemId,
    /// Of a case.
    CaseId,
    /// Of a claim in a case.
    ClaimId,
    /// Of a decision on a claim.
    DecisionId,
    /// Of a task.
    TaskId,
    /// Of a file in the vault.
    BlobId,
    /// Of a notice in the outbox.
    NoticeId,
    /// Of an employee.
    EmployeeId,
    /// Of a role that an employee was given.
    GrantId,
    /// Of a key of a system's adapter.
    KeyId,
    /// Of an event in the audit trail.
    EventId,
}

impl SystemId {
    /// The random end of the id as a number.
    pub(crate) fn low_bits(self) -> i64 {
        self.0.as_u64_pair().1.cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written_and_in_no_other_way() {
        let id = CaseId::new(1_772_708_400_000);
        assert_eq!(id.to_string().parse::<CaseId>().unwrap(), id);
        assert!(id.to_string().to_uppercase().parse::<CaseId>().is_err());
        assert!(id.to_string().replace('-', "").parse::<CaseId>().is_err());
        assert!("".parse::<CaseId>().is_err());
    }

    #[test]
    fn ids_order_by_the_time_they_were_made() {
        let ids: Vec<String> = (0..100).map(|ms| TaskId::new(1_772_708_400_000 + ms).to_string()).collect();
        assert!(ids.is_sorted());
    }
}
