//! Where canned replies were used: so that the window can suggest those that fit.

use sqlx::sqlite::SqliteConnection;

use crate::limits::{CONTEXTS_PER_USE, REPLY_USES_KEPT};
use crate::model::canned_reply::ReplyUse;
use crate::model::changes::Changes;
use crate::model::purpose::Purpose;
use crate::{Store, StoreError};

impl Store {
    /// Counts that a reply was used in these contexts. The counts that were touched longest ago are forgotten.
    pub async fn record_reply_use(
        &self,
        reply: &str,
        contexts: &[String],
    ) -> Result<(), StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let now = (self.inner.clock)().0;
            let mut write = writer.begin_user().await?;
            for context in contexts.iter().take(CONTEXTS_PER_USE) {
                count_use(&mut write, context, reply, now).await?;
            }
            forget_oldest(&mut write).await?;
            write.commit().await?;
            self.inner.publish(writer.revision, Changes::default());
            Ok(())
        })
        .await
    }
}

async fn count_use(
    conn: &mut SqliteConnection,
    context: &str,
    reply: &str,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO reply_uses (context, reply, uses, used_at)
         SELECT ?1, id, 1, ?3 FROM canned_replies WHERE id = ?2
         ON CONFLICT (context, reply) DO UPDATE SET uses = uses + 1, used_at = excluded.used_at",
        context,
        reply,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn forget_oldest(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM reply_uses WHERE (context, reply) IN (
             SELECT context, reply FROM reply_uses ORDER BY used_at DESC, context, reply LIMIT -1 OFFSET ?
         )",
        REPLY_USES_KEPT
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets where a reply was used.
pub(crate) async fn forget_reply(
    conn: &mut SqliteConnection,
    reply: &str,
) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM reply_uses WHERE reply = ?", reply)
        .execute(conn)
        .await?;
    Ok(())
}

/// Everything that was counted.
pub(crate) async fn load_uses(conn: &mut SqliteConnection) -> Result<Vec<ReplyUse>, StoreError> {
    let uses = sqlx::query_as!(
        ReplyUse,
        r#"SELECT context, reply, uses AS "uses: u32" FROM reply_uses ORDER BY context, reply"#
    )
    .fetch_all(conn)
    .await?;
    Ok(uses)
}
