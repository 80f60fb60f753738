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
use crate::health::seal::{self, Seal};
use crate::tables::outbox;

static CACHE: Migrator = sqlx::migrate!("migrations/cache");
static USER: Migrator = sqlx::migrate!("migrations/user");

/// ReadPool of each database. Two cores are seldom kept busy by more.
const READERS: u32 = 4;

/// How large a `-wal` file stays once it was written back, in bytes. It grows with the largest
/// transaction, and is written back every 1,000 pages, for no reader holds it up for long.
const WAL_KEPT: u32 = 4 * 1024 * 1024;

/// How much of a database its writer keeps in memory, in KiB: what a burst of messages touches again and again.
const WRITER_KEEPS: i32 = 1024;

/// The same of each reader. It throws its pages away whenever something was written, and the system keeps what
/// was read in any case.
const READER_KEEPS: i32 = 256;

/// After how many of SQLite's steps a check sees whether it is to stop.
const LOOK_UP_EVERY: i32 = 1_000;

/// How long a connection waits for a lock that another process holds.
const BUSY: Duration = Duration::from_secs(5);

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What the server said: losing the last moments to a power cut is fine.
    Cache,
    /// What the user wrote: on disk before anybody is told so.
    User,
}

impl Kind {
    fn synchronous(self) -> SqliteSynchronous {
        match self {
            Self::Cache => SqliteSynchronous::Normal,
            Self::User => SqliteSynchronous::Full,
        }
    }

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
}

/// What a database stands on.
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

/// Opens a database, making or migrating it. `most_pages` bounds its size in pages of 4,096 bytes.
///
/// # Errors
/// [`StoreError::Damaged`] when it cannot be read as a database of ours or is from a newer version.
pub(crate) async fn connect(
    kind: Kind,
    path: &Path,
    most_pages: Option<u32>,
) -> Result<Connections, StoreError> {
    files::prepare(path).map_err(StoreError::disk)?;
    check_header(path)?;
    let shared = options(kind, path);
    let mut writing = shared.clone();
    if let Some(pages) = most_pages {
        writing = writing.pragma("max_page_count", pages.to_string());
    }
    let mut writer = SqliteConnection::connect_with(&writing).await?;
    if let Err(error) = prepare_schema(kind, &mut writer, files::is_marked(path)).await {
        // Windows renames no open file.
        drop(writer.close().await);
        return Err(error);
    }
    files::unmark(path);
    Ok(Connections {
        writer,
        readers: pool(shared.pragma("query_only", "ON")),
        mode: StorageMode::File,
    })
}

/// Opens a file without a look at it.
///
/// # Errors
/// Those of the disk; [`StoreError::Damaged`].
pub(crate) async fn open_unchecked(kind: Kind, path: &Path) -> Result<Connections, StoreError> {
    let options = options(kind, path);
    Ok(Connections {
        writer: SqliteConnection::connect_with(&options).await?,
        readers: pool(options.pragma("query_only", "ON")),
        mode: StorageMode::File,
    })
}

/// How a database's file is opened.
pub(crate) fn options(kind: Kind, path: &Path) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(kind.synchronous())
        .pragma("journal_size_limit", WAL_KEPT.to_string())
        // Negative: in KiB, not in pages.
        .pragma("cache_size", (-WRITER_KEEPS).to_string())
        .busy_timeout(BUSY)
        .disable_statement_logging();
    match kind {
        Kind::Cache => options,
        // What was deleted is overwritten: all that can be read of a damaged file is then known to be
        // what was in it last.
        Kind::User => options.pragma("secure_delete", "ON"),
    }
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

async fn prepare_schema(
    kind: Kind,
    writer: &mut SqliteConnection,
    suspected: bool,
) -> Result<(), StoreError> {
    schema_is_utf8(&mut *writer).await?;
    migrate(kind, &mut *writer).await?;
    match kind {
        // A look at the whole cache would make every start wait.
        Kind::Cache if !suspected => probe_content(kind, writer).await,
        Kind::Cache => run_check(writer, "PRAGMA quick_check(1)").await,
        Kind::User => {
            // The indexes too: an entry that none of them leads to would wait for ever.
            run_check(writer, "PRAGMA integrity_check(1)").await?;
            probe_content(kind, writer).await
        }
    }
}

/// Whether a file is damaged, looked at from a connection of its own. What cannot be looked at is
/// not known to be damaged.
pub(crate) async fn is_damaged(kind: Kind, path: &Path) -> bool {
    is_damaged_unless(kind, path, &Arc::default()).await
}

/// As [`is_damaged`], until it is told to stop: then nothing was found.
pub(crate) async fn is_damaged_unless(kind: Kind, path: &Path, stopped: &Arc<AtomicBool>) -> bool {
    let found = async {
        check_header(path)?;
        let mut conn = options(kind, path)
            .create_if_missing(false)
            .connect()
            .await?;
        let stopped = stopped.clone();
        conn.lock_handle()
            .await?
            .set_progress_handler(LOOK_UP_EVERY, move || !stopped.load(Ordering::Acquire));
        schema_is_utf8(&mut conn).await?;
        // The indexes too: what is found through them is not in the tables' own pages.
        let checked = run_check(&mut conn, "PRAGMA integrity_check(1)").await;
        let probed = probe_content(kind, &mut conn).await;
        drop(conn.close().await);
        checked.and(probed)
    };
    matches!(found.await, Err(StoreError::Damaged(_)))
}

/// Whether the schema is text: with other bytes in a column's type, reading that column breaks the thread down
/// that serves the connection.
///
/// # Errors
/// [`StoreError::Damaged`].
pub(crate) async fn schema_is_utf8(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let sql = "SELECT CAST(sql AS BLOB) FROM sqlite_schema WHERE sql IS NOT NULL";
    let tables: Vec<Vec<u8>> = sqlx::query_scalar(sql).fetch_all(conn).await?;
    if tables.iter().all(|table| str::from_utf8(table).is_ok()) {
        return Ok(());
    }
    Err(StoreError::Damaged("its schema is no text".to_owned()))
}

/// Whether the file lets itself be written.
fn check_header(path: &Path) -> Result<(), StoreError> {
    if files::forbids_writing(path) {
        let why = "its header forbids writing";
        return Err(StoreError::Damaged(why.to_owned()));
    }
    Ok(())
}

/// Reads what every start reads.
///
/// # Errors
/// [`StoreError::Damaged`].
pub(crate) async fn probe_content(
    kind: Kind,
    writer: &mut SqliteConnection,
) -> Result<(), StoreError> {
    match kind {
        Kind::Cache => probe_cache(writer).await,
        Kind::User => probe_outbox(writer).await,
    }
}

/// Whether a database has today's schema: one that could not be migrated lacks columns and is not damaged.
///
/// # Errors
/// Those of the disk; [`StoreError::Damaged`].
pub(crate) async fn schema_is_current(
    kind: Kind,
    conn: &mut SqliteConnection,
) -> Result<bool, StoreError> {
    let newest: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(conn)
        .await?;
    Ok(newest == kind.migrations().iter().map(|one| one.version).max())
}

/// The columns of the outbox's tables that are not read whole: one that goes by another name is found only by
/// whoever asks for it.
const NOT_READ: [&str; 3] = [
    "SELECT id, revision, next_number FROM user_meta LIMIT 1",
    "SELECT message, local_id, conversation, sent_at FROM sent_links LIMIT 1",
    "SELECT conversation, read_until_time, read_until_id, queued_revision FROM read_receipts LIMIT 1",
];

/// Whether every row is what was written, and every column there.
async fn probe_outbox(writer: &mut SqliteConnection) -> Result<(), StoreError> {
    for columns in NOT_READ {
        sqlx::query(columns).fetch_optional(&mut *writer).await?;
    }
    let broken = |what: &str| {
        Err(StoreError::Damaged(format!(
            "{what} is not what was written"
        )))
    };
    let entries = outbox::load_all(&mut *writer).await?;
    if entries.iter().any(|entry| entry.seal() == Seal::Broken) {
        return broken("a message");
    }
    let drafts = sqlx::query_as::<_, (String, String, i64, Option<Vec<u8>>)>(
        "SELECT conversation, text, saved_at, hash FROM drafts",
    )
    .fetch_all(writer)
    .await?;
    for (conversation, text, saved_at, hash) in drafts {
        let now = seal::of_draft(&conversation, &text, saved_at);
        if Seal::of(hash.as_deref(), &now) == Seal::Broken {
            return broken("a draft");
        }
    }
    Ok(())
}

async fn probe_cache(writer: &mut SqliteConnection) -> Result<(), StoreError> {
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
async fn run_check(writer: &mut SqliteConnection, how: &'static str) -> Result<(), StoreError> {
    let verdict: String = sqlx::query_scalar(how).fetch_one(&mut *writer).await?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged(verdict))
    }
}
