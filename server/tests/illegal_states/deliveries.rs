//! What people get: packages and letters, notices, and the files behind them.

use server::id::{BlobId, NoticeId};

use super::{Changes, Row, Tables, either, quoted};
use crate::support::both_databases;
use crate::support::rows::{self, NOW};

both_databases! {
    async fn a_delivery_has_what_belongs_to_its_state_and_nothing_else(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let case = quoted(tables.case);
        let delivery = Row::new("delivery", &[("case_id", &case), ("number", "1")]);
        for state in ["available", "opened", "downloaded", "expired", "posted"] {
            for bits in 0..32_usize {
                let has = |bit: usize| bits & (1 << bit) > 0;
                let value = |bit: usize, value| either(value)[usize::from(has(bit))];
                let [available, expires, opened, downloaded, posted] = [0, 1, 2, 3, 4].map(has);
                let online = available && expires && !posted;
                let is_legal = match state {
                    "available" => online && !opened && !downloaded,
                    "opened" => online && opened && !downloaded,
                    "downloaded" => online && opened && downloaded,
                    // It may never have been opened; what was downloaded was.
                    "expired" => online && (opened || !downloaded),
                    _ => bits == 0b1_0000,
                };
                let row = delivery.with(&[
                    ("state", &quoted(state)),
                    ("available_at", value(0, "10")),
                    ("expires_at", value(1, "20")),
                    ("opened_at", value(2, "12")),
                    ("downloaded_at", value(3, "13")),
                    ("posted_on", value(4, "'2026-03-20'")),
                ]);
                tables.agrees(&row, is_legal).await;
            }
        }
    }
}

both_databases! {
    async fn a_delivery_expires_after_it_began_and_has_a_number_of_its_own(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let case = quoted(tables.case);
        let columns = [
            ("case_id", case.as_str()),
            ("number", "1"),
            ("state", "'available'"),
            ("available_at", "10"),
            ("expires_at", "11"),
        ];
        let delivery = Row::new("delivery", &columns);
        tables.needs(&delivery, &["case_id", "number", "state"]).await;
        tables.refers(&delivery, &["case_id"]).await;
        let broken: [Changes<'_>; 4] =
            [&[("expires_at", "10")], &[("expires_at", "9")], &[("number", "0")], &[("state", "'lost'")]];
        tables.checks(&delivery, &broken).await;
        tables.is_the_only_one(&delivery, &[&[("expires_at", "12")]], &[&[("number", "2")]]).await;
    }
}

both_databases! {
    async fn a_notice_waits_or_was_sent_and_is_one_of_its_kind(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (case, person) = (quoted(tables.case), quoted(tables.person));
        let (id, another) = (quoted(NoticeId::new(NOW)), quoted(NoticeId::new(NOW)));
        let columns = [
            ("id", id.as_str()),
            ("case_id", &case),
            ("person_id", &person),
            ("kind", "'receipt'"),
            ("number", "0"),
            ("made_at", "1"),
            ("due_at", "1"),
            ("attempt", "0"),
        ];
        let notice = Row::new("notice", &columns);
        tables.needs(&notice, &["id", "case_id", "person_id", "kind", "number", "made_at", "attempt"]).await;
        tables.refers(&notice, &["case_id", "person_id"]).await;
        tables.accepts(&notice.with(&[("due_at", "null"), ("sent_at", "2")])).await;
        let broken: [Changes<'_>; 6] = [
            &[("sent_at", "2")],
            &[("due_at", "null")],
            &[("attempt", "-1")],
            &[("kind", "'greeting'")],
            &[("kind", "'letter'")],
            &[("number", "1")],
        ];
        tables.checks(&notice, &broken).await;
        let other_person = tables.person;
        let other_case = quoted(rows::add_case(&mut tables.tx, other_person).await);
        let other: [Changes<'_>; 2] = [
            &[("id", &another), ("case_id", &other_case)],
            &[("id", &another), ("kind", "'letter'"), ("number", "1")],
        ];
        tables.is_the_only_one(&notice, &[&[("id", &another)], &[("case_id", &other_case)]], &other).await;
    }
}

both_databases! {
    async fn a_file_belongs_to_a_case_and_has_a_size(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (id, case) = (quoted(BlobId::new(NOW)), quoted(tables.case));
        let columns = [("id", id.as_str()), ("case_id", &case), ("size_bytes", "0"), ("made_at", "1")];
        let blob = Row::new("blob", &columns);
        tables.needs(&blob, &["id", "case_id", "size_bytes", "made_at"]).await;
        tables.refers(&blob, &["case_id"]).await;
        tables.checks(&blob, &[&[("size_bytes", "-1")]]).await;
        tables.is_the_only_one(&blob, &[&[("size_bytes", "2")]], &[&[("id", &quoted(BlobId::new(NOW)))]]).await;
    }
}
