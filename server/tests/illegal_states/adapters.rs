//! Keys of adapters, and files.

use sqlx::error::ErrorKind;

use super::{Row, Tables, quoted};
use crate::support::both_databases;
use crate::support::rows;

both_databases! {
    async fn an_adapters_key_is_its_own_and_ends_after_it_was_made(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let system = quoted(tables.system);
        let key = Row::new("adapter_key", &[("id", "'k'"), ("system_id", &system), ("key_hash", "'h'"), ("made_at", "5")]);
        tables.needs(&key, &["id", "system_id", "key_hash", "made_at"]).await;
        tables.refers(&key, &["system_id"]).await;
        tables.accepts(&key.with(&[("ended_at", "5")])).await;
        tables.refuses(ErrorKind::CheckViolation, &key.with(&[("ended_at", "4")])).await;
        tables.is_the_only_one(&key, &[&[("id", "'l'")], &[("key_hash", "'i'")]], &[&[("id", "'l'"), ("key_hash", "'i'")]]).await;
    }
}

both_databases! {
    async fn a_kind_of_data_is_shown_by_a_system_once(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let system = quoted(tables.system);
        let shown = Row::new("shown_category", &[("system_id", &system), ("category", "'fravær'")]);
        tables.needs(&shown, &["system_id", "category"]).await;
        tables.refers(&shown, &["system_id"]).await;
        tables.is_the_only_one(&shown, &[], &[&[("category", "'karakterer'")]]).await;
    }
}

both_databases! {
    async fn a_file_belongs_to_one_attempt_or_one_correction(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let person = tables.person;
        let case = rows::add_case(&mut tables.tx, person).await;
        for blob in ["b", "c"] {
            let sql = format!("insert into blob (id, case_id, size_bytes, made_at) values ('{blob}', '{case}', 1, 1)");
            rows::run(&mut tables.tx, &sql).await.unwrap();
        }
        let (task, claim) = (quoted(tables.task), quoted(tables.claims[0]));
        let file = Row::new(
            "task_file",
            &[("blob_id", "'b'"), ("task_id", &task), ("attempt", "1"), ("name_mac", "'n'"), ("sha256_mac", "'s'")],
        );
        tables.needs(&file, &["blob_id", "task_id", "attempt", "name_mac", "sha256_mac"]).await;
        tables.refers(&file, &["blob_id", "task_id"]).await;
        tables.refuses(ErrorKind::CheckViolation, &file.with(&[("attempt", "0")])).await;
        let others: [&[(&str, &str)]; 2] = [&[("blob_id", "'c'"), ("attempt", "2")], &[("blob_id", "'c'"), ("name_mac", "'m'")]];
        tables.is_the_only_one(&file, &[&[("blob_id", "'c'")], &[("attempt", "2")]], &others).await;
        let evidence =
            Row::new("evidence", &[("blob_id", "'b'"), ("claim_id", &claim), ("place", "0"), ("about", "'sealed'")]);
        tables.needs(&evidence, &["blob_id", "claim_id", "place", "about"]).await;
        tables.refers(&evidence, &["blob_id", "claim_id"]).await;
        tables.refuses(ErrorKind::CheckViolation, &evidence.with(&[("place", "-1")])).await;
        tables.is_the_only_one(&evidence, &[&[("place", "1")]], &[&[("blob_id", "'c'")]]).await;
    }
}
