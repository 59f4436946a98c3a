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
            ("source", "'given'"),
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
        for source in ["'claims'", "'file'"] {
            tables.accepts(&grant.with(&[("source", source)])).await;
        }
        tables.refuses(ErrorKind::CheckViolation, &grant.with(&[("source", "'rumour'")])).await;
        let ended = grant.with(&[("ended_at", "2"), ("ended_by", "'operator'"), ("ended_reason", "'slutt'")]);
        tables.accepts(&ended).await;
        for missing in ["ended_at", "ended_by", "ended_reason"] {
            tables.refuses(ErrorKind::CheckViolation, &ended.with(&[(missing, "null")])).await;
        }
        tables.refuses(ErrorKind::CheckViolation, &ended.with(&[("ended_at", "0")])).await;
        tables.is_the_only_one(
            &grant,
            &[&[("scope", "'y'")], &[("id", "'h'")]],
            &[
                &[("id", "'h'"), ("scope", "'y'")],
                &[("id", "'i'"), ("role", "'owner'")],
                &[("id", "'j'"), ("source", "'file'")],
            ],
        )
        .await;
    }
}

both_databases! {
    async fn a_case_is_with_one_employee_and_handed_over_once_by_each(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let employee = Row::new("employee", &[("id", "'e'"), ("mark", "'m'"), ("name", "'Kari'"), ("made_at", "1")]);
        rows::run(&mut tables.tx, &employee.insert()).await.unwrap();
        rows::run(&mut tables.tx, &employee.with(&[("id", "'f'"), ("mark", "'n'")]).insert()).await.unwrap();
        let (case, person) = (super::quoted(tables.case), tables.person);
        let other = rows::add_case(&mut tables.tx, person).await;
        let other = super::quoted(other);
        let handler = Row::new("case_handler", &[("case_id", &case), ("employee_id", "'e'"), ("taken_at", "1")]);
        tables.needs(&handler, &["case_id", "employee_id", "taken_at"]).await;
        tables.refers(&handler, &["case_id", "employee_id"]).await;
        tables.is_the_only_one(&handler, &[&[("employee_id", "'f'")]], &[&[("case_id", &other)]]).await;
        let recusal = Row::new(
            "case_recusal",
            &[("case_id", &case), ("employee_id", "'e'"), ("recused_at", "1"), ("reason", "'r'")],
        );
        tables.needs(&recusal, &["case_id", "employee_id", "recused_at", "reason"]).await;
        tables.refers(&recusal, &["case_id", "employee_id"]).await;
        tables.is_the_only_one(&recusal, &[&[("reason", "'s'")]], &[&[("employee_id", "'f'")], &[("case_id", &other)]]).await;
    }
}
