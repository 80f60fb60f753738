//! The connection that writes what the user wrote. What a transaction on it has changed is in the journal
//! before it is committed.

use std::ops::{Deref, DerefMut};

use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection as _, Sqlite, Transaction};

use crate::StoreError;
use crate::db::journal::Journal;

/// The writer of `user.db`.
#[derive(Debug)]
pub(crate) struct UserDb {
    conn: SqliteConnection,
    /// `None` where nothing can be written.
    journal: Option<Journal>,
}

/// A transaction on `user.db`. Dropped, it is rolled back.
pub(crate) struct UserTransaction<'c> {
    tx: Transaction<'c, Sqlite>,
    journal: Option<&'c Journal>,
}

impl UserDb {
    pub(crate) fn new(conn: SqliteConnection, journal: Option<Journal>) -> Self {
        Self { conn, journal }
    }

    /// # Errors
    /// Those of the disk; [`StoreError::Damaged`].
    pub(crate) async fn begin(&mut self) -> Result<UserTransaction<'_>, StoreError> {
        Ok(UserTransaction {
            tx: self.conn.begin().await?,
            journal: self.journal.as_ref(),
        })
    }

    /// Whether the rows of a table that have one of these values (a JSON array) in a column, as another
    /// connection reads them, are what was written.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when they are not.
    pub(crate) async fn verify(
        &self,
        reader: &mut SqliteConnection,
        table: &str,
        column: &str,
        values: &str,
    ) -> Result<(), StoreError> {
        match &self.journal {
            Some(journal) => journal.verify(reader, table, column, values).await,
            None => Ok(()),
        }
    }

    pub(crate) fn into_connection(self) -> SqliteConnection {
        self.conn
    }
}

impl UserTransaction<'_> {
    /// # Errors
    /// Those of the disk: nothing was changed then.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self.journal {
            Some(journal) => journal.commit(self.tx).await,
            None => Ok(self.tx.commit().await?),
        }
    }
}

impl Deref for UserDb {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.conn
    }
}

impl DerefMut for UserDb {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.conn
    }
}

impl Deref for UserTransaction<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.tx
    }
}

impl DerefMut for UserTransaction<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }
}
