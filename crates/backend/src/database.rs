//! The SQLite file. Readers go through a pool; writers queue at one gate, which they hold until the
//! sockets were told: so events leave in the order in which things were committed.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, SqlitePool, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::{Error, secret};

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

#[derive(Clone, Debug)]
pub(crate) struct Database {
    pool: SqlitePool,
    gate: Arc<Mutex<()>>,
}

/// A transaction that writes, and the gate it came through.
#[derive(Debug)]
pub(crate) struct Write {
    transaction: Transaction<'static, Sqlite>,
    gate: OwnedMutexGuard<()>,
}

/// Held after a commit until everybody concerned was told.
#[derive(Debug)]
#[must_use = "hold it until the sockets were told"]
pub(crate) struct Committed {
    _gate: OwnedMutexGuard<()>,
}

impl Database {
    /// Opens the file, and brings it up to this version. SQLite gives its companions the same
    /// permissions.
    pub(crate) async fn open(file: &Path) -> Result<Self, Error> {
        secret::keep_private(file)?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new()
            .max_connections(5)
            .connect_with(options)
            .await?;
        MIGRATIONS.run(&pool).await?;
        Ok(Self {
            pool,
            gate: Arc::default(),
        })
    }

    pub(crate) async fn read(&self) -> Result<PoolConnection<Sqlite>, sqlx::Error> {
        self.pool.acquire().await
    }

    pub(crate) async fn write(&self) -> Result<Write, sqlx::Error> {
        let gate = Arc::clone(&self.gate).lock_owned().await;
        let transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Write { transaction, gate })
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

impl Write {
    pub(crate) fn rows(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }

    pub(crate) async fn commit(self) -> Result<Committed, sqlx::Error> {
        self.transaction.commit().await?;
        Ok(Committed { _gate: self.gate })
    }
}
