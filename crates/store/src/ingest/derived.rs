//! What the inbox shows of a conversation, computed from all that is known of it: the newest message, how many
//! are unread, and its position in the list. A pure function of the rows, so that it does not matter in which
//! order they came.

use std::collections::{HashMap, HashSet};

use protocol::{ConversationStatus, Participant, SupportType};
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::ingest::{unanswered, unread};
use crate::tables::conversations::ConversationRecord;
use crate::tables::messages::{self, MessageRecord};

/// Computes the newest message, the count of unread ones and since when somebody waits, of these conversations, from
/// the tables, with a fixed number of statements.
pub(crate) async fn recompute_from_messages(
    conn: &mut SqliteConnection,
    rows: &mut [&mut ConversationRecord],
    me: Option<&Participant>,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let unseen = recompute_heads(conn, rows).await?;
    unanswered::recompute_unanswered(conn, rows, &unseen, me).await?;
    let unread = unread::count_unread(conn, rows, me).await?;
    for (row, unread) in rows.iter_mut().zip(unread) {
        row.unread = unread;
    }
    Ok(())
}

/// Computes what follows from the row alone: where it stands in the list, and in which filters.
pub(crate) fn recompute_from_row(row: &mut ConversationRecord) {
    let status = row.status.as_deref().map(ConversationStatus::from_word);
    row.is_open = !matches!(
        status,
        Some(ConversationStatus::Closed | ConversationStatus::Resolved)
    );
    row.is_order = row.support_type.as_deref().map(SupportType::from_word)
        == Some(SupportType::Order)
        || row.related_order.is_some();
    let talk = row.head_at.max(row.last_message_at).max(row.local_at);
    // A newest message without any time sorts before all others.
    let talk = talk.filter(|at| *at > i64::MIN);
    row.activity_at = talk.max(row.created_at).or(row.updated_at).unwrap_or(0);
}

/// Gives those whose newest message, as a record names it, is not here.
async fn recompute_heads(
    conn: &mut SqliteConnection,
    rows: &mut [&mut ConversationRecord],
) -> Result<HashSet<String>, StoreError> {
    let ids = json::to_array(rows.iter().map(|row| row.id.as_str()));
    let newest = messages::load_heads(conn, &ids).await?;
    let mut newest: HashMap<String, MessageRecord> = newest
        .into_iter()
        .map(|message| (message.conversation.clone(), message))
        .collect();
    let named = rows.iter().filter_map(|row| {
        let id = row.last_id.as_deref()?;
        let here = newest.get(&row.id).is_some_and(|newest| newest.id == id);
        (!here).then_some(id)
    });
    // Once a message itself is here, it knows its place better than the record that names it.
    let here = messages::known_among(conn, &json::to_array(named)).await?;
    let mut unseen = HashSet::new();
    for row in rows {
        let newest = newest.remove(&row.id);
        let is_unseen = row.last_id.as_ref().is_some_and(|id| {
            newest.as_ref().is_none_or(|newest| newest.id != *id) && !here.contains(id)
        });
        if is_unseen {
            unseen.insert(row.id.clone());
        }
        choose_head(row, newest, &unseen);
    }
    Ok(unseen)
}

/// The head is the newest message that is here, or the one that a record names and that is not here (`unseen`) but
/// newer.
fn choose_head(
    row: &mut ConversationRecord,
    newest: Option<MessageRecord>,
    unseen: &HashSet<String>,
) {
    let named = unseen.contains(&row.id);
    let named_position = (
        row.last_at.unwrap_or(i64::MIN),
        row.last_id.as_deref().unwrap_or_default(),
    );
    match newest {
        Some(newest) if !named || (newest.sort_time, newest.id.as_str()) > named_position => {
            row.show_head(newest);
        }
        _ if named => {
            row.head_id.clone_from(&row.last_id);
            row.head_at = row.last_at;
            row.head_sender.clone_from(&row.last_sender);
            row.head_kind.clone_from(&row.last_kind);
            row.head_content.clone_from(&row.last_content);
        }
        _ => {}
    }
}
