//! The conversations that a transaction works on: read once, changed in memory, derived and written once at the
//! end, and only if something differs. A poll that brings nothing new writes nothing.

use std::collections::HashMap;

use protocol::Participant;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::ingest::derived;
use crate::model::changes::Changes;
use crate::tables::conversations::{self, ConversationRecord};

/// The conversations of one transaction, and what it changed.
pub(crate) struct UnitOfWork<'c> {
    pub(crate) conn: &'c mut SqliteConnection,
    /// The revision that the transaction's changes carry.
    pub(crate) revision: i64,
    pub(crate) me: Option<Participant>,
    pub(crate) changes: Changes,
    rows: HashMap<String, LoadedRow>,
}

struct LoadedRow {
    before: Option<ConversationRecord>,
    now: ConversationRecord,
    fold: bool,
}

impl<'c> UnitOfWork<'c> {
    pub(crate) fn new(
        conn: &'c mut SqliteConnection,
        revision: i64,
        me: Option<Participant>,
    ) -> Self {
        Self {
            conn,
            revision,
            me,
            changes: Changes::default(),
            rows: HashMap::new(),
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
                LoadedRow {
                    fold: before.is_none(),
                    before,
                    now,
                }
            });
        }
        Ok(())
    }

    /// A row that was loaded, to be changed.
    pub(crate) fn row(&mut self, id: &str) -> Option<&mut ConversationRecord> {
        self.rows.get_mut(id).map(|loaded| &mut loaded.now)
    }

    /// The messages of a conversation changed: what is derived from them has to be computed again.
    pub(crate) fn messages_changed(&mut self, id: &str) {
        if let Some(loaded) = self.rows.get_mut(id) {
            loaded.fold = true;
        }
        self.changes.messages.insert(id.to_owned());
    }

    /// What rows of messages show beside the messages changed: gaps, the divider, what is read.
    pub(crate) fn layout_changed(&mut self, id: &str) {
        let revision = self.revision;
        if let Some(row) = self.row(id) {
            row.layout = revision;
        }
        self.messages_changed(id);
    }

    /// Computes the derived columns, writes the rows that differ, and says what changed.
    pub(crate) async fn finish(mut self) -> Result<Changes, StoreError> {
        for (id, loaded) in &mut self.rows {
            if loaded.fold || loaded.before.as_ref() != Some(&loaded.now) {
                derived::recompute_derived(self.conn, &mut loaded.now, self.me.as_ref()).await?;
            }
            if loaded.before.as_ref() == Some(&loaded.now) {
                continue;
            }
            loaded.now.revision = self.revision;
            conversations::save_conversation(self.conn, &loaded.now).await?;
            self.changes.conversations.insert(id.clone());
            let was_known = loaded.before.as_ref().is_some_and(|row| row.known);
            if loaded.now.known && !was_known {
                self.changes.new_conversations.insert(id.clone());
            }
        }
        self.mark_unread_arrivals().await?;
        if !self.changes.is_empty() {
            write_revision(self.conn, self.revision).await?;
        }
        Ok(self.changes)
    }

    /// Marks the new messages that are unread.
    async fn mark_unread_arrivals(&mut self) -> Result<(), StoreError> {
        let mut oldest = HashMap::new();
        for arrival in &self.changes.new_messages {
            let at = arrival.position.created_at.0;
            let oldest = oldest.entry(arrival.conversation.clone()).or_insert(at);
            *oldest = at.min(*oldest);
        }
        let mut firsts = HashMap::new();
        for arrival in &mut self.changes.new_messages {
            let id = arrival.conversation.clone();
            if !firsts.contains_key(&id) {
                let first = match (self.rows.get(&id), oldest.get(&id)) {
                    (Some(loaded), Some(since)) => {
                        let me = self.me.as_ref();
                        derived::first_unread_since(self.conn, &loaded.now, me, *since).await?
                    }
                    _ => None,
                };
                firsts.insert(id.clone(), first);
            }
            let first = firsts.get(&id).and_then(Option::as_ref);
            arrival.unread = !arrival.is_read
                && first.is_some_and(|first| {
                    derived::sort_key(first) <= derived::sort_key(&arrival.position)
                });
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
