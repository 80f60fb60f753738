//! The check of the whole cache, once after each start: a flipped bit in an index hides rows, or shows one in
//! another's place, and no read fails. The check of a large cache takes seconds and reads all of it, so nothing
//! waits for it, and it begins only once the start is over; the end of the store stops it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Mutex;

use crate::db::connection;

/// Whether the check is still due, and how to stop it.
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

    /// Runs the check unless it has run, and reports damage; waits for a check that is under way. The file is
    /// asked for after that wait: `None` puts the check off.
    pub(crate) async fn run_once(
        &self,
        cache_file: impl FnOnce() -> Option<PathBuf>,
        report_damage: impl FnOnce(),
    ) {
        let _under_way = self.under_way.lock().await;
        let Some(path) = cache_file() else { return };
        if self.stopped.load(Ordering::Acquire) {
            return;
        }
        if self.due.swap(false, Ordering::AcqRel)
            && connection::is_cache_damaged(&path, &self.stopped).await
        {
            report_damage();
        }
    }

    /// Stops the check, and waits for its end.
    pub(crate) async fn end(&self) {
        self.stopped.store(true, Ordering::Release);
        drop(self.under_way.lock().await);
    }
}
