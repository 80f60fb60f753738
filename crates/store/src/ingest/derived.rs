//! What the inbox shows of a conversation, computed from all that is known of it: the newest message, how many
//! are unread, and its position in the list. A pure function of the rows, so that it does not matter in which
//! order they came.

use protocol::{ConversationStatus, Participant, Role, SupportType};
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::model::rows::Position;
use crate::tables::conversations::ConversationRecord;
use crate::tables::messages;

/// Before every place of a chat.
pub(crate) fn beginning() -> Position {
    Position {
        created_at: protocol::UtcMs(i64::MIN),
        id: String::new(),
    }
}

/// The order of places: (time, id).
pub(crate) fn sort_key(position: &Position) -> (i64, &str) {
    (position.created_at.0, &position.id)
}

/// The later of two places.
pub(crate) fn later(a: Option<Position>, b: Option<Position>) -> Option<Position> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if sort_key(&a) < sort_key(&b) { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// Works out the derived columns.
pub(crate) async fn recompute_derived(
    conn: &mut SqliteConnection,
    row: &mut ConversationRecord,
    me: Option<&Participant>,
) -> Result<(), StoreError> {
    recompute_head(conn, row).await?;
    row.unread = unread(conn, row, me).await?;
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
    Ok(())
}

async fn recompute_head(
    conn: &mut SqliteConnection,
    row: &mut ConversationRecord,
) -> Result<(), StoreError> {
    let newest = messages::load_newest(conn, &row.id, 1).await?.pop();
    let named = match &row.last_id {
        Some(id) if newest.as_ref().is_none_or(|newest| newest.id != *id) => {
            let ids = crate::db::json::to_array(std::iter::once(id.as_str()));
            // Once the message itself is here, it knows its place better than the record did.
            messages::load_by_ids(conn, &ids).await?.is_empty()
        }
        _ => false,
    };
    let named_position = (
        row.last_at.unwrap_or(i64::MIN),
        row.last_id.as_deref().unwrap_or_default(),
    );
    match newest {
        Some(newest) if !named || (newest.sort_time, newest.id.as_str()) > named_position => {
            row.head_id = Some(newest.id);
            row.head_at = Some(newest.sort_time);
            row.head_sender = newest.sender;
            row.head_kind = Some(newest.kind);
            row.head_content = Some(newest.file_name.unwrap_or(newest.content));
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
    Ok(())
}

/// How many messages I have not read: what the newest claim counted, and what came after it; none of
/// those up to where I have read, whatever a late list says.
async fn unread(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: Option<&Participant>,
) -> Result<i64, StoreError> {
    let id = row.id.as_str();
    let me_id = me.map_or("", |me| me.id.as_str());
    let read = row.read().unwrap_or_else(beginning);
    let (Some(claim), Some(counted)) = (row.server_unread_position(), server_unread_for(row, me))
    else {
        return count_unread(conn, (id, me_id), &read, None, "").await;
    };
    let base = if sort_key(&read) >= sort_key(&claim) {
        0
    } else if row.read_pending {
        since_read(conn, row, me_id, (&read, &claim))
            .await?
            .min(counted)
    } else {
        counted
    };
    let floor = if sort_key(&read) < sort_key(&claim) {
        &claim
    } else {
        &read
    };
    // The record's time for the claim's own message may differ by some milliseconds.
    let after = count_unread(conn, (id, me_id), floor, None, &claim.id).await?;
    Ok(base + after)
}

/// Until the receipt is sent the server still counts what I have read; only what came since, up to the claim's
/// position, is unread.
async fn since_read(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: &str,
    (read, claim): (&Position, &Position),
) -> Result<i64, StoreError> {
    let since = count_unread(conn, (&row.id, me), read, Some(claim), "").await?;
    let hidden =
        row.last_id.as_deref() == Some(claim.id.as_str()) && row.last_sender.as_deref() != Some(me);
    Ok(since.max(i64::from(hidden)))
}

/// Corrects the server's older count after a receipt was sent, so that the count raises nothing until the
/// server gives a new one.
pub(crate) async fn correct_server_unread(
    conn: &mut SqliteConnection,
    row: &mut ConversationRecord,
    me: Option<&Participant>,
) -> Result<(), StoreError> {
    let (Some(read), Some(claim)) = (row.read(), row.server_unread_position()) else {
        return Ok(());
    };
    let Some(counted) = server_unread_for(row, me).filter(|_| sort_key(&read) < sort_key(&claim))
    else {
        return Ok(());
    };
    let me = me.map_or("", |me| me.id.as_str());
    let since = since_read(conn, row, me, (&read, &claim)).await?;
    row.server_unread_mine = Some(since.min(counted));
    Ok(())
}

/// Which count of the claim is mine (CONTRACT section 4): the documented one is; of the live ones
/// support's, if I am on support's side, else the participant's.
fn server_unread_for(row: &ConversationRecord, me: Option<&Participant>) -> Option<i64> {
    let theirs = if on_support_side(row, me) {
        row.server_unread_support
    } else {
        row.server_unread_participant
    };
    row.server_unread_mine.or(theirs).map(|count| count.max(0))
}

fn on_support_side(row: &ConversationRecord, me: Option<&Participant>) -> bool {
    let Some(me) = me else { return false };
    let is_me = |id: &String| id == me.id.as_str();
    if row.support_ids().iter().any(is_me) {
        return true;
    }
    // An admin answers for support also where no record names them.
    me.role == Some(Role::Admin) && !row.participant_ids().iter().any(is_me)
}

/// Counts others' unread messages of one chat after a place, and up to another one if there is one, but for the
/// message with the id `except`.
async fn count_unread(
    conn: &mut SqliteConnection,
    (conversation, me): (&str, &str),
    after: &Position,
    until: Option<&Position>,
    except: &str,
) -> Result<i64, StoreError> {
    let until_at = until.map_or(i64::MAX, |position| position.created_at.0);
    let until_id = until.map_or("", |position| position.id.as_str());
    let count = sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "count!: i64" FROM messages
           WHERE conversation = ? AND (sort_time, id) > (?, ?) AND (sort_time, id) <= (?, ?)
             AND id <> ? AND is_read = 0 AND kind <> 'system' AND (sender IS NULL OR sender <> ?)"#,
        conversation,
        after.created_at.0,
        after.id,
        until_at,
        until_id,
        except,
        me
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// The place of the first message that I have not read: as many of the others' newest as are
/// unread, or as many of them as are here. Counted from the end, because not every server marks
/// single messages as read.
pub(crate) async fn first_unread(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: Option<&Participant>,
) -> Result<Option<Position>, StoreError> {
    first_unread_since(conn, row, me, i64::MIN).await
}

/// The same among the messages since a time (UTC, ms): whoever only asks of those need not count through
/// thousands that are older.
pub(crate) async fn first_unread_since(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: Option<&Participant>,
    since: i64,
) -> Result<Option<Position>, StoreError> {
    if row.unread <= 0 {
        return Ok(None);
    }
    let me = me.map_or("", |me| me.id.as_str());
    let since = Position {
        created_at: protocol::UtcMs(since),
        id: String::new(),
    };
    let read = row.read().unwrap_or_else(beginning);
    let after = if sort_key(&since) > sort_key(&read) {
        since
    } else {
        read
    };
    let found = sqlx::query!(
        r#"SELECT sort_time AS "sort_time!", id AS "id!" FROM (
               SELECT sort_time, id FROM messages
               WHERE conversation = ? AND (sort_time, id) > (?, ?) AND kind <> 'system'
                 AND (sender IS NULL OR sender <> ?)
               ORDER BY sort_time DESC, id DESC LIMIT ?)
           ORDER BY sort_time, id LIMIT 1"#,
        row.id,
        after.created_at.0,
        after.id,
        me,
        row.unread
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|row| Position {
        created_at: protocol::UtcMs(row.sort_time),
        id: row.id,
    }))
}
