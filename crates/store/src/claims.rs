//! A message of mine that arrives while an entry of the outbox may be on the server is that entry:
//! there is no idempotency key to tell (CONTRACT section 3), so text, conversation and place must do.
//! The pending row becomes the sent one and keeps its key.

use std::collections::HashSet;

use protocol::{Message, UtcMs};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::messages::MessageRecord;
use crate::outbox::{self, OutboxRecord, state};

/// How far a server's clock may be behind ours, in milliseconds, where only time tells whether
/// a message is newer than the entry.
const CLOCKS_DIFFER: i64 = 10 * 60 * 1000;

/// An entry and the message that it has become.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) local_id: String,
    pub(crate) message: String,
    pub(crate) conversation: String,
}

/// The entries that a new message of mine may be.
#[derive(Debug, Default)]
pub(crate) struct Claimants {
    entries: Vec<OutboxRecord>,
    taken: HashSet<String>,
}

impl Claimants {
    /// Entries on their way or being looked for come first, oldest first; then those that were given
    /// up on after an attempt that may have reached the server.
    pub(crate) async fn waiting(conn: &mut SqliteConnection) -> Result<Self, StoreError> {
        let mut entries = outbox::all(conn).await?;
        entries.retain(OutboxRecord::may_be_there);
        entries.sort_by_key(|entry| {
            let given_up = entry.state != state::SENDING && entry.state != state::CHECKING;
            (given_up, entry.number)
        });
        Ok(Self {
            entries,
            taken: HashSet::new(),
        })
    }

    /// Finds the entry that a new message of mine is.
    pub(crate) fn claim(&mut self, message: &MessageRecord) -> Option<Claim> {
        let entry = self
            .entries
            .iter()
            .find(|entry| !self.taken.contains(&entry.local_id) && is_it(entry, message))?;
        self.taken.insert(entry.local_id.clone());
        Some(Claim {
            local_id: entry.local_id.clone(),
            message: message.id.clone(),
            conversation: message.conversation.clone(),
        })
    }
}

fn is_it(entry: &OutboxRecord, message: &MessageRecord) -> bool {
    // A server may trim what it is sent.
    if entry.conversation != message.conversation || entry.text.trim() != message.content.trim() {
        return false;
    }
    if crate::json::items(&entry.known_ids).contains(&message.id) {
        return false;
    }
    // Older history may hold the same words. Ids of one millisecond come in any order, and those
    // that were known are named above.
    match (entry.known_at, entry.sending_since) {
        (Some(at), _) => message.at >= at,
        (None, Some(since)) => message.at >= since.saturating_sub(CLOCKS_DIFFER),
        (None, None) => true,
    }
}

/// Takes claimed entries out of the outbox and remembers what they have become. The cache knows
/// already; should this fail, the next opening settles it from there.
pub(crate) async fn settle(
    conn: &mut SqliteConnection,
    claims: &[Claim],
    revision: i64,
    now: UtcMs,
) -> Result<(), StoreError> {
    if claims.is_empty() {
        return Ok(());
    }
    let mut tx = conn.begin().await?;
    for claim in claims {
        outbox::remove(&mut tx, &claim.local_id).await?;
        outbox::link(
            &mut tx,
            &claim.message,
            &claim.local_id,
            &claim.conversation,
            now,
        )
        .await?;
    }
    outbox::note_revision(&mut tx, revision).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a message is mine.
pub(crate) fn is_mine(message: &Message, me: &str) -> bool {
    message
        .sender
        .as_ref()
        .is_some_and(|sender| sender.id.as_str() == me)
}
