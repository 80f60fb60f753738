//! `messages`: what was said.

use protocol::{Attachment, ConversationId, MessageKind, UserId, UtcMs};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::ids::stored;
use crate::records::{ClientMessageId, MessageRecord};
use crate::tables::people;

/// Which stretch of a conversation: newest first, `page` from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) page: i64,
    pub(crate) limit: i64,
}

/// The columns of a message (`m_…`) and of its sender (`s_…`).
macro_rules! select_messages {
    ($rest:literal) => {
        concat!(
            "SELECT m.id AS m_id, m.conversation AS m_conversation, m.kind AS m_kind,
             m.content AS m_content, m.file_url AS m_file_url, m.file_name AS m_file_name,
             m.file_size AS m_file_size, m.read_at AS m_read_at, m.created_at AS m_created_at,
             s.id AS s_id, s.username AS s_username, s.name AS s_name, s.role AS s_role,
             s.phone AS s_phone
             FROM messages m JOIN people s ON s.id = m.sender ",
            $rest
        )
    };
}

pub(crate) async fn insert(
    rows: &mut SqliteConnection,
    message: &MessageRecord,
    client_id: Option<&ClientMessageId>,
) -> Result<(), sqlx::Error> {
    let file = message.file.as_ref();
    sqlx::query(
        "INSERT INTO messages (id, conversation, sender, kind, content, file_url, file_name,
         file_size, read_at, created_at, client_message_id)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(message.id.as_str())
    .bind(message.conversation.as_str())
    .bind(message.sender.id.as_str())
    .bind(message.kind.as_word())
    .bind(&message.content)
    .bind(file.map(|file| file.url.as_str()))
    .bind(file.and_then(|file| file.name.as_deref()))
    .bind(
        file.and_then(|file| file.size)
            .and_then(|size| i64::try_from(size).ok()),
    )
    .bind(message.read_at.map(|at| at.0))
    .bind(message.created_at.0)
    .bind(client_id.map(|id| id.0.as_str()))
    .execute(rows)
    .await
    .map(drop)
}

/// What somebody wrote under an id of their own.
pub(crate) async fn find_by_client_id(
    rows: &mut SqliteConnection,
    sender: &UserId,
    id: &ClientMessageId,
) -> Result<Option<MessageRecord>, sqlx::Error> {
    sqlx::query(select_messages!(
        "WHERE m.sender = ? AND m.client_message_id = ?"
    ))
    .bind(sender.as_str())
    .bind(&id.0)
    .fetch_optional(rows)
    .await?
    .as_ref()
    .map(message)
    .transpose()
}

/// A page of a conversation, and how many messages it has in all.
pub(crate) async fn page(
    rows: &mut SqliteConnection,
    conversation: &ConversationId,
    page: Page,
) -> Result<(Vec<MessageRecord>, i64), sqlx::Error> {
    let total = sqlx::query_scalar("SELECT count(*) FROM messages WHERE conversation = ?")
        .bind(conversation.as_str())
        .fetch_one(&mut *rows)
        .await?;
    let found = sqlx::query(select_messages!(
        "WHERE m.conversation = ? ORDER BY m.created_at DESC, m.id DESC LIMIT ? OFFSET ?"
    ))
    .bind(conversation.as_str())
    .bind(page.limit)
    .bind(page.page.saturating_sub(1).saturating_mul(page.limit))
    .fetch_all(rows)
    .await?;
    let messages = found.iter().map(message).collect::<Result<_, _>>()?;
    Ok((messages, total))
}

/// Marks what others wrote as read; answers how many messages that changed.
pub(crate) async fn mark_read(
    rows: &mut SqliteConnection,
    conversation: &ConversationId,
    reader: &UserId,
    now: UtcMs,
) -> Result<u64, sqlx::Error> {
    sqlx::query(
        "UPDATE messages SET read_at = ? WHERE conversation = ? AND sender <> ? AND read_at IS NULL",
    )
    .bind(now.0)
    .bind(conversation.as_str())
    .bind(reader.as_str())
    .execute(rows)
    .await
    .map(|done| done.rows_affected())
}

/// A message out of a row with the columns `m_…` and its sender's `s_…`.
pub(crate) fn message(row: &SqliteRow) -> Result<MessageRecord, sqlx::Error> {
    let url: Option<String> = row.try_get("m_file_url")?;
    let name: Option<String> = row.try_get("m_file_name")?;
    let size: Option<i64> = row.try_get("m_file_size")?;
    Ok(MessageRecord {
        id: stored(row.try_get("m_id")?)?,
        conversation: stored(row.try_get("m_conversation")?)?,
        sender: people::person(row, "s_")?,
        kind: MessageKind::from_word(row.try_get("m_kind")?),
        content: row.try_get("m_content")?,
        file: url.map(|url| Attachment {
            url,
            name,
            size: size.and_then(|size| u64::try_from(size).ok()),
        }),
        read_at: row.try_get::<Option<i64>, _>("m_read_at")?.map(UtcMs),
        created_at: UtcMs(row.try_get("m_created_at")?),
    })
}
