//! What the engine asks before it fetches: what is known, what is stale, what is to be followed.

use protocol::{ConversationId, UtcMs};

use crate::ingest::first_unread;
use crate::model::chat_window::FirstUnread;
use crate::model::rows::Position;
use crate::query::chat;
use crate::tables::{conversations, fetched_ranges};
use crate::{Store, StoreError};

impl Store {
    /// The place of a chat's oldest message in the cache.
    pub async fn oldest(
        &self,
        conversation: &ConversationId,
    ) -> Result<Option<Position>, StoreError> {
        let mut conn = self.read_cache().await?;
        let id = conversation.as_str();
        let row = sqlx::query!(
            "SELECT sort_time, id FROM messages WHERE conversation = ? ORDER BY sort_time, id LIMIT 1",
            id
        )
        .fetch_optional(&mut *conn)
        .await;
        Ok(self.report_errors(row)?.map(|row| Position {
            created_at: UtcMs(row.sort_time),
            id: row.id,
        }))
    }

    /// Up to where a chat is known: the top of the newest range fetched without a hole, events included. A page
    /// that reaches down to it overlaps with what is known.
    pub async fn complete_until(
        &self,
        conversation: &ConversationId,
    ) -> Result<Option<Position>, StoreError> {
        let mut conn = self.read_cache().await?;
        let known = self
            .report_errors(fetched_ranges::load_ranges(&mut conn, conversation.as_str()).await)?;
        Ok(chat::complete_until(&known))
    }

    /// Where the unread messages of a chat begin, and what has to be fetched where that is not here.
    pub async fn first_unread(
        &self,
        conversation: &ConversationId,
    ) -> Result<FirstUnread, StoreError> {
        let (me, id) = (self.me(), conversation.as_str());
        let mut conn = self.read_cache().await?;
        let located = async {
            let Some(row) = conversations::load_one(&mut conn, id).await? else {
                return Ok(FirstUnread::Nothing);
            };
            let ranges = fetched_ranges::load_ranges(&mut conn, id).await?;
            first_unread::locate_first_unread(&mut conn, &row, me.as_ref(), &ranges).await
        };
        self.report_errors(located.await)
    }

    /// Conversations whose newest message, as their record names it, no fetched range reaches:
    /// it is not in the cache, or it came alone (the answer to a send does), and what was said before
    /// it may be missing. Newest activity first. One that the newest page did not hold twice is not
    /// named again.
    pub async fn stale_heads(&self) -> Result<Vec<ConversationId>, StoreError> {
        let mut conn = self.read_cache().await?;
        let ids = sqlx::query_scalar!(
            "SELECT id FROM conversations
             WHERE last_id IS NOT NULL AND head_id = last_id AND missing_head_id IS NOT last_id
               AND NOT EXISTS (
                 SELECT 1 FROM messages
                 JOIN fetched_ranges ON fetched_ranges.conversation = messages.conversation
                 WHERE messages.id = conversations.last_id
                   AND (fetched_ranges.from_time, fetched_ranges.from_id) <= (messages.sort_time, messages.id)
                   AND (messages.sort_time, messages.id) <= (fetched_ranges.to_time, fetched_ranges.to_id))
             ORDER BY activity_at DESC, id DESC"
        )
        .fetch_all(&mut *conn)
        .await;
        self.conversation_ids(ids)
    }

    /// Open conversations of which no page was ever fetched, though there are messages. Newest activity first.
    pub async fn conversations_without_page(&self) -> Result<Vec<ConversationId>, StoreError> {
        let mut conn = self.read_cache().await?;
        // A page without messages is a range that ends at the smallest time.
        let empty = i64::MIN;
        let ids = sqlx::query_scalar!(
            "SELECT id FROM conversations
             WHERE is_open = 1 AND last_id IS NOT NULL AND head_id = last_id
               AND missing_head_id IS NOT last_id
               AND NOT EXISTS (
                 SELECT 1 FROM fetched_ranges
                 WHERE fetched_ranges.conversation = conversations.id AND to_time > ?)
             ORDER BY activity_at DESC, id DESC",
            empty
        )
        .fetch_all(&mut *conn)
        .await;
        self.conversation_ids(ids)
    }

    /// Conversations of which no page was ever fetched, with messages or without.
    pub async fn never_fetched_conversations(&self) -> Result<Vec<ConversationId>, StoreError> {
        let mut conn = self.read_cache().await?;
        let ids = sqlx::query_scalar!(
            "SELECT id FROM conversations EXCEPT SELECT conversation FROM fetched_ranges"
        )
        .fetch_all(&mut *conn)
        .await;
        self.conversation_ids(ids)
    }

    /// Conversations of which no record was ever seen, only a message or what waits in the
    /// outbox: their record is to be fetched.
    pub async fn unknown_conversations(&self) -> Result<Vec<ConversationId>, StoreError> {
        let mut conn = self.read_cache().await?;
        let ids = sqlx::query_scalar!("SELECT id FROM conversations WHERE known = 0 ORDER BY id")
            .fetch_all(&mut *conn)
            .await;
        self.conversation_ids(ids)
    }

    /// Conversations that are neither closed nor resolved, newest activity first: their rooms are
    /// to be joined (CONTRACT section 2).
    pub async fn open_conversations(&self) -> Result<Vec<ConversationId>, StoreError> {
        let mut conn = self.read_cache().await?;
        let ids = sqlx::query_scalar!(
            "SELECT id FROM conversations WHERE is_open = 1 ORDER BY activity_at DESC, id DESC"
        )
        .fetch_all(&mut *conn)
        .await;
        self.conversation_ids(ids)
    }

    fn conversation_ids(
        &self,
        found: Result<Vec<String>, sqlx::Error>,
    ) -> Result<Vec<ConversationId>, StoreError> {
        let ids = self.report_errors(found)?.into_iter();
        Ok(ids.filter_map(ConversationId::new).collect())
    }
}
