//! Messages and their files.

use server::messages::Sender;

use super::{Changes, Row, Tables, quoted};
use crate::support::both_databases;
use crate::support::rows;

fn message(tables: &Tables) -> Row {
    let columns = [
        ("case_id", quoted(tables.case)),
        ("number", "1".to_owned()),
        ("sender", "'person'".to_owned()),
        ("sent_at", "5".to_owned()),
        ("form_token_hash", "'token'".to_owned()),
        ("content", "'sealed'".to_owned()),
    ];
    Row { table: "message", columns: columns.into() }
}

both_databases! {
    async fn a_message_is_somebody_s_and_read_after_it_was_sent(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let message = message(&tables);
        tables.needs(&message, &["case_id", "number", "sender", "sent_at", "form_token_hash", "content"]).await;
        tables.refers(&message, &["case_id"]).await;
        let broken: [Changes<'_>; 3] = [&[("number", "0")], &[("sender", "'system'")], &[("opened_at", "4")]];
        tables.checks(&message, &broken).await;
        tables.accepts(&message.with(&[("opened_at", "5")])).await;
        for sender in Sender::ALL {
            tables.accepts(&message.with(&[("sender", &quoted(sender.code()))])).await;
        }
        // The person's are written by no employee.
        tables.checks(&message, &[&[("employee_id", "'nobody'")]]).await;
        tables.is_the_only_one(&message, &[&[("form_token_hash", "'other'")], &[("number", "2")]], &[]).await;
    }
}

both_databases! {
    async fn a_file_belongs_to_a_message_of_its_case(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let case = quoted(tables.case);
        let message = message(&tables).insert();
        rows::run(&mut tables.tx, &message).await.unwrap();
        for blob in ["b", "c"] {
            let blob = format!("insert into blob (id, case_id, size_bytes, made_at) values ('{blob}', {case}, 1, 1)");
            rows::run(&mut tables.tx, &blob).await.unwrap();
        }
        let columns =
            [("blob_id", "'b'"), ("case_id", case.as_str()), ("message", "1"), ("place", "1"), ("about", "'sealed'")];
        let file = Row::new("attachment", &columns);
        tables.needs(&file, &["blob_id", "case_id", "message", "place", "about"]).await;
        tables.refers(&file, &["blob_id", "case_id"]).await;
        tables.checks(&file, &[&[("place", "0")]]).await;
        tables.is_the_only_one(&file, &[&[("blob_id", "'c'")], &[("place", "2")]], &[&[("blob_id", "'c'"), ("place", "2")]]).await;
    }
}
