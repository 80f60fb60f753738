//! Reading from the cache: answers at once, with or without a server.

use std::collections::HashMap;

use protocol::{ConversationId, MessageId, Participant};
use store::{
    Attachments, ChangedRows, ConversationRow, ConversationState, Customer, Inbox, InboxChanges,
    InboxView, LocalId, MessageRow, MessageWindow, Messages,
};

use crate::{Error, api::Engine};

/// How far from a chat's end a message that was just written is looked for.
const LOCAL_MESSAGE_WINDOW: u32 = 500;

impl Engine {
    /// The store of the open profile. For tests, which look behind the scenes.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`] when no profile is open.
    #[cfg(feature = "failpoints")]
    pub fn store(&self) -> Result<store::Store, Error> {
        Ok(self.profile()?.context.store.clone())
    }

    /// A window of the inbox.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`] when no profile is open.
    pub async fn inbox(&self, view: impl Into<InboxView>, limit: u32) -> Result<Inbox, Error> {
        Ok(self.profile()?.context.store.inbox(view, limit).await?)
    }

    /// What changes of these conversations did to a window of the inbox that is shown.
    pub async fn inbox_changes(
        &self,
        view: impl Into<InboxView>,
        limit: u32,
        changed: &[ConversationId],
    ) -> Result<InboxChanges, Error> {
        let store = &self.profile()?.context.store;
        Ok(store.inbox_changes(view, limit, changed).await?)
    }

    /// How many conversations are unread.
    pub async fn unread_conversations(&self) -> Result<u32, Error> {
        Ok(self.profile()?.context.store.unread_conversations().await?)
    }

    /// How these conversations stand; those that are not in the cache are left out.
    pub async fn conversation_states(
        &self,
        ids: &[ConversationId],
    ) -> Result<HashMap<ConversationId, ConversationState>, Error> {
        let store = &self.profile()?.context.store;
        Ok(store.conversation_states(ids).await?)
    }

    /// One conversation.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not in the cache.
    pub async fn conversation(&self, id: &ConversationId) -> Result<ConversationRow, Error> {
        self.profile()?
            .context
            .store
            .conversation(id)
            .await?
            .ok_or_else(|| Error::NotFound(id.to_string()))
    }

    /// What the cache knows of a chat's customer, with their other chats.
    pub async fn customer(&self, id: &ConversationId) -> Result<Customer, Error> {
        Ok(self.profile()?.context.store.customer(id).await?)
    }

    /// The rows of these conversations, and the messages that changed since a revision.
    pub async fn changed_rows(
        &self,
        conversations: &[ConversationId],
        since: u64,
    ) -> Result<ChangedRows, Error> {
        let store = &self.profile()?.context.store;
        Ok(store.changed_rows(conversations, since).await?)
    }

    /// Conversations of which no message was ever fetched.
    pub async fn never_fetched_conversations(&self) -> Result<Vec<ConversationId>, Error> {
        let store = &self.profile()?.context.store;
        Ok(store.never_fetched_conversations().await?)
    }

    /// A window of a chat, oldest message first.
    pub async fn messages(
        &self,
        id: &ConversationId,
        window: MessageWindow,
    ) -> Result<Messages, Error> {
        Ok(self.profile()?.context.store.messages(id, window).await?)
    }

    /// The newest pictures and files of a chat that are in the cache.
    pub async fn attachments(&self, id: &ConversationId) -> Result<Attachments, Error> {
        Ok(self.profile()?.context.store.attachments(id).await?)
    }

    /// One message.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not in the cache.
    pub async fn message(&self, id: &MessageId) -> Result<MessageRow, Error> {
        self.profile()?
            .context
            .store
            .message(id)
            .await?
            .ok_or_else(|| Error::NotFound(id.to_string()))
    }

    /// Whether a message is younger than everything that the first catch-up of this run listed. Otherwise it is
    /// history, fetched late.
    #[must_use]
    pub fn is_of_this_run(&self, message: &MessageRow) -> bool {
        self.profile()
            .is_ok_and(|profile| profile.context.news.is_of_this_run(message.created_at))
    }

    /// A message that this engine queued, before and after the server has it. `None` when it was
    /// discarded, or queued by an earlier run and sent meanwhile.
    pub async fn local_message(&self, id: &LocalId) -> Result<Option<MessageRow>, Error> {
        let profile = self.profile()?;
        let store = &profile.context.store;
        let queued = store
            .outbox_entry(id)
            .await?
            .map(|entry| entry.conversation);
        let written_here = || self.inner.written.lock().get(id).cloned();
        let Some(conversation) = queued.or_else(written_here) else {
            return Ok(None);
        };
        let window = MessageWindow::Newest {
            limit: LOCAL_MESSAGE_WINDOW,
        };
        let rows = store.messages(&conversation, window).await?.rows;
        Ok(rows
            .into_iter()
            .find(|row| row.local_id.as_ref() == Some(id)))
    }

    /// Everybody known, by name.
    pub async fn people(&self) -> Result<Vec<Participant>, Error> {
        Ok(self.profile()?.context.store.people().await?)
    }
}
