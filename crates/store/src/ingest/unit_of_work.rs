//! The conversations that a transaction works on: read once, changed in memory, derived and written once at the
//! end, and only if something differs. A poll that brings nothing new writes nothing.

use std::collections::{HashMap, HashSet};

use parking_lot::Mutex;
use protocol::Participant;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::ingest::arrivals::{self, MessageChange};
use crate::ingest::derived;
use crate::ingest::first_unread::{self, UnreadSearch};
use crate::model::changed_messages::ChangedMessages;
use crate::model::changes::{ArrivedMessage, Changes};
use crate::model::positions::sort_key;
use crate::tables::conversation_members;
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::messages::MessageRecord;
use crate::tables::search_names::{self, SearchName};

/// The conversations of one transaction, and what it changed.
pub(crate) struct UnitOfWork<'c> {
    pub(crate) conn: &'c mut SqliteConnection,
    /// The revision that the transaction's changes carry.
    pub(crate) revision: i64,
    pub(crate) me: Option<Participant>,
    pub(crate) changes: Changes,
    rows: HashMap<String, LoadedRow>,
    changed_messages: &'c Mutex<ChangedMessages>,
}

struct LoadedRow {
    before: Option<ConversationRecord>,
    now: ConversationRecord,
    messages: MessageChange,
}

impl LoadedRow {
    /// Whether what is derived from the row may be another by now.
    fn is_touched(&self) -> bool {
        !self.messages.is_none() || self.before.as_ref() != Some(&self.now)
    }
}

impl<'c> UnitOfWork<'c> {
    pub(crate) fn new(
        conn: &'c mut SqliteConnection,
        revision: i64,
        me: Option<Participant>,
        changed_messages: &'c Mutex<ChangedMessages>,
    ) -> Self {
        Self {
            conn,
            revision,
            me,
            changes: Changes::default(),
            rows: HashMap::new(),
            changed_messages,
        }
    }

    /// Reads the rows of these conversations, beginning those that are missing.
    pub(crate) async fn load<'a>(
        &mut self,
        ids: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<(), StoreError> {
        let mut known = conversations::load_by_ids(self.conn, ids.clone()).await?;
        for id in ids {
            self.rows.entry(id.to_owned()).or_insert_with(|| {
                let before = known.remove(id);
                let now = before
                    .clone()
                    .unwrap_or_else(|| ConversationRecord::blank(id));
                let messages = match &before {
                    None => MessageChange::Other,
                    Some(_) => MessageChange::None,
                };
                LoadedRow {
                    before,
                    now,
                    messages,
                }
            });
        }
        Ok(())
    }

    /// A row that was loaded, to be changed.
    pub(crate) fn row(&mut self, id: &str) -> Option<&mut ConversationRecord> {
        self.rows.get_mut(id).map(|loaded| &mut loaded.now)
    }

    /// Every row that was loaded, to be changed.
    pub(crate) fn loaded_rows(&mut self) -> impl Iterator<Item = &mut ConversationRecord> {
        self.rows.values_mut().map(|loaded| &mut loaded.now)
    }

    /// The messages of a conversation changed: what is derived from them has to be computed again.
    pub(crate) fn messages_changed(&mut self, id: &str) {
        if let Some(loaded) = self.rows.get_mut(id) {
            loaded.messages = MessageChange::Other;
        }
        self.changes.messages.insert(id.to_owned());
    }

    /// A message that was not here before is in its conversation.
    pub(crate) fn message_arrived(&mut self, message: &MessageRecord) {
        if let Some(loaded) = self.rows.get_mut(&message.conversation) {
            loaded.messages.arrived(message);
        }
        self.changes.messages.insert(message.conversation.clone());
    }

    /// The rows of messages with these numbers carry the transaction's revision.
    pub(crate) fn messages_written(&self, numbers: impl IntoIterator<Item = i64>) {
        let mut changed = self.changed_messages.lock();
        changed.record(self.revision, numbers);
    }

    /// What rows of messages show beside the messages changed: gaps, what is read.
    pub(crate) fn layout_changed(&mut self, id: &str) {
        let revision = self.revision;
        if let Some(row) = self.row(id) {
            row.layout = revision;
        }
        self.messages_changed(id);
    }

    /// Computes the derived columns, writes the rows that differ, and says what changed. The number of statements
    /// does not depend on the number of conversations.
    pub(crate) async fn finish(mut self) -> Result<Changes, StoreError> {
        let counted = self.recompute_derived().await?;
        let mut changed = Vec::new();
        for (id, loaded) in &mut self.rows {
            if loaded.before.as_ref() == Some(&loaded.now) {
                continue;
            }
            loaded.now.revision = self.revision;
            self.changes.conversations.insert(id.clone());
            let was_known = loaded.before.as_ref().is_some_and(|row| row.known);
            if loaded.now.known && !was_known {
                self.changes.new_conversations.insert(id.clone());
            }
            changed.push(&loaded.now);
        }
        conversations::save_conversations(self.conn, &changed).await?;
        self.save_search_names().await?;
        self.mark_unread_arrivals(&counted).await?;
        if !self.changes.is_empty() {
            write_revision(self.conn, self.revision).await?;
        }
        Ok(self.changes)
    }

    /// Writes what the conversations are searched by, where that changed.
    async fn save_search_names(&mut self) -> Result<(), StoreError> {
        let (mut names, mut members) = (Vec::new(), Vec::new());
        for loaded in self.rows.values() {
            let (before, now) = (loaded.before.as_ref(), &loaded.now);
            if before.is_none_or(|row| row.subject != now.subject) {
                let subject = now.subject.as_deref();
                names.push(SearchName::of_conversation(&now.id, subject));
            }
            if let Some(order) = &now.related_order
                && before.is_none_or(|row| row.related_order != now.related_order)
            {
                names.push(SearchName::of_order(&now.id, order));
            }
            if before.is_none_or(|row| row.participants != now.participants) {
                members.push(now);
            }
        }
        search_names::save(self.conn, &names).await?;
        conversation_members::save(self.conn, &members).await
    }

    /// Brings the derived columns up to date, and gives the new messages that were counted as unread by themselves.
    async fn recompute_derived(&mut self) -> Result<HashSet<String>, StoreError> {
        let me = self.me.as_ref();
        let mut counted = HashSet::new();
        let mut from_tables = Vec::new();
        let touched = self.rows.values_mut().filter(|loaded| loaded.is_touched());
        let mut rows: Vec<&mut LoadedRow> = touched.collect();
        for loaded in &mut rows {
            let (before, now) = (loaded.before.as_ref(), &mut loaded.now);
            match arrivals::add_arrivals(before, now, &loaded.messages, me) {
                Some(ids) => counted.extend(ids),
                None => from_tables.push(now),
            }
        }
        derived::recompute_from_messages(self.conn, &mut from_tables, me).await?;
        for loaded in rows {
            derived::recompute_from_row(&mut loaded.now);
        }
        Ok(counted)
    }

    /// Marks the new messages that are unread. What was counted by itself is.
    async fn mark_unread_arrivals(&mut self, counted: &HashSet<String>) -> Result<(), StoreError> {
        let mut oldest: HashMap<&str, i64> = HashMap::new();
        let is_open =
            |arrival: &ArrivedMessage| !arrival.is_read && !counted.contains(&arrival.position.id);
        for arrival in self.changes.new_messages.iter().filter(|one| is_open(one)) {
            let at = arrival.position.created_at.0;
            let oldest = oldest.entry(&arrival.conversation).or_insert(at);
            *oldest = at.min(*oldest);
        }
        let searched: Vec<UnreadSearch<'_>> = oldest
            .into_iter()
            .filter_map(|(id, since)| UnreadSearch::since(&self.rows.get(id)?.now, since))
            .collect();
        let firsts =
            first_unread::first_unread_among(self.conn, self.me.as_ref(), &searched).await?;
        for arrival in &mut self.changes.new_messages {
            let first = firsts.get(&arrival.conversation);
            arrival.unread = counted.contains(&arrival.position.id)
                || is_open(arrival)
                    && first.is_some_and(|first| sort_key(first) <= sort_key(&arrival.position));
        }
        Ok(())
    }
}

/// Writes the cache's revision.
pub(crate) async fn write_revision(
    conn: &mut SqliteConnection,
    revision: i64,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE cache_meta SET revision = ? WHERE id = 1", revision)
        .execute(conn)
        .await?;
    Ok(())
}
