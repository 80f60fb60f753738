//! Checkpoints: what was written goes from the `-wal` file into the database beside the writer and the readers,
//! which neither wait for it nor hold it up (`PASSIVE`). Otherwise the writer would do that itself whenever its
//! `-wal` file is large, and whoever writes then would wait for the disk. On a burst the writer still does, at the
//! limit that `db::connection` sets; most of it is done here by then.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::FutureExt;
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
            if mode != StorageMode::File || !has_room(path) {
                continue;
            }
            // The next one makes up for it.
            if let Err(error) = checkpoint(readers).await {
                tracing::debug!(%error, "no checkpoint was made");
            }
        }
        fail::fail_point!("store.checkpoints.passed");
    }
}

/// Whether a database can grow by all that its `-wal` file holds. On a full disk a checkpoint would take the room that is
/// left, also what the reserve gave up for the messages that wait.
fn has_room(path: &Path) -> bool {
    let wal = fs::metadata(files::with_suffix(path, "-wal"));
    wal.is_ok_and(|wal| files::has_room(path, wal.len()))
}

/// On a reader's connection, so that an exchange of the file waits for it.
async fn checkpoint(readers: &ReadPool) -> Result<(), StoreError> {
    let mut reader = readers.acquire().await?;
    sqlx::query("PRAGMA wal_checkpoint(PASSIVE)")
        .execute(&mut *reader)
        .await?;
    Ok(())
}
