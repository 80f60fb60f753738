//! Writing and reading messages.

use protocol::{ConversationId, ConversationStatus};

use super::{Support, require_member};
use crate::api_error::{ApiError, conversation_not_found};
use crate::clock::now;
use crate::database::WriteTransaction;
use crate::records::{ConversationRecord, MessageRecord, NewMessage, Person};
use crate::tables::conversations::Counted;
use crate::tables::{conversations, messages};

const CLOSED: ApiError = ApiError::Forbidden("Conversation is closed");

const OTHER_MESSAGE: ApiError =
    ApiError::Conflict("client_message_id was used for another message before");

/// The message that was written under the same id of the same sender, if there is one. The write lock makes two
/// at once one after the other.
async fn written_before(
    write: &mut WriteTransaction,
    sender: &Person,
    to: &ConversationId,
    new: &NewMessage,
) -> Result<Option<MessageRecord>, ApiError> {
    let Some(client_id) = &new.client_id else {
        return Ok(None);
    };
    let written = messages::find_by_client_id(write.rows(), &sender.id, client_id).await?;
    let is_same = |written: &MessageRecord| {
        written.conversation == *to
            && written.kind == new.kind
            && written.content == new.content
            && written.file == new.file
    };
    match written {
        Some(written) if !is_same(&written) => Err(OTHER_MESSAGE),
        written => Ok(written),
    }
}

impl Support {
    /// `POST /support/messages`.
    pub(crate) async fn write(
        &self,
        sender: &Person,
        to: &ConversationId,
        new: NewMessage,
    ) -> Result<MessageRecord, ApiError> {
        let mut write = self.database.write().await?;
        if let Some(written) = written_before(&mut write, sender, to, &new).await? {
            return Ok(written);
        }
        let conversation = conversations::find(write.rows(), to)
            .await?
            .ok_or_else(conversation_not_found)?;
        let conversation = require_member(sender, conversation)?;
        if conversation.status == ConversationStatus::Closed {
            return Err(CLOSED);
        }
        let message = self
            .insert_message(&mut write, &conversation, sender, new, Counted::Yes)
            .await?;
        let committed = write.commit().await?;
        self.rooms.emit_message(&message);
        drop(committed);
        let _ = self.written_messages.send(message.clone());
        Ok(message)
    }

    pub(super) async fn insert_message(
        &self,
        write: &mut WriteTransaction,
        conversation: &ConversationRecord,
        sender: &Person,
        new: NewMessage,
        counted: Counted,
    ) -> Result<MessageRecord, ApiError> {
        let now = now();
        let message = MessageRecord {
            id: self.ids.next(now)?,
            conversation: conversation.id.clone(),
            sender: sender.clone(),
            kind: new.kind,
            content: new.content,
            file: new.file,
            read_at: None,
            created_at: now,
        };
        messages::insert(write.rows(), &message, new.client_id.as_ref()).await?;
        conversations::set_last_message(write.rows(), &message, counted).await?;
        Ok(message)
    }

    /// `POST /support/conversations/:id/read`: the others' messages are read, and the room hears of
    /// it if that changed anything.
    pub(crate) async fn mark_read(
        &self,
        reader: &Person,
        id: &ConversationId,
    ) -> Result<(), ApiError> {
        let mut write = self.database.write().await?;
        let before = conversations::find(write.rows(), id)
            .await?
            .ok_or_else(conversation_not_found)?;
        require_member(reader, before)?;
        let cleared = conversations::clear_unread(write.rows(), id, &reader.id).await?;
        let marked = messages::mark_read(write.rows(), id, &reader.id, now()).await?;
        let after = conversations::find(write.rows(), id).await?;
        let committed = write.commit().await?;
        if let Some(after) = after.filter(|_| cleared || marked > 0) {
            self.rooms.emit_update(&after);
        }
        drop(committed);
        Ok(())
    }
}
