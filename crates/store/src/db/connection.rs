//! Connections: for each database one writer and a pool of readers, which WAL lets read while
//! the writer writes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

use crate::StoreError;
use crate::db::files;
use crate::db::journal::Journal;

static CACHE: Migrator = sqlx::migrate!("migrations/cache");
static USER: Migrator = sqlx::migrate!("migrations/user");

/// Read connections of each database. Two cores are seldom kept busy by more.
const READERS: u32 = 4;

/// How large a `-wal` file stays after a checkpoint, in bytes. The file grows with the largest transaction.
const WAL_KEPT: u32 = 4 * 1024 * 1024;

/// From how many pages in the `-wal` file on the writer makes a checkpoint itself, and waits for it. On a burst only:
/// `health::checkpoints` comes first otherwise.
const WRITER_CHECKPOINTS_FROM: u32 = 4_000;

/// How much of a database its writer keeps in memory, in KiB: what a burst of messages touches again and again.
const WRITER_KEEPS: i32 = 1024;

/// How much of a database each reader keeps in memory, in KiB. A reader drops its pages after every write, and
/// the system caches the file in any case.
const READER_KEEPS: i32 = 256;

/// After how many of SQLite's steps a check sees whether it is to stop.
const LOOK_UP_EVERY: i32 = 1_000;

/// How many rows a connection's thread reads ahead of whoever asked: each time they wait for each other costs two
/// switches of threads.
const ROWS_READ_AHEAD: usize = 1_000;

/// How long a connection waits for a lock that another process holds.
const BUSY: Duration = Duration::from_secs(5);

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What the server said: losing the last moments to a power cut is fine.
    Cache,
    /// What the user wrote: flushed to disk before the store acknowledges it.
    User,
}

impl Kind {
    fn migrations(self) -> &'static Migrator {
        match self {
            Self::Cache => &CACHE,
            Self::User => &USER,
        }
    }
}

/// A database's connections.
#[derive(Debug)]
pub(crate) struct Connections {
    pub(crate) writer: SqliteConnection,
    pub(crate) readers: SqlitePool,
    pub(crate) mode: StorageMode,
    /// The journal of the user's database; the cache has none.
    pub(crate) journal: Option<Journal>,
}

/// Where a database's pages are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum StorageMode {
    /// Its file.
    #[default]
    File,
    /// Its file or a copy of it, for reading only: there is no room to write.
    ReadOnly,
    /// Memory: its file could not be had. Only the cache, which can be fetched again.
    Memory,
}

impl Connections {
    /// Closes them: Windows renames no open file.
    pub(crate) async fn close(self) {
        self.readers.close().await;
        drop(self.writer.close().await);
    }
}

/// Opens a database, making or migrating it.
///
/// # Errors
/// [`StoreError::Damaged`] when it cannot be read as a database of ours or is from a newer version.
pub(crate) async fn connect(kind: Kind, path: &Path) -> Result<Connections, StoreError> {
    files::prepare(path).map_err(StoreError::disk)?;
    check_header(path)?;
    let shared = options(path);
    let mut writer = SqliteConnection::connect_with(&shared).await?;
    if let Err(error) = prepare_schema(kind, &mut writer, files::is_marked(path)).await {
        // Windows renames no open file.
        drop(writer.close().await);
        return Err(error);
    }
    files::unmark(path);
    let journal = match kind {
        Kind::Cache => None,
        Kind::User => Some(Journal::open(path, &mut writer).await?),
    };
    Ok(Connections {
        writer,
        readers: pool(shared.pragma("query_only", "ON")),
        mode: StorageMode::File,
        journal,
    })
}

/// Opens a file without a check, for reading whatever is readable.
pub(crate) async fn open_unchecked(path: &Path) -> Result<Connections, StoreError> {
    let options = options(path).pragma("query_only", "ON");
    Ok(Connections {
        writer: SqliteConnection::connect_with(&options).await?,
        readers: pool(options),
        mode: StorageMode::ReadOnly,
        journal: None,
    })
}

/// How a database's file is opened. What the user wrote is on disk in its journal before it is
/// committed, so neither file is flushed at each commit.
pub(crate) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .pragma("journal_size_limit", WAL_KEPT.to_string())
        .pragma("wal_autocheckpoint", WRITER_CHECKPOINTS_FROM.to_string())
        // Negative: in KiB, not in pages.
        .pragma("cache_size", (-WRITER_KEEPS).to_string())
        .busy_timeout(BUSY)
        .row_buffer_size(ROWS_READ_AHEAD)
        .disable_statement_logging()
}

/// The readers of a database.
pub(crate) fn pool(options: SqliteConnectOptions) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(READERS)
        .min_connections(0)
        .connect_lazy_with(options.pragma("cache_size", (-READER_KEEPS).to_string()))
}

/// Brings a database's schema up to date.
pub(crate) async fn migrate(kind: Kind, writer: &mut SqliteConnection) -> Result<(), StoreError> {
    // Not `run`: its future is `Send` for some lifetimes only, and the shell spawns this one.
    kind.migrations().run_direct(None, writer, false).await?;
    Ok(())
}

/// Brings a database's schema to a migration, or to the newest that is known where that one is not.
pub(crate) async fn migrate_to(
    kind: Kind,
    conn: &mut SqliteConnection,
    version: i64,
) -> Result<(), StoreError> {
    let migrations = kind.migrations();
    migrations.run_direct(Some(version), conn, false).await?;
    Ok(())
}

/// Whether there is a migration of this version.
pub(crate) fn is_migration(kind: Kind, version: i64) -> bool {
    kind.migrations().version_exists(version)
}

async fn prepare_schema(
    kind: Kind,
    writer: &mut SqliteConnection,
    suspected: bool,
) -> Result<(), StoreError> {
    schema_is_utf8(&mut *writer).await?;
    migrate(kind, &mut *writer).await?;
    match kind {
        // A check of the whole cache would make every start wait.
        Kind::Cache if !suspected => probe_cache(writer).await,
        Kind::Cache => run_check(writer, "PRAGMA quick_check(1)").await,
        // `health::restore` checked this file when it compared the file with its journal.
        Kind::User => Ok(()),
    }
}

/// Checks the cache for damage, on a connection of its own. A check that was stopped, or that could not run,
/// answers `false`.
pub(crate) async fn is_cache_damaged(path: &Path, stopped: &Arc<AtomicBool>) -> bool {
    let found = async {
        check_header(path)?;
        let mut conn = options(path).create_if_missing(false).connect().await?;
        let stopped = stopped.clone();
        conn.lock_handle()
            .await?
            .set_progress_handler(LOOK_UP_EVERY, move || !stopped.load(Ordering::Acquire));
        schema_is_utf8(&mut conn).await?;
        // The indexes too: a damaged index hides rows that the tables' own pages hold.
        let checked = run_check(&mut conn, "PRAGMA integrity_check(1)").await;
        let probed = probe_cache(&mut conn).await;
        drop(conn.close().await);
        checked.and(probed)
    };
    matches!(found.await, Err(StoreError::Damaged(_)))
}

/// Whether the schema is text: with other bytes in a column's type, reading that column breaks the thread down
/// that serves the connection.
pub(crate) async fn schema_is_utf8(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let sql = "SELECT CAST(sql AS BLOB) FROM sqlite_schema WHERE sql IS NOT NULL";
    let tables: Vec<Vec<u8>> = sqlx::query_scalar(sql).fetch_all(conn).await?;
    if tables.iter().all(|table| str::from_utf8(table).is_ok()) {
        return Ok(());
    }
    Err(StoreError::Damaged("its schema is no text".to_owned()))
}

/// Whether the file lets itself be written.
pub(crate) fn check_header(path: &Path) -> Result<(), StoreError> {
    if files::forbids_writing(path) {
        let why = "its header forbids writing";
        return Err(StoreError::Damaged(why.to_owned()));
    }
    Ok(())
}

/// Whether a database has today's schema: one that could not be migrated lacks columns and is not damaged.
pub(crate) async fn schema_is_current(
    kind: Kind,
    conn: &mut SqliteConnection,
) -> Result<bool, StoreError> {
    let newest: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(conn)
        .await?;
    Ok(newest == kind.migrations().iter().map(|one| one.version).max())
}

/// Reads what every start reads of the cache.
pub(crate) async fn probe_cache(writer: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!("SELECT revision FROM cache_meta WHERE id = 1")
        .fetch_one(&mut *writer)
        .await?;
    sqlx::query!("SELECT activity_at FROM conversations ORDER BY activity_at DESC LIMIT 1")
        .fetch_optional(&mut *writer)
        .await?;
    sqlx::query!("SELECT sort_time FROM messages ORDER BY number DESC LIMIT 1")
        .fetch_optional(&mut *writer)
        .await?;
    Ok(())
}

/// Reads the whole file.
pub(crate) async fn run_check(
    writer: &mut SqliteConnection,
    how: &'static str,
) -> Result<(), StoreError> {
    let verdict: String = sqlx::query_scalar(how).fetch_one(&mut *writer).await?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged(verdict))
    }
}
