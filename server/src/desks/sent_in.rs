//! What was sent in with a case, for who sent it and for who coordinates it.

use app::model::case::SentIn;

use crate::cases::deadline::civil;
use crate::cases::said::{asked, help};
use crate::cases::store::{self as cases, Case};
use crate::cases::submission::Help;
use crate::cases::told::store::told;
use crate::db::Tx;
use crate::drafts::point::About;
use crate::drafts::submission::{answers, period};
use crate::error::Error;
use crate::office::Office;

/// What was sent in.
pub(super) async fn sent_in(office: &Office, tx: &mut Tx, case: &Case) -> Result<SentIn, Error> {
    let key = office.vault.case_key(tx, case.id).await?;
    let (mut all, mut helps) = (Vec::new(), Help::default());
    for claim in cases::claims_of(tx, case.id).await? {
        let told = told(tx, claim.id).await?.ok_or(Error::NotFound)?;
        all.push(asked(&key, claim.id, &told)?);
        helps = help(&key, &told)?;
    }
    let About { whom, other } = About::case(office, tx, case).await?;
    let draft = answers(&all, &helps, whom, other);
    let (from, to) = period(&draft);
    Ok(SentIn { draft, from: from.map(civil), to: to.map(civil) })
}
