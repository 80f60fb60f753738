//! What the user searched for, to search for it again. On this device only.

use sqlx::sqlite::SqliteConnection;

use crate::limits::{QUERY_CHARS, RECENT_SEARCHES};
use crate::model::purpose::Purpose;
use crate::{Store, StoreError};

impl Store {
    /// What was searched for, the last one first.
    pub async fn recent_searches(&self) -> Result<Vec<String>, StoreError> {
        self.read(|| async {
            let mut conn = self.read_user().await?;
            load_searches(&mut conn).await
        })
        .await
    }

    /// Keeps a search as the last one: on disk when this returns. The oldest gives way.
    pub async fn remember_search(&self, text: &str) -> Result<(), StoreError> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > QUERY_CHARS {
            return Ok(());
        }
        self.write(Purpose::New, move |mut writer| async move {
            let now = (self.inner.clock)().0;
            let mut write = writer.begin_user().await?;
            put_search(&mut write, text, now).await?;
            write.commit().await
        })
        .await
    }

    /// Forgets what was searched for.
    pub async fn forget_searches(&self) -> Result<(), StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            sqlx::query!("DELETE FROM recent_searches")
                .execute(&mut *write)
                .await?;
            write.commit().await
        })
        .await
    }
}

async fn load_searches(conn: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let texts = sqlx::query_scalar!(
        "SELECT text FROM recent_searches ORDER BY searched_at DESC, text LIMIT ?",
        RECENT_SEARCHES
    )
    .fetch_all(conn)
    .await?;
    Ok(texts)
}

async fn put_search(conn: &mut SqliteConnection, text: &str, now: i64) -> Result<(), StoreError> {
    // Two searches within one millisecond keep their order.
    sqlx::query!(
        "INSERT INTO recent_searches (text, searched_at)
         VALUES (?1, max(?2, (SELECT COALESCE(MAX(searched_at), 0) + 1 FROM recent_searches)))
         ON CONFLICT (text) DO UPDATE SET searched_at = excluded.searched_at",
        text,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "DELETE FROM recent_searches WHERE text NOT IN (
             SELECT text FROM recent_searches ORDER BY searched_at DESC, text LIMIT ?)",
        RECENT_SEARCHES
    )
    .execute(conn)
    .await?;
    Ok(())
}
