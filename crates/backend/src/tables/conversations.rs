//! `conversations` and `members`: who talks with whom, and how far it is.

use std::collections::HashMap;

use protocol::{ConversationId, ConversationStatus, OrderId, UserId, UtcMs};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::ids::stored;
use crate::records::{ConversationRecord, Member, MessageRecord};
use crate::tables::{messages, people};

/// The columns of a conversation, its last message (`m_…`) and that one's sender (`s_…`).
macro_rules! select_conversation {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.subject, c.status, c.related_order, c.created_at, c.updated_at,
             m.id AS m_id, m.conversation AS m_conversation, m.kind AS m_kind,
             m.content AS m_content, m.file_url AS m_file_url, m.file_name AS m_file_name,
             m.file_size AS m_file_size, m.read_at AS m_read_at, m.created_at AS m_created_at,
             s.id AS s_id, s.username AS s_username, s.name AS s_name, s.role AS s_role,
             s.phone AS s_phone
             FROM conversations c
             LEFT JOIN messages m ON m.id = c.last_message
             LEFT JOIN people s ON s.id = m.sender ",
            $rest
        )
    };
}

/// A member, and the conversation.
macro_rules! select_members {
    ($rest:literal) => {
        concat!(
            "SELECT t.conversation, t.unread, p.id, p.username, p.name, p.role, p.phone
             FROM members t JOIN people p ON p.id = t.person ",
            $rest
        )
    };
}

pub(crate) async fn insert(
    rows: &mut SqliteConnection,
    record: &ConversationRecord,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO conversations (id, subject, status, related_order, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(record.id.as_str())
    .bind(&record.subject)
    .bind(record.status.as_word())
    .bind(record.related_order.as_ref().map(OrderId::as_str))
    .bind(record.created_at.0)
    .bind(record.updated_at.0)
    .execute(&mut *rows)
    .await?;
    for (position, member) in (0_i64..).zip(&record.members) {
        sqlx::query(
            "INSERT INTO members (conversation, person, position, unread) VALUES (?, ?, ?, ?)",
        )
        .bind(record.id.as_str())
        .bind(member.person.id.as_str())
        .bind(position)
        .bind(member.unread)
        .execute(&mut *rows)
        .await?;
    }
    Ok(())
}

/// A person becomes a member, before all others.
pub(crate) async fn put_first(
    rows: &mut SqliteConnection,
    id: &ConversationId,
    person: &UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO members (conversation, person, position, unread)
         SELECT ?1, ?2, coalesce(min(position), 0) - 1,
                (SELECT count(*) FROM messages
                 WHERE conversation = ?1 AND kind <> 'system' AND read_at IS NULL)
         FROM members WHERE conversation = ?1",
    )
    .bind(id.as_str())
    .bind(person.as_str())
    .execute(rows)
    .await
    .map(drop)
}

pub(crate) async fn find(
    rows: &mut SqliteConnection,
    id: &ConversationId,
) -> Result<Option<ConversationRecord>, sqlx::Error> {
    let row = sqlx::query(select_conversation!("WHERE c.id = ?"))
        .bind(id.as_str())
        .fetch_optional(&mut *rows)
        .await?;
    with_members(rows, row).await
}

pub(crate) async fn find_by_order(
    rows: &mut SqliteConnection,
    order: &OrderId,
) -> Result<Option<ConversationRecord>, sqlx::Error> {
    let row = sqlx::query(select_conversation!("WHERE c.related_order = ?"))
        .bind(order.as_str())
        .fetch_optional(&mut *rows)
        .await?;
    with_members(rows, row).await
}

async fn with_members(
    rows: &mut SqliteConnection,
    row: Option<SqliteRow>,
) -> Result<Option<ConversationRecord>, sqlx::Error> {
    let Some(row) = row else { return Ok(None) };
    let members = sqlx::query(select_members!(
        "WHERE t.conversation = ? ORDER BY t.position"
    ))
    .bind(row.try_get::<String, _>("id")?)
    .fetch_all(rows)
    .await?;
    let members = members.iter().map(member).collect::<Result<_, _>>()?;
    conversation(&row, members).map(Some)
}

/// The conversations of a person, the most recently written in first.
pub(crate) async fn list_by_person(
    rows: &mut SqliteConnection,
    person: &UserId,
) -> Result<Vec<ConversationRecord>, sqlx::Error> {
    let taken = sqlx::query(select_members!(
        "WHERE t.conversation IN (SELECT conversation FROM members WHERE person = ?)
         ORDER BY t.conversation, t.position"
    ))
    .bind(person.as_str())
    .fetch_all(&mut *rows)
    .await?;
    let mut members: HashMap<String, Vec<Member>> = HashMap::new();
    for row in &taken {
        members
            .entry(row.try_get("conversation")?)
            .or_default()
            .push(member(row)?);
    }
    let found = sqlx::query(select_conversation!(
        "WHERE c.id IN (SELECT conversation FROM members WHERE person = ?)
         ORDER BY coalesce(c.last_message_at, c.created_at) DESC, c.id DESC"
    ))
    .bind(person.as_str())
    .fetch_all(rows)
    .await?;
    found
        .iter()
        .map(|row| {
            let id: String = row.try_get("id")?;
            conversation(row, members.remove(&id).unwrap_or_default())
        })
        .collect()
}

/// Stores which message is the newest, and counts it as unread for the other members unless it is a system message.
pub(crate) async fn set_last_message(
    rows: &mut SqliteConnection,
    message: &MessageRecord,
    counted: Counted,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE conversations SET last_message = ?1, last_message_at = ?2, updated_at = ?2 WHERE id = ?3",
    )
    .bind(message.id.as_str())
    .bind(message.created_at.0)
    .bind(message.conversation.as_str())
    .execute(&mut *rows)
    .await?;
    if counted == Counted::No {
        return Ok(());
    }
    sqlx::query("UPDATE members SET unread = unread + 1 WHERE conversation = ? AND person <> ?")
        .bind(message.conversation.as_str())
        .bind(message.sender.id.as_str())
        .execute(rows)
        .await
        .map(drop)
}

/// Whether a message counts as unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    Yes,
    No,
}

/// Nothing is unread any more for this person; answers whether something was.
pub(crate) async fn clear_unread(
    rows: &mut SqliteConnection,
    id: &ConversationId,
    person: &UserId,
) -> Result<bool, sqlx::Error> {
    sqlx::query(
        "UPDATE members SET unread = 0 WHERE conversation = ? AND person = ? AND unread > 0",
    )
    .bind(id.as_str())
    .bind(person.as_str())
    .execute(rows)
    .await
    .map(|done| done.rows_affected() > 0)
}

pub(crate) async fn set_status_and_subject(
    rows: &mut SqliteConnection,
    id: &ConversationId,
    (status, subject): (&ConversationStatus, &str),
    now: UtcMs,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE conversations SET status = ?, subject = ?, updated_at = ? WHERE id = ?")
        .bind(status.as_word())
        .bind(subject)
        .bind(now.0)
        .bind(id.as_str())
        .execute(rows)
        .await
        .map(drop)
}

fn member(row: &SqliteRow) -> Result<Member, sqlx::Error> {
    Ok(Member {
        person: people::person(row, "")?,
        unread: row.try_get("unread")?,
    })
}

fn conversation(row: &SqliteRow, members: Vec<Member>) -> Result<ConversationRecord, sqlx::Error> {
    let last: Option<String> = row.try_get("m_id")?;
    let order: Option<String> = row.try_get("related_order")?;
    Ok(ConversationRecord {
        id: stored(row.try_get("id")?)?,
        subject: row.try_get("subject")?,
        status: ConversationStatus::from_word(row.try_get("status")?),
        related_order: order.as_deref().map(stored).transpose()?,
        members,
        last_message: last.map(|_| messages::message(row)).transpose()?,
        created_at: UtcMs(row.try_get("created_at")?),
        updated_at: UtcMs(row.try_get("updated_at")?),
    })
}
