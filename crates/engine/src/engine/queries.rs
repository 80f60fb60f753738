//! Reading from the cache: answers at once, with or without a server.

use protocol::{ConversationId, MessageId, Participant};
use store::{ConversationRow, Inbox, InboxFilter, MessageRow, MessageWindow, Messages, OutboxEntry};

use super::Engine;
use crate::{Error, Media};

impl Engine {
    /// A window of the inbox, newest activity first.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`] when no profile is open; the disk's errors.
    pub async fn inbox(&self, filter: InboxFilter, limit: u32) -> Result<Inbox, Error> {
        Ok(self.profile()?.context.store.inbox(filter, limit).await?)
    }

    /// One conversation.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not in the cache; as [`Engine::inbox`].
    pub async fn conversation(&self, id: &ConversationId) -> Result<ConversationRow, Error> {
        self.profile()?
            .context
            .store
            .conversation(id)
            .await?
            .ok_or_else(|| Error::NotFound(id.to_string()))
    }

    /// A window of a chat, oldest message first.
    ///
    /// # Errors
    /// As [`Engine::inbox`].
    pub async fn messages(
        &self,
        id: &ConversationId,
        window: MessageWindow,
    ) -> Result<Messages, Error> {
        Ok(self.profile()?.context.store.messages(id, window).await?)
    }

    /// One message.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not in the cache; as [`Engine::inbox`].
    pub async fn message(&self, id: &MessageId) -> Result<MessageRow, Error> {
        self.profile()?
            .context
            .store
            .message(id)
            .await?
            .ok_or_else(|| Error::NotFound(id.to_string()))
    }

    /// Everybody known, by name.
    ///
    /// # Errors
    /// As [`Engine::inbox`].
    pub async fn people(&self) -> Result<Vec<Participant>, Error> {
        Ok(self.profile()?.context.store.people().await?)
    }

    /// What was written here and is not known to be on the server, oldest first.
    ///
    /// # Errors
    /// As [`Engine::inbox`].
    pub async fn outbox(&self) -> Result<Vec<OutboxEntry>, Error> {
        Ok(self.profile()?.context.store.outbox().await?)
    }

    /// An image by its address, from the disk or the network (DESIGN section 6).
    ///
    /// # Errors
    /// [`Error::BadAddress`] for addresses that are not fetched, [`Error::TooLarge`],
    /// [`Error::NotAnImage`], and the line's errors.
    pub async fn media(&self, url: &str) -> Result<Media, Error> {
        self.profile()?.gallery.show(url).await
    }
}
