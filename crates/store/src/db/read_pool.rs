//! The connections that read one database. They can be put to rest while its file is exchanged:
//! whoever wants to read waits for the new file and never sees the change.

use sqlx::pool::PoolConnection;
use sqlx::sqlite::SqlitePool;
use sqlx::{Sqlite, Transaction};
use tokio::sync::watch;

use crate::StoreError;

/// A pool that can be exchanged.
#[derive(Debug)]
pub(crate) struct Readers {
    held: watch::Sender<Held>,
}

#[derive(Clone, Debug)]
enum Held {
    Open(SqlitePool),
    Resting,
    Closed,
}

impl Readers {
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self {
            held: watch::Sender::new(Held::Open(pool)),
        }
    }

    /// A transaction, so that several reads see one state.
    ///
    /// # Errors
    /// [`StoreError::Closed`]; those of the disk.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        loop {
            match self.pool().await?.begin().await {
                // Put to rest this very moment.
                Err(sqlx::Error::PoolClosed) => {}
                begun => return Ok(begun?),
            }
        }
    }

    /// A connection.
    ///
    /// # Errors
    /// [`StoreError::Closed`]; those of the disk.
    pub(crate) async fn acquire(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        loop {
            match self.pool().await?.acquire().await {
                Err(sqlx::Error::PoolClosed) => {}
                acquired => return Ok(acquired?),
            }
        }
    }

    /// Waits until nobody reads any more; whoever wants to from now on waits for [`Self::resume`].
    pub(crate) async fn rest(&self) {
        self.end(Held::Resting).await;
    }

    /// Reads on, from another file or from the same one opened anew.
    pub(crate) fn resume(&self, pool: SqlitePool) {
        self.held.send_replace(Held::Open(pool));
    }

    /// Ends reading for good.
    pub(crate) async fn close(&self) {
        self.end(Held::Closed).await;
    }

    async fn end(&self, next: Held) {
        if let Held::Open(pool) = self.held.send_replace(next) {
            pool.close().await;
        }
    }

    async fn pool(&self) -> Result<SqlitePool, StoreError> {
        let mut held = self.held.subscribe();
        let held = held.wait_for(|held| !matches!(held, Held::Resting)).await;
        match held.map(|held| held.clone()) {
            Ok(Held::Open(pool)) => Ok(pool),
            _ => Err(StoreError::Closed),
        }
    }
}
