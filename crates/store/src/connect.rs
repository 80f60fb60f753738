//! Connections: for each database one writer and a pool of readers, which WAL lets read while
//! the writer writes.

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

use crate::StoreError;
use crate::files;

static CACHE: Migrator = sqlx::migrate!("migrations/cache");
static OUTBOX: Migrator = sqlx::migrate!("migrations/outbox");

/// Readers of each database. Two cores are seldom kept busy by more.
const READERS: u32 = 4;

/// How long a connection waits for a lock that another process holds.
const BUSY: Duration = Duration::from_secs(5);

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What the server said: losing the last moments to a power cut is fine.
    Cache,
    /// What the user wrote: on disk before anybody is told so.
    Outbox,
}

impl Kind {
    fn synchronous(self) -> SqliteSynchronous {
        match self {
            Self::Cache => SqliteSynchronous::Normal,
            Self::Outbox => SqliteSynchronous::Full,
        }
    }

    fn migrations(self) -> &'static Migrator {
        match self {
            Self::Cache => &CACHE,
            Self::Outbox => &OUTBOX,
        }
    }
}

/// A database's connections.
#[derive(Debug)]
pub(crate) struct Connections {
    pub(crate) writer: SqliteConnection,
    pub(crate) readers: SqlitePool,
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
    let shared = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(kind.synchronous())
        .busy_timeout(BUSY)
        .disable_statement_logging();
    let mut writing = shared.clone();
    if let Some(pages) = most_pages {
        writing = writing.pragma("max_page_count", pages.to_string());
    }
    let mut writer = SqliteConnection::connect_with(&writing).await?;
    if let Err(error) = ready(kind, &mut writer, files::is_marked(path)).await {
        // Windows renames no open file.
        drop(writer.close().await);
        return Err(error);
    }
    files::unmark(path);
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .min_connections(0)
        .connect_lazy_with(shared.pragma("query_only", "ON"));
    Ok(Connections { writer, readers })
}

async fn ready(
    kind: Kind,
    writer: &mut SqliteConnection,
    suspected: bool,
) -> Result<(), StoreError> {
    // Not `run`: its future is `Send` for some lifetimes only, and the shell spawns this one.
    kind.migrations()
        .run_direct(None, &mut *writer, false)
        .await?;
    match kind {
        // A look at the whole cache would make every start wait.
        Kind::Cache if !suspected => probe(writer).await,
        Kind::Cache | Kind::Outbox => check(writer).await,
    }
}

/// Reads what every start reads.
async fn probe(writer: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!("SELECT revision FROM cache_meta WHERE one = 1")
        .fetch_one(&mut *writer)
        .await?;
    sqlx::query!("SELECT activity_at FROM conversations ORDER BY activity_at DESC LIMIT 1")
        .fetch_optional(&mut *writer)
        .await?;
    sqlx::query!("SELECT at FROM messages ORDER BY number DESC LIMIT 1")
        .fetch_optional(&mut *writer)
        .await?;
    Ok(())
}

/// Reads the whole file.
async fn check(writer: &mut SqliteConnection) -> Result<(), StoreError> {
    let verdict: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(&mut *writer)
        .await?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged(verdict))
    }
}
