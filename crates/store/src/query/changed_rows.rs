//! What changed since a revision: one read, however many chats a burst touched.

use protocol::ConversationId;

use crate::db::json;
use crate::model::changed_messages::ChangedMessage;
use crate::model::rows::{ChangedRows, MessageRow};
use crate::query::row_builder::RowBuilder;
use crate::query::snapshot::{Scope, Snapshot};
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::messages;
use crate::{Store, StoreError};

/// With how many messages a read ends, once it has all that their last transaction changed.
const ENOUGH_MESSAGES: usize = 10_000;

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
        let remembered = self.inner.changed_messages.lock().since(since);
        let changed = match remembered {
            Some(changed) => changed,
            None => messages::find_changed(&mut snapshot.cache, since).await?,
        };
        let (part, cut) = first_part(&changed);
        let numbers = json::to_numbers(&part);
        let until = cut.unwrap_or(i64::MAX);
        let records = messages::load_changed(&mut snapshot.cache, &numbers, (since, until)).await?;
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

/// The numbers of those with which a read is content, and the revision of the last of them where there are more.
fn first_part(changed: &[ChangedMessage]) -> (Vec<i64>, Option<i64>) {
    let until = changed.get(ENOUGH_MESSAGES).map(|one| one.revision);
    let part = changed
        .iter()
        .take_while(|one| until.is_none_or(|until| one.revision <= until));
    let numbers: Vec<i64> = part.map(|one| one.number).collect();
    let cut = until.filter(|_| numbers.len() < changed.len());
    (numbers, cut)
}
