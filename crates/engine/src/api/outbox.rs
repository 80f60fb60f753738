//! What a user writes, and what becomes of it. Each of these is on disk when it answers, and needs no
//! server.

use std::time::Duration;

use protocol::{ConversationId, UtcMs};
use store::{LocalId, Schedule, ScheduleKind, Unsent, limits::LONGEST_TAKE_BACK};

use crate::{
    Error, Outbox, api::Engine, clock::millis, limits::LONGEST_SCHEDULE, outbox::wait_reason,
    profile::open::Profile,
};

impl Engine {
    /// Queues a message: on disk when this returns, sent when the connection allows.
    ///
    /// # Errors
    /// [`Error::MessageEmpty`], [`Error::MessageTooLong`].
    pub async fn send(&self, id: &ConversationId, text: &str) -> Result<LocalId, Error> {
        let profile = self.profile()?;
        let local = profile.context.store.queue_message(id, text).await?;
        self.inner.written.lock().insert(local.clone(), id.clone());
        profile.context.wake_outbox();
        Ok(local)
    }

    /// Queues a message that leaves after a moment in which [`Engine::take_back`] makes it a draft again.
    ///
    /// # Errors
    /// [`Error::MessageEmpty`], [`Error::MessageTooLong`].
    pub async fn send_with_take_back(
        &self,
        id: &ConversationId,
        text: &str,
        moment: Duration,
    ) -> Result<LocalId, Error> {
        let ahead = millis(moment).min(LONGEST_TAKE_BACK);
        let schedule = Schedule {
            kind: ScheduleKind::TakeBack,
            at: UtcMs(self.profile()?.context.now().0.saturating_add(ahead)),
        };
        self.schedule(id, text, schedule).await
    }

    /// Queues a message that leaves at a time, perhaps only if the other side has not written by then.
    ///
    /// # Errors
    /// [`Error::BadTime`] for a time that has passed, or lies more than a year ahead; [`Error::MessageEmpty`],
    /// [`Error::MessageTooLong`].
    pub async fn send_later(
        &self,
        id: &ConversationId,
        text: &str,
        schedule: Schedule,
    ) -> Result<LocalId, Error> {
        let now = self.profile()?.context.now();
        let ahead = schedule.at.0.saturating_sub(now.0);
        if ahead <= 0 || ahead > millis(LONGEST_SCHEDULE) {
            return Err(Error::BadTime);
        }
        self.schedule(id, text, schedule).await
    }

    async fn schedule(
        &self,
        id: &ConversationId,
        text: &str,
        schedule: Schedule,
    ) -> Result<LocalId, Error> {
        let profile = self.profile()?;
        let store = &profile.context.store;
        let local = store.schedule_message(id, text, schedule).await?;
        self.inner.written.lock().insert(local.clone(), id.clone());
        profile.context.wake_outbox();
        Ok(local)
    }

    /// Makes a message that has not left its chat's draft again, before what was begun there since; answers the draft.
    ///
    /// # Errors
    /// [`Error::TooLate`] when it may have left, [`Error::NotFound`] when it is gone.
    pub async fn take_back(&self, id: &LocalId) -> Result<String, Error> {
        let profile = self.profile()?;
        let draft = profile.context.store.take_back(id).await?;
        require_applied(&profile, id, draft.is_some()).await?;
        draft.ok_or(Error::TooLate)
    }

    /// The user has seen that a message was dropped because the other side wrote.
    ///
    /// # Errors
    /// [`Error::TooLate`] when it was not, [`Error::NotFound`] when it is not kept any more.
    pub async fn dismiss_dropped(&self, id: &LocalId) -> Result<(), Error> {
        let profile = self.profile()?;
        let found = profile.context.store.dismiss_dropped(id).await?;
        require_applied(&profile, id, found).await
    }

    /// Sends a failed message again; one whose chat is closed is tried all the same.
    ///
    /// # Errors
    /// [`Error::TooLate`] when it is not waiting for a decision, [`Error::NotFound`] when it is gone.
    pub async fn retry(&self, id: &LocalId) -> Result<(), Error> {
        let profile = self.profile()?;
        let found = profile.context.store.retry(id).await?;
        require_applied(&profile, id, found).await
    }

    /// Gives a waiting or failed message another text; a failed one is sent again.
    ///
    /// # Errors
    /// [`Error::MessageEmpty`], [`Error::MessageTooLong`]; [`Error::TooLate`] when it is on its way,
    /// [`Error::NotFound`] when it is gone.
    pub async fn edit(&self, id: &LocalId, text: &str) -> Result<(), Error> {
        let profile = self.profile()?;
        let found = profile.context.store.edit(id, text).await?;
        require_applied(&profile, id, found).await
    }

    /// Cancels a message that the server does not have. Its text is kept for some days.
    ///
    /// # Errors
    /// [`Error::TooLate`] when it is on its way, [`Error::NotFound`] when it is gone.
    pub async fn discard(&self, id: &LocalId) -> Result<(), Error> {
        let profile = self.profile()?;
        let found = profile.context.store.discard(id).await?;
        profile.context.uploads.cancel(id);
        require_applied(&profile, id, found).await
    }

    /// Takes a cancelled message up again, at the end of the queue.
    ///
    /// # Errors
    /// [`Error::TooLate`] when it is not cancelled, [`Error::NotFound`] when it is not kept any more.
    pub async fn restore(&self, id: &LocalId) -> Result<(), Error> {
        let profile = self.profile()?;
        let found = profile.context.store.restore(id).await?;
        require_applied(&profile, id, found).await
    }

    /// The user has seen a message whose answer was lost: it is there.
    ///
    /// # Errors
    /// [`Error::UnsettledSend`] when nothing in the cache could be it, or it is settled already;
    /// [`Error::NotFound`] when it is gone.
    pub async fn confirm_sent(&self, id: &LocalId) -> Result<(), Error> {
        let profile = self.profile()?;
        let found = profile.context.store.confirm_sent(id).await?;
        require_applied(&profile, id, found)
            .await
            .map_err(|error| match error {
                Error::TooLate => Error::UnsettledSend("no message could be it".to_owned()),
                other => other,
            })
    }

    /// Keeps what was begun in a chat; an empty text forgets it.
    pub async fn save_draft(&self, id: &ConversationId, text: &str) -> Result<(), Error> {
        self.profile()?.context.store.save_draft(id, text).await?;
        Ok(())
    }

    /// What was written here and is not known to be on the server, oldest first, each with the reason
    /// why it waits.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`] when no profile is open.
    pub async fn outbox(&self) -> Result<Outbox, Error> {
        wait_reason::outbox_rows(&self.profile()?.context, self.inner.config.session_mode).await
    }

    /// How much is not sent yet. Nothing while no profile is open.
    pub async fn unsent(&self) -> Result<Unsent, Error> {
        match self.profile() {
            Ok(profile) => Ok(profile.context.store.unsent().await?),
            Err(_) => Ok(Unsent::default()),
        }
    }
}

/// Whether a step was taken with a message: if not, it stands elsewhere by now, or is gone.
async fn require_applied(profile: &Profile, id: &LocalId, taken: bool) -> Result<(), Error> {
    profile.context.wake_outbox();
    if taken {
        return Ok(());
    }
    let known = profile.context.store.outbox_entry(id).await?.is_some();
    Err(if known {
        Error::TooLate
    } else {
        Error::NotFound(id.0.clone())
    })
}
