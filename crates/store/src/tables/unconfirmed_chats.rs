//! Chats to which events have brought what no page has confirmed yet. An event is a hint and the page is the truth:
//! one that was lost without a trace leaves a hole below the next.

use protocol::{ConversationId, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::model::rows::Position;
use crate::{Store, StoreError};

/// The chats among these messages' whose newest range is about to be extended by them (`ends`: a JSON array of the
/// newest of each chat) are not confirmed from the range's top on.
pub(crate) async fn note_extended(
    conn: &mut SqliteConnection,
    ends: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT OR IGNORE INTO unconfirmed_chats (conversation, from_time, from_id)
         SELECT fetched_ranges.conversation, to_time, to_id
         FROM json_each(?) AS reached
         JOIN fetched_ranges ON fetched_ranges.conversation = reached.value ->> 'conversation'
         WHERE (fetched_ranges.to_time, fetched_ranges.to_id)
                 < (reached.value ->> 'time', reached.value ->> 'id')
             AND (fetched_ranges.from_time, fetched_ranges.from_id) = (
                 SELECT newest.from_time, newest.from_id FROM fetched_ranges AS newest
                 WHERE newest.conversation = reached.value ->> 'conversation'
                 ORDER BY newest.from_time DESC, newest.from_id DESC LIMIT 1)",
        ends
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// From where on a chat is not confirmed, if events brought anything.
pub(crate) async fn find(
    conn: &mut SqliteConnection,
    conversation: &str,
) -> Result<Option<Position>, StoreError> {
    let row = sqlx::query!(
        "SELECT from_time, from_id FROM unconfirmed_chats WHERE conversation = ?",
        conversation
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Position {
        created_at: UtcMs(row.from_time),
        id: row.from_id,
    }))
}

/// The ids of all of them.
pub(crate) async fn load_ids(conn: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let ids = sqlx::query_scalar!("SELECT conversation FROM unconfirmed_chats")
        .fetch_all(conn)
        .await?;
    Ok(ids)
}

impl Store {
    /// From where on a chat is not confirmed: a page has to reach down to there.
    pub async fn unconfirmed_from(
        &self,
        conversation: &ConversationId,
    ) -> Result<Option<Position>, StoreError> {
        let mut conn = self.read_cache().await?;
        self.report_errors(find(&mut conn, conversation.as_str()).await)
    }

    /// The chats to which events brought what no page has confirmed yet.
    pub async fn unconfirmed_conversations(&self) -> Result<Vec<ConversationId>, StoreError> {
        let mut conn = self.read_cache().await?;
        let ids = self.report_errors(load_ids(&mut conn).await)?;
        Ok(ids.into_iter().filter_map(ConversationId::new).collect())
    }
}

/// Until this place a chat is confirmed now.
pub(crate) async fn move_up(
    conn: &mut SqliteConnection,
    conversation: &str,
    top: &Position,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM unconfirmed_chats WHERE conversation = ?1 AND NOT EXISTS (
             SELECT 1 FROM fetched_ranges
             WHERE fetched_ranges.conversation = ?1 AND (to_time, to_id) > (?2, ?3))",
        conversation,
        top.created_at.0,
        top.id
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE unconfirmed_chats SET from_time = ?2, from_id = ?3
         WHERE conversation = ?1 AND (from_time, from_id) < (?2, ?3)",
        conversation,
        top.created_at.0,
        top.id
    )
    .execute(conn)
    .await?;
    Ok(())
}
