//! Checkpoints: what was written goes from the `-wal` file into the database beside the writer and the readers,
//! which neither wait for it nor hold it up (`PASSIVE`). Otherwise the writer would do that itself whenever its
//! `-wal` file is large, and whoever writes then would wait for the disk. On a burst the writer still does, at the
//! limit that `db::connection` sets; most of it is done here by then.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::FutureExt;
use sqlx::SqliteConnection;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::db::connection::StorageMode;
use crate::db::files;
use crate::db::read_pool::ReadPool;
use crate::limits::{FIRST_RESTART, LONGEST_RESTART};
use crate::store::Inner;
use crate::supervision::supervise;
use crate::{Backoff, StoreError};

/// How long after a write a checkpoint begins: many writes share one. Without writes nothing wakes.
const AFTER_WRITE: Duration = Duration::from_secs(1);

/// Makes checkpoints until the store is gone.
pub(crate) fn serve(inner: &Arc<Inner>) {
    let written = inner.written.subscribe();
    tokio::spawn(supervise(
        "checkpoints",
        Backoff::new(FIRST_RESTART, LONGEST_RESTART),
        (Arc::downgrade(inner), written),
        |(inner, written)| follow_writes(inner, written).boxed(),
        |_, _| {},
    ));
}

async fn follow_writes(inner: &Weak<Inner>, written: &mut watch::Receiver<()>) {
    while written.changed().await.is_ok() {
        sleep(AFTER_WRITE).await;
        written.mark_unchanged();
        let Some(inner) = inner.upgrade() else { return };
        fail::fail_point!("panic/checkpoints");
        let storage = inner.maintenance.storage();
        let (cache, user) = (&inner.paths.cache, &inner.paths.user);
        for (mode, readers, path) in [
            (storage.cache, &inner.cache, cache),
            (storage.user, &inner.user, user),
        ] {
            if mode != StorageMode::File {
                continue;
            }
            // The next one makes up for it.
            if let Err(error) = checkpoint(readers, path).await {
                tracing::debug!(%error, "no checkpoint was made");
            }
        }
        fail::fail_point!("store.checkpoints.passed");
    }
}

/// On a reader's connection, so that an exchange of the file waits for it.
async fn checkpoint(readers: &ReadPool, path: &Path) -> Result<(), StoreError> {
    let mut reader = readers.acquire().await?;
    // Half of a checkpoint would take the room that is left, also what the reserve gave up for the messages that wait, and
    // the writer could not begin its `-wal` file anew for it.
    if !files::has_room(path, growth(&mut reader, path).await?) {
        return Ok(());
    }
    sqlx::query("PRAGMA wal_checkpoint(PASSIVE)")
        .execute(&mut *reader)
        .await?;
    Ok(())
}

/// By how many bytes a checkpoint makes the file of a database larger.
async fn growth(reader: &mut SqliteConnection, path: &Path) -> Result<u64, StoreError> {
    let size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let size: i64 = sqlx::query_scalar(size).fetch_one(reader).await?;
    let now = fs::metadata(path).map_or(0, |file| file.len());
    Ok(u64::try_from(size).unwrap_or_default().saturating_sub(now))
}
