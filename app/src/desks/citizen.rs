//! What a citizen may ask for. Each desk is made for one person: no method takes anybody's id.

use async_trait::async_trait;

use crate::fault::Fault;
use crate::model::ask::{Asking, Overview};
use crate::model::case::{CaseView, LetterView, Moment, OwnCases, Receipt, SentIn};
use crate::model::data::{DataOverview, DataSystem, Looks};
use crate::model::profile::Profile;
use crate::words::Language;

/// The desk for somebody who is logged in as a citizen.
#[async_trait]
pub trait CitizenDesk: Send + Sync {
    /// A page of the person's own cases: those that need them first, and then the newest.
    async fn cases(&self, page: usize, per_page: usize) -> Result<OwnCases, Fault>;

    /// In how many browsers the person is logged in, this one among them.
    async fn logins(&self) -> Result<u32, Fault>;
}

/// The desk for what is in the person's cases: only for who is logged in at the level that this needs.
#[async_trait]
pub trait CitizenCaseDesk: Send + Sync {
    /// The person's own case with this reference; anybody else's is not found.
    async fn case(&self, reference: &str, language: Language) -> Result<CaseView, Fault>;

    /// A letter in a case of the person's own. That it was read is noted.
    async fn letter(&self, reference: &str, number: i64) -> Result<LetterView, Fault>;

    /// What the person has begun to ask for.
    async fn asking(&self) -> Result<Asking, Fault>;

    /// The same, with what would happen were it sent.
    async fn overview(&self) -> Result<Overview, Fault>;

    /// What the person is given at once for a case of theirs.
    async fn receipt(&self, reference: &str) -> Result<Receipt, Fault>;

    /// What was sent in with a case of the person's own, and when.
    async fn sent_in(&self, reference: &str) -> Result<(SentIn, Moment), Fault>;

    /// What a package of the person's own holds. That they looked is noted.
    async fn data(&self, reference: &str, number: i64) -> Result<DataOverview, Fault>;

    /// A page of what the system at this place of the package gave. Likewise.
    async fn data_system(&self, at: (&str, i64, usize), page: u32, language: Language) -> Result<DataSystem, Fault>;

    /// Who has looked at a case of the person's own.
    async fn looks(&self, reference: &str) -> Result<Looks, Fault>;

    /// What the portal itself keeps of the person.
    async fn profile(&self) -> Result<Profile, Fault>;
}
