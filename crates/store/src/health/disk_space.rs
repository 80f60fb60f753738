//! What the maintenance task does when the disk is full, and when there is room again.

use std::sync::atomic::Ordering;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::connection::{self, Connections, Kind, StorageMode};
use crate::db::files;
use crate::db::journal::Journal;
use crate::db::read_pool::ReadPool;
use crate::db::user_db::UserDb;
use crate::db::write_lock::Writer;
use crate::health::maintenance::PendingWork;
use crate::health::{restore, startup_recovery};
use crate::model::changes::Changes;
use crate::model::notice::Notice;
use crate::model::purpose::Purpose;
use crate::store::Inner;

/// How much has to be free, in bytes, before a file is opened for writing again.
const ROOM_TO_WRITE: u64 = 256 * 1024;

impl Inner {
    /// Releases the reserve for an outbox without room. `true`: a write may be tried once more.
    pub(crate) async fn make_room(&self, purpose: Purpose) -> bool {
        if purpose != Purpose::Other {
            self.maintenance.record_full();
        }
        let made = self.maintenance.reserve.release(purpose);
        if made {
            tracing::warn!(?purpose, "the disk is full: room in reserve is given up");
            drop(self.notices.send(Notice::RoomMade));
        }
        let thawed = self.maintenance.storage().has_pending_work() && self.resume_writing().await;
        if !made && !thawed && purpose == Purpose::Waiting && self.maintenance.claims_end_notice() {
            drop(self.notices.send(Notice::ReadingOnly));
        }
        made || thawed
    }

    /// Tells the user, once, that the cache has no room.
    pub(crate) fn notify_full_cache(&self) -> bool {
        if self.maintenance.claims_full_notice() {
            drop(self.notices.send(Notice::CacheFull));
        }
        false
    }

    /// What is to be done when there is time.
    pub(crate) async fn run_routine(&self) -> bool {
        if self.maintenance.storage().has_pending_work() {
            self.resume_writing().await;
        }
        self.maintenance.reserve.allocate();
        if self.maintenance.claims_room_notice() {
            tracing::info!("there is room on the disk again");
            drop(self.notices.send(Notice::RoomAgain));
        }
        true
    }

    /// Opens for writing what could only be opened for reading, and does the work that was pending.
    async fn resume_writing(&self) -> bool {
        if !files::has_room(&self.paths.user, ROOM_TO_WRITE) {
            return false;
        }
        let mut guard = self.writer.lock().await;
        let Some(writer) = guard.as_mut() else {
            return false;
        };
        self.reopen_file(Kind::User, writer).await;
        self.reopen_file(Kind::Cache, writer).await;
        let recovered = self.reconcile_again(writer).await;
        if let Err(error) = self.report_errors(recovered) {
            tracing::info!(%error, "pending work has to wait for room");
        }
        !self.maintenance.storage().has_pending_work()
    }

    /// Makes the two databases agree at the opening. Where the disk is full that becomes pending work; whatever
    /// can be read is shown all the same.
    pub(crate) async fn recover_at_first(&self) -> Result<(), StoreError> {
        let writer = &mut *self.writer.lock_open().await?;
        writer.revision += 1;
        let recovered = startup_recovery::recover(self, writer).await;
        let revision = u64::try_from(writer.revision).unwrap_or_default();
        self.committed.store(revision, Ordering::Release);
        match self.report_errors(recovered) {
            Err(StoreError::DiskFull) => {
                tracing::warn!("what the last run left open has to wait for room");
                self.maintenance
                    .update_storage(|storage| storage.pending = PendingWork::Recovery);
                Ok(())
            }
            recovered => recovered,
        }
    }

    /// Makes the two databases agree, and has everything asked for again.
    pub(crate) async fn reconcile_again(&self, writer: &mut Writer) -> Result<(), StoreError> {
        writer.revision += 1;
        let recovered = match self.maintenance.storage().pending {
            PendingWork::Recovery => startup_recovery::recover(self, writer).await,
            // This run's own sends are under way: only an earlier run's are unknown.
            PendingWork::Nothing | PendingWork::Reconciliation => {
                startup_recovery::reconcile_files(self, writer).await
            }
        };
        self.maintenance.update_storage(|storage| {
            storage.pending = match &recovered {
                Ok(()) => PendingWork::Nothing,
                Err(_) => storage.pending.max(PendingWork::Reconciliation),
            };
        });
        let changes = Changes {
            resync: true,
            ..Changes::default()
        };
        self.publish(writer.revision, changes);
        recovered
    }

    /// Moves a database back to its file, if it is stored elsewhere and the file can be opened.
    async fn reopen_file(&self, kind: Kind, writer: &mut Writer) {
        let storage = self.maintenance.storage();
        let mode = match kind {
            Kind::Cache => storage.cache,
            Kind::User => storage.user,
        };
        if mode == StorageMode::File {
            return;
        }
        let opened = match kind {
            Kind::Cache => connection::connect(kind, &self.paths.cache).await,
            // Windows exchanges no open file.
            Kind::User => match self.detach(kind, writer).await {
                Ok(()) => self.open_user_file().await,
                Err(error) => Err(error),
            },
        };
        match opened {
            Ok(opened) => {
                self.swap_connections(kind, writer, opened).await;
                if (kind, mode) == (Kind::Cache, StorageMode::Memory) {
                    // The file lacks what was fetched meanwhile: no chat counts as complete.
                    self.forget_followed();
                    self.renewals.send_modify(|count| *count += 1);
                }
            }
            Err(error) => tracing::info!(%error, ?kind, "still not writable"),
        }
    }

    /// Opens the file of what the user wrote, and tells what was restored.
    pub(crate) async fn open_user_file(&self) -> Result<Connections, StoreError> {
        let mut notices = Vec::new();
        let opened = restore::open_user(&self.paths.user, (self.clock)(), &mut notices).await;
        for notice in notices {
            drop(self.notices.send(notice));
        }
        opened
    }

    /// Puts a database's new connections in the place of the old ones.
    pub(crate) async fn swap_connections(
        &self,
        kind: Kind,
        writer: &mut Writer,
        opened: Connections,
    ) {
        let readers = self
            .replace_writer(kind, writer, opened.writer, opened.journal)
            .await;
        readers.resume(opened.readers);
        self.maintenance.update_storage(|storage| match kind {
            Kind::Cache => storage.cache = opened.mode,
            Kind::User => storage.user = opened.mode,
        });
    }

    /// Closes a database's connections, so that its file can be exchanged; readers wait.
    pub(crate) async fn detach(&self, kind: Kind, writer: &mut Writer) -> Result<(), StoreError> {
        let nowhere = SqliteConnection::connect("sqlite::memory:").await?;
        self.replace_writer(kind, writer, nowhere, None).await;
        Ok(())
    }

    /// Has another connection write, closes the one before it, and pauses the readers.
    async fn replace_writer(
        &self,
        kind: Kind,
        writer: &mut Writer,
        new: SqliteConnection,
        journal: Option<Journal>,
    ) -> &ReadPool {
        let (old, readers) = match kind {
            Kind::Cache => (std::mem::replace(&mut writer.cache, new), &self.cache),
            Kind::User => {
                let user = UserDb::new(new, journal);
                let old = std::mem::replace(&mut writer.user, user);
                (old.into_connection(), &self.user)
            }
        };
        readers.pause().await;
        drop(old.close().await);
        readers
    }
}
