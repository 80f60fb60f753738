//! How many messages are unread: what the server counted, what came after that, and what I have read or seen since.
//! The same rule serves one chat and all the chats of a transaction.

use std::collections::HashMap;

use protocol::Participant;
use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::model::positions::{beginning, sort_key};
use crate::model::rows::Position;
use crate::tables::askers::on_support_side;
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
    /// The count with this index, which the server's count bounds; no fewer than `least`.
    SinceSeen {
        index: usize,
        counted: i64,
        least: i64,
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
            Base::SinceSeen {
                index,
                counted,
                least,
            } => value(index).max(least).min(counted),
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
    let seen = row.seen().unwrap_or_else(beginning);
    let (is_seen, seen_since_read) = (row.seen() != row.read(), row.seen_since_read());
    if sort_key(&seen) >= sort_key(&claim) {
        Base::Counted(0)
    } else if row.read_pending || is_seen {
        let hidden = i64::from(hides_unread(row, me, &claim));
        counts.push(Count::after(row, seen).until(claim));
        // Of what was seen in part, the server counts all: what it counted and is not here is still unread.
        let unseen = if row.read_pending {
            0
        } else {
            counted - seen_since_read
        };
        Base::SinceSeen {
            index: counts.len() - 1,
            counted,
            least: hidden.max(unseen),
        }
    } else {
        Base::Counted(counted)
    }
}

fn after_claim<'a>(row: &'a ConversationRecord, me: Option<&Participant>) -> Count<'a> {
    let seen = row.seen().unwrap_or_else(beginning);
    match claim(row, me) {
        None => Count::after(row, seen),
        Some((claim, _)) => {
            let id = claim.id.clone();
            let floor = if sort_key(&seen) < sort_key(&claim) {
                claim
            } else {
                seen
            };
            Count::after(row, floor).except(id)
        }
    }
}

/// The newest count of the server that is mine, with the place up to which it counted.
pub(crate) fn claim(row: &ConversationRecord, me: Option<&Participant>) -> Option<(Position, i64)> {
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
