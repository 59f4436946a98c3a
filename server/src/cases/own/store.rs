//! What is asked of the tables of cases for the list of a person's own.

use std::collections::{BTreeMap, BTreeSet};

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

/// What the list says of a case beside how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noted {
    /// There is a letter or a message that the person has not read.
    News,
    /// They are asked something and have not answered.
    Asked,
    /// They have an answer to this claim; the case is open all the same.
    Told(ClaimId),
}

/// [`noted`].
pub const NOTED: &str = "\
    select s.id, 'asked' as noted, null as claim_id from cases s join claim c on c.case_id = s.id \
    join pause p on p.claim_id = c.id where s.filer_id = $1 and s.state = 'open' and c.outcome = 'open' and p.answered_on is null \
    union select s.id, 'news', null from cases s join letter l on l.case_id = s.id \
    where s.filer_id = $1 and l.kind <> 'receipt' and l.issued_at is not null and l.opened_at is null \
    union select s.id, 'news', null from cases s join message m on m.case_id = s.id \
    where s.filer_id = $1 and m.sender = 'municipality' and m.opened_at is null \
    union select s.id, 'told', c.id from cases s join claim c on c.case_id = s.id join decision d on d.claim_id = c.id \
    join letter l on l.decision_id = d.id \
    where s.filer_id = $1 and s.state = 'open' and c.outcome <> 'open' and l.issued_at is not null";

type NotedRow = (CaseId, String, Option<ClaimId>);

/// What there is to note of the cases of a person's own.
///
/// # Errors
/// The database's own.
pub async fn noted(tx: &mut Tx, filer: PersonId) -> sqlx::Result<BTreeSet<(CaseId, Noted)>> {
    let rows: Vec<NotedRow> = on!(tx, |conn| sqlx::query_as(NOTED).bind(filer).fetch_all(conn).await?);
    let noted = |(case, code, claim): NotedRow| match (code.as_str(), claim) {
        (_, Some(claim)) => (case, Noted::Told(claim)),
        ("asked", None) => (case, Noted::Asked),
        _ => (case, Noted::News),
    };
    Ok(rows.into_iter().map(noted).collect())
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
