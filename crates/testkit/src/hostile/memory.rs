//! The most memory that a process holds, looked at all the while.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::task::JoinHandle;

use crate::process_stats;

/// The pause between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Watches a process until it is dropped.
pub(super) struct PeakMemory {
    quiet: u64,
    peak: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl PeakMemory {
    /// What the process holds now is what it holds when quiet.
    pub(super) fn watch(process: u32) -> Result<Self> {
        let quiet = process_stats::memory_of(process).context("its memory cannot be read")?;
        let peak = Arc::new(AtomicU64::new(quiet));
        let task = tokio::spawn({
            let peak = peak.clone();
            async move {
                while let Some(now) = process_stats::memory_of(process) {
                    peak.fetch_max(now, Ordering::Relaxed);
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            }
        });
        Ok(Self { quiet, peak, task })
    }

    pub(super) fn peak(&self) -> u64 {
        self.peak.load(Ordering::Relaxed)
    }

    /// What the process held when quiet, and the most that it held since, in bytes.
    pub(super) fn stop(self) -> (u64, u64) {
        (self.quiet, self.peak())
    }
}

impl Drop for PeakMemory {
    fn drop(&mut self) {
        self.task.abort();
    }
}
