//! Private notes and tags on conversations. The server knows nothing of them.

use std::collections::{HashMap, HashSet};

use protocol::ConversationId;
use sqlx::sqlite::SqliteConnection;

use crate::limits::{LONGEST_NOTE, LONGEST_TAG, MOST_TAGS, TAGS_SUGGESTED};
use crate::model::folding::fold;
use crate::model::purpose::Purpose;
use crate::model::rows::ChangeSet;
use crate::{Store, StoreError};

impl Store {
    /// Keeps what the user notes on a conversation: on disk when this returns. An empty text removes the note.
    ///
    /// # Errors
    /// [`StoreError::NoteTooLong`].
    pub async fn save_note(
        &self,
        conversation: &ConversationId,
        text: &str,
    ) -> Result<ChangeSet, StoreError> {
        if text.chars().count() > LONGEST_NOTE {
            return Err(StoreError::NoteTooLong);
        }
        let id = conversation.as_str();
        self.write(Purpose::New, move |mut writer| async move {
            let now = (self.inner.clock)().0;
            let mut write = writer.begin_user().await?;
            match text.trim() {
                "" => delete_note(&mut write, id).await?,
                _ => put_note(&mut write, id, text, now).await?,
            }
            write.commit().await?;
            Ok(self.inner.outbox_changed(&mut writer, id).await)
        })
        .await
    }

    /// Gives a conversation these tags and no others: on disk when this returns. Tags that differ in spelling alone are
    /// one.
    ///
    /// # Errors
    /// [`StoreError::TagTooLong`], [`StoreError::TooManyTags`].
    pub async fn set_tags(
        &self,
        conversation: &ConversationId,
        tags: &[String],
    ) -> Result<ChangeSet, StoreError> {
        let tags = &tidy_tags(tags)?;
        let id = conversation.as_str();
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            put_tags(&mut write, id, tags).await?;
            write.commit().await?;
            Ok(self.inner.outbox_changed(&mut writer, id).await)
        })
        .await
    }

    /// The tags in use, the most used first.
    pub async fn tags_in_use(&self) -> Result<Vec<String>, StoreError> {
        self.read(|| async {
            let mut conn = self.read_user().await?;
            let tags = sqlx::query_scalar!(
                "SELECT tag FROM tags GROUP BY tag ORDER BY COUNT(*) DESC, tag LIMIT ?",
                TAGS_SUGGESTED
            );
            Ok(tags.fetch_all(&mut *conn).await?)
        })
        .await
    }
}

/// Tags in one line each, without those that are empty or said twice.
fn tidy_tags(tags: &[String]) -> Result<Vec<String>, StoreError> {
    let mut seen = HashSet::new();
    let mut tidy = Vec::new();
    for tag in tags {
        if tag.chars().count() > LONGEST_TAG {
            return Err(StoreError::TagTooLong);
        }
        let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
        if !tag.is_empty() && seen.insert(fold(&tag)) {
            tidy.push(tag);
        }
    }
    if tidy.len() > MOST_TAGS {
        return Err(StoreError::TooManyTags);
    }
    Ok(tidy)
}

async fn put_note(
    conn: &mut SqliteConnection,
    conversation: &str,
    text: &str,
    changed_at: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT OR REPLACE INTO notes (conversation, text, changed_at) VALUES (?, ?, ?)",
        conversation,
        text,
        changed_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn delete_note(conn: &mut SqliteConnection, conversation: &str) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM notes WHERE conversation = ?", conversation)
        .execute(conn)
        .await?;
    Ok(())
}

async fn put_tags(
    conn: &mut SqliteConnection,
    conversation: &str,
    tags: &[String],
) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM tags WHERE conversation = ?", conversation)
        .execute(&mut *conn)
        .await?;
    for (place, tag) in (0_i64..).zip(tags) {
        sqlx::query!(
            "INSERT INTO tags (conversation, tag, place) VALUES (?, ?, ?)",
            conversation,
            tag,
            place
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Every note, by conversation.
pub(crate) async fn load_notes(
    conn: &mut SqliteConnection,
) -> Result<HashMap<String, String>, StoreError> {
    let rows = sqlx::query!("SELECT conversation, text FROM notes")
        .fetch_all(conn)
        .await?;
    let notes = rows.into_iter().map(|row| (row.conversation, row.text));
    Ok(notes.collect())
}

/// The tags of every conversation that has any.
pub(crate) async fn load_tags(
    conn: &mut SqliteConnection,
) -> Result<HashMap<String, Vec<String>>, StoreError> {
    let rows = sqlx::query!("SELECT conversation, tag FROM tags ORDER BY conversation, place")
        .fetch_all(conn)
        .await?;
    let mut tags: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows {
        tags.entry(row.conversation).or_default().push(row.tag);
    }
    Ok(tags)
}
