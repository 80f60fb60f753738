//! The index of messages' texts. It gives the text of no message back, so whoever changes or removes a message hands
//! in what was indexed.

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::model::searched_text;
use crate::tables::messages::MessageRecord;

/// A text under the number of its message.
#[derive(Debug)]
pub(crate) struct IndexedText {
    pub(crate) number: i64,
    folded: String,
}

impl IndexedText {
    pub(crate) fn of(number: i64, text: &str) -> Self {
        Self {
            number,
            folded: searched_text::indexed(text),
        }
    }
}

/// Takes texts in.
pub(crate) async fn insert(
    conn: &mut SqliteConnection,
    mut texts: Vec<IndexedText>,
) -> Result<(), StoreError> {
    if texts.is_empty() {
        return Ok(());
    }
    let texts = in_order(&mut texts)?;
    sqlx::query!(
        "INSERT INTO message_index (rowid, folded) SELECT CAST(key AS INTEGER), value FROM json_each(?)",
        texts
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes texts out, which have to be those that were taken in.
pub(crate) async fn remove(
    conn: &mut SqliteConnection,
    mut texts: Vec<IndexedText>,
) -> Result<(), StoreError> {
    if texts.is_empty() {
        return Ok(());
    }
    let texts = in_order(&mut texts)?;
    sqlx::query!(
        "INSERT INTO message_index (message_index, rowid, folded)
         SELECT 'delete', CAST(key AS INTEGER), value FROM json_each(?)",
        texts
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The texts by their numbers: in another order the index would begin a part of its own at each step down.
fn in_order(texts: &mut [IndexedText]) -> Result<String, StoreError> {
    texts.sort_unstable_by_key(|text| text.number);
    let texts = texts.iter();
    json::to_numbered(texts.map(|text| (text.number, text.folded.as_str())))
}

/// Takes everything out.
pub(crate) async fn clear(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!("INSERT INTO message_index (message_index) VALUES ('delete-all')")
        .execute(conn)
        .await?;
    Ok(())
}

/// The texts of the messages below a number, the highest number first, as the index takes them in.
pub(crate) async fn load_texts_below(
    conn: &mut SqliteConnection,
    below: i64,
    limit: i64,
) -> Result<Vec<IndexedText>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT number, kind, content, file_name FROM messages
           WHERE number >= 0 AND number < ? ORDER BY number DESC LIMIT ?"#,
        below,
        limit
    )
    .fetch_all(conn)
    .await?;
    let texts = rows.iter().map(|row| {
        let text = searched_text::searched(&row.kind, &row.content, row.file_name.as_deref());
        IndexedText::of(row.number, text)
    });
    Ok(texts.collect())
}

/// The threes that begin so, at most so many.
pub(crate) async fn terms_from(
    conn: &mut SqliteConnection,
    beginning: &str,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let end = format!("{beginning}\u{10FFFF}");
    let terms = sqlx::query_scalar!(
        r#"SELECT term || '' AS "term!: String" FROM message_index_terms
           WHERE term >= ? AND term <= ? LIMIT ?"#,
        beginning,
        end,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(terms)
}

/// The messages that match below a number and not below another, the highest number first.
pub(crate) async fn load_matching(
    conn: &mut SqliteConnection,
    expression: &str,
    (from, below): (i64, i64),
    limit: i64,
) -> Result<Vec<MessageRecord>, StoreError> {
    let rows = sqlx::query_as!(
        MessageRecord,
        r#"SELECT number AS "number!: i64", id AS "id!: String", conversation AS "conversation!: String",
               sort_time AS "sort_time!: i64", created_at AS "created_at?: i64", updated_at AS "updated_at?: i64",
               sender AS "sender?: String", kind AS "kind!: String", content AS "content!: String",
               file_url AS "file_url?: String", file_name AS "file_name?: String",
               file_size AS "file_size?: i64", is_read AS "is_read!: bool", read_at AS "read_at?: i64",
               local_id AS "local_id?: String", revision AS "revision!: i64"
           FROM message_index CROSS JOIN messages ON messages.number = message_index.rowid
           WHERE message_index MATCH ?1 AND message_index.rowid >= ?2 AND message_index.rowid < ?3
           ORDER BY message_index.rowid DESC LIMIT ?4"#,
        expression,
        from,
        below,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
