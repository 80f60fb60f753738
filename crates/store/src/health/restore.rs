//! Makes the database of what the user wrote agree with its journal, before it is opened.
//!
//! What every check finds whole and the journal agrees with stays. What lags behind, as after a power cut,
//! is brought up to the journal's last transaction. What is damaged, gone or of another version is set aside,
//! and a new one is made of the journal: under another name first, so that it is whole as soon as it exists.
//! Should the process end before it is in its place, the next opening goes on from there.
//!
//! Where the journal is damaged as well, a line that is missing may have been a deletion: what still
//! waits to be sent comes back for the user to decide. So does a message that such a journal tells otherwise than a
//! database that is whole: one of the two is damaged there, or the line of an edit is missing.

use std::io;
use std::path::{Path, PathBuf};

use protocol::UtcMs;
use sqlx::sqlite::SqliteConnection;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::StoreError;
use crate::db::connection::{self, Connections, Kind};
use crate::db::files;
use crate::db::journal::{self, History, Rows, Tables};
use crate::db::json;
use crate::db::schema;
use crate::health::contradictions::contradicted;
use crate::model::notice::Notice;

/// What was made of the journal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Restored {
    /// Where the damaged file lies now, unless it was gone.
    aside: Option<PathBuf>,
    /// How many messages and drafts there are.
    kept: i64,
    /// How many of the messages wait for the user to decide.
    doubtful: u64,
}

/// A database that every check found whole.
struct Whole {
    rows: Rows,
    sequence: i64,
    schema: i64,
}

/// What becomes of a database.
enum Verdict {
    Stays,
    /// It stays, but for these messages (local ids), of which the journal tells something else.
    Contradicted(Vec<String>),
    /// It lags behind these rows.
    BroughtUp(Contents),
    SetAside(Contents),
}

/// What a database shall hold.
struct Contents {
    rows: Rows,
    schema: i64,
    doubtful: Doubtful,
}

/// Which of the messages that wait are the user's to decide about.
enum Doubtful {
    /// Transactions are missing.
    All,
    /// These (local ids).
    Those(Vec<String>),
}

/// What a database holds before it is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// The rows that its migrations make.
    AsMigrated,
    /// Nothing, whatever was there.
    Cleared,
}

impl Restored {
    /// What the user should hear of it.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        let set_aside = self.aside.as_ref().map(|path| Notice::OutboxSalvaged {
            path: path.clone(),
            kept: usize::try_from(self.kept).unwrap_or_default(),
        });
        let doubtful = (self.doubtful > 0).then(|| Notice::RestoredFromBackup {
            count: usize::try_from(self.doubtful).unwrap_or_default(),
        });
        set_aside.into_iter().chain(doubtful).collect()
    }
}

/// Opens what the user wrote, after it was made to agree with its journal. Adds what the user should hear of,
/// also where the opening fails after that.
pub(crate) async fn open_user(
    path: &Path,
    now: UtcMs,
    notices: &mut Vec<Notice>,
) -> Result<Connections, StoreError> {
    if let Some(restored) = restore(path, now).await? {
        notices.extend(restored.notices());
    }
    connection::connect(Kind::User, path).await
}

/// Makes a database that nobody has open agree with its journal. `None`: it stays as it is, or there is
/// none yet.
///
/// # Errors
/// Those of the disk: what was there is still there then.
async fn restore(path: &Path, now: UtcMs) -> Result<Option<Restored>, StoreError> {
    finish(path, now).map_err(StoreError::disk)?;
    match judge(path).await? {
        Verdict::Stays => Ok(None),
        Verdict::Contradicted(ids) => {
            tracing::error!("the journal is damaged, and tells of messages otherwise");
            let mut conn = existing(path).await?;
            let doubtful = doubt(&mut conn, &Doubtful::Those(ids)).await;
            drop(conn.close().await);
            let restored = Restored {
                doubtful: doubtful?,
                ..Restored::default()
            };
            Ok(Some(restored).filter(|restored| restored.doubtful > 0))
        }
        Verdict::BroughtUp(contents) => {
            tracing::warn!("the database is brought up to its journal");
            let mut conn = existing(path).await?;
            let filled = fill(&mut conn, &contents, Before::Cleared).await;
            drop(conn.close().await);
            fail::fail_point!("store.files.restore.brought-up");
            Ok(Some(filled?).filter(|restored| restored.doubtful > 0))
        }
        Verdict::SetAside(contents) => {
            let mut restored = build(path, &contents).await?;
            if matches!(contents.doubtful, Doubtful::All) {
                keep_journal(path, now);
            }
            let was_there = files::is_there(path);
            let aside = exchange(path, now).map_err(StoreError::disk)?;
            restored.aside = was_there.then_some(aside);
            Ok(Some(restored))
        }
    }
}

/// Whether a database in use is damaged, looked at from a connection of its own. What cannot be looked at is
/// not known to be damaged.
pub(crate) async fn is_damaged(path: &Path) -> bool {
    matches!(judge(path).await, Ok(Verdict::SetAside(_)))
}

async fn judge(path: &Path) -> Result<Verdict, StoreError> {
    let history = History::read(&journal::path_of(path)).map_err(StoreError::disk)?;
    match inspect(path).await {
        Ok(Some(whole)) => Ok(history.map_or(Verdict::Stays, |history| compare(whole, &history))),
        Ok(None) if history.is_none() => Ok(Verdict::Stays),
        Ok(None) => Ok(from_journal(history, None, "it is gone")),
        Err(StoreError::Damaged(reason)) => Ok(from_journal(
            history,
            readable_sequence(path).await,
            &reason,
        )),
        Err(error) => Err(error),
    }
}

/// The last transaction of a database that cannot be used, where that can be read.
async fn readable_sequence(path: &Path) -> Option<i64> {
    let mut conn = existing(path).await.ok()?;
    let sequence = journal::sequence_of(&mut conn).await.ok();
    drop(conn.close().await);
    sequence
}

fn from_journal(history: Option<History>, sequence: Option<i64>, reason: &str) -> Verdict {
    tracing::error!(%reason, "what the user wrote is taken from the journal");
    let history = history.unwrap_or_default();
    // With no whole database beside it, a torn journal may lack more than a write that was never acknowledged.
    let lacks_its_end = history.is_torn || sequence.is_some_and(|last| last > history.last());
    Verdict::SetAside(Contents {
        rows: history.rows(),
        schema: history.schema().unwrap_or(i64::MAX),
        doubtful: match history.is_broken || lacks_its_end {
            true => Doubtful::All,
            false => Doubtful::Those(Vec::new()),
        },
    })
}

fn compare(whole: Whole, history: &History) -> Verdict {
    let schema = history.schema().unwrap_or(whole.schema);
    let is_behind = whole.sequence < history.last();
    let is_ahead = whole.sequence > history.last() || schema < whole.schema;
    if is_ahead || (history.is_broken && !is_behind) {
        // The journal lacks its end, or more: the database is what there is.
        let ids = contradicted(&whole.rows, history);
        return match ids.is_empty() {
            true => Verdict::Stays,
            false => Verdict::Contradicted(ids),
        };
    }
    let contents = match history.is_broken {
        true => {
            let (rows, is_missing) = history.brought_up(whole.rows.clone(), whole.sequence);
            let doubtful = match is_missing {
                true => Doubtful::All,
                false => Doubtful::Those(contradicted(&rows, history)),
            };
            Contents {
                rows,
                schema,
                doubtful,
            }
        }
        false => Contents {
            rows: history.rows(),
            schema,
            doubtful: Doubtful::Those(Vec::new()),
        },
    };
    let is_same = are_same(&whole.rows, &contents.rows);
    match (schema == whole.schema, is_behind) {
        (true, true) => Verdict::BroughtUp(contents),
        (true, false) if is_same => Verdict::Stays,
        _ => {
            tracing::error!("what the user wrote is not what its journal says");
            Verdict::SetAside(contents)
        }
    }
}

fn are_same(rows: &Rows, others: &Rows) -> bool {
    let text = |row: &journal::Row| row.values.as_ref().map(|values| values.get().to_owned());
    rows.len() == others.len()
        && rows
            .iter()
            .zip(others)
            .all(|((name, row), (other_name, other))| {
                name == other_name && text(row) == text(other)
            })
}

/// Reads a database through; `None` when there is nothing in it.
async fn inspect(path: &Path) -> Result<Option<Whole>, StoreError> {
    if !files::is_there(path) {
        let wal = files::with_suffix(path, "-wal");
        return match files::is_there(&wal) {
            true => Err(StoreError::Damaged(
                "only its last changes are there".to_owned(),
            )),
            false => Ok(None),
        };
    }
    connection::check_header(path)?;
    let mut conn = existing(path).await?;
    let found = inspect_open(&mut conn).await;
    drop(conn.close().await);
    found
}

async fn inspect_open(conn: &mut SqliteConnection) -> Result<Option<Whole>, StoreError> {
    connection::schema_is_utf8(conn).await?;
    connection::run_check(conn, "PRAGMA integrity_check(1)").await?;
    let tables = Tables::read(conn).await?;
    if tables.is_empty() {
        return Ok(None);
    }
    let schema = journal::schema_of(conn).await?;
    if !schema::is_ours(Kind::User, conn, schema).await? {
        let why = "its schema is of another version, or damaged";
        return Err(StoreError::Damaged(why.to_owned()));
    }
    let rows = tables.rows(conn).await?;
    Ok(Some(Whole {
        rows: journal::by_key(rows),
        sequence: journal::sequence_of(conn).await?,
        schema,
    }))
}

async fn existing(path: &Path) -> Result<SqliteConnection, StoreError> {
    let options = connection::options(path).create_if_missing(false);
    Ok(options.connect().await?)
}

/// Makes a new database beside the damaged one.
async fn build(path: &Path, contents: &Contents) -> Result<Restored, StoreError> {
    let fresh = files::with_suffix(path, ".restoring");
    files::remove(&fresh);
    files::prepare(&fresh).map_err(StoreError::disk)?;
    let mut conn = existing(&fresh).await?;
    fail::fail_point!("store.files.restore.begun");
    let built = async {
        connection::migrate_to(Kind::User, &mut conn, contents.schema).await?;
        let restored = fill(&mut conn, contents, Before::AsMigrated).await?;
        connection::migrate(Kind::User, &mut conn).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&mut conn)
            .await?;
        Ok(restored)
    };
    let built = built.await;
    fail::fail_point!("store.files.restore.filled");
    drop(conn.close().await);
    if built.is_ok() {
        files::sync(&fresh)
            .and_then(|()| files::rename(&fresh, &files::with_suffix(path, ".restored")))
            .map_err(StoreError::disk)?;
    } else {
        files::remove(&fresh);
    }
    fail::fail_point!("store.files.restore.written");
    built
}

async fn fill(
    conn: &mut SqliteConnection,
    contents: &Contents,
    before: Before,
) -> Result<Restored, StoreError> {
    let tables = Tables::read(conn).await?;
    let mut tx = conn.begin().await?;
    if before == Before::Cleared {
        tables.clear(&mut tx).await?;
    }
    for row in contents.rows.values() {
        match tables.write(&mut tx, row).await {
            Err(error @ (StoreError::Unexpected(_) | StoreError::Damaged(_))) => {
                tracing::error!(%error, table = row.table, "a row has no place in this version");
            }
            written => written?,
        }
    }
    let doubtful = doubt(&mut tx, &contents.doubtful).await?;
    let kept = "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM drafts)";
    let kept = sqlx::query_scalar(kept).fetch_one(&mut *tx).await?;
    tx.commit().await?;
    Ok(Restored {
        kept,
        doubtful,
        aside: None,
    })
}

/// Has the user decide about what waits, unless the server is known to have it.
async fn doubt(conn: &mut SqliteConnection, doubtful: &Doubtful) -> Result<u64, StoreError> {
    let ids = match doubtful {
        Doubtful::Those(ids) if ids.is_empty() => return Ok(0),
        Doubtful::Those(ids) => Some(json::to_array(ids.iter().map(String::as_str))),
        Doubtful::All => None,
    };
    let doubted = sqlx::query(
        "UPDATE outbox SET state = 'failed', code = 'row-restored', detail = NULL, not_before = NULL
         WHERE state IN ('pending', 'sending', 'checking')
             AND local_id NOT IN (SELECT local_id FROM sent_links)
             AND (?1 IS NULL OR local_id IN (SELECT value FROM json_each(?1)))",
    );
    let doubted = doubted.bind(ids);
    let count = doubted.execute(&mut *conn).await?.rows_affected();
    // The row that says it may be among those that are missing.
    let numbers = "UPDATE user_meta
        SET next_number = max(next_number, (SELECT ifnull(max(number), 0) + 1 FROM outbox))";
    sqlx::query(numbers).execute(conn).await?;
    Ok(count)
}

/// Keeps a damaged journal, which is about to be written anew. Best effort.
fn keep_journal(path: &Path, now: UtcMs) {
    let journal = journal::path_of(path);
    let aside = files::with_suffix(&journal, &format!(".damaged-{}", now.0));
    if let Err(error) = std::fs::copy(journal, aside) {
        tracing::warn!(%error, "the damaged journal is not kept");
    }
}

/// Finishes an exchange that the last run began.
fn finish(path: &Path, now: UtcMs) -> io::Result<()> {
    if files::with_suffix(path, ".restored").exists() {
        exchange(path, now)?;
    }
    Ok(())
}

/// Puts the new database in the place of the damaged one; answers where that lies now.
fn exchange(path: &Path, now: UtcMs) -> io::Result<PathBuf> {
    let aside = files::set_aside(path, now)?;
    fail::fail_point!("store.files.restore.set-aside");
    files::rename(&files::with_suffix(path, ".restored"), path)?;
    files::sync_folder(path)?;
    fail::fail_point!("store.files.restore.in-place");
    Ok(aside)
}
