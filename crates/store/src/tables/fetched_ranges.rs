//! What the cache knows of its own holes. A page covers a range of its chat without a hole;
//! ranges that overlap become one; between two that do not lies a gap.

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::ingest::derived::sort_key;
use crate::model::rows::Position;

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

/// Extends the newest range to a message that came while the chat was followed. Answers whether the range grew.
pub(crate) async fn extend_newest(
    conn: &mut SqliteConnection,
    conversation: &str,
    to: &Position,
) -> Result<bool, StoreError> {
    let Some(newest) = load_ranges(conn, conversation).await?.pop() else {
        return Ok(false);
    };
    if sort_key(&newest.to) >= sort_key(to) {
        return Ok(false);
    }
    remove(conn, conversation, &newest).await?;
    let longer = FetchedRange {
        from: newest.from,
        to: to.clone(),
    };
    insert(conn, conversation, &longer).await?;
    Ok(true)
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
