//! The table of conversations: what records said of each, and what the inbox shows of it.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::model::excerpt;
use crate::model::positions::later;
use crate::model::rows::Position;
use crate::tables::messages::MessageRecord;

/// A row of the table. The migration says what each column is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ConversationRecord {
    pub(crate) id: String,
    pub(crate) known: bool,
    pub(crate) subject: Option<String>,
    pub(crate) subject_at: Option<i64>,
    pub(crate) status: Option<String>,
    pub(crate) status_at: Option<i64>,
    pub(crate) support_type: Option<String>,
    pub(crate) support_type_at: Option<i64>,
    pub(crate) related_order: Option<String>,
    pub(crate) related_order_at: Option<i64>,
    pub(crate) participants: Option<String>,
    pub(crate) participants_at: Option<i64>,
    pub(crate) support_side: Option<String>,
    pub(crate) support_side_at: Option<i64>,
    pub(crate) created_at: Option<i64>,
    pub(crate) updated_at: Option<i64>,
    pub(crate) last_id: Option<String>,
    pub(crate) last_at: Option<i64>,
    pub(crate) last_sender: Option<String>,
    pub(crate) last_kind: Option<String>,
    pub(crate) last_content: Option<String>,
    pub(crate) last_message_at: Option<i64>,
    pub(crate) server_unread_mine: Option<i64>,
    pub(crate) server_unread_support: Option<i64>,
    pub(crate) server_unread_participant: Option<i64>,
    pub(crate) server_unread_as_of: Option<i64>,
    pub(crate) server_unread_until_time: Option<i64>,
    pub(crate) server_unread_until_id: Option<String>,
    pub(crate) read_at: Option<i64>,
    pub(crate) read_id: Option<String>,
    pub(crate) read_pending: bool,
    pub(crate) seen_at: Option<i64>,
    pub(crate) seen_id: Option<String>,
    pub(crate) seen_count: i64,
    pub(crate) opened_at: Option<i64>,
    pub(crate) told_read_at: Option<i64>,
    pub(crate) missing_head_id: Option<String>,
    pub(crate) head_id: Option<String>,
    pub(crate) head_at: Option<i64>,
    pub(crate) head_sender: Option<String>,
    pub(crate) head_kind: Option<String>,
    pub(crate) head_content: Option<String>,
    pub(crate) unread: i64,
    pub(crate) unanswered_since: Option<i64>,
    pub(crate) took_part: bool,
    pub(crate) local_at: Option<i64>,
    pub(crate) activity_at: i64,
    pub(crate) is_open: bool,
    pub(crate) is_order: bool,
    pub(crate) layout: i64,
    pub(crate) revision: i64,
}

impl ConversationRecord {
    /// A conversation of which nothing is known but its id.
    pub(crate) fn blank(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            is_open: true,
            ..Self::default()
        }
    }

    /// Shows a message as the newest one.
    pub(crate) fn show_head(&mut self, newest: MessageRecord) {
        self.head_id = Some(newest.id);
        self.head_at = Some(newest.sort_time);
        self.head_sender = newest.sender;
        self.head_kind = Some(newest.kind);
        self.head_content = Some(excerpt::bounded(newest.file_name.unwrap_or(newest.content)));
    }

    /// The newest message's place.
    pub(crate) fn head(&self) -> Option<Position> {
        position(self.head_at, self.head_id.as_deref())
    }

    /// Up to where I have read.
    pub(crate) fn read(&self) -> Option<Position> {
        position(self.read_at, self.read_id.as_deref())
    }

    /// Up to where I have seen it: beyond what I have read, where its end was not seen yet.
    pub(crate) fn seen(&self) -> Option<Position> {
        later(self.read(), position(self.seen_at, self.seen_id.as_deref()))
    }

    /// How many of the messages beyond what I have read I have seen.
    pub(crate) fn seen_since_read(&self) -> i64 {
        if self.seen() == self.read() {
            0
        } else {
            self.seen_count
        }
    }

    /// Up to where the newest claim about unread messages counted.
    pub(crate) fn server_unread_position(&self) -> Option<Position> {
        position(
            self.server_unread_until_time,
            self.server_unread_until_id.as_deref(),
        )
    }

    /// The ids of everybody in it.
    pub(crate) fn participant_ids(&self) -> Vec<String> {
        self.participants
            .as_deref()
            .map(crate::db::json::from_array)
            .unwrap_or_default()
    }

    /// The ids of those on support's side.
    pub(crate) fn support_ids(&self) -> Vec<String> {
        self.support_side
            .as_deref()
            .map(crate::db::json::from_array)
            .unwrap_or_default()
    }
}

/// A place out of its two columns.
pub(crate) fn position(at: Option<i64>, id: Option<&str>) -> Option<Position> {
    Some(Position {
        created_at: protocol::UtcMs(at?),
        id: id?.to_owned(),
    })
}

/// Reads whole rows of the table; the rest of the query follows `FROM conversations`.
macro_rules! select_conversations {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            ConversationRecord,
            r#"SELECT
                   id, known AS "known: bool", subject, subject_at, status, status_at, support_type,
                   support_type_at, related_order, related_order_at, participants, participants_at,
                   support_side, support_side_at, created_at, updated_at, last_id, last_at,
                   last_sender, last_kind, last_content, last_message_at, server_unread_mine, server_unread_support,
                   server_unread_participant, server_unread_as_of, server_unread_until_time, server_unread_until_id, read_at, read_id,
                   read_pending AS "read_pending: bool", seen_at, seen_id, seen_count, opened_at, told_read_at,
                   missing_head_id, head_id,
                   head_at, head_sender, head_kind, head_content, unread, unanswered_since,
                   took_part AS "took_part: bool", local_at, activity_at,
                   is_open AS "is_open: bool", is_order AS "is_order: bool", layout, revision
               FROM conversations "# + $rest
            $(, $value)*
        )
    };
}

/// The conversations with these ids, those that are there.
pub(crate) async fn load_by_ids(
    conn: &mut SqliteConnection,
    ids: impl Iterator<Item = &str>,
) -> Result<HashMap<String, ConversationRecord>, StoreError> {
    let ids = crate::db::json::to_array(ids);
    let rows = select_conversations!("WHERE id IN (SELECT value FROM json_each(?))", ids)
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// One conversation, if it is there.
pub(crate) async fn load_one(
    conn: &mut SqliteConnection,
    id: &str,
) -> Result<Option<ConversationRecord>, StoreError> {
    Ok(load_by_ids(conn, std::iter::once(id)).await?.remove(id))
}

/// The order chats whose order's id ends so, in lower case, each with that id.
pub(crate) async fn load_orders_by_end(
    conn: &mut SqliteConnection,
    end: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id, related_order AS "related_order!" FROM conversations
           WHERE related_order IS NOT NULL AND lower(substr(related_order, -4)) = ?"#,
        end
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.related_order))
        .collect())
}

/// The ids of conversations that are higher than this one, in order.
pub(crate) async fn load_ids_after(
    conn: &mut SqliteConnection,
    after: &str,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM conversations WHERE id > ? ORDER BY id LIMIT ?",
        after,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(ids)
}

/// The most active of these conversations (a JSON array of ids).
pub(crate) async fn load_most_active(
    conn: &mut SqliteConnection,
    ids: &str,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM conversations WHERE id IN (SELECT value FROM json_each(?))
         ORDER BY activity_at DESC, id DESC LIMIT ?",
        ids,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(ids)
}

/// Writes rows whole, in one statement.
pub(crate) async fn save_conversations(
    conn: &mut SqliteConnection,
    rows: &[&ConversationRecord],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = json::to_objects(rows)?;
    sqlx::query!(
        "INSERT OR REPLACE INTO conversations (
             id, known, subject, subject_at, status, status_at, support_type, support_type_at, related_order,
             related_order_at, participants, participants_at, support_side, support_side_at, created_at,
             updated_at, last_id, last_at, last_sender, last_kind, last_content, last_message_at,
             server_unread_mine, server_unread_support, server_unread_participant, server_unread_as_of,
             server_unread_until_time, server_unread_until_id, read_at, read_id, read_pending,
             seen_at, seen_id, seen_count, opened_at, told_read_at, missing_head_id, head_id, head_at, head_sender, head_kind, head_content, unread,
             unanswered_since, took_part, local_at, activity_at, is_open, is_order, layout, revision)
         SELECT
             value ->> 'id', value ->> 'known', value ->> 'subject', value ->> 'subject_at',
             value ->> 'status', value ->> 'status_at', value ->> 'support_type', value ->> 'support_type_at',
             value ->> 'related_order', value ->> 'related_order_at', value ->> 'participants',
             value ->> 'participants_at', value ->> 'support_side', value ->> 'support_side_at',
             value ->> 'created_at', value ->> 'updated_at', value ->> 'last_id', value ->> 'last_at',
             value ->> 'last_sender', value ->> 'last_kind', value ->> 'last_content',
             value ->> 'last_message_at', value ->> 'server_unread_mine', value ->> 'server_unread_support',
             value ->> 'server_unread_participant', value ->> 'server_unread_as_of',
             value ->> 'server_unread_until_time', value ->> 'server_unread_until_id', value ->> 'read_at',
             value ->> 'read_id', value ->> 'read_pending', value ->> 'seen_at', value ->> 'seen_id',
             value ->> 'seen_count', value ->> 'opened_at', value ->> 'told_read_at',
             value ->> 'missing_head_id', value ->> 'head_id', value ->> 'head_at', value ->> 'head_sender',
             value ->> 'head_kind', value ->> 'head_content', value ->> 'unread', value ->> 'unanswered_since',
             value ->> 'took_part', value ->> 'local_at',
             value ->> 'activity_at', value ->> 'is_open', value ->> 'is_order', value ->> 'layout',
             value ->> 'revision'
         FROM jsonb_each(?)",
        rows
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The conversations that show one of these people.
pub(crate) async fn showing_people(
    conn: &mut SqliteConnection,
    people: &[String],
) -> Result<Vec<String>, StoreError> {
    let people = crate::db::json::to_array(people.iter().map(String::as_str));
    let ids = sqlx::query_scalar!(
        "SELECT id FROM conversations
         WHERE head_sender IN (SELECT value FROM json_each(?1))
            OR EXISTS (SELECT 1 FROM json_each(conversations.participants) AS entry
                       WHERE entry.value IN (SELECT value FROM json_each(?1)))",
        people
    )
    .fetch_all(conn)
    .await?;
    Ok(ids)
}
