//! Repairs a damaged file while the store is in use. The cache is begun anew, for all of it can be fetched;
//! what the user wrote is restored from its journal. Readers wait meanwhile.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::StoreError;
use crate::db::connection::{self, Connections, Kind, StorageMode};
use crate::db::files;
use crate::db::write_lock::Writer;
use crate::health::{read_only, restore, startup_recovery};
use crate::ingest::unit_of_work;
use crate::model::changes::Changes;
use crate::model::notice::Notice;
use crate::store::Inner;

/// A cache that passes every check though reading it failed is begun anew as well, but not again
/// within this time, in milliseconds: then the mistake may be ours.
const SUSPECT_AGAIN: i64 = 10 * 60 * 1000;

impl Inner {
    /// Finds out which file is damaged, and repairs it. `true`: what failed may be tried once more.
    pub(crate) async fn repair(&self, repairs: u64) -> bool {
        if self.maintenance.repairs() > repairs {
            return true;
        }
        let mut guard = self.writer.lock().await;
        let Some(writer) = guard.as_mut() else {
            return false;
        };
        let storage = self.maintenance.storage();
        let user = storage.user == StorageMode::File && restore::is_damaged(&self.paths.user).await;
        let cache = match storage.cache {
            StorageMode::File => {
                connection::is_cache_damaged(&self.paths.cache, &Arc::default()).await
            }
            StorageMode::ReadOnly | StorageMode::Memory => false,
        };
        let suspect =
            !user && !cache && storage.cache != StorageMode::ReadOnly && self.suspects_cache();
        let mut done = Ok(());
        if user {
            done = self.restore_user(writer).await;
        }
        if cache || suspect {
            done = done.and(self.recreate_cache(writer).await);
        }
        if let Err(error) = &done {
            tracing::error!(%error, "a damaged file could not be repaired");
        }
        let repairs = done.is_ok() && (user || cache || suspect);
        if repairs {
            files::unmark(&self.paths.cache);
            files::unmark(&self.paths.user);
            self.maintenance.count_repair();
        }
        repairs
    }

    fn suspects_cache(&self) -> bool {
        let now = (self.clock)().0;
        let before = self.maintenance.suspected_at.swap(now, Ordering::AcqRel);
        before == 0 || (now - before).abs() > SUSPECT_AGAIN
    }

    /// Sets the cache aside and begins a new one.
    async fn recreate_cache(&self, writer: &mut Writer) -> Result<(), StoreError> {
        fail::fail_point!("store.files.cache.damaged");
        self.detach(Kind::Cache, writer).await?;
        let (opened, path) = self.new_cache().await?;
        let begun = self.replace_cache(writer, opened).await;
        if let Some(path) = path {
            drop(self.notices.send(Notice::CacheSetAside { path }));
        }
        begun
    }

    /// Puts a cache that holds nothing yet in the place of the one before it; everything is to be fetched again.
    pub(crate) async fn replace_cache(
        &self,
        writer: &mut Writer,
        opened: Connections,
    ) -> Result<(), StoreError> {
        self.swap_connections(Kind::Cache, writer, opened).await;
        fail::fail_point!("store.files.cache.begun");
        self.forget_followed();
        let begun = self.begin_cache(writer).await;
        let changes = Changes {
            resync: true,
            ..Changes::default()
        };
        self.publish(writer.revision, changes);
        self.renewals.send_modify(|count| *count += 1);
        begun
    }

    /// A new cache in the place of the old file; in memory, should that be impossible.
    async fn new_cache(&self) -> Result<(Connections, Option<std::path::PathBuf>), StoreError> {
        let path = match files::set_aside(&self.paths.cache, (self.clock)()) {
            Ok(path) => path,
            Err(error) => {
                tracing::error!(%error, "the damaged cache cannot be set aside");
                return Ok((read_only::cache_in_memory().await?, None));
            }
        };
        fail::fail_point!("store.files.cache.set-aside");
        Ok((self.open_cache_file().await?, Some(path)))
    }

    /// Opens the cache's file; a cache in memory, should that be impossible.
    pub(crate) async fn open_cache_file(&self) -> Result<Connections, StoreError> {
        match connection::connect(Kind::Cache, &self.paths.cache).await {
            Err(error) => {
                tracing::error!(%error, "no new cache can be begun");
                read_only::cache_in_memory().await
            }
            opened => opened,
        }
    }

    /// Gives a new cache a revision above all before it, so that its rows do not count as old.
    async fn begin_cache(&self, writer: &mut Writer) -> Result<(), StoreError> {
        writer.revision = (writer.revision + 1).max((self.clock)().0);
        let me = self.me().and_then(|me| serde_json::to_string(&me).ok());
        unit_of_work::write_revision(&mut writer.cache, writer.revision).await?;
        sqlx::query!("UPDATE cache_meta SET me = ? WHERE id = 1", me)
            .execute(&mut writer.cache)
            .await?;
        startup_recovery::refresh_conversations(self, writer).await
    }

    /// Restores what the user wrote from its journal.
    async fn restore_user(&self, writer: &mut Writer) -> Result<(), StoreError> {
        fail::fail_point!("store.files.user.damaged");
        self.detach(Kind::User, writer).await?;
        let (opened, restored) = match self.open_user_file().await {
            Ok(opened) => (Ok(opened), Ok(())),
            // A damaged database that still opens is better than none.
            Err(error) => {
                let damaged = connection::open_unchecked(&self.paths.user).await;
                (damaged, Err(error))
            }
        };
        match opened {
            Ok(opened) => self.swap_connections(Kind::User, writer, opened).await,
            Err(error) => {
                self.user.close().await;
                return Err(error);
            }
        }
        restored?;
        self.reconcile_again(writer).await
    }
}
