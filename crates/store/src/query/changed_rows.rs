//! What changed since a revision: one read, however many chats a burst touched.

use protocol::ConversationId;

use crate::model::rows::{ChangedRows, MessageRow};
use crate::query::row_builder::RowBuilder;
use crate::query::snapshot::{Scope, Snapshot};
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::messages;
use crate::{Store, StoreError};

/// With how many messages a read ends, once it has all that their last transaction changed.
const ENOUGH_MESSAGES: i64 = 10_000;

impl Store {
    /// The rows of these conversations, the messages that are new or changed since a revision, wherever they are,
    /// and what waits in the outbox of these conversations.
    ///
    /// A read ends after some 10,000 messages; the answer says whether there are more.
    pub async fn changed_rows(
        &self,
        conversations: &[ConversationId],
        since: u64,
    ) -> Result<ChangedRows, StoreError> {
        self.read(|| self.rows_since(conversations, since)).await
    }

    async fn rows_since(
        &self,
        conversations: &[ConversationId],
        since: u64,
    ) -> Result<ChangedRows, StoreError> {
        let mut snapshot = Snapshot::open(self, Scope::All).await?;
        let since = i64::try_from(since).unwrap_or(i64::MAX);
        let cut = messages::revision_of_change(&mut snapshot.cache, since, ENOUGH_MESSAGES).await?;
        let until = cut.unwrap_or(i64::MAX);
        let records = messages::load_changed(&mut snapshot.cache, since, until).await?;
        let named = conversations.iter().map(ConversationId::as_str);
        let spoken_in = records.iter().map(|record| record.conversation.as_str());
        let chats = conversations::load_by_ids(&mut snapshot.cache, named.chain(spoken_in)).await?;
        let mut answer = ChangedRows {
            revision: cut
                .and_then(|cut| u64::try_from(cut).ok())
                .unwrap_or(snapshot.revision),
            more: cut.is_some(),
            ..ChangedRows::default()
        };
        let builder = RowBuilder::for_messages(&mut snapshot, &records).await?;
        answer.messages = records
            .iter()
            .filter_map(|record| {
                let chat = chats.get(&record.conversation);
                let read = chat.and_then(ConversationRecord::read);
                builder.message(record, read.as_ref(), chat.map_or(0, |chat| chat.layout))
            })
            .collect();
        for id in conversations {
            let waiting = builder.waiting(id.as_str());
            answer.messages.extend(waiting.collect::<Vec<MessageRow>>());
        }
        let named: Vec<ConversationRecord> = conversations
            .iter()
            .filter_map(|id| chats.get(id.as_str()).cloned())
            .collect();
        let builder = RowBuilder::for_conversations(&mut snapshot, &named).await?;
        answer.conversations = named
            .iter()
            .filter_map(|record| builder.conversation(record))
            .collect();
        Ok(answer)
    }
}
