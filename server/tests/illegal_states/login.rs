//! Logins that have begun, sessions, and logout tokens.

use sqlx::error::ErrorKind;

use super::{Row, Tables};
use crate::support::both_databases;

both_databases! {
    async fn a_login_that_has_begun_is_whole(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let attempt = Row::new(
            "login_attempt",
            &[("state_hash", "'s'"), ("browser_hash", "'b'"), ("sealed", "'x'"), ("expires_at", "1")],
        );
        tables.needs(&attempt, &["state_hash", "browser_hash", "sealed", "expires_at"]).await;
        tables.is_the_only_one(&attempt, &[&[("browser_hash", "'c'")]], &[&[("state_hash", "'t'")]]).await;
    }
}

both_databases! {
    async fn a_session_begins_before_it_is_used_and_ends_after(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let session = Row::new(
            "session",
            &[
                ("id_hash", "'i'"),
                ("provider", "'idporten'"),
                ("owner", "'o'"),
                ("roles", "'r'"),
                ("provider_subject", "'u'"),
                ("started_at", "1"),
                ("seen_at", "1"),
                ("ends_at", "2"),
                ("sealed", "'x'"),
            ],
        );
        let columns = ["id_hash", "provider", "owner", "roles", "provider_subject", "started_at", "seen_at", "ends_at", "sealed"];
        tables.needs(&session, &columns).await;
        for level in ["'substantial'", "'high'", "null"] {
            tables.accepts(&session.with(&[("level", level)])).await;
        }
        for wrong in [[("level", "'low'")], [("started_at", "2")], [("seen_at", "0")], [("seen_at", "2")], [("ends_at", "1")]] {
            tables.refuses(ErrorKind::CheckViolation, &session.with(&wrong)).await;
        }
        tables.is_the_only_one(&session, &[&[("owner", "'p'")]], &[&[("id_hash", "'j'")]]).await;
    }
}

both_databases! {
    async fn a_logout_token_is_taken_once(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let token = Row::new("logout_token", &[("token_hash", "'t'"), ("expires_at", "1")]);
        tables.needs(&token, &["token_hash", "expires_at"]).await;
        tables.is_the_only_one(&token, &[&[("expires_at", "2")]], &[&[("token_hash", "'u'")]]).await;
    }
}
