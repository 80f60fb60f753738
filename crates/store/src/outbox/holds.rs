//! Messages that wait because their conversation is closed. The cache's record says so, or the server refuses a
//! send: each read computes the first, the entry records the second. The entry also records that the user wants
//! a message tried all the same, until a record says that the conversation is open again.

use std::collections::HashSet;

use protocol::{Conversation, ConversationStatus};
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::user_db::UserWrite;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::tables::outbox::OutboxRecord;

/// The word of a closed conversation in the column `status`.
const CLOSED: &str = "closed";

/// Which of these conversations (a JSON array) the cache says to be closed.
pub(crate) async fn closed_among(
    cache: &mut SqliteConnection,
    conversations: &str,
) -> Result<HashSet<String>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM conversations
         WHERE id IN (SELECT value FROM json_each(?)) AND status = ?",
        conversations,
        CLOSED
    )
    .fetch_all(cache)
    .await?;
    Ok(ids.into_iter().collect())
}

/// Which of these conversations (a JSON array) the cache says to be anything but closed.
pub(crate) async fn open_among(
    cache: &mut SqliteConnection,
    conversations: &str,
) -> Result<Vec<String>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM conversations
         WHERE id IN (SELECT value FROM json_each(?)) AND status <> ?",
        conversations,
        CLOSED
    )
    .fetch_all(cache)
    .await?;
    Ok(ids)
}

/// Whether the cache says that a conversation is closed.
pub(crate) async fn is_closed(
    cache: &mut SqliteConnection,
    conversation: &str,
) -> Result<bool, StoreError> {
    let one = crate::db::json::to_array(std::iter::once(conversation));
    Ok(!closed_among(cache, &one).await?.is_empty())
}

/// Records on an entry and on all that wait with it in its conversation that they are held, or that the user
/// wants them tried all the same. `word` is one of `outbox::hold`.
pub(crate) async fn record_hold(
    outbox: &mut SqliteConnection,
    entry: &OutboxRecord,
    word: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE outbox SET hold = ?, revision = ? WHERE conversation = ? AND state = 'pending'",
        word,
        entry.revision,
        entry.conversation
    )
    .execute(outbox)
    .await?;
    Ok(())
}

/// Those of these conversations (a JSON array), or of all, in which an entry records a hold.
pub(crate) async fn conversations_with_holds(
    outbox: &mut SqliteConnection,
    conversations: Option<&str>,
) -> Result<Vec<String>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT DISTINCT conversation FROM outbox WHERE hold IS NOT NULL
         AND (?1 IS NULL OR conversation IN (SELECT value FROM json_each(?1)))",
        conversations
    )
    .fetch_all(outbox)
    .await?;
    Ok(ids)
}

/// Removes the holds of these conversations (a JSON array).
pub(crate) async fn clear_holds(
    mut write: UserWrite<'_>,
    conversations: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE outbox SET hold = NULL, revision = ?
         WHERE hold IS NOT NULL AND conversation IN (SELECT value FROM json_each(?))",
        write.revision,
        conversations
    )
    .execute(&mut *write)
    .await?;
    write.commit().await
}

/// The conversations of which one of these records says, and nothing newer denies, that they are not
/// closed.
pub(crate) fn reopened(work: &mut UnitOfWork<'_>, records: &[Conversation]) -> Vec<String> {
    let mut open = Vec::new();
    for record in records {
        let says_so = record
            .status
            .as_ref()
            .is_some_and(|status| *status != ConversationStatus::Closed);
        let id = record.id.as_str();
        let stands = work
            .row(id)
            .is_some_and(|row| row.status.as_deref() != Some(CLOSED));
        if says_so && stands {
            open.push(id.to_owned());
        }
    }
    open
}
