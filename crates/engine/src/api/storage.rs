//! What is kept on this computer, for how long, and clearing it.

use crate::{Error, Retention, StorageSizes, api::Engine};

impl Engine {
    /// How much room the open profile takes on this computer.
    pub async fn storage_sizes(&self) -> Result<StorageSizes, Error> {
        let profile = self.profile()?;
        let files = profile.context.store.storage_usage().await?;
        Ok(StorageSizes {
            cache_bytes: files.cache_bytes,
            free_bytes: files.free_bytes,
            user_bytes: files.user_bytes,
            reserve_bytes: files.reserve_bytes,
            image_bytes: profile.images.size_on_disk().await,
            image_limit_bytes: self.inner.config.image_cache_bytes,
            conversations: files.conversations,
            messages: files.messages,
        })
    }

    /// Removes what was fetched from the server: conversations, messages, images. Drafts, the outbox and stars stay.
    /// With a connection everything is fetched again at once, without one at the next.
    pub async fn clear_cache(&self) -> Result<(), Error> {
        let profile = self.profile()?;
        profile.context.store.clear_cache().await?;
        profile.context.clear_history_pages();
        profile.images.clear().await;
        Ok(())
    }

    /// Chooses how long messages are kept, for every profile that this engine opens.
    pub fn set_retention(&self, retention: Retention) {
        self.inner.retention.send_if_modified(|chosen| {
            let changed = *chosen != retention;
            *chosen = retention;
            changed
        });
    }
}
