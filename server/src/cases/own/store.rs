//! What is asked of the tables of cases for the list of a person's own.

use std::collections::BTreeMap;

use super::super::store::{Case, CaseRow, Claim, case, case_columns, claim};
use crate::db::{Tx, push_list};
use crate::error::Error;
use crate::id::{CaseId, ClaimId, PersonId};
use crate::on;

/// Cases whose claims are asked for together.
const AT_ONCE: usize = 500;

/// [`filed_by`].
pub const FILED_BY: &str = concat!("select ", case_columns!(), " from cases where filer_id = $1 order by id");

/// The cases that a person has sent in, oldest first.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn filed_by(tx: &mut Tx, person: PersonId) -> Result<Vec<Case>, Error> {
    let rows: Vec<CaseRow> = on!(tx, |conn| sqlx::query_as(FILED_BY).bind(person).fetch_all(conn).await?);
    Ok(rows.into_iter().map(case).collect::<Result<_, _>>()?)
}

/// The claims of these cases, of each in the order of the rights.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn claims_of_all(tx: &mut Tx, cases: &[CaseId]) -> Result<BTreeMap<CaseId, Vec<Claim>>, Error> {
    let mut claims: BTreeMap<CaseId, Vec<Claim>> = BTreeMap::new();
    for some in cases.chunks(AT_ONCE) {
        let rows: Vec<(CaseId, ClaimId, String, String, String)> = on!(tx, |conn| {
            let mut query =
                sqlx::QueryBuilder::new("select case_id, id, gdpr_right, outcome, due_on from claim where case_id in");
            push_list(&mut query, some.iter().copied());
            query.build_query_as().persistent(false).fetch_all(conn).await?
        });
        for (case, id, right, outcome, due_on) in rows {
            claims.entry(case).or_default().push(claim((id, right, outcome, due_on))?);
        }
    }
    claims.values_mut().for_each(|of_one| of_one.sort_by_key(|claim| claim.right));
    Ok(claims)
}
