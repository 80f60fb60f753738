//! What the user keeps on conversations for themselves, on this device only: notes, tags, reminders.

use protocol::{ConversationId, UtcMs};

use crate::{Error, api::Engine, clock::millis, limits::LONGEST_SNOOZE};

impl Engine {
    /// Keeps a private note on a conversation; an empty text removes it.
    ///
    /// # Errors
    /// [`Error::NoteTooLong`].
    pub async fn save_note(&self, id: &ConversationId, text: &str) -> Result<(), Error> {
        self.profile()?.context.store.save_note(id, text).await?;
        Ok(())
    }

    /// Gives a conversation these tags and no others.
    ///
    /// # Errors
    /// [`Error::TagTooLong`], [`Error::TooManyTags`].
    pub async fn set_tags(&self, id: &ConversationId, tags: &[String]) -> Result<(), Error> {
        self.profile()?.context.store.set_tags(id, tags).await?;
        Ok(())
    }

    /// The tags in use, the most used first.
    pub async fn tags_in_use(&self) -> Result<Vec<String>, Error> {
        Ok(self.profile()?.context.store.tags_in_use().await?)
    }

    /// Has the user reminded of a conversation at a time.
    ///
    /// # Errors
    /// [`Error::BadTime`] for a time that has passed, or lies more than a year ahead.
    pub async fn remind(&self, id: &ConversationId, due_at: UtcMs) -> Result<(), Error> {
        let profile = self.profile()?;
        let ahead = due_at.0.saturating_sub(profile.context.now().0);
        if ahead <= 0 || ahead > millis(LONGEST_SNOOZE) {
            return Err(Error::BadTime);
        }
        profile.context.store.remind(id, due_at).await?;
        profile.context.reminders_changed.notify_one();
        Ok(())
    }

    /// Ends a conversation's reminder.
    pub async fn end_reminder(&self, id: &ConversationId) -> Result<(), Error> {
        self.profile()?.context.store.end_reminder(id).await?;
        Ok(())
    }
}
