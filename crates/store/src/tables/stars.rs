//! Stars: conversations that the user marked to find them again. The server knows nothing of them.

use std::collections::HashSet;

use protocol::ConversationId;
use sqlx::sqlite::SqliteConnection;

use crate::model::purpose::Purpose;
use crate::model::rows::ChangeSet;
use crate::{Store, StoreError};

/// What becomes of a star.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Put,
    Delete,
}

impl Store {
    /// Stars a conversation: on disk when this returns.
    pub async fn star(&self, conversation: &ConversationId) -> Result<ChangeSet, StoreError> {
        self.change_star(conversation.as_str(), Change::Put).await
    }

    /// Takes a conversation's star away: on disk when this returns.
    pub async fn unstar(&self, conversation: &ConversationId) -> Result<ChangeSet, StoreError> {
        self.change_star(conversation.as_str(), Change::Delete)
            .await
    }

    async fn change_star(&self, id: &str, change: Change) -> Result<ChangeSet, StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let now = (self.inner.clock)().0;
            let mut write = writer.begin_user().await?;
            match change {
                Change::Put => put_star(&mut write, id, now).await?,
                Change::Delete => delete_star(&mut write, id).await?,
            }
            write.commit().await?;
            Ok(self.inner.outbox_changed(&mut writer, id).await)
        })
        .await
    }
}

/// Stars a conversation, or leaves the star that it has.
async fn put_star(
    conn: &mut SqliteConnection,
    conversation: &str,
    starred_at: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO stars (conversation, starred_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        conversation,
        starred_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a conversation's star away.
async fn delete_star(conn: &mut SqliteConnection, conversation: &str) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM stars WHERE conversation = ?", conversation)
        .execute(conn)
        .await?;
    Ok(())
}

/// Every conversation that has a star.
pub(crate) async fn load_starred(
    conn: &mut SqliteConnection,
) -> Result<HashSet<String>, StoreError> {
    let starred = sqlx::query_scalar!("SELECT conversation FROM stars")
        .fetch_all(conn)
        .await?;
    Ok(starred.into_iter().collect())
}
