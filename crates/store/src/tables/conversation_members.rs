//! Who is in which conversation, so that a person's conversations are found without reading all of them.

use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::tables::conversations::ConversationRecord;

#[derive(Debug, Serialize)]
struct Member {
    person: String,
    conversation: String,
}

/// Writes who is in these conversations, in the place of what was written before.
pub(crate) async fn save(
    conn: &mut SqliteConnection,
    conversations: &[&ConversationRecord],
) -> Result<(), StoreError> {
    if conversations.is_empty() {
        return Ok(());
    }
    let ids = json::to_array(conversations.iter().map(|row| row.id.as_str()));
    sqlx::query!(
        "DELETE FROM conversation_members WHERE conversation IN (SELECT value FROM json_each(?))",
        ids
    )
    .execute(&mut *conn)
    .await?;
    let members: Vec<Member> = conversations
        .iter()
        .flat_map(|row| {
            row.participant_ids().into_iter().map(|person| Member {
                person,
                conversation: row.id.clone(),
            })
        })
        .collect();
    let members = json::to_objects(&members)?;
    sqlx::query!(
        "INSERT OR IGNORE INTO conversation_members (person, conversation)
         SELECT value ->> 'person', value ->> 'conversation' FROM jsonb_each(?)",
        members
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The conversations with any of these people (a JSON array of ids), at most so many.
pub(crate) async fn load_conversations_with(
    conn: &mut SqliteConnection,
    people: &str,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT DISTINCT conversation FROM conversation_members
         WHERE person IN (SELECT value FROM json_each(?)) LIMIT ?",
        people,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(ids)
}

/// The conversations that somebody is in.
#[derive(Debug, Default)]
pub(crate) struct CustomerConversations {
    /// Those that were active last, the newest first.
    pub(crate) ids: Vec<String>,
    /// How many there are.
    pub(crate) count: i64,
    /// When the first of them began.
    pub(crate) first_seen: Option<i64>,
}

/// The conversations that somebody is in, at most so many of their ids.
pub(crate) async fn load_customer_conversations(
    conn: &mut SqliteConnection,
    person: &str,
    limit: i64,
) -> Result<CustomerConversations, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT conversations.id, COUNT(*) OVER () AS "count!: i64",
                  MIN(conversations.created_at) OVER () AS "first_seen?: i64"
           FROM conversation_members
           JOIN conversations ON conversations.id = conversation_members.conversation
           WHERE conversation_members.person = ?
           ORDER BY conversations.activity_at DESC, conversations.id DESC LIMIT ?"#,
        person,
        limit
    )
    .fetch_all(conn)
    .await?;
    let first = rows.first();
    Ok(CustomerConversations {
        count: first.map_or(0, |row| row.count),
        first_seen: first.and_then(|row| row.first_seen),
        ids: rows.into_iter().map(|row| row.id).collect(),
    })
}
