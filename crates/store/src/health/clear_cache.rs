//! Empties the cache when the user asks for it. Its file is removed rather than emptied: that gives the disk all the
//! room back at once, and costs as little with a million messages as with ten. What the user wrote is in the other
//! file, which is not touched.

use crate::db::connection::Kind;
use crate::db::files;
use crate::db::write_lock::Writer;
use crate::health::maintenance::MaintenanceTask;
use crate::store::Inner;
use crate::{Store, StoreError};

impl Store {
    /// Begins the cache anew, and removes copies of it that were set aside as damaged. Drafts, the outbox and stars
    /// stay; everything else has to be fetched again, which [`Store::renewals`] tells.
    pub async fn clear_cache(&self) -> Result<(), StoreError> {
        let maintenance = &self.inner.maintenance;
        if maintenance.call(MaintenanceTask::ClearCache).await {
            return Ok(());
        }
        drop(self.inner.writer.lock_open().await?);
        let why = "the cache could not be removed";
        Err(StoreError::DiskFailed(why.to_owned()))
    }
}

impl Inner {
    /// Begins the cache anew. `false`: it could not be removed.
    pub(crate) async fn clear_cache(&self) -> bool {
        // It keeps the file open, and a new cache needs no check.
        self.maintenance.integrity_check.end().await;
        let mut guard = self.writer.lock().await;
        let Some(writer) = guard.as_mut() else {
            return false;
        };
        let cleared = self.remove_cache(writer).await;
        if let Err(error) = &cleared {
            tracing::error!(%error, "the cache was not cleared");
        }
        cleared.is_ok()
    }

    async fn remove_cache(&self, writer: &mut Writer) -> Result<(), StoreError> {
        self.detach(Kind::Cache, writer).await?;
        let removed = files::remove_with_copies(&self.paths.cache);
        let opened = self.open_cache_file().await?;
        let Err(error) = removed else {
            return self.replace_cache(writer, opened).await;
        };
        // What is still there is read on.
        self.swap_connections(Kind::Cache, writer, opened).await;
        Err(StoreError::disk(error))
    }
}
