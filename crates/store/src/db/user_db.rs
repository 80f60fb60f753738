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

/// The one way to change `user.db`. Dropped, it changes nothing.
pub(crate) struct UserWrite<'w> {
    tx: Transaction<'w, Sqlite>,
    journal: Option<&'w Journal>,
    /// The store's revision, which a commit moves.
    current: &'w mut i64,
    /// The revision that what is written carries.
    pub(crate) revision: i64,
}

impl UserDb {
    pub(crate) fn new(conn: SqliteConnection, journal: Option<Journal>) -> Self {
        Self { conn, journal }
    }

    pub(super) async fn begin<'w>(
        &'w mut self,
        revision: i64,
        current: &'w mut i64,
    ) -> Result<UserWrite<'w>, StoreError> {
        Ok(UserWrite {
            tx: self.conn.begin().await?,
            journal: self.journal.as_ref(),
            current,
            revision,
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

    /// Has the journal end with the last transaction. Nobody writes any more.
    pub(crate) async fn finish_journal(&mut self) {
        if let Some(journal) = &self.journal
            && let Err(error) = journal.finish(&mut self.conn).await
        {
            tracing::warn!(%error, "the journal may end with a transaction that was given up");
        }
    }

    pub(crate) fn into_connection(self) -> SqliteConnection {
        self.conn
    }
}

impl UserWrite<'_> {
    /// Commits what was changed, and its revision with it. Where nothing was changed the revision stays.
    ///
    /// # Errors
    /// Those of the disk: nothing was changed then.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        let Some(journal) = self.journal else {
            return Ok(self.tx.commit().await?);
        };
        if journal.commit(self.tx, self.revision).await? {
            *self.current = self.revision;
        }
        Ok(())
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

impl Deref for UserWrite<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.tx
    }
}

impl DerefMut for UserWrite<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }
}
