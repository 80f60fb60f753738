//! All pictures and files of a chat in one place, as far as its messages are in the cache.

use protocol::ConversationId;

use crate::limits::ATTACHMENTS_SHOWN;
use crate::model::rows::{Attachments, MessageRow};
use crate::query::row_builder::RowBuilder;
use crate::query::snapshot::{Scope, Snapshot};
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::messages;
use crate::{Store, StoreError};

impl Store {
    /// The newest pictures and files of a chat, newest first. Their `gap_before` is not computed.
    pub async fn attachments(
        &self,
        conversation: &ConversationId,
    ) -> Result<Attachments, StoreError> {
        let id = conversation.as_str();
        self.read(|| self.attachments_of(id)).await
    }

    async fn attachments_of(&self, id: &str) -> Result<Attachments, StoreError> {
        let mut snapshot = Snapshot::open(self, Scope::Conversation(id)).await?;
        let asked = i64::try_from(ATTACHMENTS_SHOWN).unwrap_or(i64::MAX);
        let cache = &mut snapshot.cache;
        let mut records = messages::load_attachments(cache, id, asked.saturating_add(1)).await?;
        let chat = conversations::load_one(cache, id).await?;
        let more = records.len() > ATTACHMENTS_SHOWN;
        records.truncate(ATTACHMENTS_SHOWN);
        let builder = RowBuilder::for_messages(&mut snapshot, &records).await?;
        let read = chat.as_ref().and_then(ConversationRecord::seen);
        let layout = chat.map_or(0, |chat| chat.layout);
        let rows: Vec<MessageRow> = records
            .iter()
            .filter_map(|record| builder.message(record, read.as_ref(), layout))
            .collect();
        Ok(Attachments { rows, more })
    }
}
