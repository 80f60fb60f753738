//! The messages that a transaction writes, with their numbers and their texts in the index.

use std::collections::HashMap;

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::tables::message_index::{self, IndexedText};
use crate::tables::messages::{self, MessageRecord};
use crate::tables::{message_numbers, search_state};

/// What is to be written.
#[derive(Debug, Default)]
pub(crate) struct MessageWrites {
    rows: Vec<MessageRecord>,
    /// The numbers of messages that have one, by id.
    numbers: HashMap<String, i64>,
    /// The messages whose text is another by now, by id, with the text that the index has.
    texts: HashMap<String, Option<String>>,
}

impl MessageWrites {
    /// Begins with what the cache has of these messages.
    pub(crate) fn new(known: &[MessageRecord]) -> Self {
        let numbers = known.iter().map(|row| (row.id.clone(), row.number));
        Self {
            numbers: numbers.collect(),
            ..Self::default()
        }
    }

    /// Writes a row with the next [`MessageWrites::flush`].
    pub(crate) fn push(&mut self, before: Option<&MessageRecord>, row: MessageRecord) {
        let before = before.filter(|before| before.id == row.id);
        let old = before.map(MessageRecord::searched_text);
        if old != Some(row.searched_text()) {
            let old = old.map(str::to_owned);
            self.texts.entry(row.id.clone()).or_insert(old);
        }
        self.rows.push(row);
    }

    /// Writes the rows, then what the index has of them; the numbers of what was written.
    pub(crate) async fn flush(
        &mut self,
        conn: &mut SqliteConnection,
    ) -> Result<Vec<i64>, StoreError> {
        if self.rows.is_empty() {
            return Ok(Vec::new());
        }
        let rows = std::mem::take(&mut self.rows);
        let mut last: HashMap<String, MessageRecord> = HashMap::with_capacity(rows.len());
        let mut order = Vec::with_capacity(rows.len());
        for row in rows {
            if !last.contains_key(&row.id) {
                order.push(row.id.clone());
            }
            last.insert(row.id.clone(), row);
        }
        let mut rows: Vec<MessageRecord> = order.iter().filter_map(|id| last.remove(id)).collect();
        self.number(conn, &mut rows).await?;
        messages::save_messages(conn, &rows).await?;
        self.index(conn, &rows).await?;
        Ok(rows.iter().map(|row| row.number).collect())
    }

    async fn number(
        &mut self,
        conn: &mut SqliteConnection,
        rows: &mut [MessageRecord],
    ) -> Result<(), StoreError> {
        let new = rows
            .iter()
            .filter(|row| !self.numbers.contains_key(&row.id));
        let new: Vec<(String, i64)> = new.map(|row| (row.id.clone(), row.sort_time)).collect();
        if !new.is_empty() {
            let times: Vec<i64> = new.iter().map(|(_, time)| *time).collect();
            let numbers = message_numbers::assign(conn, &times).await?;
            let ids = new.into_iter().map(|(id, _)| id);
            self.numbers.extend(ids.zip(numbers));
        }
        for row in rows {
            if let Some(number) = self.numbers.get(&row.id) {
                row.number = *number;
            }
        }
        Ok(())
    }

    async fn index(
        &mut self,
        conn: &mut SqliteConnection,
        rows: &[MessageRecord],
    ) -> Result<(), StoreError> {
        let texts = std::mem::take(&mut self.texts);
        if texts.is_empty() {
            return Ok(());
        }
        let state = search_state::load(conn).await?;
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for row in rows.iter().filter(|row| row.number >= state.indexed_from) {
            let Some(before) = texts.get(&row.id) else {
                continue;
            };
            old.extend(before.iter().map(|text| IndexedText::of(row.number, text)));
            new.push(IndexedText::of(row.number, row.searched_text()));
        }
        message_index::remove(conn, old).await?;
        message_index::insert(conn, new).await
    }
}

/// Removes the messages with these ids (a JSON array), and what the index has of them.
pub(crate) async fn remove_messages(
    conn: &mut SqliteConnection,
    ids: &str,
) -> Result<(), StoreError> {
    let state = search_state::load(conn).await?;
    let rows = messages::load_by_ids(conn, ids).await?;
    let indexed = rows.iter().filter(|row| row.number >= state.indexed_from);
    let texts = indexed.map(|row| IndexedText::of(row.number, row.searched_text()));
    message_index::remove(conn, texts.collect()).await?;
    messages::delete_messages(conn, ids).await
}
