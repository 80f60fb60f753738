//! Which message of mine is which entry of the outbox: the protocol has no idempotency key (CONTRACT section
//! 3), so text, conversation and position decide.
//!
//! While an entry's fate is open, a message that it could be is only matched to it *provisionally*: rows show
//! the two as one, under the entry's key, and the entry stays where it is. That is computed anew at each
//! reading and written nowhere, so nothing has to be undone when the answer names another message, when the
//! server refuses, or when the process ends in between. An entry *matches* a message, for good and in both
//! files, when the answer names it ([`crate::Store::complete_send`]), when looking has found it
//! ([`crate::Store::reconcile`]), or when the user says so.

use std::collections::{HashMap, HashSet};

use protocol::{Message, Participant, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::db::user_db::UserWrite;
use crate::tables::messages::MessageRecord;
use crate::tables::outbox::{self, OutboxRecord, state};

/// How far the server's clock as it is known here may be off, in milliseconds.
const CLOCK_ERROR: i64 = 2_000;

/// How far a server's clock may be behind ours, in milliseconds, where only the time shows whether a message is
/// newer than the entry.
const CLOCKS_DIFFER: i64 = 10 * 60 * 1000;

/// How many of my newest messages are looked through for one entry.
const LOOKED_THROUGH: i64 = 1_000;

/// An entry and the message that it has become.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub(crate) local_id: String,
    pub(crate) message: String,
    pub(crate) conversation: String,
}

/// Which messages are provisionally shown as which entries.
#[derive(Debug, Default)]
pub(crate) struct ProvisionalMatches {
    /// A message's id for an entry's local id.
    by_entry: HashMap<String, String>,
    /// Entries that could also be a message that is matched to no entry, or whose only message may be another device's.
    ambiguous: HashSet<String>,
}

impl ProvisionalMatches {
    /// The message that is matched to an entry.
    pub(crate) fn message_for(&self, local_id: &str) -> Option<&str> {
        self.by_entry.get(local_id).map(String::as_str)
    }

    /// Whether it could be another message just as well, or the message another device's.
    pub(crate) fn is_ambiguous(&self, local_id: &str) -> bool {
        self.ambiguous.contains(local_id)
    }

    /// Whether a message is matched to any entry.
    pub(crate) fn contains_message(&self, message: &str) -> bool {
        self.by_entry.values().any(|id| id == message)
    }
}

/// What the cache has of entries that the outbox still holds.
#[derive(Debug, Default)]
pub(crate) struct CachedEntries {
    /// Entries whose message is in the cache.
    sent: HashSet<String>,
    /// The messages that the others could be.
    pub(crate) matches: ProvisionalMatches,
}

impl CachedEntries {
    /// Whether the cache has the entry's message.
    pub(crate) fn is_sent(&self, local_id: &str) -> bool {
        self.sent.contains(local_id)
    }

    /// Whether a message is shown in the entry's place.
    pub(crate) fn is_shown_as_message(&self, local_id: &str) -> bool {
        self.is_sent(local_id) || self.matches.message_for(local_id).is_some()
    }
}

impl OutboxRecord {
    /// Whether a message that arrives may be this one, for all that is known so far.
    fn is_awaited(&self) -> bool {
        let open = self.state == state::SENDING || self.needs_reconcile();
        open && self.answered.is_none()
    }

    /// Whether a message has this text and conversation, or this file. A server may trim a text.
    fn says(&self, conversation: &str, content: &str, file_url: Option<&str>) -> bool {
        if self.conversation != conversation {
            return false;
        }
        if self.file_name.is_none() {
            return self.text.trim() == content.trim();
        }
        let sent = self.file_url.as_deref().map(address_on_server);
        let found = [Some(content), file_url].into_iter().flatten();
        sent.is_some_and(|sent| found.map(address_on_server).any(|one| one == sent))
    }
}

/// An address without scheme and host: a server may answer an own one with them or without.
fn address_on_server(address: &str) -> &str {
    let address = address.trim();
    match address.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest),
        None => address,
    }
}

/// A message of mine that an entry could be.
pub(crate) struct Candidate {
    pub(crate) id: String,
    stored_at: i64,
}

impl Candidate {
    /// Whether another device may have said it: it was stored outside the time in which the entry's attempt must have
    /// been, or came after a lookup that found none. Nobody can tell the two apart then.
    fn may_be_anothers(&self, entry: &OutboxRecord) -> bool {
        let Some(until) = entry.counts_until else {
            return false;
        };
        let left = entry.sending_since.unwrap_or(i64::MIN);
        self.stored_at > until || self.stored_at < left.saturating_sub(CLOCK_ERROR)
    }
}

/// Finds which entries are in the cache, and matches messages to the others.
pub(crate) async fn find_cached(
    cache: &mut SqliteConnection,
    me: Option<&Participant>,
    entries: &[OutboxRecord],
) -> Result<CachedEntries, StoreError> {
    if entries.is_empty() {
        return Ok(CachedEntries::default());
    }
    let ids = json::to_array(entries.iter().map(|entry| entry.local_id.as_str()));
    let sent = sqlx::query_scalar!(
        r#"SELECT local_id AS "local_id!" FROM messages
           WHERE local_id IN (SELECT value FROM json_each(?)) AND local_id IS NOT NULL"#,
        ids
    )
    .fetch_all(&mut *cache)
    .await?;
    let sent: HashSet<String> = sent.into_iter().collect();
    let others = entries
        .iter()
        .filter(|entry| !sent.contains(&entry.local_id));
    let matches = match_provisionally(cache, me, others).await?;
    Ok(CachedEntries { sent, matches })
}

/// Matches messages to the entries whose fate is open: the oldest to the oldest, those on their way or
/// being looked for before those that were given up on, and no message to two.
pub(crate) async fn match_provisionally<'e>(
    cache: &mut SqliteConnection,
    me: Option<&Participant>,
    entries: impl IntoIterator<Item = &'e OutboxRecord>,
) -> Result<ProvisionalMatches, StoreError> {
    let mut matches = ProvisionalMatches::default();
    let mut awaited: Vec<&OutboxRecord> = entries.into_iter().filter(|e| e.is_awaited()).collect();
    awaited.sort_by_key(|entry| (entry.state == state::PENDING, entry.number));
    let mut could_be = Vec::with_capacity(awaited.len());
    for entry in awaited {
        let candidates = candidates(cache, me, entry).await?;
        let free = candidates
            .iter()
            .find(|candidate| !matches.contains_message(&candidate.id));
        if let Some(free) = free {
            let (local_id, message) = (entry.local_id.clone(), free.id.clone());
            if free.may_be_anothers(entry) {
                matches.ambiguous.insert(local_id.clone());
            }
            matches.by_entry.insert(local_id, message);
        }
        could_be.push((entry, candidates));
    }
    for (entry, candidates) in could_be {
        let is_free = |candidate: &Candidate| !matches.contains_message(&candidate.id);
        if candidates.iter().any(is_free) {
            matches.ambiguous.insert(entry.local_id.clone());
        }
    }
    Ok(matches)
}

/// The messages of mine that an entry could be, oldest first: matched to no entry, with its text, and after the
/// messages that were known when it was sent. Older history may hold the same words; ids of one millisecond
/// come in any order, and those that were known are named in the entry.
pub(crate) async fn candidates(
    cache: &mut SqliteConnection,
    me: Option<&Participant>,
    entry: &OutboxRecord,
) -> Result<Vec<Candidate>, StoreError> {
    let Some(me) = me.map(|me| me.id.as_str()) else {
        return Ok(Vec::new());
    };
    let since = match (entry.known_head_time, entry.sending_since) {
        (Some(at), _) => at,
        (None, Some(since)) => since.saturating_sub(CLOCKS_DIFFER),
        (None, None) => i64::MIN,
    };
    let mut rows = sqlx::query!(
        "SELECT id, content, file_url, local_id, sort_time FROM messages
         WHERE conversation = ? AND sender = ? AND sort_time >= ?
         ORDER BY sort_time DESC, id DESC LIMIT ?",
        entry.conversation,
        me,
        since,
        LOOKED_THROUGH
    )
    .fetch_all(cache)
    .await?;
    rows.reverse();
    let known = json::from_array(&entry.known_ids);
    rows.retain(|row| entry.says(&entry.conversation, &row.content, row.file_url.as_deref()));
    rows.retain(|row| row.local_id.is_none() && !known.contains(&row.id));
    let candidates = rows.into_iter().map(|row| Candidate {
        id: row.id,
        stored_at: row.sort_time,
    });
    Ok(candidates.collect())
}

/// Whether a message of mine could change which messages match which entries.
pub(crate) fn could_match(entries: &[OutboxRecord], message: &MessageRecord) -> bool {
    let mut awaited = entries.iter().filter(|entry| entry.is_awaited());
    awaited.any(|entry| {
        let file_url = message.file_url.as_deref();
        entry.says(&message.conversation, &message.content, file_url)
    })
}

/// Removes matched entries from the outbox and links them to their messages. The cache has the link already;
/// should this fail, the next opening repeats it.
pub(crate) async fn commit_matches(
    mut write: UserWrite<'_>,
    matches_found: &[Match],
    now: UtcMs,
) -> Result<(), StoreError> {
    if matches_found.is_empty() {
        return Ok(());
    }
    fail::fail_point!("store.matches.between-the-files");
    for found in matches_found {
        outbox::remove_entry(&mut write, &found.local_id).await?;
        outbox::link_sent(
            &mut write,
            &found.message,
            &found.local_id,
            &found.conversation,
            now,
        )
        .await?;
    }
    fail::fail_point!("store.matches.before-commit");
    write.commit().await?;
    fail::fail_point!("store.matches.after-commit");
    Ok(())
}

/// Whether a message is mine.
pub(crate) fn is_mine(message: &Message, me: &str) -> bool {
    message
        .sender
        .as_ref()
        .is_some_and(|sender| sender.id.as_str() == me)
}
