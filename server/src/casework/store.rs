//! The tables of who works with a case, and what a work list shows of cases.

use std::collections::BTreeSet;

use app::model::Sector;
use jiff::civil::Date;

use crate::cases::rules::Right;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, EmployeeId, TaskId};
use crate::on;
use crate::tasks::rules::{Outcome, Step};

/// A case in a work list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: CaseId,
    /// Such as 2026-000123.
    pub reference: String,
    /// Whose caseworkers coordinate it.
    pub unit: String,
    /// By what those are found whom it is about and who sent it in; nothing where one of them is not found.
    pub people: Vec<Vec<u8>>,
    /// UTC milliseconds.
    pub received_at: i64,
    /// Who has taken it, with their name.
    pub handler: Option<(EmployeeId, String)>,
    /// By when the first of its open claims must be answered, or what is missing is expected; `None` where the case is answered.
    pub due_on: Option<Date>,
    /// Whether the employee who asks has said that they may not handle it.
    pub recused: bool,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: CaseId,
    reference: String,
    unit: String,
    subject_lookup: Option<Vec<u8>>,
    filer_lookup: Option<Vec<u8>>,
    received_at: i64,
    handler_id: Option<EmployeeId>,
    handler_name: Option<String>,
    due_on: Option<String>,
    recusals: i64,
}

impl ListedRow {
    fn read(self) -> Result<Listed, Damaged> {
        let due_on = self.due_on.map(|day| day.parse()).transpose();
        Ok(Listed {
            id: self.id,
            reference: self.reference,
            unit: self.unit,
            people: self.subject_lookup.zip(self.filer_lookup).map_or_else(Vec::new, |(one, two)| vec![one, two]),
            received_at: self.received_at,
            handler: self.handler_id.zip(self.handler_name),
            due_on: due_on.map_err(|_| Damaged::new("claim", "due_on", self.id))?,
            recused: self.recusals > 0,
        })
    }
}

macro_rules! select_listed {
    (asks $column:literal) => {
        select_listed!(
            "where c.state = 'open' and exists (select 1 from claim l join task t on t.claim_id = l.id \
             join system s on s.id = t.system_id where l.case_id = c.id and ",
            $column,
            " = $2) order by due_on, c.received_at, c.id limit $3"
        )
    };
    ($($where:literal),+ $(,)?) => {
        concat!(
            "select c.id, c.reference, c.unit, c.received_at, e.id as handler_id, e.name as handler_name, \
             (select lookup from lookup_key where person_id = c.subject_id) as subject_lookup, \
             (select lookup from lookup_key where person_id = c.filer_id) as filer_lookup, \
             case when c.state = 'open' then coalesce((select min(due_on) from claim where case_id = c.id and outcome = 'open'), \
             (select min(g.expected_on) from claim l join decision d on d.claim_id = l.id \
             join decision_gap g on g.decision_id = d.id where l.case_id = c.id \
             and not exists (select 1 from decision n where n.claim_id = d.claim_id and n.id > d.id)), \
             (select max(due_on) from claim where case_id = c.id)) end as due_on, \
             (select count(*) from case_recusal r join employee f on f.id = r.employee_id join employee g on g.id = $1 \
             where r.case_id = c.id and (f.id = g.id or f.own = g.own)) as recusals \
             from cases c left join case_handler h on h.case_id = c.id left join employee e on e.id = h.employee_id ",
            $($where),+
        )
    };
}

/// Which open cases a role is about.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// Those that a unit coordinates.
    Unit(&'a str),
    /// Those in which a system of a sector is asked.
    Sector(Sector),
    /// Those in which a system is asked, by its key.
    System(&'a str),
}

/// Of [`open_cases`].
pub const OF_UNIT: &str =
    select_listed!("where c.state = 'open' and c.unit = $2 order by due_on, c.received_at, c.id limit $3");
/// Of [`open_cases`].
pub const OF_SECTOR: &str = select_listed!(asks "s.sector");
/// Of [`open_cases`].
pub const OF_SYSTEM: &str = select_listed!(asks "s.key");

/// Up to so many open cases, those first that must be answered first.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn open_cases(tx: &mut Tx, asker: EmployeeId, of: Of<'_>, most: i64) -> Result<Vec<Listed>, Error> {
    let (sql, value) = match of {
        Of::Unit(unit) => (OF_UNIT, unit),
        Of::Sector(sector) => (OF_SECTOR, sector.code()),
        Of::System(key) => (OF_SYSTEM, key),
    };
    let rows: Vec<ListedRow> =
        on!(tx, |conn| sqlx::query_as(sql).bind(asker).bind(value).bind(most).fetch_all(conn).await?);
    Ok(rows.into_iter().map(ListedRow::read).collect::<Result<_, _>>()?)
}

/// Of [`unsettled_cases`].
pub const UNSETTLED_OF_UNIT: &str = select_listed!(
    "where c.state in ('answered', 'closed') and c.unit = $2 and c.id in \
     (select case_id from message where settled_at is null and sender = 'person') order by c.received_at, c.id limit $3"
);

/// Up to so many cases that a unit coordinates and that are answered, in which something of the person's is not settled.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn unsettled_cases(tx: &mut Tx, asker: EmployeeId, unit: &str, most: i64) -> Result<Vec<Listed>, Error> {
    let rows: Vec<ListedRow> =
        on!(tx, |conn| sqlx::query_as(UNSETTLED_OF_UNIT).bind(asker).bind(unit).bind(most).fetch_all(conn).await?);
    Ok(rows.into_iter().map(ListedRow::read).collect::<Result<_, _>>()?)
}

/// Of [`open_case`].
pub const OPEN_CASE: &str = select_listed!("where c.state <> 'withdrawn' and c.reference = $2");

/// The case with this reference, unless the person took it back. Who has been forestalled by a colleague is told so, and a case
/// that is over may be taken up again.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn open_case(tx: &mut Tx, asker: EmployeeId, reference: &str) -> Result<Option<Listed>, Error> {
    let row: Option<ListedRow> =
        on!(tx, |conn| sqlx::query_as(OPEN_CASE).bind(asker).bind(reference).fetch_optional(conn).await?);
    Ok(row.map(ListedRow::read).transpose()?)
}

/// One step that a system is asked for in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedSystem {
    /// The task.
    pub task: TaskId,
    /// For which right.
    pub right: Right,
    /// The system's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Who owns it.
    pub unit: String,
    /// Whose wall its content is behind; `None` where the register names none that there is.
    pub sector: Option<Sector>,
    /// What it is asked to do.
    pub step: Step,
    /// How far it is.
    pub progress: Progress,
}

/// How far a system is with one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Its adapter has been asked, or will be.
    Waiting,
    /// Somebody must see to it.
    WithHuman,
    /// It has answered.
    Answered(Outcome),
}

#[derive(sqlx::FromRow)]
struct AskedRow {
    id: TaskId,
    gdpr_right: String,
    key: String,
    name: String,
    unit: String,
    sector: String,
    step: String,
    state: String,
    outcome: Option<String>,
}

impl AskedRow {
    fn read(self) -> Result<AskedSystem, Damaged> {
        let damaged = |column| Damaged::new("task", column, self.id);
        let step = Step::parse(&self.step).ok_or_else(|| damaged("step"))?;
        let outcome = self.outcome.as_deref().map(|code| Outcome::parse(step, code).ok_or_else(|| damaged("outcome")));
        let progress = match (self.state.as_str(), outcome.transpose()?) {
            ("ready" | "leased", None) => Progress::Waiting,
            ("with_human", None) => Progress::WithHuman,
            ("answered", Some(outcome)) => Progress::Answered(outcome),
            _ => return Err(damaged("state")),
        };
        let right = Right::parse(&self.gdpr_right).ok_or_else(|| damaged("claim_id"))?;
        let sector = Sector::from_code(&self.sector);
        let Self { id: task, key, name, unit, .. } = self;
        Ok(AskedSystem { task, right, key, name, unit, sector, step, progress })
    }
}

/// Of [`systems_of`].
pub const SYSTEMS_OF: &str = "\
    select t.id, l.gdpr_right, s.key, s.name, s.unit, s.sector, t.step, t.state, t.outcome from claim l \
    join task t on t.claim_id = l.id join system s on s.id = t.system_id \
    where l.case_id = $1 and t.state <> 'withdrawn' order by t.id";

/// What every system is asked for in a case.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn systems_of(tx: &mut Tx, case: CaseId) -> Result<Vec<AskedSystem>, Error> {
    let rows: Vec<AskedRow> = on!(tx, |conn| sqlx::query_as(SYSTEMS_OF).bind(case).fetch_all(conn).await?);
    Ok(rows.into_iter().map(AskedRow::read).collect::<Result<_, _>>()?)
}

/// Until the transaction ends, nobody else gets past this point for the same case.
///
/// # Errors
/// The database's own.
pub async fn lock_case(tx: &mut Tx, reference: &str) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update cases set reference = reference where reference = $1")
            .bind(reference)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// Gives a case that nobody has to an employee; false where somebody has it.
///
/// # Errors
/// The database's own.
pub async fn insert_handler(tx: &mut Tx, case: CaseId, employee: EmployeeId, at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into case_handler (case_id, employee_id, taken_at) values ($1, $2, $3) on conflict do nothing",
        )
        .bind(case)
        .bind(employee)
        .bind(at)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

/// Takes a case from the employee who has it, under whichever of their logins; whether they had.
///
/// # Errors
/// The database's own.
pub async fn delete_handler(tx: &mut Tx, case: CaseId, employee: EmployeeId) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "delete from case_handler where case_id = $1 and employee_id in \
             (select f.id from employee f join employee g on g.id = $2 where f.id = g.id or f.own = g.own)",
        )
        .bind(case)
        .bind(employee)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

/// Notes that an employee may not handle a case; false where it is noted.
///
/// # Errors
/// The database's own.
pub async fn insert_recusal(
    tx: &mut Tx,
    case: CaseId,
    employee: EmployeeId,
    at: i64,
    reason: &[u8],
) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into case_recusal (case_id, employee_id, recused_at, reason) values ($1, $2, $3, $4) \
             on conflict do nothing",
        )
        .bind(case)
        .bind(employee)
        .bind(at)
        .bind(reason)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

/// Whoever has said before an instant (UTC milliseconds) that they may not handle a case, by all their accounts.
///
/// # Errors
/// The database's own.
pub async fn recused(tx: &mut Tx, case: CaseId, before: i64) -> sqlx::Result<BTreeSet<EmployeeId>> {
    let ids: Vec<EmployeeId> = on!(tx, |conn| {
        sqlx::query_scalar(
            "select e.id from case_recusal r join employee f on f.id = r.employee_id \
             join employee e on e.id = f.id or e.own = f.own \
             where r.case_id = $1 and r.recused_at < $2",
        )
        .bind(case)
        .bind(before)
        .fetch_all(conn)
        .await?
    });
    Ok(ids.into_iter().collect())
}

/// Of [`coordinators`].
pub const COORDINATORS: &str = "\
    select distinct e.id, e.own from staff_grant g join employee e on e.id = g.employee_id \
    where g.role = 'caseworker' and g.scope = $1 and g.ends_on >= $2 and g.ended_at is null and e.own is not null \
    and not exists (select 1 from case_recusal r join employee f on f.id = r.employee_id \
    where r.case_id = $3 and f.own = e.own) order by e.id";

/// Those who coordinate the cases of a unit today and have not said that they may not handle this one, each with the keyed
/// hash of their own national id.
///
/// # Errors
/// The database's own.
pub async fn coordinators(
    tx: &mut Tx,
    unit: &str,
    today: Date,
    case: CaseId,
) -> sqlx::Result<Vec<(EmployeeId, Vec<u8>)>> {
    let today = today.to_string();
    on!(tx, |conn| sqlx::query_as(COORDINATORS).bind(unit).bind(today).bind(case).fetch_all(conn).await)
}

/// The units that nobody coordinates today, with open cases, or with messages that nobody has seen to.
///
/// # Errors
/// The database's own.
pub async fn units_without_caseworkers(tx: &mut Tx, today: Date) -> sqlx::Result<Vec<String>> {
    on!(tx, |conn| {
        sqlx::query_scalar(
            "select distinct c.unit from cases c where (c.state = 'open' or c.id in \
             (select case_id from message where settled_at is null and sender = 'person')) and not exists \
             (select 1 from staff_grant g join employee e on e.id = g.employee_id where g.role = 'caseworker' \
             and g.scope = c.unit and g.ends_on >= $1 and g.ended_at is null and e.own is not null) order by c.unit",
        )
        .bind(today.to_string())
        .fetch_all(conn)
        .await
    })
}
