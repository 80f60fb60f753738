//! The SQLite file. Readers go through a pool; writers take one lock, and hold it until the
//! sockets were told, so that events leave in the order of the commits.

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
    write_lock: Arc<Mutex<()>>,
}

/// A transaction that writes, with the write lock.
#[derive(Debug)]
pub(crate) struct WriteTransaction {
    transaction: Transaction<'static, Sqlite>,
    write_lock: OwnedMutexGuard<()>,
}

/// Held after a commit until everybody concerned was told.
#[derive(Debug)]
#[must_use = "hold it until the sockets were told"]
pub(crate) struct Committed {
    _write_lock: OwnedMutexGuard<()>,
}

impl Database {
    /// Opens the file, and brings it up to this version. SQLite gives its companions the same
    /// permissions.
    pub(crate) async fn open(file: &Path) -> Result<Self, Error> {
        secret::restrict_to_owner(file)?;
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
            write_lock: Arc::default(),
        })
    }

    pub(crate) async fn read(&self) -> Result<PoolConnection<Sqlite>, sqlx::Error> {
        self.pool.acquire().await
    }

    pub(crate) async fn write(&self) -> Result<WriteTransaction, sqlx::Error> {
        let write_lock = Arc::clone(&self.write_lock).lock_owned().await;
        let transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        Ok(WriteTransaction {
            transaction,
            write_lock,
        })
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

impl WriteTransaction {
    pub(crate) fn rows(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }

    pub(crate) async fn commit(self) -> Result<Committed, sqlx::Error> {
        self.transaction.commit().await?;
        Ok(Committed {
            _write_lock: self.write_lock,
        })
    }
}
