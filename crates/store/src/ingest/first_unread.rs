//! Where the unread messages of a chat begin. Counted from the end, because not every server marks single messages as
//! read.

use std::collections::HashMap;

use protocol::Participant;
use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::ingest::unread::claim;
use crate::model::chat_window::FirstUnread;
use crate::model::positions::{beginning, sort_key};
use crate::model::rows::Position;
use crate::tables::conversations::ConversationRecord;
use crate::tables::fetched_ranges::FetchedRange;

/// The place of the first message that I have not read: as many of the others' newest as are
/// unread, or as many of them as are here. Counted from the end, because not every server marks
/// single messages as read.
async fn first_unread(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: Option<&Participant>,
) -> Result<Option<Position>, StoreError> {
    if row.unread <= 0 {
        return Ok(None);
    }
    let found = first_among_newest(conn, row, me, &beginning()).await?;
    Ok(found.map(|found| found.place))
}

/// The oldest of the others' newest messages, and how many there are.
struct OldestOfNewest {
    place: Position,
    count: i64,
}

/// The oldest of as many of the others' newest messages as are unread, among those from a place on that I have not
/// seen.
async fn first_among_newest(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: Option<&Participant>,
    from: &Position,
) -> Result<Option<OldestOfNewest>, StoreError> {
    let me = me.map_or("", |me| me.id.as_str());
    let seen = row.seen().unwrap_or_else(beginning);
    let found = sqlx::query!(
        r#"SELECT sort_time AS "sort_time!", id AS "id!", COUNT(*) OVER () AS "count!: i64" FROM (
               SELECT sort_time, id FROM messages
               WHERE conversation = ? AND (sort_time, id) > (?, ?) AND (sort_time, id) >= (?, ?)
                 AND kind <> 'system' AND (sender IS NULL OR sender <> ?)
               ORDER BY sort_time DESC, id DESC LIMIT ?)
           ORDER BY sort_time, id LIMIT 1"#,
        row.id,
        seen.created_at.0,
        seen.id,
        from.created_at.0,
        from.id,
        me,
        row.unread
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|row| OldestOfNewest {
        count: row.count,
        place: Position {
            created_at: protocol::UtcMs(row.sort_time),
            id: row.id,
        },
    }))
}

/// Where the unread messages of a chat begin. That is known where as many as are unread are here without a gap
/// after them, or what is here without one reaches down to what was seen or to the chat's beginning.
pub(crate) async fn locate_first_unread(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: Option<&Participant>,
    ranges: &[FetchedRange],
) -> Result<FirstUnread, StoreError> {
    if row.unread <= 0 {
        return Ok(FirstUnread::Nothing);
    }
    let newest = ranges.last();
    let from = newest.map_or_else(beginning, |range| range.from.clone());
    let found = first_among_newest(conn, row, me, &from).await?;
    let seen = row.seen();
    let reaches_down = newest.is_some_and(|range| {
        range.reaches_beginning()
            || seen.is_some_and(|seen| sort_key(&range.from) <= sort_key(&seen))
    });
    let (before, known) = (
        newest.map(|range| range.from.clone()),
        |found: OldestOfNewest| found.place,
    );
    Ok(match found {
        Some(found) if reaches_down || found.count >= row.unread => FirstUnread::Here {
            position: found.place,
        },
        // The newest messages themselves are not here.
        None => FirstUnread::NotFetched {
            known: None,
            before: None,
        },
        found => FirstUnread::NotFetched {
            known: found.map(known),
            before,
        },
    })
}

/// How many unread messages of others there are up to a place.
pub(crate) async fn count_until(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: Option<&Participant>,
    until: &Position,
) -> Result<i64, StoreError> {
    let Some(first) = first_unread(conn, row, me).await? else {
        return Ok(0);
    };
    let me = me.map_or("", |me| me.id.as_str());
    let count = sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "count!: i64" FROM messages
           WHERE conversation = ? AND (sort_time, id) >= (?, ?) AND (sort_time, id) <= (?, ?)
             AND is_read = 0 AND kind <> 'system' AND (sender IS NULL OR sender <> ?)"#,
        row.id,
        first.created_at.0,
        first.id,
        until.created_at.0,
        until.id,
        me
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// From where on messages of a chat are unread or were counted as unread. `None` where nothing is.
pub(crate) async fn unread_from(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: Option<&Participant>,
) -> Result<Option<Position>, StoreError> {
    if row.unread <= 0 {
        return Ok(None);
    }
    let read = row.read().unwrap_or_else(beginning);
    let counted = match claim(row, me) {
        Some((claim, _)) if !row.read_pending && sort_key(&read) < sort_key(&claim) => claim,
        _ => read,
    };
    let first = first_unread(conn, row, me).await?;
    Ok(Some(match first {
        Some(first) if sort_key(&first) < sort_key(&counted) => first,
        _ => counted,
    }))
}

/// A chat whose first unread message is looked for among those since a time.
#[derive(Debug, Serialize)]
pub(crate) struct UnreadSearch<'a> {
    conversation: &'a str,
    time: i64,
    id: String,
    unread: i64,
}

impl<'a> UnreadSearch<'a> {
    /// Since a time (UTC, ms): whoever only asks of newer messages need not look through thousands that are older.
    /// `None` where nothing is unread.
    pub(crate) fn since(row: &'a ConversationRecord, since: i64) -> Option<Self> {
        let since = Position {
            created_at: protocol::UtcMs(since),
            id: String::new(),
        };
        let seen = row.seen().unwrap_or_else(beginning);
        let after = if sort_key(&since) > sort_key(&seen) {
            since
        } else {
            seen
        };
        (row.unread > 0).then(|| Self {
            conversation: &row.id,
            time: after.created_at.0,
            id: after.id,
            unread: row.unread,
        })
    }
}

/// As [`first_unread`], of many chats at once: by conversation.
pub(crate) async fn first_unread_among(
    conn: &mut SqliteConnection,
    me: Option<&Participant>,
    searches: &[UnreadSearch<'_>],
) -> Result<HashMap<String, Position>, StoreError> {
    if searches.is_empty() {
        return Ok(HashMap::new());
    }
    let me = me.map_or("", |me| me.id.as_str());
    let searches = json::to_objects(searches)?;
    let rows = sqlx::query!(
        r#"SELECT conversation AS "conversation!", sort_time AS "sort_time!", id AS "id!",
               MAX(place) AS "place!: i64"
           FROM (
               SELECT messages.conversation, messages.sort_time, messages.id,
                   searched.value ->> 'unread' AS unread,
                   row_number() OVER (PARTITION BY messages.conversation
                                      ORDER BY messages.sort_time DESC, messages.id DESC) AS place
               FROM jsonb_each(?1) AS searched
               CROSS JOIN messages ON messages.conversation = searched.value ->> 'conversation'
                 AND (messages.sort_time, messages.id)
                     > (searched.value ->> 'time', searched.value ->> 'id')
                 AND messages.kind <> 'system' AND (messages.sender IS NULL OR messages.sender <> ?2))
           WHERE place <= unread
           GROUP BY conversation"#,
        searches,
        me
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let position = Position {
                created_at: protocol::UtcMs(row.sort_time),
                id: row.id,
            };
            (row.conversation, position)
        })
        .collect())
}
