//! How far the background fetch of chats is, for whoever shows it.

use tokio::sync::watch;

use crate::Prefetch;

/// The progress of one fetch. Nothing is under way any more after the drop, however the fetch ends.
pub(super) struct PrefetchProgress(watch::Sender<Option<Prefetch>>);

impl PrefetchProgress {
    pub(super) fn begin(progress: &watch::Sender<Option<Prefetch>>, total: usize) -> Self {
        let total = u32::try_from(total).unwrap_or(u32::MAX);
        progress.send_replace((total > 0).then_some(Prefetch { done: 0, total }));
        Self(progress.clone())
    }

    /// One chat more is done.
    pub(super) fn add_one(&self) {
        self.0.send_modify(|progress| {
            if let Some(progress) = progress {
                progress.done += 1;
            }
        });
    }
}

impl Drop for PrefetchProgress {
    fn drop(&mut self) {
        self.0.send_replace(None);
    }
}
