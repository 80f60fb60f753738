//! The connections that read one database. The pool pauses while the database's file is exchanged: a reader
//! waits for the new file and never sees the change.

use sqlx::pool::PoolConnection;
use sqlx::sqlite::SqlitePool;
use sqlx::{Sqlite, Transaction};
use tokio::sync::watch;

use crate::StoreError;

/// A pool that can be exchanged.
#[derive(Debug)]
pub(crate) struct ReadPool {
    state: watch::Sender<PoolState>,
}

#[derive(Clone, Debug)]
enum PoolState {
    Open(SqlitePool),
    Paused,
    Closed,
}

impl ReadPool {
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self {
            state: watch::Sender::new(PoolState::Open(pool)),
        }
    }

    /// A transaction, so that several reads see one state.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        loop {
            match self.pool().await?.begin().await {
                // The pool was paused at this moment.
                Err(sqlx::Error::PoolClosed) => {}
                begun => return Ok(begun?),
            }
        }
    }

    /// A connection.
    pub(crate) async fn acquire(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        loop {
            match self.pool().await?.acquire().await {
                Err(sqlx::Error::PoolClosed) => {}
                acquired => return Ok(acquired?),
            }
        }
    }

    /// Waits until the last reader is done; new readers wait for [`Self::resume`].
    pub(crate) async fn pause(&self) {
        self.end(PoolState::Paused).await;
    }

    /// Reads on, from another file or from the same one opened anew.
    pub(crate) fn resume(&self, pool: SqlitePool) {
        self.state.send_replace(PoolState::Open(pool));
    }

    /// Ends reading for good.
    pub(crate) async fn close(&self) {
        self.end(PoolState::Closed).await;
    }

    async fn end(&self, next: PoolState) {
        if let PoolState::Open(pool) = self.state.send_replace(next) {
            pool.close().await;
        }
    }

    async fn pool(&self) -> Result<SqlitePool, StoreError> {
        let mut state = self.state.subscribe();
        let state = state
            .wait_for(|state| !matches!(state, PoolState::Paused))
            .await;
        match state.map(|state| state.clone()) {
            Ok(PoolState::Open(pool)) => Ok(pool),
            _ => Err(StoreError::Closed),
        }
    }
}
