//! A copy of the outbox cached it, made anew after each clean start if something has changed. It is
//! looked into when the outbox itself was damaged.

use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use crate::StoreError;
use crate::db::connection::{self, Kind};
use crate::db::files;

/// How much has to be free besides, in bytes.
const FREE_BESIDES: u64 = 4 * 1024 * 1024;

/// `user.backup.db` cached `user.db`.
pub(crate) fn path_of(outbox: &Path) -> PathBuf {
    outbox.with_extension("backup.db")
}

/// What became of a copy that was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// There is one of the outbox as it is.
    Done,
    /// There was no room for one.
    NoRoom,
}

/// Makes the copy, if the outbox has changed since the last one and there is room. The last one stays
/// until the new one is whole.
///
/// # Errors
/// Those of the disk; the last copy is as it was then.
pub(crate) async fn write(outbox: &Path) -> Result<Written, StoreError> {
    let (backup, fresh) = (path_of(outbox), files::with_suffix(outbox, ".copying"));
    files::remove(&fresh);
    let mut source = connection::options(Kind::User, outbox)
        .create_if_missing(false)
        .connect()
        .await?;
    let copied = match is_up_to_date(&mut source, &backup).await {
        Ok(false) if has_room(outbox) => {
            fail::fail_point!("store.files.backup.begun");
            copy(&mut source, &fresh).await.map(|()| true)
        }
        Ok(false) => Err(StoreError::DiskFull),
        Ok(true) => Ok(false),
        Err(error) => Err(error),
    };
    drop(source.close().await);
    let done = match copied {
        Ok(true) => put_in_place(&fresh, &backup).map(|()| Written::Done),
        Ok(false) => Ok(Written::Done),
        Err(StoreError::DiskFull) => Ok(Written::NoRoom),
        Err(error) => Err(error),
    };
    files::remove(&fresh);
    done
}

async fn copy(source: &mut SqliteConnection, fresh: &Path) -> Result<(), StoreError> {
    // It would otherwise be made for everybody to read.
    files::create(fresh).map_err(StoreError::disk)?;
    let name = fresh.to_string_lossy().into_owned();
    sqlx::query("VACUUM INTO ?")
        .bind(name)
        .execute(source)
        .await?;
    Ok(())
}

fn put_in_place(fresh: &Path, backup: &Path) -> Result<(), StoreError> {
    fail::fail_point!("store.files.backup.written");
    files::sync(fresh)
        .and_then(|()| files::rename(fresh, backup))
        .map_err(StoreError::disk)?;
    fail::fail_point!("store.files.backup.in-position");
    Ok(())
}

async fn is_up_to_date(source: &mut SqliteConnection, backup: &Path) -> Result<bool, StoreError> {
    let now = revision(source).await?;
    let options = SqliteConnectOptions::new()
        .filename(backup)
        .read_only(true)
        .immutable(true)
        .disable_statement_logging();
    let Ok(mut copy) = SqliteConnection::connect_with(&options).await else {
        return Ok(false);
    };
    let then = revision(&mut copy).await;
    drop(copy.close().await);
    Ok(then.is_ok_and(|then| then == now))
}

async fn revision(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let revision = sqlx::query_scalar!("SELECT revision FROM user_meta WHERE id = 1");
    Ok(revision.fetch_one(conn).await?)
}

fn has_room(outbox: &Path) -> bool {
    let size = std::fs::metadata(outbox).map_or(0, |file| file.len());
    files::has_room(outbox, 2 * size + FREE_BESIDES)
}
