//! The right to write, which one task has at a time.
//!
//! SQLite ends a transaction by itself when the disk is full; sqlx then counts one that is not there,
//! makes the next ones parts of it, and takes a part that failed back without ending the whole. What
//! is written after that would be acknowledged and never committed. So once a write has failed,
//! whatever may be left open is ended before the next one begins.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{Mutex, MutexGuard};

use crate::store::Writer;

/// The writer, which is `None` once the store is closed.
#[derive(Default)]
pub(crate) struct WriteLock {
    held: Mutex<Option<Writer>>,
    /// A write has failed.
    failed: AtomicBool,
}

impl WriteLock {
    /// Waits for the right to write.
    pub(crate) async fn lock(&self) -> MutexGuard<'_, Option<Writer>> {
        let mut held = self.held.lock().await;
        if let Some(writer) = held
            .as_mut()
            .filter(|_| self.failed.load(Ordering::Acquire))
        {
            for conn in [&mut writer.cache, &mut *writer.user] {
                // Where nothing is left open it is refused: the usual case.
                drop(sqlx::query("ROLLBACK").execute(conn).await);
            }
        }
        held
    }

    /// A write has failed: from here on nothing is ingested for ended.
    pub(crate) fn mark_failed(&self) {
        self.failed.store(true, Ordering::Release);
    }
}
