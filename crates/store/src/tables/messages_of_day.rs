//! Who wrote when, in all conversations: a range of the messages' numbers, which grow with their time.

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::tables::message_numbers;

/// A message without its words.
#[derive(Debug)]
pub(crate) struct MessageOfDay {
    pub(crate) number: i64,
    pub(crate) conversation: String,
    pub(crate) id: String,
    pub(crate) sort_time: i64,
    pub(crate) sender: Option<String>,
    pub(crate) kind: String,
}

/// The messages since a time, in the order of their numbers, from a number on.
pub(crate) async fn load_since(
    conn: &mut SqliteConnection,
    since: i64,
    number: i64,
    limit: i64,
) -> Result<Vec<MessageOfDay>, StoreError> {
    let from = message_numbers::lowest_at(since).max(number);
    let rows = sqlx::query_as!(
        MessageOfDay,
        r#"SELECT number AS "number!", conversation, id, sort_time, sender, kind FROM messages
           WHERE number >= ? AND sort_time >= ? ORDER BY number LIMIT ?"#,
        from,
        since,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
