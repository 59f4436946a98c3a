//! Flags and verdicts for the tests of this folder.

use super::rules::{Because, Flags, Verdict};
use crate::decisions::grounds::AccessGround;
use crate::id::BlobId;

pub(super) const PLAIN: Flags = Flags { third_party: false, graded_address: false, own: true };
pub(super) const OTHERS: Flags = Flags { third_party: true, graded_address: false, own: true };
pub(super) const SECRET: Flags = Flags { third_party: false, graded_address: true, own: true };

pub(super) fn because() -> Because {
    Because::of(AccessGround::OthersRights)
}

pub(super) fn redact() -> Verdict {
    Verdict::Redact { fields: ["/data/navn".parse().unwrap()].into(), because: because() }
}

pub(super) fn withhold() -> Verdict {
    Verdict::Withhold { because: because() }
}

pub(super) fn replace() -> Verdict {
    Verdict::replace(BlobId::new(1), "Brev", AccessGround::OthersRights)
}
