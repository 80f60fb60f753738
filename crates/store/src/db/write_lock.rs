//! The right to write, which one task has at a time.
//!
//! SQLite ends a transaction by itself when the disk is full; sqlx then counts one that is not there,
//! makes the next ones parts of it, and takes a part that failed back without ending the whole. What
//! is written after that would be acknowledged and never committed. So once a write has failed,
//! whatever may be left open is ended before the next one begins.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use sqlx::sqlite::SqliteConnection;
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use crate::StoreError;
use crate::db::user_db::UserDb;

/// The connections that write, and the revision of the last thing written.
pub(crate) struct Writer {
    pub(crate) cache: SqliteConnection,
    pub(crate) user: UserDb,
    pub(crate) revision: i64,
}

/// The right to write to an open store.
pub(crate) type WriteGuard<'s> = MappedMutexGuard<'s, Writer>;

/// The writer, which is `None` once the store is closed.
#[derive(Default)]
pub(crate) struct WriteLock {
    held: Mutex<Option<Writer>>,
    /// A write has failed.
    failed: AtomicBool,
    /// Writes that were begun, and those of them that are known to have succeeded.
    begun: AtomicU64,
    succeeded: AtomicU64,
}

impl WriteLock {
    /// Waits for the right to write.
    ///
    /// # Errors
    /// [`StoreError::Closed`].
    pub(crate) async fn lock_open(&self) -> Result<WriteGuard<'_>, StoreError> {
        MutexGuard::try_map(self.lock().await, Option::as_mut).map_err(|_| StoreError::Closed)
    }

    /// Waits for the right to write.
    pub(crate) async fn lock(&self) -> MutexGuard<'_, Option<Writer>> {
        let mut held = self.held.lock().await;
        if let Some(writer) = held.as_mut().filter(|_| self.may_be_open()) {
            for conn in [&mut writer.cache, &mut *writer.user] {
                // Where nothing is left open it is refused: the usual case.
                drop(sqlx::query("ROLLBACK").execute(conn).await);
            }
        }
        held
    }

    /// Begins a write whose failure is reported only after the lock was released. Until it is known to have
    /// succeeded, whoever writes next rolls back first.
    ///
    /// # Errors
    /// [`StoreError::Closed`].
    pub(crate) async fn begin_write(&self) -> Result<WriteGuard<'_>, StoreError> {
        let guard = self.lock_open().await?;
        self.begun.fetch_add(1, Ordering::AcqRel);
        Ok(guard)
    }

    /// A write that was begun has succeeded.
    pub(crate) fn count_success(&self) {
        self.succeeded.fetch_add(1, Ordering::AcqRel);
    }

    fn may_be_open(&self) -> bool {
        self.failed.load(Ordering::Acquire)
            || self.begun.load(Ordering::Acquire) != self.succeeded.load(Ordering::Acquire)
    }

    /// A write has failed: the next lock rolls back whatever was left open.
    pub(crate) fn mark_failed(&self) {
        self.failed.store(true, Ordering::Release);
    }
}
