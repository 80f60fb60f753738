//! Fetching the newest page of chats that nobody has opened yet, so that they can be read offline; and how far that is,
//! for whoever shows it.

use protocol::ConversationId;
use tokio::sync::watch;

use crate::{Error, Prefetch, sync::catch_up::CatchUp};

/// The number of chats fetched concurrently that nobody waits for.
const PREFETCHED_AT_ONCE: usize = 2;

impl CatchUp {
    /// Fetches the newest page of some open chats that have no page yet, so that the user can read them
    /// offline. Chats with the newest activity come first.
    pub(crate) async fn prefetch(&self, at_most: usize) -> Result<(), Error> {
        let mut wanted = self.chats_without_page().await?;
        wanted.truncate(at_most);
        self.fetch(wanted).await
    }

    /// Fetches the newest page of all such chats, in the background: a call that somebody waits for goes first. Tells
    /// how far it is.
    pub(crate) async fn prefetch_in_background(&self) -> Result<(), Error> {
        let background = self.in_background();
        let wanted = self.chats_without_page().await?;
        let progress = PrefetchProgress::begin(&self.context.prefetch, wanted.len());
        background
            .fetch_at_once(wanted, PREFETCHED_AT_ONCE, &|| progress.add_one())
            .await
    }

    async fn chats_without_page(&self) -> Result<Vec<ConversationId>, Error> {
        let mut wanted = self.context.store.conversations_without_page().await?;
        let unavailable = self.unavailable.lock();
        wanted.retain(|id| !unavailable.contains(id));
        Ok(wanted)
    }
}

/// The progress of one fetch. Nothing is under way any more after the drop, however the fetch ends.
struct PrefetchProgress(watch::Sender<Option<Prefetch>>);

impl PrefetchProgress {
    fn begin(progress: &watch::Sender<Option<Prefetch>>, total: usize) -> Self {
        let total = u32::try_from(total).unwrap_or(u32::MAX);
        progress.send_replace((total > 0).then_some(Prefetch { done: 0, total }));
        Self(progress.clone())
    }

    /// One chat more is done.
    fn add_one(&self) {
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
