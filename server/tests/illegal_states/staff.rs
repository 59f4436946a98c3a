//! Employees and their roles.

use sqlx::error::ErrorKind;

use super::{Row, Tables};
use crate::support::both_databases;
use crate::support::rows;

both_databases! {
    async fn an_employee_is_whole_and_known_once(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let employee = Row::new("employee", &[("id", "'e'"), ("mark", "'m'"), ("name", "'Kari'"), ("made_at", "1")]);
        tables.needs(&employee, &["id", "mark", "name", "made_at"]).await;
        tables.is_the_only_one(
            &employee,
            &[&[("mark", "'n'")], &[("id", "'f'")]],
            &[&[("id", "'f'"), ("mark", "'n'")]],
        )
        .await;
    }
}

both_databases! {
    async fn a_role_is_for_something_or_everything_and_ended_wholly_or_not(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let employee = Row::new("employee", &[("id", "'e'"), ("mark", "'m'"), ("name", "'Kari'"), ("made_at", "1")]);
        rows::run(&mut tables.tx, &employee.insert()).await.unwrap();
        let columns = [
            ("id", "'g'"),
            ("employee_id", "'e'"),
            ("role", "'caseworker'"),
            ("scope", "'x'"),
            ("given_at", "1"),
            ("given_by", "'operator'"),
            ("reason", "'ny'"),
            ("ends_on", "'2026-12-31'"),
        ];
        let grant = Row::new("staff_grant", &columns);
        tables.needs(&grant, &columns.map(|(column, _)| column)).await;
        tables.refers(&grant, &["employee_id"]).await;
        for role in ["'caseworker'", "'reviewer'", "'owner'"] {
            tables.accepts(&grant.with(&[("role", role)])).await;
            tables.refuses(ErrorKind::CheckViolation, &grant.with(&[("role", role), ("scope", "''")])).await;
        }
        for role in ["'ombud'", "'administrator'"] {
            tables.accepts(&grant.with(&[("role", role), ("scope", "''")])).await;
            tables.refuses(ErrorKind::CheckViolation, &grant.with(&[("role", role)])).await;
        }
        tables.refuses(ErrorKind::CheckViolation, &grant.with(&[("role", "'boss'")])).await;
        tables.refuses(ErrorKind::CheckViolation, &grant.with(&[("reason", "''")])).await;
        let ended = grant.with(&[("ended_at", "2"), ("ended_by", "'operator'"), ("ended_reason", "'slutt'")]);
        tables.accepts(&ended).await;
        for missing in ["ended_at", "ended_by", "ended_reason"] {
            tables.refuses(ErrorKind::CheckViolation, &ended.with(&[(missing, "null")])).await;
        }
        tables.refuses(ErrorKind::CheckViolation, &ended.with(&[("ended_at", "0")])).await;
        tables.is_the_only_one(
            &grant,
            &[&[("scope", "'y'")], &[("id", "'h'")]],
            &[&[("id", "'h'"), ("scope", "'y'")], &[("id", "'i'"), ("role", "'owner'")]],
        )
        .await;
    }
}
