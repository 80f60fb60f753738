//! Takes messages into the cache: one row for each id, however often and in whatever state it comes.

use std::collections::HashMap;

use protocol::{Message, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::ingest::unit_of_work::Working;
use crate::model::changes::Arrival;
use crate::model::ingest::Source;
use crate::model::object_id;
use crate::model::rows::Place;
use crate::outbox::matching::{self, Claim, is_mine};
use crate::tables::last_writer_wins::supersedes;
use crate::tables::messages::{self, MessageRecord};
use crate::tables::outbox::{self, OutboxRecord};
use crate::tables::people::Sighting;

/// A message on its way into the cache.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    pub(crate) message: Message,
    pub(crate) source: Source,
    /// The entry of the outbox that the server answered with it.
    pub(crate) answers: Option<String>,
}

/// What became of the messages.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// Entries of the outbox that turned out to be on the server.
    pub(crate) claims: Vec<Claim>,
    /// The place of each message, by its id.
    pub(crate) places: HashMap<String, Place>,
    /// How many were not in the cache before.
    pub(crate) new: usize,
}

/// Everybody that a message tells something of.
pub(crate) fn sightings(messages: &[Incoming]) -> Vec<Sighting> {
    let of = |message: &Message| {
        let at = message.updated_at.or(message.created_at).map(|time| time.0);
        Some(Sighting {
            person: message.sender.clone()?,
            at,
        })
    };
    messages
        .iter()
        .filter_map(|incoming| of(&incoming.message))
        .collect()
}

/// Takes messages in. Their conversations have been loaded into the working set.
pub(crate) async fn take(
    working: &mut Working<'_>,
    outbox: &mut SqliteConnection,
    mut incoming: Vec<Incoming>,
    now: UtcMs,
) -> Result<Taken, StoreError> {
    // The oldest entry claims the oldest message.
    incoming.sort_by(|a, b| {
        let key = |i: &Incoming| (i.message.created_at, i.message.id.clone());
        key(a).cmp(&key(b))
    });
    let ids = crate::db::json::array(incoming.iter().map(|i| i.message.id.as_str()));
    let known = messages::by_ids(working.conn, &ids).await?;
    let mut known: HashMap<String, MessageRecord> =
        known.into_iter().map(|row| (row.id.clone(), row)).collect();
    let me = working
        .me
        .as_ref()
        .map(|me| me.id.as_str().to_owned())
        .unwrap_or_default();
    let mut entries = None;
    let mut taken = Taken::default();
    for Incoming {
        message, answers, ..
    } in &incoming
    {
        let before = known.get(message.id.as_str()).cloned();
        let mut row = merged(before.as_ref(), message, now);
        let mine = is_mine(message, &me);
        if let Some(local_id) = answers {
            answer(working, &mut row, local_id, &mut taken).await?;
        } else if mine && row.local_id.is_none() {
            let entries = match &mut entries {
                Some(entries) => entries,
                none => none.insert(outbox::all(outbox).await?),
            };
            whose(
                working,
                (outbox, entries),
                &mut row,
                before.as_ref(),
                &mut taken,
            )
            .await?;
        }
        taken.places.insert(row.id.clone(), row.place());
        if taken
            .claims
            .last()
            .is_some_and(|claim| claim.message == row.id)
        {
            // The entry leaves the outbox, even where the message itself is known already.
            working.messages_changed(&row.conversation);
            working
                .changes
                .conversations
                .insert(row.conversation.clone());
        }
        if before.as_ref() == Some(&row) {
            continue;
        }
        row.revision = working.revision;
        messages::save(working.conn, &row).await?;
        working.messages_changed(&row.conversation);
        if before.is_none() {
            taken.new += 1;
            if !mine {
                working.changes.arrived.push(Arrival {
                    conversation: row.conversation.clone(),
                    place: row.place(),
                    unread: !row.is_read,
                });
            }
        }
        known.insert(row.id.clone(), row);
    }
    Ok(taken)
}

/// Whether it is known, but not yet whose it is.
fn is_nobodys(known: &MessageRecord) -> bool {
    known.sender.is_none() && known.local_id.is_none()
}

/// A message of mine comes that is not known to be written here: perhaps the outbox remembers that
/// it was, or it is shown as one of its entries from now on.
async fn whose(
    working: &mut Working<'_>,
    (outbox, entries): (&mut SqliteConnection, &[OutboxRecord]),
    row: &mut MessageRecord,
    before: Option<&MessageRecord>,
    taken: &mut Taken,
) -> Result<(), StoreError> {
    let answered = entries
        .iter()
        .find(|entry| entry.answered.as_deref() == Some(row.id.as_str()));
    let is_new = before.is_none_or(is_nobodys);
    let linked = match answered {
        Some(entry) => Some(entry.local_id.clone()),
        None if is_new => outbox::linked(outbox, &row.id).await?,
        None => None,
    };
    let Some(local_id) = linked else {
        if is_new && matching::concerns(entries, row) {
            working.layout_changed(&row.conversation);
        }
        return Ok(());
    };
    let elsewhere = messages::written_here(working.conn, &local_id).await?;
    if elsewhere.is_some_and(|message| message != row.id) {
        return Ok(());
    }
    row.local_id = Some(local_id.clone());
    if answered.is_some() {
        // Its answer came while the cache could not be written.
        taken.claims.push(Claim {
            local_id,
            message: row.id.clone(),
            conversation: row.conversation.clone(),
        });
    }
    Ok(())
}

/// The server answered an entry with this message: whatever was guessed before, this is it.
async fn answer(
    working: &mut Working<'_>,
    row: &mut MessageRecord,
    local_id: &str,
    taken: &mut Taken,
) -> Result<(), StoreError> {
    if let Some(guessed) = messages::written_here(working.conn, local_id).await?
        && guessed != row.id
    {
        sqlx::query!(
            "UPDATE messages SET local_id = NULL, revision = ? WHERE id = ?",
            working.revision,
            guessed
        )
        .execute(&mut *working.conn)
        .await?;
    }
    row.local_id = Some(local_id.to_owned());
    taken.claims.push(Claim {
        local_id: local_id.to_owned(),
        message: row.id.clone(),
        conversation: row.conversation.clone(),
    });
    Ok(())
}

/// The row after a message has been taken in.
fn merged(before: Option<&MessageRecord>, message: &Message, now: UtcMs) -> MessageRecord {
    let updated_at = message.updated_at.map(|time| time.0);
    let mut row = match before {
        Some(before) => before.clone(),
        None => begun(message, now),
    };
    if supersedes(row.updated_at, updated_at) {
        message.kind.as_word().clone_into(&mut row.kind);
        row.content.clone_from(&message.content);
        if let Some(file) = &message.file {
            row.file_url = Some(file.url.clone());
            row.file_name.clone_from(&file.name);
            row.file_size = file.size.and_then(|size| i64::try_from(size).ok());
        }
    }
    // A message does not change hands.
    let sender = message.sender.as_ref();
    row.sender = row
        .sender
        .or_else(|| sender.map(|sender| sender.id.as_str().to_owned()));
    // Nobody unreads one.
    row.is_read |= message.is_read || message.read_at.is_some();
    row.read_at = row.read_at.or(message.read_at.map(|time| time.0));
    row.created_at = row.created_at.or(message.created_at.map(|time| time.0));
    row.at = row.created_at.unwrap_or(row.at);
    row.updated_at = row.updated_at.max(updated_at);
    row
}

fn begun(message: &Message, now: UtcMs) -> MessageRecord {
    let fallback = || {
        object_id::time_of(message.id.as_str())
            .or(message.updated_at.map(|time| time.0))
            .unwrap_or(now.0)
    };
    MessageRecord {
        id: message.id.as_str().to_owned(),
        conversation: message.conversation.as_str().to_owned(),
        at: message.created_at.map_or_else(fallback, |time| time.0),
        created_at: None,
        updated_at: None,
        sender: None,
        kind: message.kind.as_word().to_owned(),
        content: String::new(),
        file_url: None,
        file_name: None,
        file_size: None,
        is_read: false,
        read_at: None,
        local_id: None,
        revision: 0,
    }
}
