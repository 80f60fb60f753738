//! Takes messages into the cache: one row for each id, however often and in whatever state it comes.

use std::collections::{HashMap, HashSet};

use protocol::{Message, MessageKind, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::ingest::credible_times::CredibleTimes;
use crate::ingest::input::Incoming;
use crate::ingest::message_writes::MessageWrites;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::model::changes::ArrivedMessage;
use crate::model::object_id;
use crate::model::rows::Position;
use crate::outbox::matching::{self, Match, is_mine};
use crate::tables::last_writer_wins::supersedes;
use crate::tables::messages::{self, MessageRecord};
use crate::tables::outbox::{self, OutboxRecord};
use crate::tables::people::ParticipantUpdate;

/// A message with this text breaks the program where a test says so.
#[cfg(feature = "failpoints")]
const BREAKING_TEXT: &str = "\u{2620}";

/// What a message's place goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placed {
    AtItsTime,
    /// Its time lies in the future.
    WhenFirstHeard,
}

/// What became of the messages.
#[derive(Debug, Default)]
pub(crate) struct IngestResult {
    /// Entries of the outbox that turned out to be on the server.
    pub(crate) matches_found: Vec<Match>,
    /// The place of each message, by its id.
    pub(crate) positions: HashMap<String, Position>,
    /// How many were not in the cache before.
    pub(crate) new: usize,
    /// The ids of those that are known in another chat, and were left out.
    pub(crate) of_another_chat: Vec<String>,
}

/// What messages say about their senders.
pub(crate) fn participant_updates(messages: &[Incoming]) -> Vec<ParticipantUpdate> {
    let of = |message: &Message| {
        let at = message.updated_at.or(message.created_at).map(|time| time.0);
        Some(ParticipantUpdate {
            person: message.sender.clone()?,
            at,
        })
    };
    messages
        .iter()
        .filter_map(|incoming| of(&incoming.message))
        .collect()
}

/// Takes messages in. Their conversations have been loaded into the unit of work.
pub(crate) async fn ingest_messages(
    work: &mut UnitOfWork<'_>,
    outbox: &mut SqliteConnection,
    (incoming, placed_now): (&mut [Incoming], &HashSet<String>),
    now: UtcMs,
) -> Result<IngestResult, StoreError> {
    // The oldest entry matches the oldest message.
    incoming.sort_by(|a, b| {
        let key = |i: &Incoming| (i.message.created_at, i.message.id.clone());
        key(a).cmp(&key(b))
    });
    let ids = crate::db::json::to_array(incoming.iter().map(|i| i.message.id.as_str()));
    let known = messages::load_by_ids(work.conn, &ids).await?;
    let mut writes = MessageWrites::new(&known);
    let mut known: HashMap<String, MessageRecord> =
        known.into_iter().map(|row| (row.id.clone(), row)).collect();
    let me = work
        .me
        .as_ref()
        .map(|me| me.id.as_str().to_owned())
        .unwrap_or_default();
    let mut entries = None;
    let mut ingested = IngestResult::default();
    for Incoming {
        message,
        answers,
        source,
    } in incoming.iter()
    {
        fail::fail_point!(
            "panic/record",
            message.content.contains(BREAKING_TEXT),
            |_| { Err(StoreError::Closed) }
        );
        let before = known.get(message.id.as_str()).cloned();
        if before
            .as_ref()
            .is_some_and(|row| row.conversation != message.conversation.as_str())
        {
            // A message never changes its chat: taken in, this one would take the other chat's text away.
            ingested
                .of_another_chat
                .push(message.id.as_str().to_owned());
            continue;
        }
        let placed = match placed_now.contains(message.id.as_str()) {
            true => Placed::WhenFirstHeard,
            false => Placed::AtItsTime,
        };
        let mut row = merge_message(before.as_ref(), message, now, placed);
        let mine = is_mine(message, &me);
        if answers.is_some() || mine && row.local_id.is_none() {
            // What follows looks for local ids among the saved rows.
            let written = writes.flush(work.conn).await?;
            work.messages_written(written);
        }
        if let Some(local_id) = answers {
            bind_response(work, &mut row, local_id, &mut ingested).await?;
        } else if mine && row.local_id.is_none() {
            let entries = match &mut entries {
                Some(entries) => entries,
                none => none.insert(outbox::load_all(outbox).await?),
            };
            match_own_message(
                work,
                (outbox, entries),
                &mut row,
                before.as_ref(),
                &mut ingested,
            )
            .await?;
        }
        if mine
            && message.kind != MessageKind::System
            && let Some(chat) = work.row(&row.conversation)
        {
            chat.took_part = true;
        }
        ingested.positions.insert(row.id.clone(), row.position());
        if ingested
            .matches_found
            .last()
            .is_some_and(|claim| claim.message == row.id)
        {
            // The entry leaves the outbox, even where the message itself is known already.
            work.messages_changed(&row.conversation);
            work.changes.conversations.insert(row.conversation.clone());
        }
        if before.as_ref() == Some(&row) {
            continue;
        }
        row.revision = work.revision;
        if before.is_some() {
            work.messages_changed(&row.conversation);
        } else {
            work.message_arrived(&row);
            ingested.new += 1;
            if !mine {
                work.changes.new_messages.push(ArrivedMessage {
                    conversation: row.conversation.clone(),
                    position: row.position(),
                    is_read: row.is_read,
                    source: *source,
                    unread: false,
                });
            }
        }
        writes.push(before.as_ref(), row.clone());
        known.insert(row.id.clone(), row);
    }
    let written = writes.flush(work.conn).await?;
    work.messages_written(written);
    Ok(ingested)
}

/// Whether the message is in the cache, but matched to no entry.
fn lacks_owner(known: &MessageRecord) -> bool {
    known.sender.is_none() && known.local_id.is_none()
}

/// A message of mine comes that is not known to be written here: perhaps the outbox remembers that
/// it was, or it is shown as one of its entries from now on.
async fn match_own_message(
    work: &mut UnitOfWork<'_>,
    (outbox, entries): (&mut SqliteConnection, &[OutboxRecord]),
    row: &mut MessageRecord,
    before: Option<&MessageRecord>,
    ingested: &mut IngestResult,
) -> Result<(), StoreError> {
    let answered = entries
        .iter()
        .find(|entry| entry.answered.as_deref() == Some(row.id.as_str()));
    let is_new = before.is_none_or(lacks_owner);
    let linked = match answered {
        Some(entry) => Some(entry.local_id.clone()),
        None if is_new => outbox::find_local_id(outbox, &row.id).await?,
        None => None,
    };
    let Some(local_id) = linked else {
        if is_new && matching::could_match(entries, row) {
            work.layout_changed(&row.conversation);
        }
        return Ok(());
    };
    let elsewhere = messages::find_by_local_id(work.conn, &local_id).await?;
    if elsewhere.is_some_and(|message| message != row.id) {
        return Ok(());
    }
    row.local_id = Some(local_id.clone());
    if answered.is_some() {
        // Its answer came while the cache could not be written.
        ingested.matches_found.push(Match {
            local_id,
            message: row.id.clone(),
            conversation: row.conversation.clone(),
        });
    }
    Ok(())
}

/// The server answered an entry with this message: whatever was guessed before, this is it.
async fn bind_response(
    work: &mut UnitOfWork<'_>,
    row: &mut MessageRecord,
    local_id: &str,
    ingested: &mut IngestResult,
) -> Result<(), StoreError> {
    if let Some(guessed) = messages::find_by_local_id(work.conn, local_id).await?
        && guessed != row.id
    {
        let written = messages::set_local_id(work.conn, work.revision, &guessed, None).await?;
        work.messages_written(written);
    }
    row.local_id = Some(local_id.to_owned());
    ingested.matches_found.push(Match {
        local_id: local_id.to_owned(),
        message: row.id.clone(),
        conversation: row.conversation.clone(),
    });
    Ok(())
}

/// The row after a message was merged into it.
fn merge_message(
    before: Option<&MessageRecord>,
    message: &Message,
    now: UtcMs,
    placed: Placed,
) -> MessageRecord {
    let updated_at = message.updated_at.map(|time| time.0);
    let mut row = match before {
        Some(before) => before.clone(),
        None => first_version(message, now),
    };
    row.updated_at = CredibleTimes::at(now).stamp(row.updated_at);
    if supersedes(row.updated_at, updated_at) {
        message.kind.as_word().clone_into(&mut row.kind);
        row.content.clone_from(&message.content);
        if let Some(file) = &message.file {
            row.file_url = Some(file.url.clone());
            row.file_name.clone_from(&file.name);
            row.file_size = file.size.and_then(|size| i64::try_from(size).ok());
        }
    }
    // A message never changes its sender.
    let sender = message.sender.as_ref();
    row.sender = row
        .sender
        .or_else(|| sender.map(|sender| sender.id.as_str().to_owned()));
    // A read message stays read.
    row.is_read |= message.is_read || message.read_at.is_some();
    row.read_at = row.read_at.or(message.read_at.map(|time| time.0));
    row.created_at = created_at(
        row.created_at,
        message.created_at.map(|time| time.0),
        placed,
    );
    row.sort_time = row.created_at.unwrap_or(row.sort_time);
    row.updated_at = row.updated_at.max(updated_at);
    row
}

/// When a message was said. Its record never changes that: one that differs was placed when it was first heard, or
/// by a clock that was wrong.
fn created_at(known: Option<i64>, told: Option<i64>, placed: Placed) -> Option<i64> {
    match (known, told) {
        (Some(known), Some(told))
            if placed == Placed::AtItsTime && !CredibleTimes::are_close(known, told) =>
        {
            Some(told)
        }
        (known, told) => known.or(told),
    }
}

fn first_version(message: &Message, now: UtcMs) -> MessageRecord {
    let fallback = || {
        object_id::time_in_id(message.id.as_str())
            .filter(|at| !CredibleTimes::at(now).is_future(*at))
            .or(message.updated_at.map(|time| time.0))
            .unwrap_or(now.0)
    };
    MessageRecord {
        id: message.id.as_str().to_owned(),
        conversation: message.conversation.as_str().to_owned(),
        sort_time: message.created_at.map_or_else(fallback, |time| time.0),
        kind: message.kind.as_word().to_owned(),
        ..MessageRecord::default()
    }
}
