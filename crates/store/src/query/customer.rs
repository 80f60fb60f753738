//! The customer of a chat, with their other chats.

use std::collections::HashMap;

use protocol::{ConversationId, Participant, Role, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::db::json;
use crate::limits::{CUSTOMER_CHATS, CUSTOMER_MESSAGES};
use crate::model::customer::{Answered, Customer, CustomerChat};
use crate::query::row_builder::RowBuilder;
use crate::query::snapshot::{Scope, Snapshot};
use crate::tables::askers::{Askers, Meaning};
use crate::tables::conversation_members::{self, CustomerConversations};
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::newest_senders;
use crate::tables::people::PeopleLookup;
use crate::{Store, StoreError};

/// The newest answer of each conversation: who gave it, and when.
type Answers = HashMap<String, (String, i64)>;

impl Store {
    /// What the cache knows of a chat's customer, with their other chats that were active last.
    ///
    /// # Errors
    /// Those of the disk and of a damaged cache.
    pub async fn customer(&self, conversation: &ConversationId) -> Result<Customer, StoreError> {
        self.read(|| async {
            let mut snapshot = Snapshot::open(self, Scope::All).await?;
            let revision = snapshot.revision;
            let me = snapshot.me.clone();
            let cache = &mut snapshot.cache;
            let record = conversations::load_one(cache, conversation.as_str()).await?;
            let person = match &record {
                Some(record) => find_customer(cache, record, me.as_ref()).await?,
                None => None,
            };
            let Some(person) = person else {
                return Ok(Customer {
                    person: None,
                    first_seen: None,
                    others: 0,
                    chats: Vec::new(),
                    revision,
                });
            };
            let found = conversation_members::load_customer_conversations(
                cache,
                person.id.as_str(),
                i64::try_from(CUSTOMER_CHATS)
                    .unwrap_or(i64::MAX)
                    .saturating_add(1),
            )
            .await?;
            let others = load_others(cache, &found, conversation).await?;
            let answers = load_answers(cache, &others, me.as_ref()).await?;
            let answerers = answers.values().map(|(sender, _)| sender.as_str());
            let people = PeopleLookup::load(cache, answerers).await?;
            let builder = RowBuilder::for_conversations(&mut snapshot, &others).await?;
            let chats = others.iter().filter_map(|record| {
                let answered = answers.get(&record.id).map(|(sender, at)| Answered {
                    by: people.person(sender),
                    mine: me.as_ref().is_some_and(|me| me.id.as_str() == sender),
                    at: UtcMs(*at),
                });
                let row = builder.conversation(record)?;
                Some(CustomerChat { row, answered })
            });
            Ok(Customer {
                chats: chats.collect(),
                person: Some(person),
                first_seen: found.first_seen.map(UtcMs),
                others: u32::try_from(found.count.saturating_sub(1)).unwrap_or_default(),
                revision,
            })
        })
        .await
    }
}

/// Who asks in a conversation: the first of those who are not on support's side, customers before others.
async fn find_customer(
    conn: &mut SqliteConnection,
    record: &ConversationRecord,
    me: Option<&Participant>,
) -> Result<Option<Participant>, StoreError> {
    let side = record.support_ids();
    let me = me.map_or("", |me| me.id.as_str());
    let ids: Vec<String> = record
        .participant_ids()
        .into_iter()
        .filter(|id| id != me && !side.contains(id))
        .collect();
    let people = PeopleLookup::load(conn, ids.iter().map(String::as_str)).await?;
    let asking = ids
        .iter()
        .filter_map(|id| people.person(id))
        .filter(|person| person.role != Some(Role::Admin));
    Ok(asking.min_by_key(|person| person.role != Some(Role::User)))
}

/// The records of somebody's conversations but this one, the most active first.
async fn load_others(
    conn: &mut SqliteConnection,
    found: &CustomerConversations,
    this: &ConversationId,
) -> Result<Vec<ConversationRecord>, StoreError> {
    let ids = found.ids.iter().map(String::as_str);
    let ids: Vec<&str> = ids
        .filter(|id| *id != this.as_str())
        .take(CUSTOMER_CHATS)
        .collect();
    let mut known = conversations::load_by_ids(conn, ids.iter().copied()).await?;
    Ok(ids.iter().filter_map(|id| known.remove(*id)).collect())
}

/// The newest answer among the newest messages of each of these conversations.
async fn load_answers(
    conn: &mut SqliteConnection,
    records: &[ConversationRecord],
    me: Option<&Participant>,
) -> Result<Answers, StoreError> {
    let askers: HashMap<&str, Askers<'_>> = records
        .iter()
        .map(|record| (record.id.as_str(), Askers::of(record, me)))
        .collect();
    let ids = json::to_array(records.iter().map(|record| record.id.as_str()));
    let mut answers = Answers::new();
    for message in newest_senders::load_newest_senders(conn, &ids, CUSTOMER_MESSAGES).await? {
        let asks = askers
            .get(message.conversation.as_str())
            .is_none_or(|askers| {
                askers.meaning(Some(&message.sender), &message.kind) == Meaning::Asks
            });
        if !asks {
            answers
                .entry(message.conversation)
                .or_insert((message.sender, message.sort_time));
        }
    }
    Ok(answers)
}
