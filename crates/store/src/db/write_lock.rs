//! The right to write, which one task has at a time.
//!
//! SQLite ends a transaction by itself when the disk is full. sqlx still counts that transaction as open, makes
//! the next transactions savepoints of it, and rolls back only a savepoint. Later writes would be acknowledged
//! and never committed. So after a failed write the next lock rolls back whatever may be left open.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use sqlx::sqlite::SqliteConnection;
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use crate::StoreError;
use crate::db::user_db::{UserDb, UserWrite};

/// The connections that write, and the revision of the last write.
pub(crate) struct Writer {
    pub(crate) cache: SqliteConnection,
    pub(crate) user: UserDb,
    pub(crate) revision: i64,
}

impl Writer {
    /// Begins a write to `user.db` under the next revision.
    pub(crate) async fn begin_user(&mut self) -> Result<UserWrite<'_>, StoreError> {
        let next = self.revision + 1;
        self.user.begin(next, &mut self.revision).await
    }

    /// Begins a write to `user.db` that follows a change of the cache, under the revision of that change.
    pub(crate) async fn follow_cache(&mut self) -> Result<UserWrite<'_>, StoreError> {
        self.user.begin(self.revision, &mut self.revision).await
    }
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
    pub(crate) async fn lock_open(&self) -> Result<WriteGuard<'_>, StoreError> {
        MutexGuard::try_map(self.lock().await, Option::as_mut).map_err(|_| StoreError::Closed)
    }

    /// Waits for the right to write.
    pub(crate) async fn lock(&self) -> MutexGuard<'_, Option<Writer>> {
        let mut held = self.held.lock().await;
        if let Some(writer) = held.as_mut().filter(|_| self.may_be_open()) {
            for conn in [&mut writer.cache, &mut *writer.user] {
                // SQLite refuses this where no transaction is open: the usual case.
                drop(sqlx::query("ROLLBACK").execute(conn).await);
            }
        }
        held
    }

    /// Begins a write whose failure is reported only after the lock was released. Until its success is counted,
    /// the next write rolls back first.
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
