//! The tables of employees and of what they were given.

use jiff::civil::Date;

use super::rules::{Employee, Ended, Grant, Role, RoleKind, Source};
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{EmployeeId, GrantId};
use crate::on;

/// The employee whom a login provider names so. Until the transaction ends, nobody else gets past this point for the same
/// employee.
///
/// # Errors
/// The database's own.
pub async fn lock_employee(tx: &mut Tx, mark: &[u8]) -> sqlx::Result<Option<EmployeeId>> {
    on!(tx, |conn| {
        sqlx::query_scalar("update employee set mark = mark where mark = $1 returning id")
            .bind(mark)
            .fetch_optional(conn)
            .await
    })
}

/// Of [`find_employee`].
pub const FIND_EMPLOYEE: &str = "select id, name, own from employee where mark = $1";

/// The employee whom a login provider names so.
///
/// # Errors
/// The database's own.
pub async fn find_employee(tx: &mut Tx, mark: &[u8]) -> sqlx::Result<Option<Employee>> {
    let row: Option<(EmployeeId, String, Option<Vec<u8>>)> =
        on!(tx, |conn| sqlx::query_as(FIND_EMPLOYEE).bind(mark).fetch_optional(conn).await?);
    Ok(row.map(|(id, name, own)| Employee { id, name, own }))
}

/// Adds an employee; false where there is one whom the provider names so.
///
/// # Errors
/// The database's own.
pub async fn insert_employee(tx: &mut Tx, employee: &Employee, mark: &[u8], at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into employee (id, mark, name, own, made_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
        )
        .bind(employee.id)
        .bind(mark)
        .bind(&employee.name)
        .bind(&employee.own)
        .bind(at)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

/// What colleagues call an employee.
///
/// # Errors
/// The database's own.
pub async fn name_of(tx: &mut Tx, id: EmployeeId) -> sqlx::Result<Option<String>> {
    on!(tx, |conn| sqlx::query_scalar("select name from employee where id = $1").bind(id).fetch_optional(conn).await)
}

/// Keyed hash of an employee's own national id, where it is known.
///
/// # Errors
/// The database's own.
pub async fn own_of(tx: &mut Tx, id: EmployeeId) -> sqlx::Result<Option<Vec<u8>>> {
    let own: Option<Option<Vec<u8>>> = on!(tx, |conn| {
        sqlx::query_scalar("select own from employee where id = $1").bind(id).fetch_optional(conn).await?
    });
    Ok(own.flatten())
}

/// Changes what is known of an employee; what is `None` stays as it is.
///
/// # Errors
/// The database's own.
pub async fn change_employee(tx: &mut Tx, id: EmployeeId, name: Option<&str>, own: Option<&[u8]>) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update employee set name = coalesce($2, name), own = coalesce($3, own) where id = $1")
            .bind(id)
            .bind(name)
            .bind(own)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// Adds a grant; false where the employee has the role already, by the same source.
///
/// # Errors
/// The database's own.
pub async fn insert_grant(tx: &mut Tx, grant: &Grant) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into staff_grant (id, employee_id, role, scope, given_at, given_by, reason, ends_on, source) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        )
        .bind(grant.id)
        .bind(grant.employee)
        .bind(grant.role.kind().code())
        .bind(grant.role.scope())
        .bind(grant.given_at)
        .bind(&grant.given_by)
        .bind(&grant.reason)
        .bind(grant.ends_on.to_string())
        .bind(grant.source.code())
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

/// Changes the last day of a grant that is not ended.
///
/// # Errors
/// The database's own.
pub async fn prolong_grant(tx: &mut Tx, id: GrantId, ends_on: Date) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update staff_grant set ends_on = $2 where id = $1 and ended_at is null")
            .bind(id)
            .bind(ends_on.to_string())
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// Ends a grant; false where there is none that is not ended.
///
/// # Errors
/// The database's own.
pub async fn end_grant(tx: &mut Tx, id: GrantId, ended: &Ended) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "update staff_grant set ended_at = $2, ended_by = $3, ended_reason = $4 where id = $1 and ended_at is null",
        )
        .bind(id)
        .bind(ended.at)
        .bind(&ended.by)
        .bind(&ended.reason)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    id: GrantId,
    employee_id: EmployeeId,
    name: String,
    role: String,
    scope: String,
    source: String,
    given_at: i64,
    given_by: String,
    reason: String,
    ends_on: String,
    ended_at: Option<i64>,
    ended_by: Option<String>,
    ended_reason: Option<String>,
}

impl GrantRow {
    fn read(self) -> Result<(String, Grant), Damaged> {
        let damaged = |column| Damaged::new("staff_grant", column, self.id);
        let kind = RoleKind::parse(&self.role).ok_or_else(|| damaged("role"))?;
        let role = Role::read(kind, &self.scope).ok_or_else(|| damaged("scope"))?;
        let ends_on: Date = self.ends_on.parse().map_err(|_| damaged("ends_on"))?;
        let source = Source::parse(&self.source).ok_or_else(|| damaged("source"))?;
        let ended = match (self.ended_at, self.ended_by, self.ended_reason) {
            (None, None, None) => None,
            (Some(at), Some(by), Some(reason)) => Some(Ended { at, by, reason }),
            _ => return Err(Damaged::new("staff_grant", "ended_at", self.id)),
        };
        let Self { id, employee_id: employee, given_at, given_by, reason, .. } = self;
        Ok((self.name, Grant { id, employee, role, source, given_at, given_by, reason, ends_on, ended }))
    }
}

macro_rules! select_grants {
    ($rest:literal) => {
        concat!(
            "select g.id, g.employee_id, e.name, g.role, g.scope, g.source, g.given_at, g.given_by, g.reason, g.ends_on, \
             g.ended_at, g.ended_by, g.ended_reason from staff_grant g join employee e on e.id = g.employee_id ",
            $rest
        )
    };
}

/// Of [`grants_of`].
pub const GRANTS_OF: &str = select_grants!("where g.employee_id = $1 order by g.id");

/// All that an employee was ever given, the oldest first.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn grants_of(tx: &mut Tx, employee: EmployeeId) -> Result<Vec<Grant>, Error> {
    let rows: Vec<GrantRow> = on!(tx, |conn| sqlx::query_as(GRANTS_OF).bind(employee).fetch_all(conn).await?);
    Ok(rows.into_iter().map(|row| row.read().map(|(_, grant)| grant)).collect::<Result<_, _>>()?)
}

/// Up to so many grants that are not ended, each with the employee's name, by name.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn open_grants(tx: &mut Tx, most: i64) -> Result<Vec<(String, Grant)>, Error> {
    let rows: Vec<GrantRow> = on!(tx, |conn| {
        sqlx::query_as(select_grants!("where g.ended_at is null order by e.name, g.id limit $1"))
            .bind(most)
            .fetch_all(conn)
            .await?
    });
    Ok(rows.into_iter().map(GrantRow::read).collect::<Result<_, _>>()?)
}

/// Up to so many grants of a source that are not ended, and whose last day was before this one.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn run_out(tx: &mut Tx, source: Source, today: Date, most: i64) -> Result<Vec<Grant>, Error> {
    let rows: Vec<GrantRow> = on!(tx, |conn| {
        sqlx::query_as(select_grants!(
            "where g.source = $1 and g.ends_on < $2 and g.ended_at is null order by g.id limit $3"
        ))
        .bind(source.code())
        .bind(today.to_string())
        .bind(most)
        .fetch_all(conn)
        .await?
    });
    Ok(rows.into_iter().map(|row| row.read().map(|(_, grant)| grant)).collect::<Result<_, _>>()?)
}

/// Those who have a role by a source, each with whom the login provider names so, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn employees_by(tx: &mut Tx, source: Source) -> sqlx::Result<Vec<(Vec<u8>, Employee)>> {
    type Row = (EmployeeId, Vec<u8>, String, Option<Vec<u8>>);
    let rows: Vec<Row> = on!(tx, |conn| {
        sqlx::query_as(
            "select id, mark, name, own from employee where id in \
             (select employee_id from staff_grant where source = $1 and ended_at is null) order by id",
        )
        .bind(source.code())
        .fetch_all(conn)
        .await?
    });
    Ok(rows.into_iter().map(|(id, mark, name, own)| (mark, Employee { id, name, own })).collect())
}

/// How many grants of a source are not ended.
///
/// # Errors
/// The database's own.
pub async fn count_by(tx: &mut Tx, source: Source) -> sqlx::Result<i64> {
    on!(tx, |conn| {
        sqlx::query_scalar("select count(*) from staff_grant where source = $1 and ended_at is null")
            .bind(source.code())
            .fetch_one(conn)
            .await
    })
}
