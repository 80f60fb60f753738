//! Since when somebody waits for an answer: the time of the other side's first message after the last that answers.
//! A message of mine, of support's other people and of the server itself answers. A function of what is known: the
//! messages that are here, and the newest one that a record names.

use std::collections::{HashMap, HashSet};

use protocol::Participant;
use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::model::positions::{beginning, later, sort_key};
use crate::model::rows::Position;
use crate::tables::askers::{Askers, Meaning};
use crate::tables::conversations::{ConversationRecord, position};
use crate::tables::messages::MessageRecord;

/// What new messages, all newer than those that were known, do to the time since when somebody waits.
pub(crate) fn after_arrivals(
    before: &ConversationRecord,
    arrivals: &[MessageRecord],
    me: Option<&Participant>,
) -> Option<i64> {
    let askers = Askers::of(before, me);
    let mut sorted: Vec<&MessageRecord> = arrivals.iter().collect();
    sorted.sort_by(|a, b| (a.sort_time, &a.id).cmp(&(b.sort_time, &b.id)));
    sorted.iter().fold(before.unanswered_since, |since, row| {
        match askers.meaning(row.sender.as_deref(), &row.kind) {
            Meaning::Asks => since.or(Some(row.sort_time)),
            Meaning::Answers => None,
        }
    })
}

/// One conversation, to be looked through.
#[derive(Debug, Serialize)]
struct Search<'a> {
    conversation: &'a str,
    askers: Option<&'a [String]>,
    after_time: i64,
    after_id: &'a str,
}

/// Computes the column of these conversations from the tables, with two statements. `unseen`: those whose newest
/// message is named by a record and is not here.
pub(crate) async fn recompute_unanswered(
    conn: &mut SqliteConnection,
    rows: &mut [&mut ConversationRecord],
    unseen: &HashSet<String>,
    me: Option<&Participant>,
) -> Result<(), StoreError> {
    let askers: Vec<Askers<'_>> = rows.iter().map(|row| Askers::of(row, me)).collect();
    let everything = beginning();
    let searches = searches(rows, &askers, |_| &everything);
    let answers = load_newest_answers(conn, &searches, me).await?;
    let named: Vec<Option<(Position, Meaning)>> = rows
        .iter()
        .zip(&askers)
        .map(|(row, askers)| {
            let place = position(row.last_at, row.last_id.as_deref())?;
            let meaning = askers.meaning_of_named(row)?;
            unseen.contains(&row.id).then_some((place, meaning))
        })
        .collect();
    let answered: Vec<Position> = named
        .iter()
        .enumerate()
        .map(|(index, named)| {
            let named = named.clone().filter(|(_, one)| *one == Meaning::Answers);
            let here = answers.get(&index).cloned();
            later(here, named.map(|(place, _)| place)).unwrap_or_else(beginning)
        })
        .collect();
    let searches = self::searches(rows, &askers, |index| {
        answered.get(index).unwrap_or(&everything)
    });
    let firsts = load_first_after(conn, &searches).await?;
    drop(searches);
    for (index, (row, named)) in rows.iter_mut().zip(named).enumerate() {
        let answered = answered.get(index).unwrap_or(&everything);
        let named = named.filter(|(place, meaning)| {
            *meaning == Meaning::Asks && sort_key(place) > sort_key(answered)
        });
        let times = firsts.get(&index).copied().into_iter();
        row.unanswered_since = times
            .chain(named.map(|(place, _)| place.created_at.0))
            .min();
    }
    Ok(())
}

fn searches<'a>(
    rows: &'a [&mut ConversationRecord],
    askers: &'a [Askers<'_>],
    after: impl Fn(usize) -> &'a Position,
) -> Vec<Search<'a>> {
    let each = rows.iter().zip(askers).enumerate();
    each.map(|(index, (row, askers))| Search {
        conversation: &row.id,
        askers: askers.named.as_deref(),
        after_time: after(index).created_at.0,
        after_id: &after(index).id,
    })
    .collect()
}

/// The place of each conversation's newest message that answers, by the search's index. The walk ends there, so it is
/// as long as what nobody has answered.
async fn load_newest_answers(
    conn: &mut SqliteConnection,
    searches: &[Search<'_>],
    me: Option<&Participant>,
) -> Result<HashMap<usize, Position>, StoreError> {
    let me = me.map_or("", |me| me.id.as_str());
    let searches = json::to_objects(searches)?;
    let rows = sqlx::query!(
        r#"SELECT asked.key + 0 AS "index!: i64", answer.sort_time, answer.id
           FROM jsonb_each(?1) AS asked JOIN messages AS answer ON answer.number = (
               SELECT number FROM messages
               WHERE conversation = asked.value ->> 'conversation'
                 AND (kind = 'system' OR sender = ?2
                      OR (asked.value ->> 'askers' IS NOT NULL AND sender IS NOT NULL
                          AND sender NOT IN (SELECT value FROM json_each(asked.value -> 'askers'))))
               ORDER BY sort_time DESC, id DESC LIMIT 1)"#,
        searches,
        me
    )
    .fetch_all(conn)
    .await?;
    let place = |at, id: String| Position {
        created_at: protocol::UtcMs(at),
        id,
    };
    Ok(rows
        .into_iter()
        .map(|row| (to_index(row.index), place(row.sort_time, row.id)))
        .collect())
}

/// The time of each conversation's first message after a place, by the search's index.
async fn load_first_after(
    conn: &mut SqliteConnection,
    searches: &[Search<'_>],
) -> Result<HashMap<usize, i64>, StoreError> {
    let searches = json::to_objects(searches)?;
    let rows = sqlx::query!(
        r#"SELECT asked.key + 0 AS "index!: i64", (
               SELECT sort_time FROM messages
               WHERE conversation = asked.value ->> 'conversation'
                 AND (sort_time, id) > (asked.value ->> 'after_time', asked.value ->> 'after_id')
               ORDER BY sort_time, id LIMIT 1) AS "since?: i64"
           FROM jsonb_each(?1) AS asked"#,
        searches
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((to_index(row.index), row.since?)))
        .collect())
}

fn to_index(index: i64) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}
