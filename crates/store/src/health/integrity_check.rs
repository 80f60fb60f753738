//! The close look at the cache, once after each start: a bit in an index hides rows, or shows one in another's
//! place, and no reading fails. A large cache takes it seconds, so nobody waits for it: neither the start,
//! nor what the maintenance task has to do meanwhile, nor the end, which breaks it off.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use tokio::sync::Mutex;

use crate::db::connection::{self, StorageMode};
use crate::store::Inner;

/// Whether the check is still due, and the way to break it off.
#[derive(Debug)]
pub(crate) struct IntegrityCheck {
    due: AtomicBool,
    stopped: Arc<AtomicBool>,
    /// Held while the check runs.
    under_way: Mutex<()>,
}

impl IntegrityCheck {
    pub(crate) fn new() -> Self {
        Self {
            due: AtomicBool::new(true),
            stopped: Arc::default(),
            under_way: Mutex::new(()),
        }
    }

    /// Runs the check unless it has run; waits for one that is under way.
    pub(crate) async fn take(&self, inner: Weak<Inner>) {
        let _under_way = self.under_way.lock().await;
        let path = match inner.upgrade() {
            Some(inner) if inner.maintenance.storage().cache == StorageMode::File => {
                inner.paths.cache.clone()
            }
            _ => return,
        };
        if self.due.swap(false, Ordering::AcqRel)
            && connection::is_cache_damaged(&path, &self.stopped).await
            && let Some(inner) = inner.upgrade()
        {
            inner.maintenance.report_damage();
        }
    }

    /// Breaks it off.
    pub(crate) async fn end(&self) {
        self.stopped.store(true, Ordering::Release);
        drop(self.under_way.lock().await);
    }
}
