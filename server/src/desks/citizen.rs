//! What a citizen may ask for: their own cases, found by who they are and by nothing that they send.

use std::cmp::Reverse;

use app::desks::{CitizenCaseDesk, CitizenDesk};
use app::fault::Fault;
use app::model::ask::{Asking, Overview};
use app::model::case::{CaseView, LetterView, Moment, OwnCases, Receipt, SentIn};
use app::model::data::{DataOverview, DataSystem, Looks};
use app::model::profile::Profile;
use app::model::{Attention, CaseLine, CaseProgress, ClaimLine, Paged, UsedRight};
use app::words::Language;
use async_trait::async_trait;
use jiff::civil::Date;

use super::own_case::{self, count, moment};
use super::own_data;
use super::sent_in::sent_in;
use super::told::told;
use crate::cases::deadline::{Deadline, civil, date_in_oslo_at};
use crate::cases::own;
use crate::cases::own::store::Noted;
use crate::cases::rules::{CaseState, Outcome, Right};
use crate::cases::store::{self as cases, Case, Claim};
use crate::contact;
use crate::db::Tx;
use crate::drafts::overview::overview;
use crate::drafts::{self, Begun};
use crate::error::Error;
use crate::id::PersonId;
use crate::login::session::{self, Session};
use crate::messages::{self, Sender};
use crate::office::Office;
use crate::packages::download::{self, Fetched};
use crate::subjects::{self, identity_number::NationalId};
use crate::tasks::store as tasks;
use crate::uploads::UploadSettings;

/// The desk of one citizen.
pub(crate) struct Citizen {
    pub(crate) office: Office,
    pub(crate) id: NationalId,
    pub(crate) session: Session,
    pub(crate) uploads: UploadSettings,
}

impl Citizen {
    /// `None` where the municipality has no case of theirs.
    async fn person(&self, tx: &mut Tx) -> Result<Option<PersonId>, Error> {
        subjects::find(tx, &self.office.vault, &self.id).await
    }

    async fn own_cases(&self, page: usize, per_page: usize) -> Result<OwnCases, Error> {
        let mut tx = self.office.db.read().await?;
        let Some(person) = self.person(&mut tx).await? else { return Ok(OwnCases::default()) };
        let noted = own::store::noted(&mut tx, person).await?;
        let attention = |case: &Case| match case.id {
            id if noted.contains(&(id, Noted::Asked)) => Attention::Asked,
            id if noted.contains(&(id, Noted::News)) => Attention::News,
            _ => Attention::Nothing,
        };
        let mut filed = own::store::filed_by(&mut tx, person).await?;
        // What needs the person stands first; of the rest, the newest.
        filed.reverse();
        filed.sort_by_key(|case| Reverse(attention(case)));
        let total = filed.len();
        let paged = Paged::at(page, total, per_page);
        let shown = paged.slice(&filed, per_page);
        let ids: Vec<_> = shown.iter().map(|case| case.id).collect();
        let claims = own::store::claims_of_all(&mut tx, &ids).await?;
        let today = self.office.today();
        let line = |case: &Case| {
            let claims = claims.get(&case.id).map(Vec::as_slice).unwrap_or_default();
            let is_told = |claim: &Claim| noted.contains(&(case.id, Noted::Told(claim.id)));
            let line = case_line(case, claims, |claim| !is_told(claim), today);
            CaseLine { attention: attention(case), ..line }
        };
        Ok(OwnCases { lines: shown.iter().map(line).collect(), paged, total })
    }

    /// Likewise, for what only somebody with a case can have.
    async fn known(&self) -> Result<PersonId, Error> {
        let mut tx = self.office.db.read().await?;
        self.person(&mut tx).await?.ok_or(Error::NotFound)
    }

    async fn own_case(&self, reference: &str, language: Language) -> Result<CaseView, Error> {
        let mut tx = self.office.db.read().await?;
        let person = self.person(&mut tx).await?.ok_or(Error::NotFound)?;
        let case = own::find(&mut tx, person, reference).await?;
        let view = own_case::view(&self.office, &mut tx, &case, language, &self.uploads).await?;
        drop(tx);
        // What came in since was not shown.
        let shown = view.messages.all.first().map_or(0, |newest| newest.number);
        messages::opened(&self.office, case.id, Sender::Municipality, shown).await?;
        Ok(view)
    }

    async fn own_letter(&self, reference: &str, number: i64) -> Result<LetterView, Error> {
        own_case::letter(&self.office, self.known().await?, reference, number).await
    }

    async fn own_data(&self, reference: &str, number: i64) -> Result<DataOverview, Error> {
        own_data::overview(&self.office, self.fetched(reference, number).await?).await
    }

    async fn own_system(&self, at: (&str, i64, usize), page: u32, language: Language) -> Result<DataSystem, Error> {
        let (reference, number, place) = at;
        own_data::system(&self.office, self.fetched(reference, number).await?, (place, page), language).await
    }

    /// A package that they were given.
    async fn fetched(&self, reference: &str, number: i64) -> Result<Fetched, Error> {
        let mut tx = self.office.db.read().await?;
        let person = self.person(&mut tx).await?.ok_or(Error::NotFound)?;
        download::find_in(&self.office, &mut tx, person, reference, number).await
    }

    async fn own_looks(&self, reference: &str) -> Result<Looks, Error> {
        own_data::looks(&self.office, self.known().await?, reference).await
    }

    async fn begun(&self, tx: &mut Tx, person: Option<PersonId>) -> Result<Asking, Error> {
        let limits = self.uploads.limits();
        let Some(person) = person else { return Ok(Asking { limits, ..Asking::default() }) };
        let contact = contact::find(&self.office, tx, person).await?;
        let Some(Begun { draft, token, expires_at }) = drafts::find(&self.office, tx, person).await? else {
            return Ok(Asking { contact, limits, ..Asking::default() });
        };
        let kept_until = Some(civil(date_in_oslo_at(expires_at)));
        Ok(Asking { draft, begun: true, token: token.written().to_string(), kept_until, contact, limits })
    }

    async fn own_profile(&self) -> Result<Profile, Error> {
        let mut tx = self.office.db.read().await?;
        let Some(person) = self.person(&mut tx).await? else { return Ok(Profile::default()) };
        let asking = self.begun(&mut tx, Some(person)).await?;
        let cases = own::store::filed_by(&mut tx, person).await?;
        Ok(Profile {
            is_known: true,
            cases: u32::try_from(cases.len()).unwrap_or(u32::MAX),
            email: asking.contact,
            draft_until: asking.kept_until,
        })
    }

    async fn own_draft(&self) -> Result<Asking, Error> {
        let mut tx = self.office.db.read().await?;
        let person = self.person(&mut tx).await?;
        self.begun(&mut tx, person).await
    }

    async fn before_sending(&self) -> Result<Overview, Error> {
        let mut tx = self.office.db.read().await?;
        let person = self.person(&mut tx).await?;
        let asking = self.begun(&mut tx, person).await?;
        let other = NationalId::from_login(&asking.draft.other).ok().map(|(other, _)| other);
        let found = overview(&self.office, &mut tx, &asking.draft, person, other.as_ref()).await?;
        let mut open = Vec::new();
        for id in found.open {
            if let Some(case) = cases::find_case(&mut tx, id).await? {
                open.push(line(&mut tx, &case, self.office.today()).await?);
            }
        }
        Ok(Overview {
            asking,
            from: found.period.0.map(civil),
            to: found.period.1.map(civil),
            systems: found.systems,
            due_on: civil(found.due_on),
            is_full: found.is_full,
            open,
        })
    }

    async fn receipt_of(&self, reference: &str) -> Result<Receipt, Error> {
        let mut tx = self.office.db.read().await?;
        let person = self.person(&mut tx).await?.ok_or(Error::NotFound)?;
        let case = own::find(&mut tx, person, reference).await?;
        let (total, ..) = tasks::count_systems(&mut tx, case.id).await?;
        let received_on = date_in_oslo_at(case.received_at);
        let deadline = Deadline::new(received_on, false, &[]).map_err(|error| Error::Internal(error.into()))?;
        let due_on = civil(deadline.in_force());
        let line = line(&mut tx, &case, self.office.today()).await?;
        Ok(Receipt {
            due_on,
            is_moved: line.claims.iter().any(|claim| claim.due_on != due_on),
            line,
            received: moment(case.received_at),
            total: count(total),
        })
    }

    async fn own_sent_in(&self, reference: &str) -> Result<(SentIn, Moment), Error> {
        let mut tx = self.office.db.read().await?;
        let person = self.person(&mut tx).await?.ok_or(Error::NotFound)?;
        let case = own::find(&mut tx, person, reference).await?;
        Ok((sent_in(&self.office, &mut tx, &case).await?, moment(case.received_at)))
    }
}

/// A right as pages know it.
pub(super) fn used(right: Right) -> UsedRight {
    match right {
        Right::Access => UsedRight::Access,
        Right::Rectification => UsedRight::Rectification,
        Right::Erasure => UsedRight::Erasure,
    }
}

async fn line(tx: &mut Tx, case: &Case, today: Date) -> Result<CaseLine, Error> {
    Ok(case_line(case, &cases::claims_of(tx, case.id).await?, is_undecided, today))
}

pub(super) fn is_undecided(claim: &Claim) -> bool {
    claim.outcome == Outcome::Open
}

/// A case with these claims, in a list.
pub(super) fn case_line(case: &Case, claims: &[Claim], is_open: impl Fn(&Claim) -> bool, today: Date) -> CaseLine {
    CaseLine {
        reference: case.reference.clone(),
        whom: case.whom(),
        received_on: civil(date_in_oslo_at(case.received_at)),
        progress: progress(case.state),
        claims: claims.iter().map(|claim| claim_line(claim, is_open(claim), today)).collect(),
        attention: Attention::Nothing,
    }
}

/// How far a case is, as pages say it.
pub(super) fn progress(state: CaseState) -> CaseProgress {
    match state {
        CaseState::Open => CaseProgress::Open,
        CaseState::Answered { .. } => CaseProgress::Answered,
        CaseState::Closed { .. } => CaseProgress::Closed,
        CaseState::Withdrawn { .. } => CaseProgress::Withdrawn,
    }
}

/// A claim of a case in a list.
pub(super) fn claim_line(claim: &Claim, is_open: bool, today: Date) -> ClaimLine {
    ClaimLine { right: used(claim.right), is_open, due_on: civil(claim.due_on), overdue: claim.due_on < today }
}

#[async_trait]
impl CitizenDesk for Citizen {
    async fn cases(&self, page: usize, per_page: usize) -> Result<OwnCases, Fault> {
        self.own_cases(page, per_page).await.map_err(told)
    }

    async fn logins(&self) -> Result<u32, Fault> {
        session::count(&self.office, &self.session).await.map_err(told)
    }
}

#[async_trait]
impl CitizenCaseDesk for Citizen {
    async fn case(&self, reference: &str, language: Language) -> Result<CaseView, Fault> {
        self.own_case(reference, language).await.map_err(told)
    }

    async fn letter(&self, reference: &str, number: i64) -> Result<LetterView, Fault> {
        self.own_letter(reference, number).await.map_err(told)
    }

    async fn asking(&self) -> Result<Asking, Fault> {
        self.own_draft().await.map_err(told)
    }

    async fn overview(&self) -> Result<Overview, Fault> {
        self.before_sending().await.map_err(told)
    }

    async fn receipt(&self, reference: &str) -> Result<Receipt, Fault> {
        self.receipt_of(reference).await.map_err(told)
    }

    async fn sent_in(&self, reference: &str) -> Result<(SentIn, Moment), Fault> {
        self.own_sent_in(reference).await.map_err(told)
    }

    async fn data(&self, reference: &str, number: i64) -> Result<DataOverview, Fault> {
        self.own_data(reference, number).await.map_err(told)
    }

    async fn data_system(&self, at: (&str, i64, usize), page: u32, language: Language) -> Result<DataSystem, Fault> {
        self.own_system(at, page, language).await.map_err(told)
    }

    async fn looks(&self, reference: &str) -> Result<Looks, Fault> {
        self.own_looks(reference).await.map_err(told)
    }

    async fn profile(&self) -> Result<Profile, Fault> {
        self.own_profile().await.map_err(told)
    }
}
