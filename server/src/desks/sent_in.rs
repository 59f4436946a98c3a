//! What was sent in with a case, for who sent it and for who coordinates it.

use app::model::ask::Whom;
use app::model::case::SentIn;

use crate::cases::deadline::civil;
use crate::cases::said::{asked, help};
use crate::cases::store::{self as cases, Case};
use crate::cases::submission::Help;
use crate::cases::told::store::told;
use crate::db::Tx;
use crate::drafts::submission::{answers, day};
use crate::error::Error;
use crate::office::Office;
use crate::subjects;

/// What was sent in.
pub(super) async fn sent_in(office: &Office, tx: &mut Tx, case: &Case) -> Result<SentIn, Error> {
    let key = office.vault.case_key(tx, case.id).await?;
    let (mut all, mut helps) = (Vec::new(), Help::default());
    for claim in cases::claims_of(tx, case.id).await? {
        let told = told(tx, claim.id).await?.ok_or(Error::NotFound)?;
        all.push(asked(&key, claim.id, &told)?);
        helps = help(&key, &told)?;
    }
    let whom = case.behalf.map_or(Whom::Oneself, Whom::from);
    let other = if case.filer == case.subject {
        String::new()
    } else {
        subjects::national_id(tx, &office.vault, case.subject).await?.reveal().to_owned()
    };
    let draft = answers(&all, &helps, whom, other);
    let extent = draft.extent.clone().unwrap_or_default();
    Ok(SentIn { draft, from: day(&extent.from).map(civil), to: day(&extent.to).map(civil) })
}
