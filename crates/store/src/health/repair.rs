//! Mends a damaged file while the store is in use. The cache is begun anew, for all of it can be
//! fetched; of the outbox every row that can be found is saved. Readers wait meanwhile.

use std::sync::atomic::Ordering;

use crate::StoreError;
use crate::db::connection::{self, Connections, Footing, Kind};
use crate::db::files;
use crate::health::{read_only, salvage, startup_recovery};
use crate::ingest::unit_of_work;
use crate::model::changes::Changes;
use crate::model::notice::Notice;
use crate::store::{Inner, Writer};

/// A cache that passes every check though reading it failed is begun anew as well, but not again
/// within this time, in milliseconds: then the mistake may be ours.
const DOUBT_AGAIN: i64 = 10 * 60 * 1000;

impl Inner {
    /// Finds out which file is damaged, and mends it. `true`: what failed may be tried once more.
    pub(crate) async fn mend(&self, mended: u64) -> bool {
        if self.attendant.mended() > mended {
            return true;
        }
        let mut guard = self.writer.lock().await;
        let Some(writer) = guard.as_mut() else {
            return false;
        };
        let footings = self.attendant.footings();
        let outbox = footings.outbox == Footing::File
            && connection::is_damaged(Kind::Outbox, &self.paths.outbox).await;
        let cache = match footings.cache {
            Footing::File => connection::is_damaged(Kind::Cache, &self.paths.cache).await,
            Footing::ReadOnly | Footing::Memory => false,
        };
        let doubtful =
            !outbox && !cache && footings.cache != Footing::ReadOnly && self.doubts_the_cache();
        let mut done = Ok(());
        if outbox {
            done = self.save_outbox(writer).await;
        }
        if cache || doubtful {
            done = done.and(self.renew_cache(writer).await);
        }
        if let Err(error) = &done {
            tracing::error!(%error, "a damaged file could not be mended");
        }
        let mended = done.is_ok() && (outbox || cache || doubtful);
        if mended {
            files::unmark(&self.paths.cache);
            files::unmark(&self.paths.outbox);
            self.attendant.note_mended();
        }
        mended
    }

    fn doubts_the_cache(&self) -> bool {
        let now = (self.clock)().0;
        let before = self.attendant.doubted.swap(now, Ordering::AcqRel);
        before == 0 || (now - before).abs() > DOUBT_AGAIN
    }

    /// Sets the cache aside and begins a new one.
    async fn renew_cache(&self, writer: &mut Writer) -> Result<(), StoreError> {
        fail::fail_point!("store.files.cache.damaged");
        self.leave_file(Kind::Cache, writer).await?;
        let (opened, path) = self.fresh_cache().await?;
        self.stand_on(Kind::Cache, writer, opened).await;
        fail::fail_point!("store.files.cache.begun");
        self.followed_none();
        let begun = self.begin_cache(writer).await;
        let changes = Changes {
            resync: true,
            ..Changes::default()
        };
        self.publish(writer.revision, changes);
        if let Some(path) = path {
            drop(self.notices.send(Notice::CacheSetAside { path }));
        }
        self.renewals.send_modify(|count| *count += 1);
        begun
    }

    /// A new cache in the place of the old file; in memory, should that be impossible.
    async fn fresh_cache(&self) -> Result<(Connections, Option<std::path::PathBuf>), StoreError> {
        let path = match files::set_aside(&self.paths.cache, (self.clock)()) {
            Ok(path) => path,
            Err(error) => {
                tracing::error!(%error, "the damaged cache cannot be set aside");
                return Ok((read_only::cache_in_memory().await?, None));
            }
        };
        fail::fail_point!("store.files.cache.set-aside");
        let pages = self.attendant.limit.cache_pages;
        match connection::connect(Kind::Cache, &self.paths.cache, pages).await {
            Ok(opened) => Ok((opened, Some(path))),
            Err(error) => {
                tracing::error!(%error, "no new cache can be begun");
                Ok((read_only::cache_in_memory().await?, Some(path)))
            }
        }
    }

    /// Above every revision so far, so that nobody takes its rows for old ones.
    async fn begin_cache(&self, writer: &mut Writer) -> Result<(), StoreError> {
        writer.revision = (writer.revision + 1).max((self.clock)().0);
        let me = self.me().and_then(|me| serde_json::to_string(&me).ok());
        unit_of_work::note_revision(&mut writer.cache, writer.revision).await?;
        sqlx::query!("UPDATE cache_meta SET me = ? WHERE one = 1", me)
            .execute(&mut writer.cache)
            .await?;
        startup_recovery::refresh_concerned(self, writer).await
    }

    /// Saves what can be found of the outbox.
    async fn save_outbox(&self, writer: &mut Writer) -> Result<(), StoreError> {
        fail::fail_point!("store.files.outbox.damaged");
        self.leave_file(Kind::Outbox, writer).await?;
        let now = (self.clock)();
        let saved = salvage::salvage(&self.paths, &mut writer.cache, now).await;
        let pages = self.attendant.limit.outbox(&self.attendant.ballast);
        let opened = match &saved {
            Ok(_) => connection::connect(Kind::Outbox, &self.paths.outbox, pages).await,
            // What can be read of it is better than nothing.
            Err(_) => connection::as_it_is(Kind::Outbox, &self.paths.outbox).await,
        };
        match opened {
            Ok(opened) => self.stand_on(Kind::Outbox, writer, opened).await,
            Err(error) => {
                self.outbox.close().await;
                return Err(error);
            }
        }
        let saved = saved?;
        for notice in saved.notices() {
            drop(self.notices.send(notice));
        }
        self.agree_again(writer).await
    }
}
