//! Searching the cache: conversations, people and orders by name, messages by their text.

mod excerpt;
mod filters;
mod index_expression;
mod messages;
mod names;
mod tags;
mod words;

use std::collections::HashMap;

use protocol::{ConversationId, MessageId};
use sqlx::sqlite::SqliteConnection;

use crate::limits::{GROUP_ROWS, QUERY_CHARS};
use crate::model::rows::ConversationRow;
use crate::model::search::{FoundMessage, SearchRequest, SearchResults};
use crate::query::row_builder::RowBuilder;
use crate::query::search::filters::Filters;
use crate::query::search::messages::{Found, MessageSearch};
use crate::query::search::names::Names;
use crate::query::search::words::Words;
use crate::query::snapshot::{Scope, Snapshot};
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::messages::MessageRecord;
use crate::tables::people::PeopleLookup;
use crate::tables::search_names::NameKind;
use crate::tables::search_state;
use crate::{Store, StoreError};

impl Store {
    /// Searches the cache. Messages come newest first.
    ///
    /// # Errors
    /// [`StoreError::QueryTooLong`], and those of the disk and of a damaged cache.
    pub async fn search(&self, request: &SearchRequest) -> Result<SearchResults, StoreError> {
        let typed = request.words.iter().map(|word| word.chars().count() + 1);
        if typed.sum::<usize>() > QUERY_CHARS + 1 {
            return Err(StoreError::QueryTooLong);
        }
        self.read(|| self.search_snapshot(request)).await
    }

    async fn search_snapshot(&self, request: &SearchRequest) -> Result<SearchResults, StoreError> {
        let mut snapshot = Snapshot::open(self, Scope::All).await?;
        let words = Words::read(&request.words);
        let tagged = tags::tagged(&snapshot.outgoing.marks, &request.tags);
        let cache = &mut snapshot.cache;
        let state = search_state::load(cache).await?;
        let mut results = SearchResults {
            not_covered: search_state::count_unindexed(cache, &state).await?,
            ..SearchResults::default()
        };
        let asks_for_messages = !words.is_empty() || request.is_filtered();
        if !asks_for_messages && tagged.is_none() {
            return Ok(results);
        }
        let (mut conversations, mut orders) = (Vec::new(), Vec::new());
        if request.is_filtered() {
            // They are of messages.
        } else if let Some(tagged) = &tagged {
            conversations = tags::conversations(cache, &words, tagged).await?;
        } else {
            let names = Names::find(cache, &words, &NameKind::ALL).await?;
            let people = names.people();
            let named = names.conversations(cache, &people).await?;
            conversations = names::most_active(cache, &named).await?;
            orders = names::most_active(cache, &names.orders()).await?;
            let shown = people.iter().take(GROUP_ROWS).map(String::as_str);
            let known = PeopleLookup::load(cache, shown.clone()).await?;
            results.people = shown.filter_map(|id| known.person(id)).collect();
        }
        let filters = Filters::read(cache, request, tagged).await?;
        let found = if asks_for_messages {
            let search = MessageSearch::new(&words, &filters, request.limit);
            search.run(cache).await?
        } else {
            Found::default()
        };
        results.more = found.more;
        let chats: Vec<&str> = found
            .messages
            .iter()
            .map(|message| message.conversation.as_str())
            .collect();
        let ids = conversations.iter().chain(&orders).map(String::as_str);
        let records = conversations::load_by_ids(cache, ids.chain(chats.iter().copied())).await?;
        let records: Vec<ConversationRecord> = records.into_values().collect();
        results.messages = found_messages(&mut snapshot, &found.messages, &words).await?;
        let builder = RowBuilder::for_conversations(&mut snapshot, &records).await?;
        let rows: HashMap<&str, ConversationRow> = records
            .iter()
            .filter_map(|record| Some((record.id.as_str(), builder.conversation(record)?)))
            .collect();
        let rows_of = |ids: &[String]| {
            let rows = ids.iter().filter_map(|id| rows.get(id.as_str()).cloned());
            rows.collect::<Vec<ConversationRow>>()
        };
        results.conversations = rows_of(&conversations);
        results.orders = rows_of(&orders);
        let mut shown: Vec<String> = chats.into_iter().map(str::to_owned).collect();
        shown.sort_unstable();
        shown.dedup();
        results.chats = rows_of(&shown);
        results.words = words.into_spellings();
        Ok(results)
    }
}

async fn found_messages(
    snapshot: &mut Snapshot,
    records: &[MessageRecord],
    words: &Words,
) -> Result<Vec<FoundMessage>, StoreError> {
    let builder = RowBuilder::for_messages(snapshot, records).await?;
    let found = records.iter().filter_map(|record| {
        let row = builder.message(record, None, 0)?;
        Some(FoundMessage {
            id: MessageId::new(record.id.clone())?,
            conversation: ConversationId::new(record.conversation.clone())?,
            position: record.position(),
            sender: row.sender,
            mine: row.mine,
            kind: row.kind,
            excerpt: excerpt::around_found(record.searched_text(), words),
        })
    });
    Ok(found.collect())
}

/// The conversations whose subject, people or order hold every word, in any spelling.
pub(crate) async fn conversations_named(
    cache: &mut SqliteConnection,
    words: &[&str],
) -> Result<Vec<String>, StoreError> {
    names::conversations_or_orders(cache, &Words::read(words)).await
}
