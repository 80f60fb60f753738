//! The store itself: two databases, one writer, and the change sets that say what it wrote.
//!
//! A write holds the writer. A read takes a connection of the pools and waits for nobody; only what is about to be
//! sent is compared with the journal under the write lock. Where a
//! reader needs both databases it reads **the outbox first**, and whoever moves a message from the outbox to
//! the cache writes **the cache first**: so a reader at worst sees a message in both, with the same `local_id`,
//! and never in neither.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use parking_lot::{Mutex, RwLock};
use protocol::Participant;
use sqlx::pool::PoolConnection;
use sqlx::{Connection, Sqlite};
use tokio::sync::{broadcast, oneshot, watch};

use crate::StoreError;
use crate::db::connection::StorageMode;
use crate::db::files::{self, StorePaths};
use crate::db::read_pool::ReadPool;
use crate::db::write_lock::WriteLock;
use crate::health::maintenance::Maintenance;
use crate::model::breaking_records::BreakingRecords;
use crate::model::changed_messages::ChangedMessages;
use crate::model::changes::Changes;
use crate::model::clock::Clock;
use crate::model::confirmed::Confirmed;
use crate::model::future_times::FutureTimes;
use crate::model::ingest::Batch;
use crate::model::notice::Notice;
use crate::model::rows::ChangeSet;

/// The cache and the outbox of one person at one server. A cheap clone.
///
/// # Errors
/// Every operation may fail with [`StoreError::DiskFull`] or [`StoreError::DiskFailed`]; with
/// [`StoreError::Damaged`], which is repaired meanwhile where it can be; and with [`StoreError::Closed`] after
/// [`Store::close`]. Where nothing else is said, a write that failed has changed nothing.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

/// A batch that waits for the writer, and who waits for it.
pub(crate) type Waiting = (Batch, oneshot::Sender<Result<ChangeSet, StoreError>>);

pub(crate) struct Inner {
    pub(crate) paths: StorePaths,
    pub(crate) clock: Clock,
    /// `None` once the store is closed.
    pub(crate) writer: WriteLock,
    pub(crate) cache: ReadPool,
    pub(crate) user: ReadPool,
    pub(crate) changes: broadcast::Sender<ChangeSet>,
    pub(crate) notices: broadcast::Sender<Notice>,
    /// How often the cache was begun anew since the store was opened.
    pub(crate) renewals: watch::Sender<u64>,
    /// Looks after the files.
    pub(crate) maintenance: Maintenance,
    /// Told of each write.
    pub(crate) written: watch::Sender<()>,
    /// The revision up to which everything is committed in both databases.
    pub(crate) committed: AtomicU64,
    pub(crate) me: RwLock<Option<Participant>>,
    /// Batches that came while the writer was busy: they go in together.
    pub(crate) waiting: Mutex<Vec<Waiting>>,
    /// Records at which the program broke down.
    pub(crate) breaking_records: Mutex<BreakingRecords>,
    /// Which messages changed since the store was opened.
    pub(crate) changed_messages: Mutex<ChangedMessages>,
    /// When times in the future were first heard.
    pub(crate) future_times: Mutex<FutureTimes>,
    /// How many records could not be taken in.
    pub(crate) unreadable_records: AtomicU64,
    /// Conversations whose events leave no hole since the connection is up, and when their newest page was
    /// fetched (UTC, ms).
    pub(crate) followed: Mutex<HashMap<String, i64>>,
    /// Conversations that are followed no longer, and what was confirmed of them, as far as the cache does not have
    /// it yet.
    pub(crate) stale_since: Mutex<HashMap<String, Confirmed>>,
    /// Of when the newest list is that names no newest message which is missing (UTC, ms).
    pub(crate) listed_at: AtomicI64,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner")
            .field("paths", &self.paths)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// The change sets, each sent after its commit. A receiver that lags has lost truth: it has to
    /// ask for everything again, as after a change set with `resync`.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<ChangeSet> {
        self.inner.changes.subscribe()
    }

    /// The revision of the last commit. It never falls, not even over restarts.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.inner.committed.load(Ordering::Acquire)
    }

    /// How many records could not be taken in since the store was opened: each is in the log.
    #[must_use]
    pub fn unreadable_records(&self) -> u64 {
        self.inner.unreadable_records.load(Ordering::Relaxed)
    }

    /// Who "mine" is, as it was last said, perhaps before a restart.
    #[must_use]
    pub fn me(&self) -> Option<Participant> {
        self.inner.me()
    }

    /// Writes everything back into the two files and closes them. Whatever is asked afterwards is
    /// [`StoreError::Closed`].
    ///
    /// # Errors
    /// Those of the disk: what was acknowledged is safe in the `-wal` files even then.
    pub async fn close(&self) -> Result<(), StoreError> {
        let Some(mut writer) = self.inner.writer.lock().await.take() else {
            return Ok(());
        };
        self.inner.mark_all_stale();
        if let Err(error) = self.inner.save_stale_since(&mut writer).await {
            tracing::warn!(%error, "up to when chats are complete could not be saved");
        }
        self.inner.maintenance.finish().await;
        self.inner.cache.close().await;
        self.inner.user.close().await;
        let storage = self.inner.maintenance.storage();
        writer.user.finish_journal().await;
        let user = writer.user.into_connection();
        let open = [(writer.cache, storage.cache), (user, storage.user)];
        let mut closed = Ok(());
        for (mut conn, mode) in open {
            if mode == StorageMode::File {
                let back = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                    .execute(&mut conn)
                    .await;
                closed = closed.and(back.map(drop));
            }
            // The second is closed even where the first failed.
            closed = closed.and(conn.close().await);
        }
        Ok(closed?)
    }

    /// What happens to the files while they are in use. What happened when they were opened is in
    /// [`crate::Opened`].
    #[must_use]
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.inner.notices.subscribe()
    }

    /// Counts how often the cache was set aside and begun anew since the store was opened: after each
    /// time everything has to be fetched again.
    #[must_use]
    pub fn renewals(&self) -> watch::Receiver<u64> {
        self.inner.renewals.subscribe()
    }

    pub(crate) async fn read_cache(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        self.report_errors(self.inner.cache.acquire().await)
    }

    pub(crate) async fn read_user(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        self.report_errors(self.inner.user.acquire().await)
    }

    /// Passes a result on, and asks for a repair where it is damage.
    pub(crate) fn report_errors<T, E: Into<StoreError>>(
        &self,
        result: Result<T, E>,
    ) -> Result<T, StoreError> {
        self.inner.report_errors(result.map_err(Into::into))
    }
}

impl Inner {
    pub(crate) fn me(&self) -> Option<Participant> {
        self.me.read().clone()
    }

    /// Forgets which conversations are followed: a new cache has none.
    pub(crate) fn forget_followed(&self) {
        self.followed.lock().clear();
        self.stale_since.lock().clear();
        self.listed_at.store(0, Ordering::Release);
    }

    /// Passes a result on. An error does not say which of the two files is damaged: the maintenance task checks
    /// both, or the next opening does, should this process end before that.
    pub(crate) fn report_errors<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if result.is_err() {
            self.writer.mark_failed();
        }
        match result {
            Err(StoreError::Damaged(reason)) => {
                tracing::error!(%reason, "a database file is damaged");
                files::mark_damaged(&self.paths.cache);
                files::mark_damaged(&self.paths.user);
                self.maintenance.report_damage();
                Err(StoreError::Damaged(reason))
            }
            // The file is read-only because there was no room.
            Err(StoreError::DiskFailed(why))
                if why.contains("readonly") && self.maintenance.storage().any_read_only() =>
            {
                Err(StoreError::DiskFull)
            }
            other => other,
        }
    }

    /// Publishes the changes of a revision that is committed in both databases.
    pub(crate) fn publish(&self, revision: i64, changes: Changes) -> ChangeSet {
        let revision = u64::try_from(revision).unwrap_or_default();
        self.committed.fetch_max(revision, Ordering::AcqRel);
        self.written.send_replace(());
        let set = changes.into_set(revision);
        // Nobody listening is fine.
        drop(self.changes.send(set.clone()));
        set
    }
}
