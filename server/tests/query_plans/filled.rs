//! The rows of a large municipality after some years.

use server::db::Tx;

use super::{CASES, FINISHED_TASKS, LEASED_TASKS, NOW, PEOPLE, READY_TASKS, SYSTEMS};
use crate::support::Engine;
use crate::support::rows::run;

/// Makes so many rows, numbered from 1 as `i`.
async fn fill(tx: &mut Tx, count: i64, insert: &str) {
    let numbers = format!("with recursive n (i) as (select 1 union all select i + 1 from n where i < {count})");
    assert_eq!(run(tx, &format!("{numbers} {insert} from n")).await.unwrap(), count.unsigned_abs());
}

pub(super) async fn fill_all(tx: &mut Tx, engine: Engine) {
    let bytes = |text: &str| match engine {
        Engine::Sqlite => format!("cast('{text}' || i as blob)"),
        Engine::Postgres => format!("cast('{text}' || i as bytea)"),
    };
    let (lookup, token) = (bytes("lookup-"), bytes("token-"));
    fill(tx, PEOPLE, &format!("insert into person (id, national_id, made_at) select 'person-' || i, {lookup}, i"))
        .await;
    fill(tx, PEOPLE, &format!("insert into draft (person_id, content, expires_at) select 'person-' || i, {lookup}, i"))
        .await;
    fill(tx, PEOPLE, &format!("insert into lookup_key (person_id, lookup) select 'person-' || i, {lookup}")).await;
    fill(
        tx,
        SYSTEMS,
        "insert into system (id, key, name, unit, sector, served, serves_access, serves_rectification, serves_erasure, \
         at_once, limit_days, paused, url, private_network, steps, identifiers, largest_file_mb, review, files_unseen, \
         retired, record) select 'system-' || i, 'key-' || i, 'n', 'u', 's', \
         case when i % 20 = 3 then 'pull' else 'call' end, true, true, true, 2, 14, false, \
         case when i % 20 = 3 then null else 'https://fagsystem.example/' end, false, 'collect', 'fnr', 100, 'reviewer', \
         false, false, '{}'",
    )
    .await;
    let (session, mark) = (bytes("session-"), bytes("mark-"));
    fill(
        tx,
        PEOPLE,
        &format!(
            "insert into session (id_hash, provider, owner, roles, provider_subject, started_at, seen_at, ends_at, sealed) \
             select {session}, 'idporten', {session}, {session}, {session}, 1, 1, 2, {session}"
        ),
    )
    .await;
    let employee = format!("insert into employee (id, mark, name, made_at) select 'employee-' || i, {mark}, 'n', 1");
    fill(tx, PEOPLE, &employee).await;
    fill(
        tx,
        PEOPLE,
        "insert into staff_grant (id, employee_id, role, scope, source, given_at, given_by, reason, ends_on) \
         select 'grant-' || i, 'employee-' || i, 'owner', 'x', 'given', 1, 'operator', 'x', '2026-12-31'",
    )
    .await;
    let open = format!("i > {}", CASES - 50);
    fill(
        tx,
        CASES,
        &format!(
            "insert into cases (id, reference, subject_id, filer_id, received_at, unit, language, state, answered_at, closed_at, \
             form_token_hash, fingerprint) select 'case-' || i, 'ref-' || i, 'person-' || (1 + i % {PEOPLE}), \
             'person-' || (1 + i % {PEOPLE}), i, 'unit', 'nb', case when {open} then 'open' else 'closed' end, \
             case when {open} then null else i end, case when {open} then null else i end, {token}, {token}"
        ),
    )
    .await;
    fill(
        tx,
        CASES,
        &format!(
            "insert into claim (id, case_id, gdpr_right, details, outcome, ended_at, received_on, unpaused_due_on, \
             due_on) select 'claim-' || i, 'case-' || i, 'access', {token}, \
             case when {open} then 'open' else 'granted' end, case when {open} then null else i end, \
             '2026-03-05', '2026-04-07', '2026-04-07'"
        ),
    )
    .await;
    let pause = format!(
        "insert into pause (id, claim_id, gdpr_right, reason, asked_on, answered_on) select 'pause-' || i, \
         'claim-' || i, 'access', 'scope', '2026-03-05', case when i > {} then null else '2026-03-06' end",
        CASES - 20
    );
    fill(tx, CASES, &pause).await;
    let decision = "insert into decision (id, claim_id, gdpr_right, outcome, decided_at, rule, ground_count) \
         select 'decision-' || i, 'claim-' || i, 'access', 'granted', i, 'rule', 0";
    fill(tx, CASES, decision).await;
    let letter = format!(
        "insert into letter (case_id, number, kind, language, decision_id, made_at, issued_at, content) \
         select 'case-' || i, 1, 'granted', 'nb', 'decision-' || i, i, case when i > {} then null else i end, {token}",
        CASES - 20
    );
    fill(tx, CASES, &letter).await;
    let (built, due) =
        (format!("case when i > {} then null else", CASES - 20), format!("case when i > {} then i end", CASES - 20));
    let package = format!(
        "insert into package (case_id, number, decision_id, letter, until_on, attempt, state, due_at, size_bytes, sha256) \
         select 'case-' || i, 1, 'decision-' || i, 1, '2026-05-04', 1, case when i > {} then 'waiting' else 'built' end, \
         {due}, {built} 1 end, {built} {token} end",
        CASES - 20
    );
    fill(tx, CASES, &package).await;
    let over = format!("i <= {}", CASES - 20);
    let delivery = format!(
        "insert into delivery (case_id, number, state, available_at, expires_at) \
         select 'case-' || i, 1, case when {over} then 'expired' else 'available' end, i, i + 1"
    );
    fill(tx, CASES, &delivery).await;
    let news = format!("insert into answer_news (claim_id, seen) select 'claim-' || ({CASES} - i), 1");
    fill(tx, 40, &news).await;
    for (columns, more) in [
        ("case_handler (case_id, employee_id, taken_at)", ""),
        ("case_recusal (case_id, employee_id, recused_at, reason)", ", {token}"),
    ] {
        let more = more.replace("{token}", &token);
        let values = format!("'case-' || i, 'employee-' || (1 + i % {PEOPLE}), i{more}");
        fill(tx, CASES, &format!("insert into {columns} select {values}")).await;
    }
    let task = "insert into task (id, claim_id, system_id, step, round, attempt, human_at, internal_due_on, state, \
                due_at, leased_at, leased_by, outcome, answered_at)";
    let system = format!("'system-' || (1 + i % {SYSTEMS})");
    let finished = format!(
        "{task} select 'task-' || i, 'claim-' || (1 + (i - 1) / {SYSTEMS}), {system}, 'collect', 1, 1, i, \
         '2026-03-19', 'answered', null, null, null, 'data', i"
    );
    fill(tx, FINISHED_TASKS, &finished).await;
    let gap = "insert into decision_gap (decision_id, task_id, reason, expected_on) \
               select 'decision-' || i, 'task-' || i, 'not_answered', '2026-04-20'";
    fill(tx, CASES, gap).await;
    let ready = format!(
        "{task} select 'task-' || ({FINISHED_TASKS} + i), 'claim-' || ({CASES} - (i - 1) / {SYSTEMS}), {system}, \
         'collect', 1, 0, {NOW} + i - 10, '2026-03-19', 'ready', i, null, null, null, null"
    );
    fill(tx, READY_TASKS, &ready).await;
    let leased = format!(
        "{task} select 'leased-' || i, 'claim-{}', {system}, 'collect', 1, 1, {NOW} + i, '2026-03-19', 'leased', \
         {NOW} + i, 1, 'worker', null, null",
        CASES - 20
    );
    fill(tx, LEASED_TASKS, &leased).await;
    let due = format!("i > {}", CASES - 20);
    fill(
        tx,
        CASES,
        &format!(
            "insert into notice (id, case_id, person_id, kind, number, made_at, due_at, attempt, sent_at) \
             select 'notice-' || i, 'case-' || i, 'person-' || (1 + i % {PEOPLE}), 'receipt', 0, i, \
             case when {due} then i end, 1, case when {due} then null else i end"
        ),
    )
    .await;
    fill(
        tx,
        CASES,
        &format!(
            "insert into message (case_id, number, sender, sent_at, opened_at, settled_at, form_token_hash, content) \
             select 'case-' || i, 1, 'person', i, case when {due} then null else i end, \
             case when {due} then null else i end, {token}, {token}"
        ),
    )
    .await;
    fill(
        tx,
        CASES,
        &format!(
            "insert into audit_event (id, sequence, at, action, content_hash, key_id, written_mac, link) \
             select 'event-' || i, case when {due} then null else i end, i, 'case.viewed', {token}, 'audit-1', \
             {token}, case when {due} then null else {token} end"
        ),
    )
    .await;
}
