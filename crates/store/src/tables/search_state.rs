//! How far the search's index reaches.

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::model::folding::FOLDING;

/// The table's one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SearchState {
    /// Which folding the index was made with.
    pub(crate) folding: i64,
    /// Messages with lower numbers are not in the index yet.
    pub(crate) indexed_from: i64,
    /// How many those are, or nearly so many.
    pub(crate) messages_left: i64,
    /// Conversations with higher ids are not named in it yet.
    pub(crate) conversations_until: Option<String>,
    /// People with higher ids are not named in it yet.
    pub(crate) people_until: Option<String>,
}

impl SearchState {
    pub(crate) fn is_whole(&self) -> bool {
        self.folding == FOLDING
            && self.indexed_from == 0
            && self.conversations_until.is_none()
            && self.people_until.is_none()
    }
}

pub(crate) async fn load(conn: &mut SqliteConnection) -> Result<SearchState, StoreError> {
    let state = sqlx::query_as!(
        SearchState,
        "SELECT folding, indexed_from, messages_left, conversations_until, people_until
         FROM search_state WHERE id = 1"
    )
    .fetch_one(conn)
    .await?;
    Ok(state)
}

pub(crate) async fn save(
    conn: &mut SqliteConnection,
    state: &SearchState,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE search_state
         SET folding = ?, indexed_from = ?, messages_left = ?, conversations_until = ?, people_until = ?
         WHERE id = 1",
        state.folding,
        state.indexed_from,
        state.messages_left,
        state.conversations_until,
        state.people_until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many messages are not in the index yet.
pub(crate) async fn count_unindexed(
    conn: &mut SqliteConnection,
    state: &SearchState,
) -> Result<u32, StoreError> {
    if state.folding != FOLDING {
        return count_messages(conn).await;
    }
    let left = u32::try_from(state.messages_left).unwrap_or_default();
    Ok(if state.indexed_from == 0 {
        0
    } else {
        left.max(1)
    })
}

/// How many messages there are. It reads the whole table: once, when an index is begun.
pub(crate) async fn count_messages(conn: &mut SqliteConnection) -> Result<u32, StoreError> {
    let count = sqlx::query_scalar!(r#"SELECT COUNT(*) AS "count!: u32" FROM messages"#)
        .fetch_one(conn)
        .await?;
    Ok(count)
}
