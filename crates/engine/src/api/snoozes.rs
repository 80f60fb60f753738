//! Putting a conversation off, on this device only.

use protocol::{ConversationId, UtcMs};

use crate::{Error, api::Engine, limits::LONGEST_SNOOZE};

impl Engine {
    /// Puts a conversation off until a time, or until the other side writes.
    ///
    /// # Errors
    /// [`Error::BadTime`] for a time that has passed, or that lies more than a year ahead.
    pub async fn snooze_conversation(
        &self,
        id: &ConversationId,
        until: UtcMs,
    ) -> Result<(), Error> {
        let profile = self.profile()?;
        let now = profile.context.now();
        let ahead = u64::try_from(until.0.saturating_sub(now.0)).unwrap_or_default();
        if ahead == 0 || u128::from(ahead) > LONGEST_SNOOZE.as_millis() {
            return Err(Error::BadTime);
        }
        profile.context.store.snooze(id, until).await?;
        profile.context.snoozes_changed.notify_one();
        Ok(())
    }

    /// Has a conversation come back that was put off.
    pub async fn end_snooze(&self, id: &ConversationId) -> Result<(), Error> {
        self.profile()?.context.store.end_snooze(id).await?;
        Ok(())
    }
}
