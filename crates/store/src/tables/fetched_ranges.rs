//! What the cache knows of its own holes. A page covers a range of its chat without a hole;
//! ranges that overlap become one; between two that do not lies a gap.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::model::positions::sort_key;
use crate::model::rows::Position;
use crate::tables::unconfirmed_chats;

/// A range without a hole, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FetchedRange {
    pub(crate) from: Position,
    pub(crate) to: Position,
}

impl FetchedRange {
    pub(crate) fn contains(&self, position: &Position) -> bool {
        sort_key(&self.from) <= sort_key(position) && sort_key(position) <= sort_key(&self.to)
    }

    /// Whether it reaches the chat's beginning.
    pub(crate) fn reaches_beginning(&self) -> bool {
        self.from.created_at.0 == i64::MIN
    }

    fn touches(&self, other: &Self) -> bool {
        sort_key(&self.from) <= sort_key(&other.to) && sort_key(&other.from) <= sort_key(&self.to)
    }
}

/// The result of adding a range to the known ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// How many of the known ranges it met.
    pub(crate) met: usize,
    /// Whether anything is known that was not.
    pub(crate) news: bool,
}

/// The ranges of a chat, oldest first.
pub(crate) async fn load_ranges(
    conn: &mut SqliteConnection,
    conversation: &str,
) -> Result<Vec<FetchedRange>, StoreError> {
    let rows = sqlx::query!(
        "SELECT from_time, from_id, to_time, to_id FROM fetched_ranges
         WHERE conversation = ? ORDER BY from_time, from_id",
        conversation
    )
    .fetch_all(conn)
    .await?;
    let position = |at, id| Position {
        created_at: protocol::UtcMs(at),
        id,
    };
    Ok(rows
        .into_iter()
        .map(|row| FetchedRange {
            from: position(row.from_time, row.from_id),
            to: position(row.to_time, row.to_id),
        })
        .collect())
}

/// Adds a range to those known, as one with all that it meets.
pub(crate) async fn add_range(
    conn: &mut SqliteConnection,
    conversation: &str,
    new: FetchedRange,
) -> Result<Coverage, StoreError> {
    let known = load_ranges(conn, conversation).await?;
    let met: Vec<&FetchedRange> = known.iter().filter(|range| range.touches(&new)).collect();
    let mut whole = new;
    for range in &met {
        if sort_key(&range.from) < sort_key(&whole.from) {
            whole.from = range.from.clone();
        }
        if sort_key(&whole.to) < sort_key(&range.to) {
            whole.to = range.to.clone();
        }
    }
    let news = met.len() != 1 || met.iter().any(|range| **range != whole);
    if news {
        for range in &met {
            remove(conn, conversation, range).await?;
        }
        insert(conn, conversation, &whole).await?;
    }
    Ok(Coverage {
        met: met.len(),
        news,
    })
}

/// A message that came while its chat was followed.
#[derive(Debug, Serialize)]
pub(crate) struct FollowedMessage<'a> {
    conversation: &'a str,
    time: i64,
    id: &'a str,
}

impl<'a> FollowedMessage<'a> {
    pub(crate) fn new(conversation: &'a str, position: &'a Position) -> Self {
        Self {
            conversation,
            time: position.created_at.0,
            id: &position.id,
        }
    }
}

/// Extends each chat's newest range to the newest of these messages. Answers whether a range grew.
pub(crate) async fn extend_newest(
    conn: &mut SqliteConnection,
    messages: &[FollowedMessage<'_>],
) -> Result<bool, StoreError> {
    let mut newest: HashMap<&str, &FollowedMessage<'_>> = HashMap::new();
    for message in messages {
        let known = newest.entry(message.conversation).or_insert(message);
        if (known.time, known.id) < (message.time, message.id) {
            *known = message;
        }
    }
    if newest.is_empty() {
        return Ok(false);
    }
    let ends = json::to_objects(&newest.into_values().collect::<Vec<_>>())?;
    unconfirmed_chats::note_extended(conn, &ends).await?;
    let extended = sqlx::query!(
        "UPDATE fetched_ranges SET to_time = reached.value ->> 'time', to_id = reached.value ->> 'id'
         FROM jsonb_each(?) AS reached
         WHERE fetched_ranges.conversation = reached.value ->> 'conversation'
             AND (fetched_ranges.to_time, fetched_ranges.to_id)
                 < (reached.value ->> 'time', reached.value ->> 'id')
             AND (fetched_ranges.from_time, fetched_ranges.from_id) = (
                 SELECT newest.from_time, newest.from_id FROM fetched_ranges AS newest
                 WHERE newest.conversation = reached.value ->> 'conversation'
                 ORDER BY newest.from_time DESC, newest.from_id DESC LIMIT 1)",
        ends
    )
    .execute(conn)
    .await?;
    Ok(extended.rows_affected() > 0)
}

/// Forgets the ranges of these chats that end after a time.
pub(crate) async fn forget_ending_after(
    conn: &mut SqliteConnection,
    conversations: &str,
    until: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM fetched_ranges
         WHERE conversation IN (SELECT value FROM json_each(?1)) AND to_time > ?2",
        conversations,
        until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Messages before a place were removed: ranges that end before it are forgotten, and the one that holds it begins
/// with it.
pub(crate) async fn trim_ranges(
    conn: &mut SqliteConnection,
    conversation: &str,
    remains_from: &Position,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM fetched_ranges WHERE conversation = ? AND (to_time, to_id) < (?, ?)",
        conversation,
        remains_from.created_at.0,
        remains_from.id
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE fetched_ranges SET from_time = ?2, from_id = ?3
         WHERE conversation = ?1 AND (from_time, from_id) < (?2, ?3)",
        conversation,
        remains_from.created_at.0,
        remains_from.id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Nothing between two places counts as fetched any more; both places still do.
pub(crate) async fn part_ranges(
    conn: &mut SqliteConnection,
    conversation: &str,
    (below, above): (&Position, &Position),
) -> Result<(), StoreError> {
    let known = load_ranges(conn, conversation).await?;
    let reaches_in = |range: &&FetchedRange| {
        sort_key(&range.from) < sort_key(above) && sort_key(below) < sort_key(&range.to)
    };
    for range in known.iter().filter(reaches_in) {
        remove(conn, conversation, range).await?;
        if sort_key(&range.from) <= sort_key(below) {
            let to = below.clone();
            let lower = FetchedRange {
                to,
                ..range.clone()
            };
            insert(conn, conversation, &lower).await?;
        }
        if sort_key(above) <= sort_key(&range.to) {
            let from = above.clone();
            let upper = FetchedRange {
                from,
                ..range.clone()
            };
            insert(conn, conversation, &upper).await?;
        }
    }
    Ok(())
}

async fn insert(
    conn: &mut SqliteConnection,
    conversation: &str,
    range: &FetchedRange,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO fetched_ranges (conversation, from_time, from_id, to_time, to_id)
         VALUES (?, ?, ?, ?, ?)",
        conversation,
        range.from.created_at.0,
        range.from.id,
        range.to.created_at.0,
        range.to.id
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn remove(
    conn: &mut SqliteConnection,
    conversation: &str,
    range: &FetchedRange,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM fetched_ranges WHERE conversation = ? AND from_time = ? AND from_id = ?",
        conversation,
        range.from.created_at.0,
        range.from.id
    )
    .execute(conn)
    .await?;
    Ok(())
}
