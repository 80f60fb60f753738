//! One more attempt for a write or a read, after a damaged file was repaired or room was made.

use crate::db::files;
use crate::db::write_lock::WriteGuard;
use crate::health::maintenance::MaintenanceTask;
use crate::model::purpose::Purpose;
use crate::{Store, StoreError};

impl Store {
    /// Waits for the right to write and runs the operation, once more after a damaged file was repaired or room
    /// was made.
    pub(crate) async fn write<'s, T, F>(
        &'s self,
        purpose: Purpose,
        mut operation: impl FnMut(WriteGuard<'s>) -> F,
    ) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        if purpose == Purpose::New && !self.inner.maintenance.reserve.allows_new() {
            return Err(StoreError::DiskFull);
        }
        let made = self.inner.maintenance.reserve.made();
        let lock = &self.inner.writer;
        let first = operation(lock.begin_write().await?).await;
        let last = if self.was_remedied(purpose, made, &first).await {
            operation(lock.begin_write().await?).await
        } else {
            first
        };
        if last.is_ok() {
            lock.count_success();
        }
        self.report_errors(last)
    }

    /// Runs a read, once more after a damaged file was repaired.
    pub(crate) async fn read<T, F>(&self, mut operation: impl FnMut() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let made = self.inner.maintenance.reserve.made();
        let first = operation().await;
        let last = if self.was_remedied(Purpose::Waiting, made, &first).await {
            operation().await
        } else {
            first
        };
        self.report_errors(last)
    }

    /// Whether the cause of a failure was removed, so that the operation may be tried once more: a damaged file
    /// was repaired, or room was made. `made` is how often room had been made before the operation: what was
    /// made meanwhile counts. The caller must not hold the write lock.
    async fn was_remedied<T>(
        &self,
        purpose: Purpose,
        made: u64,
        result: &Result<T, StoreError>,
    ) -> bool {
        let maintenance = &self.inner.maintenance;
        match result {
            Err(StoreError::Damaged(reason)) => {
                tracing::error!(%reason, "a database file is damaged");
                files::mark_damaged(&self.inner.paths.cache);
                files::mark_damaged(&self.inner.paths.user);
                let repairs = maintenance.repairs();
                maintenance.call(MaintenanceTask::Repair { repairs }).await
            }
            Err(StoreError::DiskFull) => {
                maintenance
                    .call(MaintenanceTask::MakeRoom { purpose, made })
                    .await
            }
            _ => false,
        }
    }
}
