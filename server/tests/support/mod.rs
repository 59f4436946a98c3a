//! What every story needs: a portal of its own, a client for it, and doubles for what must be made to fail.

pub mod adapter;
pub mod api;
pub mod bucket;
pub mod cases;
pub mod client;
pub mod database;
pub mod desks;
pub mod employees;
pub mod log;
pub mod multipart;
pub mod portal;
pub mod program;
pub mod provider;
pub mod receiver;
pub mod rows;
pub mod scan;
pub mod seen;
pub mod taken;

pub use database::Engine;
pub use portal::{TestPortal, start};

/// One story on both databases.
macro_rules! both_databases {
    (async fn $name:ident($portal:ident: TestPortal) $body:block) => {
        async fn $name($portal: crate::support::TestPortal) $body

        mod $name {
            #[tokio::test]
            async fn sqlite() {
                super::$name(crate::support::start(crate::support::Engine::Sqlite).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::$name(crate::support::start(crate::support::Engine::Postgres).await).await;
            }
        }
    };
    // For what is about the database itself, before there is a portal.
    (async fn $name:ident($engine:ident: Engine) $body:block) => {
        async fn $name($engine: crate::support::Engine) $body

        mod $name {
            #[tokio::test]
            async fn sqlite() {
                super::$name(crate::support::Engine::Sqlite).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::$name(crate::support::Engine::Postgres).await;
            }
        }
    };
}
pub(crate) use both_databases;
