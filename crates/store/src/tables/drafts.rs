//! Drafts: what somebody began to write, kept through restarts, sign-outs and crashes. One is
//! cleared only in the transaction that queues it.

use std::collections::HashMap;

use protocol::ConversationId;
use sqlx::sqlite::SqliteConnection;

use crate::db::user_db::UserDb;
use crate::db::write_lock::WriteGuard;
use crate::model::changes::Changes;
use crate::model::purpose::Purpose;
use crate::model::rows::ChangeSet;
use crate::tables::outbox;
use crate::{Store, StoreError};

impl Store {
    /// Saves a draft; an empty text means that the user deleted it.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn save_draft(
        &self,
        conversation: &ConversationId,
        text: &str,
    ) -> Result<ChangeSet, StoreError> {
        let id = conversation.as_str();
        self.write(Purpose::New, |writer| self.write_draft(writer, id, text))
            .await
    }

    async fn write_draft(
        &self,
        mut writer: WriteGuard<'_>,
        id: &str,
        text: &str,
    ) -> Result<ChangeSet, StoreError> {
        let known = load_draft(&mut writer.user, id).await?.unwrap_or_default();
        if known == text {
            return Ok(Changes::default().into_set(self.revision()));
        }
        let revision = writer.revision + 1;
        let now = (self.inner.clock)().0;
        write(&mut writer.user, id, text, now, revision).await?;
        writer.revision = revision;
        Ok(self.inner.outbox_changed(&mut writer, id).await)
    }
}

async fn write(
    user: &mut UserDb,
    conversation: &str,
    text: &str,
    now: i64,
    revision: i64,
) -> Result<(), StoreError> {
    let mut tx = user.begin().await?;
    if text.is_empty() {
        clear_draft(&mut tx, conversation).await?;
    } else {
        put_draft(&mut tx, conversation, text, now).await?;
    }
    outbox::write_revision(&mut tx, revision).await?;
    fail::fail_point!("store.draft.before-commit");
    tx.commit().await?;
    fail::fail_point!("store.draft.after-commit");
    Ok(())
}

/// Writes a draft.
pub(crate) async fn put_draft(
    conn: &mut SqliteConnection,
    conversation: &str,
    text: &str,
    saved_at: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT OR REPLACE INTO drafts (conversation, text, saved_at) VALUES (?, ?, ?)",
        conversation,
        text,
        saved_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets a draft.
pub(crate) async fn clear_draft(
    conn: &mut SqliteConnection,
    conversation: &str,
) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM drafts WHERE conversation = ?", conversation)
        .execute(conn)
        .await?;
    Ok(())
}

/// A conversation's draft.
pub(crate) async fn load_draft(
    conn: &mut SqliteConnection,
    conversation: &str,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query!(
        "SELECT text FROM drafts WHERE conversation = ?",
        conversation
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| row.text))
}

/// All drafts, by conversation.
pub(crate) async fn load_all_drafts(
    conn: &mut SqliteConnection,
) -> Result<HashMap<String, String>, StoreError> {
    let rows = sqlx::query!("SELECT conversation, text FROM drafts")
        .fetch_all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.conversation, row.text))
        .collect())
}
