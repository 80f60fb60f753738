//! Who wrote the newest messages of some conversations.

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;

/// Who wrote a message, and when.
#[derive(Debug)]
pub(crate) struct NewestSender {
    pub(crate) conversation: String,
    pub(crate) sender: String,
    pub(crate) kind: String,
    pub(crate) sort_time: i64,
}

/// Who wrote the newest messages of these conversations (a JSON array of ids), so many of each, the
/// newest first. The server's own lines are nobody's.
pub(crate) async fn load_newest_senders(
    conn: &mut SqliteConnection,
    conversations: &str,
    of_each: i64,
) -> Result<Vec<NewestSender>, StoreError> {
    let rows = sqlx::query_as!(
        NewestSender,
        r#"SELECT messages.conversation, messages.sender AS "sender!", messages.kind, messages.sort_time
           FROM json_each(?1) AS asked
           JOIN messages ON messages.number IN (
               SELECT newest.number FROM messages AS newest WHERE newest.conversation = asked.value
               ORDER BY newest.sort_time DESC, newest.id DESC LIMIT ?2)
           WHERE messages.sender IS NOT NULL AND messages.kind <> 'system'
           ORDER BY messages.sort_time DESC, messages.id DESC"#,
        conversations,
        of_each
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
