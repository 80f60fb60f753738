//! What the cache knows of its own holes. A page covers a stretch of its chat without a hole;
//! stretches that overlap become one; between two that do not lies a gap.

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::ingest::derived::rank;
use crate::model::rows::Place;

/// A stretch without a hole, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) from: Place,
    pub(crate) to: Place,
}

impl Stretch {
    pub(crate) fn holds(&self, place: &Place) -> bool {
        rank(&self.from) <= rank(place) && rank(place) <= rank(&self.to)
    }

    /// Whether it reaches the chat's beginning.
    pub(crate) fn begins(&self) -> bool {
        self.from.created_at.0 == i64::MIN
    }

    fn meets(&self, other: &Self) -> bool {
        rank(&self.from) <= rank(&other.to) && rank(&other.from) <= rank(&self.to)
    }
}

/// What became of a stretch that was put to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Covered {
    /// How many of the known stretches it met.
    pub(crate) met: usize,
    /// Whether anything is known that was not.
    pub(crate) news: bool,
}

/// The stretches of a chat, oldest first.
pub(crate) async fn of(
    conn: &mut SqliteConnection,
    conversation: &str,
) -> Result<Vec<Stretch>, StoreError> {
    let rows = sqlx::query!(
        "SELECT from_at, from_id, to_at, to_id FROM stretches
         WHERE conversation = ? ORDER BY from_at, from_id",
        conversation
    )
    .fetch_all(conn)
    .await?;
    let place = |at, id| Place {
        created_at: protocol::UtcMs(at),
        id,
    };
    Ok(rows
        .into_iter()
        .map(|row| Stretch {
            from: place(row.from_at, row.from_id),
            to: place(row.to_at, row.to_id),
        })
        .collect())
}

/// Adds a stretch to those known, as one with all that it meets.
pub(crate) async fn cover(
    conn: &mut SqliteConnection,
    conversation: &str,
    new: Stretch,
) -> Result<Covered, StoreError> {
    let known = of(conn, conversation).await?;
    let met: Vec<&Stretch> = known.iter().filter(|stretch| stretch.meets(&new)).collect();
    let mut whole = new;
    for stretch in &met {
        if rank(&stretch.from) < rank(&whole.from) {
            whole.from = stretch.from.clone();
        }
        if rank(&whole.to) < rank(&stretch.to) {
            whole.to = stretch.to.clone();
        }
    }
    let news = met.len() != 1 || met.iter().any(|stretch| **stretch != whole);
    if news {
        for stretch in &met {
            remove(conn, conversation, stretch).await?;
        }
        insert(conn, conversation, &whole).await?;
    }
    Ok(Covered {
        met: met.len(),
        news,
    })
}

/// A message came while nothing could be missed: the newest stretch reaches to it. Answers
/// whether it did not before.
pub(crate) async fn extend(
    conn: &mut SqliteConnection,
    conversation: &str,
    to: &Place,
) -> Result<bool, StoreError> {
    let Some(newest) = of(conn, conversation).await?.pop() else {
        return Ok(false);
    };
    if rank(&newest.to) >= rank(to) {
        return Ok(false);
    }
    remove(conn, conversation, &newest).await?;
    let longer = Stretch {
        from: newest.from,
        to: to.clone(),
    };
    insert(conn, conversation, &longer).await?;
    Ok(true)
}

async fn insert(
    conn: &mut SqliteConnection,
    conversation: &str,
    stretch: &Stretch,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO stretches (conversation, from_at, from_id, to_at, to_id)
         VALUES (?, ?, ?, ?, ?)",
        conversation,
        stretch.from.created_at.0,
        stretch.from.id,
        stretch.to.created_at.0,
        stretch.to.id
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn remove(
    conn: &mut SqliteConnection,
    conversation: &str,
    stretch: &Stretch,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM stretches WHERE conversation = ? AND from_at = ? AND from_id = ?",
        conversation,
        stretch.from.created_at.0,
        stretch.from.id
    )
    .execute(conn)
    .await?;
    Ok(())
}
