//! Rows that somebody changed behind the program's back: it says which, and makes nothing of them.

use server::cases::rules::Right;
use server::cases::store as cases;
use server::cases::told;
use server::db::Tx;
use server::error::{Damaged, Error};
use server::id::{CaseId, NoticeId, TaskId};
use server::notices::Kind;
use server::notices::store as notices;
use server::on;
use server::subjects;
use server::systems::rules::Served;
use server::systems::store as systems;
use server::tasks::lease::store as lease;
use server::tasks::rules::Step;
use server::tasks::store::{self as tasks, Attempt, Tried};
use server::tasks::worker::Worker;
use server::vault::Place;

use super::Stage;
use crate::support::adapter::{Behaviour, Double};
use crate::support::cases::{OTHER, accepted, access, add_systems, person, send_notices, submission};
use crate::support::rows::{self, NOW};
use crate::support::{Engine, both_databases};

/// More than 32 bits hold, and no CHECK forbids.
const TOO_MANY: i64 = 1 << 40;

/// Lets rows be changed in ways that a CHECK forbids, as a fault of the disk may.
async fn without_checks(tx: &mut Tx, engine: Engine) {
    let sql = match engine {
        Engine::Sqlite => "pragma ignore_check_constraints = on",
        Engine::Postgres => {
            "do $$ declare found record; begin \
               for found in select conrelid::regclass as of_table, conname from pg_constraint \
                            where contype = 'c' and connamespace = 'public'::regnamespace loop \
                 execute format('alter table %s drop constraint %I', found.of_table, found.conname); \
               end loop; \
             end $$"
        }
    };
    rows::run(tx, sql).await.unwrap();
}

/// Everything that reads rows with more in them than texts and numbers.
#[derive(Clone, Copy, Debug)]
enum Read {
    Case,
    Claims,
    Task,
    Tasks,
    Held,
    Attempts,
    Notices,
    Serving,
    Systems,
}

async fn read(stage: &mut Stage, what: Read, task: TaskId) -> Result<(), Error> {
    let Stage { tx, case, claim, .. } = stage;
    match what {
        Read::Case => cases::find_case(tx, *case).await.map(|_| ()),
        Read::Claims => cases::claims_of(tx, *case).await.map(|_| ()),
        Read::Task => tasks::find_task(tx, task).await.map(|_| ()),
        Read::Tasks => tasks::tasks_of(tx, *claim).await.map(|_| ()),
        Read::Held => lease::held(tx, task, 1).await.map(|_| ()),
        Read::Attempts => tasks::attempts_of(tx, task).await.map(|_| ()),
        Read::Notices => notices::take_due(tx, NOW, NOW + 1, 10).await.map(|_| ()),
        Read::Serving => systems::serving(tx, Right::Access, 10).await.map(|_| ()),
        Read::Systems => systems::systems(tx, 10).await.map(|_| ()),
    }
}

/// Who reads it, the table and the column that are named, what is set there, and the key of the row.
type Change<'a> = (Read, &'static str, &'static str, &'a str, &'a str);

/// The row is read; once it is changed, it is named instead. Everything is taken back.
async fn finds(stage: &mut Stage, task: TaskId, (what, table, column, change, row): Change<'_>) {
    rows::run(&mut stage.tx, "savepoint whole").await.unwrap();
    read(stage, what, task).await.unwrap();
    rows::run(&mut stage.tx, "rollback to savepoint whole").await.unwrap();
    let changed = rows::run(&mut stage.tx, &format!("update {table} set {change}")).await.unwrap();
    assert_eq!(changed, 1, "{table} {change}");
    let error = damaged(read(stage, what, task).await);
    assert_eq!(error, Damaged::new(table, column, row), "{what:?} {change}");
    rows::run(&mut stage.tx, "rollback to savepoint whole").await.unwrap();
}

fn damaged<T>(result: Result<T, Error>) -> Damaged {
    match result {
        Err(Error::Damaged(damaged)) => damaged,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was read"),
    }
}

both_databases! {
    async fn a_row_that_was_changed_is_told_with_its_table_column_and_key(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let Stage { case, person, claim, system, .. } = stage;
        let tx = &mut stage.tx;
        let task = rows::add_task(tx, claim, system, Step::Collect).await;
        let attempt = Attempt {
            number: 1,
            started_at: NOW,
            ended_at: NOW,
            by: "worker".to_owned(),
            tried: Tried::Failed,
            http_status: None,
            size_bytes: None,
        };
        tasks::insert_attempts(tx, &[(task, attempt)]).await.unwrap();
        let notice = NoticeId::new(NOW);
        notices::insert_notice(tx, notice, case, person, Kind::Receipt, 0, NOW).await.unwrap();

        let (case, claim, system) = (&case.to_string(), &claim.to_string(), &system.to_string());
        let (one, first, notice) = (&task.to_string(), &format!("{task}, 1"), &notice.to_string());
        let leased = "attempt = 1, state = 'leased', leased_at = 1, leased_by = 'w', due_at = 2";
        let (no_date, no_step) = (&format!("{leased}, internal_due_on = 'zzzz'"), &format!("{leased}, step = 'x'"));
        let no_number = &format!("{task}, {TOO_MANY}");
        let too_many = |column| format!("{column} = {TOO_MANY}");
        let (attempts, rounds, numbers) = (&too_many("attempt"), &too_many("round"), &too_many("number"));
        let no_check_catches: [Change<'_>; 13] = [
            (Read::Serving, "system", "steps", "steps = 'collect dance'", system),
            (Read::Serving, "system", "identifiers", "identifiers = 'name,fnr'", system),
            (Read::Systems, "system", "steps", "steps = 'x'", system),
            (Read::Systems, "system", "identifiers", "identifiers = 'x'", system),
            (Read::Systems, "system", "organisation_number", "organisation_number = '123456789'", system),
            (Read::Systems, "system", "url", "url = 'x'", system),
            (Read::Systems, "system", "record", "record = 'x'", system),
            (Read::Claims, "claim", "due_on", "due_on = 'zzzz'", claim),
            (Read::Task, "task", "attempt", attempts, one),
            (Read::Tasks, "task", "round", rounds, one),
            (Read::Held, "task", "internal_due_on", no_date, one),
            (Read::Attempts, "attempt", "number", numbers, no_number),
            (Read::Notices, "notice", "attempt", attempts, notice),
        ];
        let checks_catch: [Change<'_>; 18] = [
            (Read::Systems, "system", "review", "review = 'x'", system),
            (Read::Case, "cases", "state", "state = 'received'", case),
            (Read::Case, "cases", "state", "closed_at = 5", case),
            (Read::Claims, "claim", "gdpr_right", "gdpr_right = 'x'", claim),
            (Read::Claims, "claim", "outcome", "outcome = 'x'", claim),
            (Read::Task, "task", "step", "step = 'x'", one),
            (Read::Task, "task", "state", "state = 'x'", one),
            (Read::Tasks, "task", "state", "due_at = null", one),
            (Read::Tasks, "task", "outcome", "state = 'answered', due_at = null, outcome = 'can'", one),
            (Read::Tasks, "task", "human_reason", "state = 'with_human', due_at = null", one),
            (Read::Tasks, "task", "leased_by", "state = 'leased', leased_at = 1", one),
            (Read::Held, "task", "step", no_step, one),
            (Read::Attempts, "attempt", "outcome", "outcome = 'x'", first),
            (Read::Attempts, "attempt", "http_status", "http_status = -1", first),
            (Read::Attempts, "attempt", "size_bytes", "size_bytes = -1", first),
            (Read::Notices, "notice", "kind", "kind = 'x'", notice),
            (Read::Serving, "system", "served", "served = 'x'", system),
            (Read::Serving, "system", "limit_days", "limit_days = 70000", system),
        ];
        for change in no_check_catches {
            finds(&mut stage, task, change).await;
        }
        without_checks(&mut stage.tx, engine).await;
        for change in checks_catch {
            finds(&mut stage, task, change).await;
        }
    }
}

/// What somebody does to sealed bytes.
type Edit<'a> = &'a dyn Fn(&mut Vec<u8>);

/// Changes one sealed value by hand.
async fn reseal(tx: &mut Tx, place: Place<'_>, key: &str, change: Edit<'_>) {
    let Place { table, column, row } = place;
    let (read, write) = (
        sqlx::AssertSqlSafe(format!("select {column} from {table} where {key} = $1")),
        sqlx::AssertSqlSafe(format!("update {table} set {column} = $2 where {key} = $1")),
    );
    let mut bytes: Vec<u8> = on!(&mut *tx, |conn| sqlx::query_scalar(read).bind(row).fetch_one(conn).await.unwrap());
    change(&mut bytes);
    on!(tx, |conn| {
        let changed = sqlx::query(write).bind(row).bind(bytes).execute(conn).await.unwrap().rows_affected();
        assert_eq!(changed, 1);
    });
}

both_databases! {
    async fn a_sealed_value_that_was_changed_cut_or_moved_is_not_opened(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 2, Served::Call).await;
        let receipt = accepted(office, &submission(vec![access()])).await;
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::Answers)), "test");
        assert_eq!(worker.step().await.unwrap().answered, 2);
        send_notices(office).await;

        let mut tx = office.db.write().await.unwrap();
        let subject = cases::find_case(&mut tx, receipt.case).await.unwrap().unwrap().subject;
        let stranger = subjects::find_or_make(&mut tx, &office.vault, &person(OTHER), NOW).await.unwrap();
        let claim = cases::claims_of(&mut tx, receipt.case).await.unwrap().remove(0).id;
        let task = tasks::tasks_of(&mut tx, claim).await.unwrap().remove(0).id;
        let moved = subjects::store::national_id(&mut tx, stranger).await.unwrap().unwrap();
        let (subject_row, claim_row, case_row, task_row) =
            (subject.to_string(), claim.to_string(), receipt.case.to_string(), task.to_string());
        tx.commit().await.unwrap();

        let changes: [Edit<'_>; 5] = [
            &|bytes| *bytes.last_mut().unwrap() ^= 1,
            &|bytes| bytes[0] ^= 1,
            &|bytes| bytes.truncate(10),
            &|bytes| bytes.clear(),
            &|bytes| bytes.clone_from(&moved),
        ];
        let place = |table, column, row| Place { table, column, row };
        let national_id = place("person", "national_id", &subject_row);
        let person_key = place("person_key", "wrapped", &subject_row);
        let case_key = place("case_key", "wrapped", &case_row);
        let details = place("claim", "details", &claim_row);
        let content = place("answer", "content", &task_row);
        for change in changes {
            let mut tx = office.db.write().await.unwrap();
            reseal(&mut tx, national_id, "id", change).await;
            let error = damaged(subjects::national_id(&mut tx, &office.vault, subject).await);
            assert_eq!(error, national_id.damaged());
            assert!(subjects::national_id(&mut tx, &office.vault, stranger).await.is_ok(), "no other is touched");

            reseal(&mut tx, person_key, "person_id", change).await;
            assert_eq!(damaged(office.vault.person_key(&mut tx, subject).await), person_key.damaged());

            let key = office.vault.case_key(&mut tx, receipt.case).await.unwrap();
            reseal(&mut tx, details, "id", change).await;
            let sealed = told::store::told(&mut tx, claim).await.unwrap().unwrap().details;
            assert_eq!(damaged(key.open(details, &sealed).map_err(Error::from)), details.damaged());

            reseal(&mut tx, case_key, "case_id", change).await;
            assert_eq!(damaged(office.vault.case_key(&mut tx, receipt.case).await), case_key.damaged());
            drop(tx);
        }
        server::tasks::answer::read(office, task).await.unwrap();
        for change in changes {
            let mut tx = office.db.write().await.unwrap();
            reseal(&mut tx, content, "task_id", change).await;
            tx.commit().await.unwrap();
            assert_eq!(damaged(server::tasks::answer::read(office, task).await), content.damaged());
        }
    }
}

both_databases! {
    async fn a_key_of_an_unknown_master_key_is_told_and_one_that_is_gone_is_not_found(portal: TestPortal) {
        let office = &portal.office;
        let receipt = accepted(office, &submission(vec![access()])).await;
        send_notices(office).await;
        let mut tx = office.db.write().await.unwrap();
        let subject = cases::find_case(&mut tx, receipt.case).await.unwrap().unwrap().subject;
        for table in ["case_key", "person_key"] {
            rows::run(&mut tx, &format!("update {table} set master_key_id = 'unknown'")).await.unwrap();
        }
        let expected = |table, row: String| Damaged { table, column: "master_key_id", row };
        let error = damaged(office.vault.case_key(&mut tx, receipt.case).await);
        assert_eq!(error, expected("case_key", receipt.case.to_string()));
        let error = damaged(subjects::national_id(&mut tx, &office.vault, subject).await);
        assert_eq!(error, expected("person_key", subject.to_string()));
        for table in ["case_key", "person_key"] {
            rows::run(&mut tx, &format!("delete from {table}")).await.unwrap();
        }
        assert!(matches!(office.vault.case_key(&mut tx, receipt.case).await, Err(Error::NotFound)));
        assert!(matches!(office.vault.case_key(&mut tx, CaseId::new(NOW)).await, Err(Error::NotFound)));
        assert!(matches!(subjects::national_id(&mut tx, &office.vault, subject).await, Err(Error::NotFound)));
    }
}
