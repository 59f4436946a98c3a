//! One database behind one type: SQLite or PostgreSQL, the same SQL text and the same migrations for both.
//!
//! No statement about any table of ours is here; those are in the `store.rs` of the thing that the table is about.

mod error;
mod migrate;
mod open;

use std::sync::Arc;

use sqlx::{Database, Encode, PgPool, Postgres, QueryBuilder, Sqlite, SqlitePool, Transaction, Type};

use crate::id::SystemId;

pub use error::OpenError;
pub use migrate::State;

/// The migrations, oldest first, built into the program.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// The pools to the database. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Db(Arc<Pools>);

#[derive(Debug)]
enum Pools {
    /// One writer, as SQLite has it, and readers beside it.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction; dropped without [`Tx::commit`], it changes nothing.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// The same expression for either database: `on!(tx, |conn| sqlx::query("…").execute(conn).await?.rows_affected())`.
/// It must not return a type of one database only.
#[macro_export]
macro_rules! on {
    ($tx:expr, |$conn:ident| $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

/// Adds a list to a statement that ends with `in`. An empty one matches nothing.
pub fn push_list<DB: Database, T>(statement: &mut QueryBuilder<DB>, values: impl IntoIterator<Item = T>)
where
    T: 'static + Encode<'static, DB> + Type<DB>,
{
    let mut list = statement.push(" (null").separated("");
    for value in values {
        list.push(", ").push_bind_unseparated(value);
    }
    list.push(")");
}

impl Db {
    /// A transaction that only reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn read(&self) -> sqlx::Result<Tx> {
        match &*self.0 {
            Pools::Sqlite { read, .. } => Ok(Tx::Sqlite(read.begin().await?)),
            Pools::Postgres(pool) => Ok(Tx::Postgres(pool.begin_with("begin read only").await?)),
        }
    }

    /// A transaction that may write. On SQLite it takes the write lock at once: one that reads first and writes later
    /// can fail although it waited.
    ///
    /// # Errors
    /// The database's own.
    pub async fn write(&self) -> sqlx::Result<Tx> {
        match &*self.0 {
            Pools::Sqlite { write, .. } => Ok(Tx::Sqlite(write.begin_with("begin immediate").await?)),
            Pools::Postgres(pool) => Ok(Tx::Postgres(pool.begin().await?)),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// The database's own.
    pub async fn ping(&self) -> sqlx::Result<()> {
        let mut tx = self.read().await?;
        on!(&mut tx, |conn| sqlx::query("select 1").execute(conn).await.map(|_| ()))
    }

    /// Which database it is, for people.
    pub fn kind(&self) -> &'static str {
        match &*self.0 {
            Pools::Sqlite { .. } => "SQLite",
            Pools::Postgres(_) => "PostgreSQL",
        }
    }

    /// Takes what was deleted out of the files beside SQLite's one file, where it would stay readable for a while.
    /// PostgreSQL does so in its own time (`docs/RETENTION.md`).
    ///
    /// # Errors
    /// The database's own.
    pub async fn forget_deleted(&self) -> sqlx::Result<()> {
        match &*self.0 {
            Pools::Sqlite { write, .. } => {
                // Readers may still need some of it; then the next time takes it out.
                sqlx::query("pragma wal_checkpoint(truncate)").execute(write).await.map(|_| ())
            }
            Pools::Postgres(_) => Ok(()),
        }
    }

    /// Closes all connections, so that SQLite puts everything into its one file.
    pub async fn close(&self) {
        match &*self.0 {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// What only one transaction at a time may do, on all nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Count what is under way at systems that are called, and add to it.
    LeaseCalls,
    /// The same for one system that asks.
    LeaseOf(SystemId),
    /// Take back leases that have ended.
    TakeBack,
}

impl Turn {
    /// PostgreSQL's advisory locks are numbers. That of a system comes from the random end of its id: if two should be
    /// the same, they wait for each other.
    fn number(self) -> i64 {
        match self {
            Self::LeaseCalls => 1,
            Self::TakeBack => 2,
            Self::LeaseOf(system) => system.low_bits(),
        }
    }
}

impl Tx {
    /// Waits for a turn, and has it until the end of the transaction. A transaction that writes to SQLite has every turn,
    /// because there is no other.
    ///
    /// # Errors
    /// The database's own; others had it for too long.
    pub async fn turn(&mut self, turn: Turn) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(tx) => {
                let number = turn.number();
                sqlx::query("select pg_advisory_xact_lock($1)").bind(number).execute(&mut **tx).await.map(|_| ())
            }
        }
    }

    /// Makes everything in the transaction last.
    ///
    /// # Errors
    /// The database's own.
    pub async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}
