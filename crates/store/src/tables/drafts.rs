//! Drafts: what somebody began to write, kept through restarts, sign-outs and crashes. One is
//! cleared only in the transaction that queues it.

use std::collections::HashMap;

use protocol::ConversationId;
use sqlx::sqlite::SqliteConnection;

use crate::limits::LONGEST_DRAFT;
use crate::model::changes::Changes;
use crate::model::purpose::Purpose;
use crate::model::rows::ChangeSet;
use crate::{Store, StoreError};

impl Store {
    /// Saves a draft; an empty text means that the user deleted it.
    ///
    /// # Errors
    /// [`StoreError::DraftTooLong`]: the draft from before stays.
    pub async fn save_draft(
        &self,
        conversation: &ConversationId,
        text: &str,
    ) -> Result<ChangeSet, StoreError> {
        let id = conversation.as_str();
        self.write(Purpose::New, move |mut writer| async move {
            let known = load_draft(&mut writer.user, id).await?.unwrap_or_default();
            if known == text {
                return Ok(Changes::default().into_set(self.revision()));
            }
            let now = (self.inner.clock)().0;
            let mut write = writer.begin_user().await?;
            if text.is_empty() {
                clear_draft(&mut write, id).await?;
            } else {
                put_draft(&mut write, id, text, now).await?;
            }
            fail::fail_point!("store.draft.before-commit");
            write.commit().await?;
            fail::fail_point!("store.draft.after-commit");
            Ok(self.inner.outbox_changed(&mut writer, id).await)
        })
        .await
    }
}

/// Writes a draft.
///
/// # Errors
/// [`StoreError::DraftTooLong`].
pub(crate) async fn put_draft(
    conn: &mut SqliteConnection,
    conversation: &str,
    text: &str,
    saved_at: i64,
) -> Result<(), StoreError> {
    if text.chars().nth(LONGEST_DRAFT).is_some() {
        return Err(StoreError::DraftTooLong);
    }
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
