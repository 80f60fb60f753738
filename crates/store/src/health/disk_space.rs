//! What the attendant does when the disk is full, and when there is room again.

use std::sync::atomic::Ordering;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::connection::{self, Connections, Footing, Kind};
use crate::db::files;
use crate::health::backup::{self, Written};
use crate::health::disk_reserve::Purpose;
use crate::health::maintenance::Owed;
use crate::health::startup_recovery;
use crate::model::changes::Changes;
use crate::model::notice::Notice;
use crate::store::{Inner, Writer};

/// How much has to be free, in bytes, before a file is opened for writing again.
const ROOM_TO_WRITE: u64 = 256 * 1024;

impl Inner {
    /// The outbox has no room: gives up what is in reserve for that. `true`: a write may be tried once
    /// more.
    pub(crate) async fn make_room(&self, purpose: Purpose) -> bool {
        if purpose != Purpose::Other {
            self.attendant.note_full();
        }
        let made = self.attendant.ballast.give_up(purpose);
        if made {
            tracing::warn!(?purpose, "the disk is full: room in reserve is given up");
            drop(self.notices.send(Notice::RoomMade));
            self.set_limit().await;
        }
        let thawed = self.attendant.footings().owing() && self.write_again().await;
        if !made && !thawed && purpose == Purpose::Waiting && self.attendant.takes_end_of_room() {
            drop(self.notices.send(Notice::ReadingOnly));
        }
        made || thawed
    }

    /// The cache has no room: what others say cannot be kept.
    pub(crate) fn tell_of_full_cache(&self) -> bool {
        if self.attendant.takes_full() {
            drop(self.notices.send(Notice::CacheFull));
        }
        false
    }

    /// With a limit in place of a disk's end, the room that was made is the limit's.
    async fn set_limit(&self) {
        let Some(pages) = self.attendant.limit.outbox(&self.attendant.ballast) else {
            return;
        };
        if let Some(writer) = self.writer.lock().await.as_mut() {
            let sql = format!("PRAGMA max_page_count = {pages}");
            let set = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut writer.outbox);
            if let Err(error) = set.await {
                tracing::warn!(%error, "the limit stays");
            }
        }
    }

    /// What is to be done when there is time.
    pub(crate) async fn look_after(&self) -> bool {
        if self.attendant.footings().owing() {
            self.write_again().await;
        }
        self.lay_ballast_in().await;
        if self.attendant.takes_room_again() {
            tracing::info!("there is room on the disk again");
            drop(self.notices.send(Notice::RoomAgain));
        }
        if self.attendant.footings().outbox == Footing::File && self.attendant.takes_backup() {
            match backup::write(&self.paths.outbox).await {
                Ok(Written::Done) => {}
                Ok(Written::NoRoom) => self.attendant.owe_backup(),
                Err(error) => tracing::warn!(%error, "the outbox's backup stays as it was"),
            }
        }
        true
    }

    async fn lay_ballast_in(&self) {
        let ballast = &self.attendant.ballast;
        let Some(pages) = self.attendant.limit.outbox_pages else {
            return ballast.lay_in();
        };
        if ballast.is_whole() {
            return;
        }
        // In place of what a disk would say: there is room once the outbox needs clearly less.
        let used = match self.writer.lock().await.as_mut() {
            Some(writer) => shrunk(&mut writer.outbox).await.unwrap_or(u32::MAX),
            None => return,
        };
        if used <= pages / 4 * 3 {
            ballast.lay_in();
            self.set_limit().await;
        }
    }

    /// Opens for writing what could only be opened for reading, and does what is owed since.
    async fn write_again(&self) -> bool {
        if !files::has_room(&self.paths.outbox, ROOM_TO_WRITE) {
            return false;
        }
        let mut guard = self.writer.lock().await;
        let Some(writer) = guard.as_mut() else {
            return false;
        };
        self.back_on_file(Kind::Outbox, writer).await;
        self.back_on_file(Kind::Cache, writer).await;
        let recovered = self.agree_again(writer).await;
        if let Err(error) = self.noted(recovered) {
            tracing::info!(%error, "what is owed has to wait for room");
        }
        !self.attendant.footings().owing()
    }

    /// Makes the two databases agree at the opening. What cannot be written for want of room is
    /// owed; whatever can be read is shown all the same.
    pub(crate) async fn recover_at_first(&self) -> Result<(), StoreError> {
        let mut guard = self.writer.lock().await;
        let writer = guard.as_mut().ok_or(StoreError::Closed)?;
        writer.revision += 1;
        let recovered = startup_recovery::recover(self, writer).await;
        let revision = u64::try_from(writer.revision).unwrap_or_default();
        self.committed.store(revision, Ordering::Release);
        match self.noted(recovered) {
            Err(StoreError::DiskFull) => {
                tracing::warn!("what the last run left open has to wait for room");
                self.attendant
                    .change_footings(|footings| footings.owed = Owed::Recovery);
                Ok(())
            }
            recovered => recovered,
        }
    }

    /// Makes the two databases agree, and has everything asked for again.
    pub(crate) async fn agree_again(&self, writer: &mut Writer) -> Result<(), StoreError> {
        writer.revision += 1;
        let recovered = match self.attendant.footings().owed {
            Owed::Recovery => startup_recovery::recover(self, writer).await,
            // What is sending now is on its way.
            Owed::Nothing | Owed::Agreement => startup_recovery::agree(self, writer).await,
        };
        self.attendant.change_footings(|footings| {
            footings.owed = match &recovered {
                Ok(()) => Owed::Nothing,
                Err(_) => footings.owed.max(Owed::Agreement),
            };
        });
        let changes = Changes {
            resync: true,
            ..Changes::default()
        };
        self.publish(writer.revision, changes);
        recovered
    }

    /// Takes a database back to its file, if it stands on anything else and the file can be had.
    async fn back_on_file(&self, kind: Kind, writer: &mut Writer) {
        let footings = self.attendant.footings();
        let limit = &self.attendant.limit;
        let (footing, path, pages) = match kind {
            Kind::Cache => (footings.cache, &self.paths.cache, limit.cache_pages),
            Kind::Outbox => (
                footings.outbox,
                &self.paths.outbox,
                limit.outbox(&self.attendant.ballast),
            ),
        };
        if footing == Footing::File {
            return;
        }
        match connection::connect(kind, path, pages).await {
            Ok(opened) => {
                self.stand_on(kind, writer, opened).await;
                if (kind, footing) == (Kind::Cache, Footing::Memory) {
                    // What was fetched meanwhile is not in the file, and vouches for nothing.
                    self.followed_none();
                    self.renewals.send_modify(|count| *count += 1);
                }
            }
            Err(error) => tracing::info!(%error, ?kind, "still not to be written"),
        }
    }

    /// Puts a database's new connections in the place of the old ones.
    pub(crate) async fn stand_on(&self, kind: Kind, writer: &mut Writer, opened: Connections) {
        let (held, readers) = match kind {
            Kind::Cache => (&mut writer.cache, &self.cache),
            Kind::Outbox => (&mut writer.outbox, &self.outbox),
        };
        let old = std::mem::replace(held, opened.writer);
        readers.rest().await;
        drop(old.close().await);
        readers.resume(opened.readers);
        self.attendant.change_footings(|footings| match kind {
            Kind::Cache => footings.cache = opened.footing,
            Kind::Outbox => footings.outbox = opened.footing,
        });
    }

    /// Closes a database's connections, so that its file can be exchanged; whoever wants to read
    /// waits.
    pub(crate) async fn leave_file(
        &self,
        kind: Kind,
        writer: &mut Writer,
    ) -> Result<(), StoreError> {
        let nowhere = SqliteConnection::connect("sqlite::memory:").await?;
        let (held, readers) = match kind {
            Kind::Cache => (&mut writer.cache, &self.cache),
            Kind::Outbox => (&mut writer.outbox, &self.outbox),
        };
        let old = std::mem::replace(held, nowhere);
        readers.rest().await;
        drop(old.close().await);
        Ok(())
    }
}

/// Gives back what a file does not use; answers how many pages it has.
async fn shrunk(conn: &mut SqliteConnection) -> Result<u32, StoreError> {
    for sql in ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"] {
        sqlx::query(sql).execute(&mut *conn).await?;
    }
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count")
        .fetch_one(conn)
        .await?;
    Ok(u32::try_from(pages).unwrap_or(u32::MAX))
}
