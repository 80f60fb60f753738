//! The journal of the database that holds what the user wrote: each transaction is on disk in it
//! before it is committed, as the rows that it changed. Together with its last snapshot it can
//! begin the database anew, should that be damaged or gone.
//!
//! The database may lag behind: its own commits are not flushed. What it lacks after a power cut is in the journal.

mod file;
mod history;
mod tables;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

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
    /// Begins to write down what this connection writes, going on with the journal that is there if it ends
    /// with the database's last transaction.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Damaged`].
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
        let is_current = file.ends_with(sequence);
        let journal = Self {
            digests: Mutex::new(rows.iter().filter_map(digest_of).collect()),
            tables,
            file: Arc::new(Mutex::new(file)),
        };
        if !is_current {
            journal
                .write_down(move |file| file.rewrite(sequence, rows))
                .await?;
        }
        journal.tables.watch(conn).await?;
        Ok(journal)
    }

    /// Commits a transaction, once what it changed is on disk.
    ///
    /// # Errors
    /// Those of the disk: nothing was changed then.
    pub(crate) async fn commit(&self, mut tx: Transaction<'_, Sqlite>) -> Result<(), StoreError> {
        let raise = "UPDATE user_meta SET sequence = sequence + 1 RETURNING sequence";
        let sequence: i64 = sqlx::query_scalar(raise).fetch_one(&mut *tx).await?;
        let changed = self.tables.take_changed(&mut tx).await?;
        let (rows, all) = (
            changed.clone(),
            self.all_if_unexpected(&mut tx, sequence).await?,
        );
        self.write_down(move |file| match all {
            // The database may not follow.
            Some(all) => file.rewrite(sequence, all).map(|()| file.doubt()),
            None => file.append(sequence, rows),
        })
        .await?;
        fail::fail_point!("store.journal.appended");
        if let Err(error) = tx.commit().await {
            self.write_down(|file| Ok(file.take_back())).await?;
            return Err(error.into());
        }
        self.note_digests(&changed);
        Ok(())
    }

    /// Writes the journal anew when it has grown far beyond its snapshot, or anything was appended and
    /// `at_once` asks for it. To be called between transactions.
    ///
    /// # Errors
    /// Those of the disk: the journal is as it was then.
    pub(crate) async fn compact(
        &self,
        conn: &mut SqliteConnection,
        at_once: bool,
    ) -> Result<(), StoreError> {
        let appended = self.lock().appended();
        if appended == 0 || (!at_once && appended < MOST_APPENDED) {
            return Ok(());
        }
        let (rows, sequence) = (self.tables.rows(conn).await?, sequence_of(conn).await?);
        self.write_down(move |file| file.rewrite(sequence, rows))
            .await
    }

    /// Whether the rows of a table are what was written. Only while nobody writes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when they are not.
    pub(crate) async fn verify(
        &self,
        conn: &mut SqliteConnection,
        table: &str,
    ) -> Result<(), StoreError> {
        let rows = self.tables.rows_of(conn, table).await?;
        let digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        let known = digests.keys().filter(|(of, _)| of == table).count();
        let is_known = |row: &Row| {
            digest_of(row).is_some_and(|(key, digest)| digests.get(&key) == Some(&digest))
        };
        if rows.len() == known && rows.iter().all(is_known) {
            return Ok(());
        }
        Err(StoreError::Damaged(format!(
            "a row of {table} is not what was written"
        )))
    }

    async fn all_if_unexpected(
        &self,
        tx: &mut SqliteConnection,
        sequence: i64,
    ) -> Result<Option<Vec<Row>>, StoreError> {
        if self.lock().expects(sequence) {
            return Ok(None);
        }
        Ok(Some(self.tables.rows(tx).await?))
    }

    fn note_digests(&self, changed: &[Row]) {
        let mut digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        for row in changed {
            match digest_of(row) {
                Some((key, digest)) => drop(digests.insert(key, digest)),
                None => drop(digests.remove(&row.name())),
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, JournalFile> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on the file on a thread that may wait for the disk.
    async fn write_down(
        &self,
        write: impl FnOnce(&mut JournalFile) -> std::io::Result<()> + Send + 'static,
    ) -> Result<(), StoreError> {
        let file = self.file.clone();
        let work = move || write(&mut file.lock().unwrap_or_else(PoisonError::into_inner));
        let written = tokio::task::spawn_blocking(work).await;
        let written = written.map_err(|error| StoreError::Unexpected(error.to_string()))?;
        written.map_err(StoreError::disk)
    }
}

/// The sequence of a database's last transaction.
///
/// # Errors
/// Those of the disk; [`StoreError::Damaged`].
pub(crate) async fn sequence_of(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let sequence = sqlx::query_scalar("SELECT sequence FROM user_meta")
        .fetch_one(conn)
        .await?;
    Ok(sequence)
}

/// The newest migration that a database has had.
///
/// # Errors
/// Those of the disk; [`StoreError::Damaged`].
pub(crate) async fn schema_of(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let newest = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations";
    Ok(sqlx::query_scalar(newest).fetch_one(conn).await?)
}

fn digest_of(row: &Row) -> Option<((String, String), u64)> {
    let mut digest = DefaultHasher::new();
    row.values.as_ref()?.get().hash(&mut digest);
    Some((row.name(), digest.finish()))
}
