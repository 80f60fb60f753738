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
