//! Saves what can be found of a damaged outbox into a new one.
//!
//! It is written under another name, whole, before anything is moved: `outbox.db.salvaged` is complete
//! as soon as it exists. Then the damaged file goes aside and the new one takes its place. Should the
//! process end in between, the next opening goes on from there: until the new file exists nothing has
//! been touched, and once it does it holds everything.

mod by_sql;

use std::io;
use std::path::{Path, PathBuf};

use protocol::UtcMs;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::connect::{self, Kind};
use crate::files::{self, StorePaths};
use crate::notice::Notice;
use crate::{StoreError, faults};

/// What became of a damaged outbox.
#[derive(Clone, Debug)]
pub(crate) struct Saved {
    /// Where the damaged file lies now.
    path: PathBuf,
    /// How many messages and drafts were found in it.
    kept: usize,
    /// How many came from the backup.
    restored: usize,
}

impl Saved {
    /// What the user should hear of it.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        let mut notices = vec![Notice::OutboxSalvaged {
            path: self.path.clone(),
            kept: self.kept,
        }];
        if self.restored > 0 {
            notices.push(Notice::RestoredFromBackup {
                count: self.restored,
            });
        }
        notices
    }
}

/// Whether an outbox is damaged in a way that opening it would hide.
pub(crate) fn look_before(_outbox: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Finishes an exchange that the last run began.
///
/// # Errors
/// Those of the disk.
pub(crate) fn finish(outbox: &Path, now: UtcMs) -> io::Result<()> {
    let whole = files::with_suffix(outbox, ".salvaged");
    if whole.exists() {
        tracing::warn!("an outbox that was salvaged takes its place");
        exchange(outbox, &whole, now)?;
    }
    Ok(())
}

/// Salvages an outbox that nobody has open, and puts the new one in its place.
///
/// # Errors
/// Those of the disk: the damaged file is where it was then.
pub(crate) async fn salvage(
    paths: &StorePaths,
    _cache: &mut SqliteConnection,
    now: UtcMs,
) -> Result<Saved, StoreError> {
    let outbox = &paths.outbox;
    let fresh = files::with_suffix(outbox, ".salvaging");
    files::remove(&fresh);
    let kept = write(outbox, &fresh).await?;
    let whole = files::with_suffix(outbox, ".salvaged");
    files::sync(&fresh)
        .and_then(|()| files::rename(&fresh, &whole))
        .map_err(StoreError::disk)?;
    faults::point("store.files.salvage.written");
    let path = exchange(outbox, &whole, now).map_err(StoreError::disk)?;
    Ok(Saved {
        path,
        kept,
        restored: 0,
    })
}

async fn write(outbox: &Path, fresh: &Path) -> Result<usize, StoreError> {
    let opened = connect::connect(Kind::Outbox, fresh, None).await?;
    let mut writer = opened.writer;
    opened.readers.close().await;
    faults::point("store.files.salvage.begun");
    let kept = by_sql::salvage(outbox, &mut writer).await;
    faults::point("store.files.salvage.filled");
    let back = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut writer)
        .await;
    let closed = writer.close().await;
    let kept = kept?;
    back?;
    closed?;
    Ok(kept)
}

/// Puts a whole outbox in the place of a damaged one; answers where that lies now.
fn exchange(outbox: &Path, whole: &Path, now: UtcMs) -> io::Result<PathBuf> {
    let aside = files::set_aside(outbox, now)?;
    faults::point("store.files.salvage.set-aside");
    files::rename(whole, outbox)?;
    faults::point("store.files.salvage.in-place");
    Ok(aside)
}
