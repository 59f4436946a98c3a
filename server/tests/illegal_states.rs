//! The tables refuse what the types cannot hold, whoever writes: each rule is tried from both sides, so that a
//! statement cannot be refused for another reason than the one it is about.

mod adapters;
mod archived;
mod cases;
mod codes;
mod decisions;
mod deliveries;
mod keys;
mod letters;
mod login;
mod messages;
mod reviews;
mod staff;
mod tasks;

use server::cases::rules::Right;
use server::db::Tx;
use server::id::{CaseId, ClaimId, DecisionId, PersonId, SystemId, TaskId};
use server::systems::rules::Served;
use server::tasks::rules::Step;
use sqlx::error::ErrorKind;

use crate::support::Engine;
use crate::support::database::FreshDatabase;
use crate::support::rows;

/// Columns and other values for them.
type Changes<'a> = &'a [(&'static str, &'a str)];

/// A row, column by column, each value as it stands in SQL.
#[derive(Clone)]
struct Row {
    table: &'static str,
    columns: Vec<(&'static str, String)>,
}

impl Row {
    fn new(table: &'static str, columns: Changes<'_>) -> Self {
        Self { table, columns: Vec::new() }.with(columns)
    }

    /// The same with other values in these columns.
    fn with(&self, changes: Changes<'_>) -> Self {
        let mut row = self.clone();
        for (column, value) in changes {
            match row.columns.iter_mut().find(|(known, _)| known == column) {
                Some(known) => known.1 = (*value).to_owned(),
                None => row.columns.push((column, (*value).to_owned())),
            }
        }
        row
    }

    fn insert(&self) -> String {
        let (columns, values): (Vec<&str>, Vec<&str>) =
            self.columns.iter().map(|(column, value)| (*column, value.as_str())).unzip();
        format!("insert into {} ({}) values ({})", self.table, columns.join(", "), values.join(", "))
    }
}

/// One valid row of every table that others refer to, in a transaction that is never committed.
struct Tables {
    tx: Tx,
    person: PersonId,
    case: CaseId,
    /// One for each right, in the order of the rights.
    claims: [ClaimId; 3],
    /// One for each claim: refused, with one ground.
    decisions: [DecisionId; 3],
    system: SystemId,
    /// Collects for the first claim.
    task: TaskId,
    _database: FreshDatabase,
}

impl Tables {
    async fn new(engine: Engine) -> Self {
        let database = FreshDatabase::new(engine).await;
        let mut tx = database.open().await.write().await.unwrap();
        let person = rows::add_person(&mut tx).await;
        let case = rows::add_case(&mut tx, person).await;
        let system = rows::add_system(&mut tx, Served::Call).await;
        let (mut claims, mut decisions) = (Vec::new(), Vec::new());
        for right in Right::ALL {
            let claim = rows::add_claim(&mut tx, case, *right).await;
            decisions.push(rows::add_decision(&mut tx, claim, *right, 1).await);
            claims.push(claim);
        }
        let task = rows::add_task(&mut tx, claims[0], system, Step::Collect).await;
        let (claims, decisions) = (claims.try_into().unwrap(), decisions.try_into().unwrap());
        Self { tx, person, case, claims, decisions, system, task, _database: database }
    }

    /// Which rule refuses the row; it is not kept.
    async fn refusal(&mut self, row: &Row) -> Option<ErrorKind> {
        rows::tried(&mut self.tx, &row.insert()).await
    }

    async fn accepts(&mut self, row: &Row) {
        assert_eq!(self.refusal(row).await, None, "{}", row.insert());
    }

    async fn refuses(&mut self, kind: ErrorKind, row: &Row) {
        assert_eq!(self.refusal(row).await, Some(kind), "{}", row.insert());
    }

    /// The row is valid; with each of these changes it breaks a CHECK.
    async fn checks(&mut self, valid: &Row, broken: &[Changes<'_>]) {
        self.accepts(valid).await;
        for changes in broken {
            self.refuses(ErrorKind::CheckViolation, &valid.with(changes)).await;
        }
    }

    /// These columns of the row hold something, whatever the others hold.
    async fn needs(&mut self, valid: &Row, columns: &[&'static str]) {
        self.accepts(valid).await;
        for column in columns {
            self.refuses(ErrorKind::NotNullViolation, &valid.with(&[(column, "null")])).await;
        }
    }

    /// In each of these columns of the row stands the key of a row that is there.
    async fn refers(&mut self, valid: &Row, columns: &[&'static str]) {
        self.accepts(valid).await;
        for column in columns {
            self.refuses(ErrorKind::ForeignKeyViolation, &valid.with(&[(column, "'nobody'")])).await;
        }
    }

    /// Beside the row there is no second one, unless one of the lists of changes makes it another.
    async fn is_the_only_one(&mut self, row: &Row, same: &[Changes<'_>], other: &[Changes<'_>]) {
        rows::run(&mut self.tx, "savepoint first").await.unwrap();
        rows::run(&mut self.tx, &row.insert()).await.unwrap();
        for changes in same {
            self.refuses(ErrorKind::UniqueViolation, &row.with(changes)).await;
        }
        for changes in other {
            self.accepts(&row.with(changes)).await;
        }
        rows::run(&mut self.tx, "rollback to savepoint first").await.unwrap();
    }

    /// Whether the table takes the row is what the program's types say, combination by combination.
    async fn agrees(&mut self, row: &Row, is_legal: bool) {
        let expected = (!is_legal).then_some(ErrorKind::CheckViolation);
        assert_eq!(self.refusal(row).await, expected, "{}", row.insert());
    }
}

fn quoted(text: impl ToString) -> String {
    format!("'{}'", text.to_string())
}

/// Nothing, or this value.
fn either(value: &'static str) -> [&'static str; 2] {
    ["null", value]
}
