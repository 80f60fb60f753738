//! The conversations that a transaction works on: read once, changed in memory, folded and written
//! once at the end, and only if something differs. A poll that brings nothing new writes nothing.

use std::collections::HashMap;

use protocol::Participant;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::ingest::derived;
use crate::model::changes::Changes;
use crate::tables::conversations::{self, ConversationRecord};

/// A transaction's working set.
pub(crate) struct Working<'c> {
    pub(crate) conn: &'c mut SqliteConnection,
    /// The revision that the transaction's changes carry.
    pub(crate) revision: i64,
    pub(crate) me: Option<Participant>,
    pub(crate) changes: Changes,
    rows: HashMap<String, Worked>,
}

struct Worked {
    before: Option<ConversationRecord>,
    now: ConversationRecord,
    fold: bool,
}

impl<'c> Working<'c> {
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
        let mut known = conversations::load(self.conn, ids.clone()).await?;
        for id in ids {
            self.rows.entry(id.to_owned()).or_insert_with(|| {
                let before = known.remove(id);
                let now = before
                    .clone()
                    .unwrap_or_else(|| ConversationRecord::blank(id));
                Worked {
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
        self.rows.get_mut(id).map(|worked| &mut worked.now)
    }

    /// The messages of a conversation changed: what is derived from them has to be worked out again.
    pub(crate) fn messages_changed(&mut self, id: &str) {
        if let Some(worked) = self.rows.get_mut(id) {
            worked.fold = true;
        }
        self.changes.messages.insert(id.to_owned());
    }

    /// What is shown beside the messages changed: gaps, the divider, what is read.
    pub(crate) fn layout_changed(&mut self, id: &str) {
        let revision = self.revision;
        if let Some(row) = self.row(id) {
            row.layout = revision;
        }
        self.messages_changed(id);
    }

    /// Works out what is derived, writes what differs, and says what changed.
    pub(crate) async fn finish(mut self) -> Result<Changes, StoreError> {
        for (id, worked) in &mut self.rows {
            if worked.fold || worked.before.as_ref() != Some(&worked.now) {
                derived::fold(self.conn, &mut worked.now, self.me.as_ref()).await?;
            }
            if worked.before.as_ref() == Some(&worked.now) {
                continue;
            }
            worked.now.revision = self.revision;
            conversations::save(self.conn, &worked.now).await?;
            self.changes.conversations.insert(id.clone());
            let was_known = worked.before.as_ref().is_some_and(|row| row.known);
            if worked.now.known && !was_known {
                self.changes.opened.insert(id.clone());
            }
        }
        self.judge_arrivals().await?;
        if !self.changes.is_empty() {
            note_revision(self.conn, self.revision).await?;
        }
        Ok(self.changes)
    }

    /// Says of the messages that arrived which are unread.
    async fn judge_arrivals(&mut self) -> Result<(), StoreError> {
        let mut oldest = HashMap::new();
        for arrival in &self.changes.arrived {
            let at = arrival.place.created_at.0;
            let oldest = oldest.entry(arrival.conversation.clone()).or_insert(at);
            *oldest = at.min(*oldest);
        }
        let mut firsts = HashMap::new();
        for arrival in &mut self.changes.arrived {
            let id = arrival.conversation.clone();
            if !firsts.contains_key(&id) {
                let first = match (self.rows.get(&id), oldest.get(&id)) {
                    (Some(worked), Some(since)) => {
                        let me = self.me.as_ref();
                        derived::first_unread_since(self.conn, &worked.now, me, *since).await?
                    }
                    _ => None,
                };
                firsts.insert(id.clone(), first);
            }
            let first = firsts.get(&id).and_then(Option::as_ref);
            arrival.unread &=
                first.is_some_and(|first| derived::rank(first) <= derived::rank(&arrival.place));
        }
        Ok(())
    }
}

/// Notes in the cache how often it has changed.
pub(crate) async fn note_revision(
    conn: &mut SqliteConnection,
    revision: i64,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE cache_meta SET revision = ? WHERE one = 1", revision)
        .execute(conn)
        .await?;
    Ok(())
}
