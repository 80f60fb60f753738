//! The conversations that a transaction works on: read once, changed in memory, derived and written once at the
//! end, and only if something differs. A poll that brings nothing new writes nothing.

use std::collections::HashMap;

use protocol::Participant;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::ingest::derived;
use crate::ingest::unread::{self, UnreadSearch};
use crate::model::changes::Changes;
use crate::model::positions::sort_key;
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
    outdated: bool,
}

impl LoadedRow {
    /// Whether what is derived from the row may be another by now.
    fn is_touched(&self) -> bool {
        self.outdated || self.before.as_ref() != Some(&self.now)
    }
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
                    outdated: before.is_none(),
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
            loaded.outdated = true;
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

    /// Computes the derived columns, writes the rows that differ, and says what changed. The number of statements
    /// does not depend on the number of conversations.
    pub(crate) async fn finish(mut self) -> Result<Changes, StoreError> {
        let touched = self.rows.values_mut().filter(|loaded| loaded.is_touched());
        let touched = touched.map(|loaded| &mut loaded.now).collect();
        derived::recompute_derived(self.conn, touched, self.me.as_ref()).await?;
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
        self.mark_unread_arrivals().await?;
        if !self.changes.is_empty() {
            write_revision(self.conn, self.revision).await?;
        }
        Ok(self.changes)
    }

    /// Marks the new messages that are unread.
    async fn mark_unread_arrivals(&mut self) -> Result<(), StoreError> {
        let mut oldest: HashMap<&str, i64> = HashMap::new();
        for arrival in &self.changes.new_messages {
            let at = arrival.position.created_at.0;
            let oldest = oldest.entry(&arrival.conversation).or_insert(at);
            *oldest = at.min(*oldest);
        }
        let searched: Vec<UnreadSearch<'_>> = oldest
            .into_iter()
            .filter_map(|(id, since)| UnreadSearch::since(&self.rows.get(id)?.now, since))
            .collect();
        let firsts = unread::first_unread_among(self.conn, self.me.as_ref(), &searched).await?;
        for arrival in &mut self.changes.new_messages {
            let first = firsts.get(&arrival.conversation);
            arrival.unread = !arrival.is_read
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
