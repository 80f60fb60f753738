//! Read-only databases, for a disk that is so full that not even the index of a `-wal` file fits.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteLockingMode};
use sqlx::{ConnectOptions, Connection};

use crate::StoreError;
use crate::db::connection::{self, Connections, Kind, StorageMode};
use crate::db::files;

/// How large a cache in memory may grow, in pages of 4,096 bytes.
const MOST_IN_MEMORY: u32 = 16 * 1024;

/// Opens what can be read, and refuses every write. A file without a `-wal` is read in place. A file with one
/// is copied into memory: reading a `-wal` needs an index, for which the disk has no room.
///
/// # Errors
/// Those of the disk; [`StoreError::Damaged`]; [`StoreError::DiskFull`] for a file of an earlier version,
/// which has to be migrated before it can be read.
pub(crate) async fn open_read_only(kind: Kind, path: &Path) -> Result<Connections, StoreError> {
    let wal = files::with_suffix(path, "-wal");
    let written_back = std::fs::metadata(wal).map_or(0, |wal| wal.len()) == 0;
    if written_back {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .immutable(true)
            .disable_statement_logging();
        let mut writer = SqliteConnection::connect_with(&options).await?;
        check_schema(kind, &mut writer).await?;
        return Ok(Connections {
            writer,
            readers: connection::pool(options),
            mode: StorageMode::ReadOnly,
            journal: None,
        });
    }
    let (options, name) = memory_options();
    let mut writer = SqliteConnection::connect_with(&options).await?;
    let mut source = SqliteConnectOptions::new()
        .filename(path)
        .locking_mode(SqliteLockingMode::Exclusive)
        .disable_statement_logging()
        .connect()
        .await?;
    let copied = sqlx::query("VACUUM INTO ?")
        .bind(format!("file:{name}?vfs=memdb"))
        .execute(&mut source)
        .await;
    drop(source.close().await);
    copied?;
    check_schema(kind, &mut writer).await?;
    sqlx::query("PRAGMA query_only = ON")
        .execute(&mut writer)
        .await?;
    Ok(Connections {
        writer,
        readers: connection::pool(options.pragma("query_only", "ON")),
        mode: StorageMode::ReadOnly,
        journal: None,
    })
}

async fn check_schema(kind: Kind, conn: &mut SqliteConnection) -> Result<(), StoreError> {
    if !connection::schema_is_current(kind, &mut *conn).await? {
        return Err(StoreError::DiskFull);
    }
    match kind {
        Kind::Cache => connection::probe_cache(conn).await,
        Kind::User => Ok(()),
    }
}

/// A cache in memory, for as long as no file can be had.
pub(crate) async fn cache_in_memory() -> Result<Connections, StoreError> {
    let (options, _) = memory_options();
    let writing = options
        .clone()
        .pragma("max_page_count", MOST_IN_MEMORY.to_string());
    let mut writer = SqliteConnection::connect_with(&writing).await?;
    connection::migrate(Kind::Cache, &mut writer).await?;
    Ok(Connections {
        writer,
        readers: connection::pool(options.pragma("query_only", "ON")),
        mode: StorageMode::Memory,
        journal: None,
    })
}

/// A database in memory that several connections share, and its name.
fn memory_options() -> (SqliteConnectOptions, String) {
    let name = format!("/avvento-{}", uuid::Uuid::new_v4());
    let options = SqliteConnectOptions::new()
        .filename(&name)
        .vfs("memdb")
        .create_if_missing(true)
        .disable_statement_logging();
    (options, name)
}
