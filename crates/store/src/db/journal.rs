//! The journal of the database that holds what the user wrote: each transaction is on disk in it
//! before it is committed, as the rows that it changed. Together with its last snapshot it can
//! begin the database anew, should that be damaged or gone.
//!
//! The database may lag behind: its own commits are not flushed. What it lacks after a power cut is in the journal.

mod file;
mod history;
mod tables;
#[cfg(test)]
#[path = "../../tests/unit/journal.rs"]
mod tests;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Sqlite, Transaction};

use self::file::JournalFile;
pub(crate) use self::history::{History, Rows, by_key};
pub(crate) use self::tables::{Row, Tables};
use crate::StoreError;

/// How far a journal may outgrow its snapshot before it is written anew, in bytes.
const MOST_APPENDED: u64 = 8 * 1024 * 1024;

/// The journal of one connection's writes.
#[derive(Debug)]
pub(crate) struct Journal {
    tables: Tables,
    file: Arc<Mutex<JournalFile>>,
    /// A hash of each row's values as they were written, by table and key.
    digests: Mutex<HashMap<(String, String), u64>>,
}

/// `user.journal` beside `user.db`.
pub(crate) fn path_of(database: &Path) -> PathBuf {
    database.with_extension("journal")
}

impl Journal {
    /// Begins to record what this connection writes. A journal that ends with the database's last transaction
    /// is continued, compacted where there is room; any other journal is written anew.
    pub(crate) async fn open(
        database: &Path,
        conn: &mut SqliteConnection,
    ) -> Result<Self, StoreError> {
        let path = path_of(database);
        let history = History::read(&path).map_err(StoreError::disk)?;
        let tables = Tables::read(conn).await?;
        let rows = tables.rows(conn).await?;
        let sequence = sequence_of(conn).await?;
        let file = JournalFile::resume(path, schema_of(conn).await?, history.as_ref());
        let (goes_on, is_compact) = (file.ends_with(sequence), file.appended() == 0);
        let journal = Self {
            digests: Mutex::new(rows.iter().filter_map(digest_of).collect()),
            tables,
            file: Arc::new(Mutex::new(file)),
        };
        if !goes_on || !is_compact {
            let written = journal
                .with_file(move |file| file.rewrite(sequence, rows))
                .await;
            match written {
                Err(error) if goes_on => tracing::info!(%error, "the journal is not compacted"),
                written => written?,
            }
        }
        journal.tables.watch(conn).await?;
        Ok(journal)
    }

    /// Commits a transaction under a revision of the store, once what it changed is on disk; answers whether
    /// it changed anything. The revision is written here because it must not fall when the cache is thrown away.
    ///
    /// # Errors
    /// Those of the disk: nothing was changed then.
    pub(crate) async fn commit(
        &self,
        mut tx: Transaction<'_, Sqlite>,
        revision: i64,
    ) -> Result<bool, StoreError> {
        let is_changed = "SELECT EXISTS (SELECT 1 FROM temp.changed)";
        if !sqlx::query_scalar(is_changed).fetch_one(&mut *tx).await? {
            tx.commit().await?;
            return Ok(false);
        }
        let raise = "UPDATE user_meta SET sequence = sequence + 1, revision = ? RETURNING sequence";
        let raised = sqlx::query_scalar(raise).bind(revision);
        let sequence: i64 = raised.fetch_one(&mut *tx).await?;
        let changed = self.tables.take_changed(&mut tx).await?;
        let rows = changed.clone();
        if self.takes(sequence) {
            self.with_file(move |file| file.append(sequence, rows))
                .await?;
        } else {
            let all = self.tables.rows(&mut tx).await?;
            self.with_file(move |file| file.rewrite(sequence, all))
                .await?;
        }
        fail::fail_point!("store.journal.appended");
        if let Err(error) = tx.commit().await {
            let take_back = |file: &mut JournalFile| {
                file.take_back();
                Ok(())
            };
            self.with_file(take_back).await?;
            return Err(error.into());
        }
        self.note_digests(&changed);
        Ok(true)
    }

    /// Whether a transaction can be appended: the journal has the last one, and has not grown far beyond its
    /// snapshot.
    fn takes(&self, sequence: i64) -> bool {
        let mut file = self.file.lock();
        file.expects(sequence) && file.appended() < MOST_APPENDED
    }

    /// Has the journal end with the database's last transaction: the one that wrote a line may have been given up
    /// before its commit. Nobody writes any more.
    ///
    /// # Errors
    /// Those of the disk: the next opening brings the database up to that line then.
    pub(crate) async fn finish(&self, conn: &mut SqliteConnection) -> Result<(), StoreError> {
        let sequence = sequence_of(conn).await?;
        if self.file.lock().ends_with(sequence) {
            return Ok(());
        }
        let rows = self.tables.rows(conn).await?;
        self.with_file(move |file| match file.expects(sequence + 1) {
            true => Ok(()),
            false => file.rewrite(sequence, rows),
        })
        .await
    }

    /// Compares the rows of a table that have one of these values (a JSON array) in a column with what was
    /// written. No write may be under way.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when they are not.
    pub(crate) async fn verify(
        &self,
        conn: &mut SqliteConnection,
        table: &str,
        column: &str,
        values: &str,
    ) -> Result<(), StoreError> {
        let mut unknown = self.tables.rows_with(conn, table, column, values).await?;
        unknown.retain(|row| !self.is_noted(row));
        if unknown.is_empty() {
            return Ok(());
        }
        // A transaction that was given up during its commit may be committed, and its rows were not noted then.
        let written = self
            .with_file(|file| Ok(History::read(file.path())?.unwrap_or_default()))
            .await?;
        let written = written.rows();
        let digest = |row: &Row| digest_of(row).map(|(_, digest)| digest);
        let is_written = |row: &Row| written.get(&row.name()).and_then(digest) == digest(row);
        if !unknown.iter().all(is_written) {
            return Err(StoreError::Damaged(format!(
                "a row of {table} is not what was written"
            )));
        }
        self.note_digests(&unknown);
        Ok(())
    }

    fn is_noted(&self, row: &Row) -> bool {
        let digests = self.digests.lock();
        digest_of(row).is_some_and(|(key, digest)| digests.get(&key) == Some(&digest))
    }

    fn note_digests(&self, changed: &[Row]) {
        let mut digests = self.digests.lock();
        for row in changed {
            match digest_of(row) {
                Some((key, digest)) => drop(digests.insert(key, digest)),
                None => drop(digests.remove(&row.name())),
            }
        }
    }

    /// Works on the file on a thread that may wait for the disk. What has not begun when its caller gives up is
    /// not done: it would be a line behind that of a later transaction.
    async fn with_file<T: Default + Send + 'static>(
        &self,
        work: impl FnOnce(&mut JournalFile) -> std::io::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let file = self.file.clone();
        let caller = Arc::new(());
        let waits = Arc::downgrade(&caller);
        let work = move || {
            let mut file = file.lock();
            match waits.strong_count() {
                0 => Ok(T::default()),
                _ => work(&mut file),
            }
        };
        let done = tokio::task::spawn_blocking(work).await;
        drop(caller);
        let done = done.map_err(|error| StoreError::Unexpected(error.to_string()))?;
        done.map_err(StoreError::disk)
    }
}

/// The sequence of a database's last transaction.
pub(crate) async fn sequence_of(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let sequence = sqlx::query_scalar("SELECT sequence FROM user_meta")
        .fetch_one(conn)
        .await?;
    Ok(sequence)
}

/// The newest migration that a database has had.
pub(crate) async fn schema_of(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let newest = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations";
    Ok(sqlx::query_scalar(newest).fetch_one(conn).await?)
}

fn digest_of(row: &Row) -> Option<((String, String), u64)> {
    let mut digest = DefaultHasher::new();
    row.values.as_ref()?.get().hash(&mut digest);
    Some((row.name(), digest.finish()))
}
