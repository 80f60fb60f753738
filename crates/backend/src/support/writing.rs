//! Writing and reading messages.

use protocol::{ConversationId, ConversationStatus};

use super::{Support, admitted};
use crate::app::now;
use crate::database::Write;
use crate::records::{ConversationRecord, MessageRecord, NewMessage, Person};
use crate::refusal::{Refusal, no_conversation};
use crate::tables::conversations::Counted;
use crate::tables::{conversations, messages};

const CLOSED: Refusal = Refusal::Forbidden("Conversation is closed");

impl Support {
    /// `POST /support/messages`.
    pub(crate) async fn write(
        &self,
        sender: &Person,
        to: &ConversationId,
        new: NewMessage,
    ) -> Result<MessageRecord, Refusal> {
        let mut write = self.database.write().await?;
        let conversation = conversations::find(write.rows(), to)
            .await?
            .ok_or_else(no_conversation)?;
        let conversation = admitted(sender, conversation)?;
        if conversation.status == ConversationStatus::Closed {
            return Err(CLOSED);
        }
        let message = self
            .insert_message(&mut write, &conversation, sender, new, Counted::Yes)
            .await?;
        let told = write.commit().await?;
        self.rooms.tell_message(&message);
        drop(told);
        let _ = self.overheard.send(message.clone());
        Ok(message)
    }

    pub(super) async fn insert_message(
        &self,
        write: &mut Write,
        conversation: &ConversationRecord,
        sender: &Person,
        new: NewMessage,
        counted: Counted,
    ) -> Result<MessageRecord, Refusal> {
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
        messages::insert(write.rows(), &message).await?;
        conversations::note_message(write.rows(), &message, counted).await?;
        Ok(message)
    }

    /// `POST /support/conversations/:id/read`: the others' messages are read, and the room hears of
    /// it if that changed anything.
    pub(crate) async fn mark_read(
        &self,
        reader: &Person,
        id: &ConversationId,
    ) -> Result<(), Refusal> {
        let mut write = self.database.write().await?;
        let before = conversations::find(write.rows(), id)
            .await?
            .ok_or_else(no_conversation)?;
        admitted(reader, before)?;
        let cleared = conversations::clear_unread(write.rows(), id, &reader.id).await?;
        let marked = messages::mark_read(write.rows(), id, &reader.id, now()).await?;
        let after = conversations::find(write.rows(), id).await?;
        let told = write.commit().await?;
        if let Some(after) = after.filter(|_| cleared || marked > 0) {
            self.rooms.tell_update(&after);
        }
        drop(told);
        Ok(())
    }
}
