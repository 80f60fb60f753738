//! The outbox, as the engine reads it: what is to be sent next, what has to be looked for.

use std::collections::HashSet;

use protocol::UtcMs;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::db::json;
use crate::model::outbox_entry::OutboxEntry;
use crate::model::rows::LocalId;
use crate::outbox::holds;
use crate::outbox::matching::{self, ProvisionalMatches};
use crate::outbox::transitions::LONGEST_WAIT;
use crate::tables::outbox::{self, OutboxRecord, state};
use crate::{Store, StoreError};

impl Store {
    /// Everything in the outbox, oldest first; what was cancelled too, for as long as it is kept.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn outbox(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        let snapshot = self.outbox_snapshot().await?;
        let (entries, closed) = (snapshot.entries, snapshot.facts.closed);
        Ok(in_view(entries, &closed))
    }

    /// One entry; `None` when it was sent, or cancelled long ago.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn outbox_entry(&self, id: &LocalId) -> Result<Option<OutboxEntry>, StoreError> {
        self.read(|| self.entry_once(id)).await
    }

    async fn entry_once(&self, id: &LocalId) -> Result<Option<OutboxEntry>, StoreError> {
        let entry = {
            let mut conn = self.read_user().await?;
            self.report_errors(outbox::load_entry(&mut conn, &id.0).await)?
        };
        let facts = self.facts(entry.as_slice()).await;
        Ok(in_view(entry, &facts.closed).pop())
    }

    /// What is to be sent now: of each conversation the oldest entry, if it is pending, not held, and
    /// its time has come. One that is held, sending or being looked for holds up its conversation; a
    /// failed one waits for the user and holds up nothing.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn next_sends(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        self.read(|| self.verified_sends()).await
    }

    async fn verified_sends(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        let now = (self.inner.clock)().0;
        let snapshot = self.outbox_snapshot().await?;
        let due = snapshot.ready().filter(|entry| due_at(entry, now) <= now);
        let due: Vec<&str> = due.map(|entry| entry.local_id.as_str()).collect();
        Ok(in_view(
            self.verified_entries(&due).await?,
            &snapshot.facts.closed,
        ))
    }

    /// When the next of the entries that wait is due (UTC); `None` when none waits for its time.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn next_due(&self) -> Result<Option<UtcMs>, StoreError> {
        let now = (self.inner.clock)().0;
        let snapshot = self.outbox_snapshot().await?;
        Ok(snapshot
            .ready()
            .map(|entry| UtcMs(due_at(entry, now)))
            .min())
    }

    /// What may be on the server and has to be looked for ([`Store::reconcile`]), oldest first: entries whose
    /// answer was lost, and those given up on for which a message has turned up since.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn unsettled(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        let mut snapshot = self.outbox_snapshot().await?;
        let facts = snapshot.facts;
        snapshot.entries.retain(|entry| {
            entry.state == state::CHECKING
                || (entry.needs_reconcile() && facts.matches.message_for(&entry.local_id).is_some())
        });
        Ok(in_view(snapshot.entries, &facts.closed))
    }

    /// The outbox and what the cache says of it.
    pub(crate) async fn outbox_snapshot(&self) -> Result<OutboxSnapshot, StoreError> {
        let entries = self.read(|| self.all_entries()).await?;
        let facts = self.facts(&entries).await;
        Ok(OutboxSnapshot { entries, facts })
    }

    async fn all_entries(&self) -> Result<Vec<OutboxRecord>, StoreError> {
        outbox::load_all(&mut *self.read_user().await?).await
    }

    /// These entries, checked against the journal: a damaged entry must not be sent. Only what is about to be
    /// sent is checked, since the outbox is read at every step of every message.
    async fn verified_entries(&self, ids: &[&str]) -> Result<Vec<OutboxRecord>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        // Nobody writes between the two looks.
        let guard = self.inner.writer.lock().await;
        let writer = guard.as_ref().ok_or(StoreError::Closed)?;
        let mut conn = self.read_user().await?;
        let mut tx = conn.begin().await?;
        let mut entries = Vec::with_capacity(ids.len());
        for id in ids {
            entries.extend(outbox::load_entry(&mut tx, id).await?);
        }
        let ids = json::to_array(ids.iter().copied());
        writer
            .user
            .verify(&mut tx, "outbox", "local_id", &ids)
            .await?;
        Ok(entries)
    }

    /// What the user wrote is shown even while the cache cannot be read.
    async fn facts(&self, entries: &[OutboxRecord]) -> CacheFacts {
        if entries.is_empty() {
            return CacheFacts::default();
        }
        let read = async {
            let mut conn = self.read_cache().await?;
            CacheFacts::read(&mut conn, self.me().as_ref(), entries).await
        };
        self.report_errors(read.await).unwrap_or_else(|error| {
            tracing::warn!(%error, "the outbox is read without the cache");
            CacheFacts::default()
        })
    }
}

/// The outbox and what the cache says of it.
pub(crate) struct OutboxSnapshot {
    /// All entries, oldest first.
    pub(crate) entries: Vec<OutboxRecord>,
    pub(crate) facts: CacheFacts,
}

impl OutboxSnapshot {
    /// The oldest entry of each conversation that is still to be sent.
    pub(crate) fn heads(&self) -> Vec<&OutboxRecord> {
        let mut seen = HashSet::new();
        let mut heads: Vec<&OutboxRecord> = self.entries.iter().collect();
        heads.retain(|entry| {
            entry.is_waiting()
                && !self.facts.sent.contains(&entry.local_id)
                && seen.insert(entry.conversation.as_str())
        });
        heads
    }

    /// Heads that only wait for their time.
    fn ready(&self) -> impl Iterator<Item = &OutboxRecord> {
        self.heads().into_iter().filter(|entry| {
            entry.state == state::PENDING
                && self.facts.matches.message_for(&entry.local_id).is_none()
                && entry
                    .held(self.facts.closed.contains(&entry.conversation))
                    .is_none()
        })
    }
}

/// What the cache says of the outbox.
#[derive(Default)]
pub(crate) struct CacheFacts {
    /// Conversations that are closed.
    pub(crate) closed: HashSet<String>,
    /// Messages that open entries could be.
    pub(crate) matches: ProvisionalMatches,
    /// Entries whose message is in the cache, and which the outbox still holds.
    pub(crate) sent: HashSet<String>,
}

impl CacheFacts {
    async fn read(
        cache: &mut SqliteConnection,
        me: Option<&protocol::Participant>,
        entries: &[OutboxRecord],
    ) -> Result<Self, StoreError> {
        let conversations = json::to_array(entries.iter().map(|entry| entry.conversation.as_str()));
        let names = json::to_array(entries.iter().map(|entry| entry.local_id.as_str()));
        let sent = sqlx::query_scalar!(
            r#"SELECT local_id AS "local_id!" FROM messages
               WHERE local_id IN (SELECT value FROM json_each(?)) AND local_id IS NOT NULL"#,
            names
        )
        .fetch_all(&mut *cache)
        .await?;
        Ok(Self {
            closed: holds::closed_among(cache, &conversations).await?,
            matches: matching::match_provisionally(cache, me, entries).await?,
            sent: sent.into_iter().collect(),
        })
    }
}

/// When a pending entry is due (UTC, ms). A time further ahead than the longest wait comes from a clock that
/// has been set back since.
pub(crate) fn due_at(entry: &OutboxRecord, now: i64) -> i64 {
    match entry.not_before {
        Some(time) if time > now.saturating_add(LONGEST_WAIT) => now,
        Some(time) => time,
        None => entry.created_at.min(now),
    }
}

fn in_view(
    entries: impl IntoIterator<Item = OutboxRecord>,
    closed: &HashSet<String>,
) -> Vec<OutboxEntry> {
    let with_hold = |entry: OutboxRecord| {
        let closed = closed.contains(&entry.conversation);
        entry.into_entry(closed)
    };
    entries.into_iter().filter_map(with_hold).collect()
}
