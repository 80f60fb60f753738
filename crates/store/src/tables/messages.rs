//! The table of messages: one row for each id of the server.

use std::collections::HashSet;

use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::model::changed_messages::ChangedMessage;
use crate::model::rows::Position;
use crate::model::searched_text;

/// A row of the table. The migration says what each column is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MessageRecord {
    pub(crate) number: i64,
    pub(crate) id: String,
    pub(crate) conversation: String,
    pub(crate) sort_time: i64,
    pub(crate) created_at: Option<i64>,
    pub(crate) updated_at: Option<i64>,
    pub(crate) sender: Option<String>,
    pub(crate) kind: String,
    pub(crate) content: String,
    pub(crate) file_url: Option<String>,
    pub(crate) file_name: Option<String>,
    pub(crate) file_size: Option<i64>,
    pub(crate) is_read: bool,
    pub(crate) read_at: Option<i64>,
    pub(crate) local_id: Option<String>,
    pub(crate) revision: i64,
}

impl MessageRecord {
    /// What a search looks at.
    pub(crate) fn searched_text(&self) -> &str {
        searched_text::searched(&self.kind, &self.content, self.file_name.as_deref())
    }

    /// Its place in the chat.
    pub(crate) fn position(&self) -> Position {
        Position {
            created_at: protocol::UtcMs(self.sort_time),
            id: self.id.clone(),
        }
    }
}

/// A message's place, and whose it is.
#[derive(Debug)]
pub(crate) struct MessageOwner {
    pub(crate) id: String,
    pub(crate) sort_time: i64,
    pub(crate) sender: Option<String>,
    pub(crate) local_id: Option<String>,
}

impl MessageOwner {
    pub(crate) fn position(&self) -> Position {
        Position {
            created_at: protocol::UtcMs(self.sort_time),
            id: self.id.clone(),
        }
    }
}

/// Reads whole rows of the table; the rest of the query follows `FROM messages`.
macro_rules! select_messages {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            MessageRecord,
            r#"SELECT number AS "number!", id, conversation, sort_time, created_at, updated_at, sender, kind, content,
                   file_url, file_name, file_size, is_read AS "is_read: bool", read_at, local_id,
                   revision
               FROM messages "# + $rest
            $(, $value)*
        )
    };
}

/// The messages with these ids (a JSON array), those that are there.
pub(crate) async fn load_by_ids(
    conn: &mut SqliteConnection,
    ids: &str,
) -> Result<Vec<MessageRecord>, StoreError> {
    let rows = select_messages!("WHERE id IN (SELECT value FROM json_each(?))", ids)
        .fetch_all(conn)
        .await?;
    Ok(rows)
}

/// Which of these ids (a JSON array) are in the cache.
pub(crate) async fn known_among(
    conn: &mut SqliteConnection,
    ids: &str,
) -> Result<HashSet<String>, StoreError> {
    let known = sqlx::query_scalar!(
        "SELECT id FROM messages WHERE id IN (SELECT value FROM json_each(?))",
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(known.into_iter().collect())
}

/// Says under which name a message was written here, or that it was not; answers the message's number, where it is known.
pub(crate) async fn set_local_id(
    conn: &mut SqliteConnection,
    revision: i64,
    message: &str,
    local_id: Option<&str>,
) -> Result<Option<i64>, StoreError> {
    let number = sqlx::query_scalar!(
        r#"UPDATE messages SET local_id = ?, revision = ? WHERE id = ? RETURNING number AS "number!""#,
        local_id,
        revision,
        message
    )
    .fetch_optional(conn)
    .await?;
    Ok(number)
}

/// Moves the messages of these chats (a JSON array) that lie after a time to another one; the numbers of those.
pub(crate) async fn move_back(
    conn: &mut SqliteConnection,
    revision: i64,
    conversations: &str,
    after: i64,
    to: i64,
) -> Result<Vec<i64>, StoreError> {
    let numbers = sqlx::query_scalar!(
        r#"UPDATE messages SET sort_time = ?3, created_at = ?3, revision = ?4
         WHERE conversation IN (SELECT value FROM json_each(?1)) AND sort_time > ?2
         RETURNING number AS "number!""#,
        conversations,
        after,
        to,
        revision
    )
    .fetch_all(conn)
    .await?;
    Ok(numbers)
}

/// The newest messages of a chat, newest first.
pub(crate) async fn load_newest(
    conn: &mut SqliteConnection,
    conversation: &str,
    limit: i64,
) -> Result<Vec<MessageRecord>, StoreError> {
    let rows = select_messages!(
        "WHERE conversation = ? ORDER BY sort_time DESC, id DESC LIMIT ?",
        conversation,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Those of a chat that carry a picture or a file, newest first.
pub(crate) async fn load_attachments(
    conn: &mut SqliteConnection,
    conversation: &str,
    limit: i64,
) -> Result<Vec<MessageRecord>, StoreError> {
    let rows = select_messages!(
        "WHERE conversation = ? AND kind IN ('image', 'file')
           ORDER BY sort_time DESC, id DESC LIMIT ?",
        conversation,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Those whose numbers are in a range (its end not included), the highest number first.
pub(crate) async fn load_numbered(
    conn: &mut SqliteConnection,
    (from, below): (i64, i64),
    limit: i64,
) -> Result<Vec<MessageRecord>, StoreError> {
    let rows = select_messages!(
        "WHERE number >= ? AND number < ? ORDER BY number DESC LIMIT ?",
        from,
        below,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Those just before a place, newest first.
pub(crate) async fn load_before(
    conn: &mut SqliteConnection,
    conversation: &str,
    position: &Position,
    limit: i64,
) -> Result<Vec<MessageRecord>, StoreError> {
    let rows = select_messages!(
        "WHERE conversation = ? AND (sort_time, id) < (?, ?) ORDER BY sort_time DESC, id DESC LIMIT ?",
        conversation,
        position.created_at.0,
        position.id,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Those from a place on, the place included, oldest first.
pub(crate) async fn load_from(
    conn: &mut SqliteConnection,
    conversation: &str,
    position: &Position,
    limit: i64,
) -> Result<Vec<MessageRecord>, StoreError> {
    let rows = select_messages!(
        "WHERE conversation = ? AND (sort_time, id) >= (?, ?) ORDER BY sort_time, id LIMIT ?",
        conversation,
        position.created_at.0,
        position.id,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Those between two places, both included, oldest first.
pub(crate) async fn load_between(
    conn: &mut SqliteConnection,
    conversation: &str,
    from: &Position,
    until: &Position,
) -> Result<Vec<MessageRecord>, StoreError> {
    let rows = select_messages!(
        "WHERE conversation = ? AND (sort_time, id) >= (?, ?) AND (sort_time, id) <= (?, ?)
         ORDER BY sort_time, id",
        conversation,
        from.created_at.0,
        from.id,
        until.created_at.0,
        until.id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Whose the messages after a place are, oldest first.
pub(crate) async fn load_owners(
    conn: &mut SqliteConnection,
    conversation: &str,
    after: &Position,
    limit: i64,
) -> Result<Vec<MessageOwner>, StoreError> {
    let rows = sqlx::query_as!(
        MessageOwner,
        "SELECT id, sort_time, sender, local_id FROM messages
         WHERE conversation = ? AND (sort_time, id) > (?, ?) ORDER BY sort_time, id LIMIT ?",
        conversation,
        after.created_at.0,
        after.id,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Deletes the messages with these ids (a JSON array).
pub(crate) async fn delete_messages(
    conn: &mut SqliteConnection,
    ids: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?))",
        ids
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Those with these numbers (a JSON array) that changed after one revision and not after another, the oldest change
/// first.
pub(crate) async fn load_changed(
    conn: &mut SqliteConnection,
    numbers: &str,
    (after, until): (i64, i64),
) -> Result<Vec<MessageRecord>, StoreError> {
    let rows = select_messages!(
        "WHERE number IN (SELECT value FROM json_each(?)) AND revision > ? AND revision <= ?
           ORDER BY revision, number",
        numbers,
        after,
        until
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Those that changed after a revision, the oldest change first, found by reading all.
pub(crate) async fn find_changed(
    conn: &mut SqliteConnection,
    after: i64,
) -> Result<Vec<ChangedMessage>, StoreError> {
    let changed = sqlx::query_as!(
        ChangedMessage,
        r#"SELECT revision, number AS "number!" FROM messages WHERE revision > ? ORDER BY revision"#,
        after
    );
    Ok(changed.fetch_all(conn).await?)
}

/// The newest message of each of these chats (a JSON array).
pub(crate) async fn load_heads(
    conn: &mut SqliteConnection,
    conversations: &str,
) -> Result<Vec<MessageRecord>, StoreError> {
    let rows = select_messages!(
        "WHERE number IN (
             SELECT (SELECT newest.number FROM messages AS newest
                     WHERE newest.conversation = chat.value
                     ORDER BY newest.sort_time DESC, newest.id DESC LIMIT 1)
             FROM json_each(?) AS chat)",
        conversations
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The conversations in which somebody wrote.
pub(crate) async fn conversations_with_messages_of(
    conn: &mut SqliteConnection,
    sender: &str,
) -> Result<Vec<String>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT DISTINCT conversation FROM messages WHERE sender = ? AND kind <> 'system'",
        sender
    );
    Ok(ids.fetch_all(conn).await?)
}

/// Writes rows whole, in one statement.
pub(crate) async fn save_messages(
    conn: &mut SqliteConnection,
    rows: &[MessageRecord],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = json::to_objects(rows)?;
    sqlx::query!(
        "INSERT INTO messages (
             number, id, conversation, sort_time, created_at, updated_at, sender, kind, content, file_url,
             file_name, file_size, is_read, read_at, local_id, revision)
         SELECT value ->> 'number', value ->> 'id', value ->> 'conversation', value ->> 'sort_time', value ->> 'created_at',
             value ->> 'updated_at', value ->> 'sender', value ->> 'kind', value ->> 'content',
             value ->> 'file_url', value ->> 'file_name', value ->> 'file_size', value ->> 'is_read',
             value ->> 'read_at', value ->> 'local_id', value ->> 'revision'
         FROM jsonb_each(?) WHERE true
         ON CONFLICT (id) DO UPDATE SET
             conversation = excluded.conversation, sort_time = excluded.sort_time, created_at =
             excluded.created_at, updated_at = excluded.updated_at, sender = excluded.sender,
             kind = excluded.kind, content = excluded.content, file_url = excluded.file_url,
             file_name = excluded.file_name, file_size = excluded.file_size, is_read =
             excluded.is_read, read_at = excluded.read_at, local_id = excluded.local_id,
             revision = excluded.revision",
        rows
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The row that a message written here has become.
pub(crate) async fn find_by_local_id(
    conn: &mut SqliteConnection,
    local_id: &str,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query!("SELECT id FROM messages WHERE local_id = ?", local_id)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| row.id))
}
