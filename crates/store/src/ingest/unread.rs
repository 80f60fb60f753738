//! How many messages are unread, and where they begin: what the server counted, what came after that, and what I
//! have read since. The same rule serves one chat and all the chats of a transaction.

use std::collections::HashMap;

use protocol::{Participant, Role};
use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::model::positions::{beginning, sort_key};
use crate::model::rows::Position;
use crate::tables::conversations::ConversationRecord;

/// Others' unread messages of one chat between two places, to be counted.
#[derive(Debug, Serialize)]
struct Count<'a> {
    conversation: &'a str,
    after_time: i64,
    after_id: String,
    until_time: i64,
    until_id: String,
    /// An id that is counted already: a record's time for it may differ by some milliseconds.
    except: String,
}

impl<'a> Count<'a> {
    fn after(row: &'a ConversationRecord, place: Position) -> Self {
        Self {
            conversation: &row.id,
            after_time: place.created_at.0,
            after_id: place.id,
            until_time: i64::MAX,
            until_id: String::new(),
            except: String::new(),
        }
    }

    fn until(self, place: Position) -> Self {
        Self {
            until_time: place.created_at.0,
            until_id: place.id,
            ..self
        }
    }

    fn except(self, id: String) -> Self {
        Self { except: id, ..self }
    }
}

/// What is unread up to the place that the server's count speaks of.
enum Base {
    Counted(i64),
    /// The count with this index, which the server's count bounds.
    SinceRead {
        index: usize,
        counted: i64,
        hidden: bool,
    },
}

/// How many messages I have not read in each of these conversations: what the newest claim counted, and what came
/// after it; none of those up to where I have read, whatever a late list says.
pub(crate) async fn count_unread(
    conn: &mut SqliteConnection,
    rows: &[&mut ConversationRecord],
    me: Option<&Participant>,
) -> Result<Vec<i64>, StoreError> {
    let mut counts = Vec::with_capacity(rows.len());
    let mut terms = Vec::with_capacity(rows.len());
    for row in rows {
        let base = base_of(row, me, &mut counts);
        counts.push(after_claim(row, me));
        terms.push((base, counts.len() - 1));
    }
    let counted = ask(conn, &counts, me).await?;
    let value = |index: usize| counted.get(&index).copied().unwrap_or_default();
    let sum = |(base, after)| {
        let base = match base {
            Base::Counted(count) => count,
            Base::SinceRead {
                index,
                counted,
                hidden,
            } => value(index).max(i64::from(hidden)).min(counted),
        };
        base + value(after)
    };
    Ok(terms.into_iter().map(sum).collect())
}

fn base_of<'a>(
    row: &'a ConversationRecord,
    me: Option<&Participant>,
    counts: &mut Vec<Count<'a>>,
) -> Base {
    let Some((claim, counted)) = claim(row, me) else {
        return Base::Counted(0);
    };
    let read = row.read().unwrap_or_else(beginning);
    if sort_key(&read) >= sort_key(&claim) {
        Base::Counted(0)
    } else if row.read_pending {
        let hidden = hides_unread(row, me, &claim);
        counts.push(Count::after(row, read).until(claim));
        Base::SinceRead {
            index: counts.len() - 1,
            counted,
            hidden,
        }
    } else {
        Base::Counted(counted)
    }
}

fn after_claim<'a>(row: &'a ConversationRecord, me: Option<&Participant>) -> Count<'a> {
    let read = row.read().unwrap_or_else(beginning);
    match claim(row, me) {
        None => Count::after(row, read),
        Some((claim, _)) => {
            let id = claim.id.clone();
            let floor = if sort_key(&read) < sort_key(&claim) {
                claim
            } else {
                read
            };
            Count::after(row, floor).except(id)
        }
    }
}

/// The newest count of the server that is mine, with the place up to which it counted.
fn claim(row: &ConversationRecord, me: Option<&Participant>) -> Option<(Position, i64)> {
    row.server_unread_position().zip(server_unread_for(row, me))
}

/// What the claim follows from: who I am in the conversation, and what the server counted up to where.
pub(crate) fn claim_basis(row: &ConversationRecord) -> impl PartialEq + use<> {
    (
        (row.participants.clone(), row.support_side.clone()),
        row.server_unread_position(),
        row.server_unread_mine,
        (row.server_unread_support, row.server_unread_participant),
    )
}

/// Whether the newest message is one of others that is not in the cache: nothing here counts it.
fn hides_unread(row: &ConversationRecord, me: Option<&Participant>, claim: &Position) -> bool {
    let me = me.map_or("", |me| me.id.as_str());
    row.last_id.as_deref() == Some(claim.id.as_str()) && row.last_sender.as_deref() != Some(me)
}

/// Corrects the server's older count after a receipt was sent, so that the count raises nothing until the server
/// gives a new one. Until the receipt was sent the server still counted what I have read; only what came since, up to
/// the claim's position, is unread.
pub(crate) async fn correct_server_unread(
    conn: &mut SqliteConnection,
    row: &mut ConversationRecord,
    me: Option<&Participant>,
) -> Result<(), StoreError> {
    let (Some(read), Some((claim, counted))) = (row.read(), claim(row, me)) else {
        return Ok(());
    };
    if sort_key(&read) >= sort_key(&claim) {
        return Ok(());
    }
    let hidden = hides_unread(row, me, &claim);
    let since = Count::after(row, read).until(claim);
    let counts = ask(conn, &[since], me).await?;
    let since = counts.get(&0).copied().unwrap_or_default();
    row.server_unread_mine = Some(since.max(i64::from(hidden)).min(counted));
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

/// The counts by their index.
async fn ask(
    conn: &mut SqliteConnection,
    counts: &[Count<'_>],
    me: Option<&Participant>,
) -> Result<HashMap<usize, i64>, StoreError> {
    let me = me.map_or("", |me| me.id.as_str());
    let counts = json::to_objects(counts)?;
    let rows = sqlx::query!(
        r#"SELECT asked.key + 0 AS "index!: i64", (
               SELECT COUNT(*) FROM messages
               WHERE conversation = asked.value ->> 'conversation'
                 AND (sort_time, id) > (asked.value ->> 'after_time', asked.value ->> 'after_id')
                 AND (sort_time, id) <= (asked.value ->> 'until_time', asked.value ->> 'until_id')
                 AND id <> asked.value ->> 'except' AND is_read = 0 AND kind <> 'system'
                 AND (sender IS NULL OR sender <> ?2)) AS "count!: i64"
           FROM jsonb_each(?1) AS asked"#,
        counts,
        me
    )
    .fetch_all(conn)
    .await?;
    let by_index = |index: i64| usize::try_from(index).unwrap_or(usize::MAX);
    Ok(rows
        .into_iter()
        .map(|row| (by_index(row.index), row.count))
        .collect())
}

/// The place of the first message that I have not read: as many of the others' newest as are
/// unread, or as many of them as are here. Counted from the end, because not every server marks
/// single messages as read.
pub(crate) async fn first_unread(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: Option<&Participant>,
) -> Result<Option<Position>, StoreError> {
    if row.unread <= 0 {
        return Ok(None);
    }
    let me = me.map_or("", |me| me.id.as_str());
    let read = row.read().unwrap_or_else(beginning);
    let found = sqlx::query!(
        r#"SELECT sort_time AS "sort_time!", id AS "id!" FROM (
               SELECT sort_time, id FROM messages
               WHERE conversation = ? AND (sort_time, id) > (?, ?) AND kind <> 'system'
                 AND (sender IS NULL OR sender <> ?)
               ORDER BY sort_time DESC, id DESC LIMIT ?)
           ORDER BY sort_time, id LIMIT 1"#,
        row.id,
        read.created_at.0,
        read.id,
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
        let read = row.read().unwrap_or_else(beginning);
        let after = if sort_key(&since) > sort_key(&read) {
            since
        } else {
            read
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
