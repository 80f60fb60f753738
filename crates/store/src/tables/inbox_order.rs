//! The ids of a window of the inbox, in each of its orders. Each order has an index that is walked as far as the
//! window reaches.

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;

/// What a window is taken from.
#[derive(Debug)]
pub(crate) struct WindowQuery<'a> {
    /// The word of an `InboxFilter`.
    pub(crate) filter: &'a str,
    /// The conversations that are put off (a JSON array).
    pub(crate) snoozed: &'a str,
    /// Those that an own message is on its way to (a JSON array).
    pub(crate) answered: &'a str,
    pub(crate) limit: i64,
}

/// Whether conversations that wait for an answer are among those that are walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unanswered {
    Included,
    LeftOut,
}

macro_rules! select_window {
    ($rest:literal, $query:expr $(, $value:expr)*) => {
        sqlx::query_scalar!(
            "SELECT id FROM conversations
             WHERE CASE ?1
                 WHEN 'unanswered' THEN is_open = 1 AND unanswered_since IS NOT NULL
                     AND id NOT IN (SELECT value FROM json_each(?2))
                     AND id NOT IN (SELECT value FROM json_each(?3))
                 WHEN 'open' THEN is_open = 1 AND id NOT IN (SELECT value FROM json_each(?2))
                 WHEN 'unread' THEN unread > 0
                 WHEN 'orders' THEN is_order = 1
                 WHEN 'took-part' THEN took_part = 1
                 WHEN 'closed' THEN is_open = 0
                 ELSE 1 END "
                + $rest,
            $query.filter,
            $query.snoozed,
            $query.answered,
            $query.limit
            $(, $value)*
        )
    };
}

/// Those that wait for an answer, the longest first.
pub(crate) async fn load_longest_waiting(
    conn: &mut SqliteConnection,
    query: &WindowQuery<'_>,
) -> Result<Vec<String>, StoreError> {
    let ids = select_window!(
        "AND is_open = 1 AND unanswered_since IS NOT NULL
         AND id NOT IN (SELECT value FROM json_each(?3))
         ORDER BY unanswered_since, id LIMIT ?4",
        query
    );
    Ok(ids.fetch_all(conn).await?)
}

/// By their activity, the newest first.
pub(crate) async fn load_newest(
    conn: &mut SqliteConnection,
    query: &WindowQuery<'_>,
    unanswered: Unanswered,
) -> Result<Vec<String>, StoreError> {
    let is_whole = unanswered == Unanswered::Included;
    let ids = select_window!(
        "AND (?5 OR is_open = 0 OR unanswered_since IS NULL
              OR id IN (SELECT value FROM json_each(?3)))
         ORDER BY activity_at DESC, id DESC LIMIT ?4",
        query,
        is_whole
    );
    Ok(ids.fetch_all(conn).await?)
}

/// By their activity, the oldest first.
pub(crate) async fn load_oldest(
    conn: &mut SqliteConnection,
    query: &WindowQuery<'_>,
) -> Result<Vec<String>, StoreError> {
    let ids = select_window!("ORDER BY activity_at, id LIMIT ?4", query);
    Ok(ids.fetch_all(conn).await?)
}
