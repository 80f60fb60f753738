//! The outbox, as the engine reads it: what is to be sent now, what has to be looked for.

use std::collections::HashSet;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::db::json;
use crate::limits::LONGEST_TAKE_BACK;
use crate::model::outbox_entry::{OutboxEntry, OutboxSnapshot};
use crate::model::rows::LocalId;
use crate::model::schedule::ScheduleKind;
use crate::outbox::holds;
use crate::outbox::matching::{self, CachedEntries};
use crate::outbox::transitions::LONGEST_WAIT;
use crate::tables::outbox::{self, OutboxRecord, state};
use crate::{Store, StoreError};

impl Store {
    /// The outbox, as one read sees it.
    pub async fn outbox(&self) -> Result<OutboxSnapshot, StoreError> {
        self.read(|| self.outbox_snapshot()).await
    }

    async fn outbox_snapshot(&self) -> Result<OutboxSnapshot, StoreError> {
        let now = (self.inner.clock)().0;
        let loaded = self.load_outbox().await?;
        let due = loaded.ready(now).filter(|entry| due_at(entry, now) <= now);
        let due: Vec<&str> = due.map(|entry| entry.local_id.as_str()).collect();
        let due = self.verified_entries(&due).await?;
        let closed = &loaded.facts.closed;
        Ok(OutboxSnapshot {
            due: in_view(due, closed),
            unsettled: in_view(loaded.unsettled().cloned(), closed),
            entries: in_view(loaded.entries, closed),
        })
    }

    /// One entry; `None` when it was sent, or cancelled long ago.
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

    /// The outbox and what the cache says of it.
    pub(crate) async fn load_outbox(&self) -> Result<LoadedOutbox, StoreError> {
        let entries = self.read(|| self.all_entries()).await?;
        let facts = self.facts(&entries).await;
        Ok(LoadedOutbox { entries, facts })
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
pub(crate) struct LoadedOutbox {
    /// All entries, oldest first.
    pub(crate) entries: Vec<OutboxRecord>,
    pub(crate) facts: CacheFacts,
}

impl LoadedOutbox {
    /// The oldest entry of each conversation that is still to be sent. One that is to be sent later is passed by what was
    /// written after it.
    pub(crate) fn heads(&self, now: i64) -> Vec<&OutboxRecord> {
        let mut seen = HashSet::new();
        let mut heads: Vec<&OutboxRecord> = self.entries.iter().collect();
        heads.retain(|entry| {
            entry.is_waiting()
                && !(entry.is_for_later() && scheduled_after(entry, now))
                && !self.facts.cached.is_sent(&entry.local_id)
                && seen.insert(entry.conversation.as_str())
        });
        heads
    }

    /// Heads that only wait for their time.
    fn ready(&self, now: i64) -> impl Iterator<Item = &OutboxRecord> {
        self.heads(now).into_iter().filter(|entry| {
            entry.state == state::PENDING
                && !self.facts.cached.is_shown_as_message(&entry.local_id)
                && entry
                    .held(self.facts.closed.contains(&entry.conversation))
                    .is_none()
        })
    }

    /// What has to be looked for on the server: entries whose answer was lost, and those given up on for which
    /// a message has turned up since. Left alone, such a one would hold up its chat for ever.
    fn unsettled(&self) -> impl Iterator<Item = &OutboxRecord> {
        self.entries.iter().filter(|entry| {
            let matches = &self.facts.cached.matches;
            entry.state == state::CHECKING
                || (entry.needs_reconcile() && matches.message_for(&entry.local_id).is_some())
        })
    }
}

/// What the cache says of the outbox.
#[derive(Default)]
pub(crate) struct CacheFacts {
    /// Conversations that are closed.
    pub(crate) closed: HashSet<String>,
    pub(crate) cached: CachedEntries,
}

impl CacheFacts {
    async fn read(
        cache: &mut SqliteConnection,
        me: Option<&protocol::Participant>,
        entries: &[OutboxRecord],
    ) -> Result<Self, StoreError> {
        let conversations = json::to_array(entries.iter().map(|entry| entry.conversation.as_str()));
        Ok(Self {
            closed: holds::closed_among(cache, &conversations).await?,
            cached: matching::find_cached(cache, me, entries).await?,
        })
    }
}

/// When a pending entry is due (UTC, ms). A time further ahead than the longest wait comes from a clock that
/// has been set back since.
pub(crate) fn due_at(entry: &OutboxRecord, now: i64) -> i64 {
    let scheduled = entry.schedule().filter(|_| scheduled_after(entry, now));
    let tried_again = match entry.not_before {
        Some(time) if time > now.saturating_add(LONGEST_WAIT) => now,
        Some(time) => time,
        None => entry.created_at.min(now),
    };
    scheduled.map_or(tried_again, |schedule| schedule.at.0.max(tried_again))
}

/// Whether an entry that waits is to leave later than now. A time to take it back that lies further ahead than any
/// comes from a clock that has been set back since.
pub(crate) fn scheduled_after(entry: &OutboxRecord, now: i64) -> bool {
    entry.state == state::PENDING
        && entry.schedule().is_some_and(|schedule| {
            let ahead = schedule.at.0.saturating_sub(now);
            ahead > 0 && (schedule.kind != ScheduleKind::TakeBack || ahead <= LONGEST_TAKE_BACK)
        })
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
