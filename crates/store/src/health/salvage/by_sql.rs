//! Reads a damaged outbox through SQLite. Each table is read from both ends up to the damage.

use std::path::Path;

use futures_util::TryStreamExt;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};

use super::findings::{Findings, Source};
use super::record::Value;
use crate::db::connection;

/// The columns of a message, in the table's order; texts as bytes, for they may be none any more.
const ENTRIES: &str = "SELECT number, CAST(local_id AS BLOB), CAST(conversation AS BLOB),
    CAST(text AS BLOB), CAST(state AS BLOB), CAST(code AS BLOB), CAST(detail AS BLOB), created_at,
    attempts, not_before, sending_since, maybe_sent, known_head_time, CAST(known_head_id AS BLOB),
    CAST(known_ids AS BLOB), CAST(hold AS BLOB), cancelled_at, hash, revision
    FROM outbox ORDER BY number";
/// The same, from before rows were sealed.
const UNSEALED_ENTRIES: &str = "SELECT number, CAST(local_id AS BLOB), CAST(conversation AS BLOB),
    CAST(text AS BLOB), CAST(state AS BLOB), CAST(code AS BLOB), CAST(detail AS BLOB), created_at,
    attempts, not_before, sending_since, maybe_sent, known_head_time, CAST(known_head_id AS BLOB),
    CAST(known_ids AS BLOB), NULL, NULL, NULL, revision
    FROM outbox ORDER BY number";
const DRAFTS: &str = "SELECT CAST(conversation AS BLOB), CAST(text AS BLOB), saved_at, hash
    FROM drafts ORDER BY conversation";
const UNSEALED_DRAFTS: &str = "SELECT CAST(conversation AS BLOB), CAST(text AS BLOB), saved_at
    FROM drafts ORDER BY conversation";
const LINKS: &str = "SELECT CAST(message AS BLOB), CAST(local_id AS BLOB),
    CAST(conversation AS BLOB), sent_at FROM sent_links ORDER BY message";
const RECEIPTS: &str = "SELECT CAST(conversation AS BLOB), read_until_time, CAST(read_until_id AS BLOB), queued_revision
    FROM read_receipts ORDER BY conversation";

/// What a column is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    /// The row's number, which SQLite keeps cached the row.
    Number,
    Text,
    Int,
    Blob,
}

use Column::{Blob, Int, Number, Text};

const ENTRY: [Column; 19] = [
    Number, Text, Text, Text, Text, Text, Text, Int, Int, Int, Int, Int, Int, Text, Text, Text,
    Int, Blob, Int,
];
const DRAFT: [Column; 4] = [Text, Text, Int, Blob];
const LINK: [Column; 4] = [Text, Text, Text, Int];
const RECEIPT: [Column; 4] = [Text, Int, Text, Int];

/// Takes in every row that SQLite can reach. What is missing or cannot be opened holds none.
pub(crate) async fn read(path: &Path, immutable: Immutable, source: Source, into: &mut Findings) {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(immutable == Immutable::Yes)
        .immutable(immutable == Immutable::Yes)
        .disable_statement_logging();
    let mut old = match SqliteConnection::connect_with(&options).await {
        Ok(old) => old,
        Err(error) => {
            tracing::warn!(%error, "SQLite reads nothing of an outbox");
            return;
        }
    };
    if let Err(error) = connection::schema_is_utf8(&mut old).await {
        tracing::warn!(%error, "SQLite reads nothing of an outbox");
        drop(old.close().await);
        return;
    }
    let entries = [(ENTRIES, &ENTRY[..]), (UNSEALED_ENTRIES, &ENTRY[..])];
    for (sql, columns) in entries {
        let known = into.entries.len();
        let whole = read_table(&mut old, sql, columns, source, into).await;
        if whole || into.entries.len() > known {
            break;
        }
    }
    let drafts = [(DRAFTS, &DRAFT[..]), (UNSEALED_DRAFTS, DRAFT.split_at(3).0)];
    for (sql, columns) in drafts {
        let known = into.drafts.len();
        let whole = read_table(&mut old, sql, columns, source, into).await;
        into.all_drafts |= whole && source == Source::Live;
        if whole || into.drafts.len() > known {
            break;
        }
    }
    read_table(&mut old, LINKS, &LINK, source, into).await;
    read_table(&mut old, RECEIPTS, &RECEIPT, source, into).await;
    // Windows keeps an open file locked.
    drop(old.close().await);
}

/// Whether a file is certain not to change, and has no `-wal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Immutable {
    Yes,
    No,
}

/// Reads a table from its start up to the damage, then from its end back to it. Answers whether all
/// of it was read.
async fn read_table(
    old: &mut SqliteConnection,
    sql: &'static str,
    columns: &[Column],
    source: Source,
    into: &mut Findings,
) -> bool {
    if read_until_damage(old, sql.to_owned(), columns, source, into).await {
        return true;
    }
    // What both find counts once: whoever judges takes one of each.
    read_until_damage(old, format!("{sql} DESC"), columns, source, into).await;
    false
}

/// Answers whether the end was reached.
async fn read_until_damage(
    old: &mut SqliteConnection,
    sql: String,
    columns: &[Column],
    source: Source,
    into: &mut Findings,
) -> bool {
    // The text is one of the constants above, with or without `DESC`.
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(old);
    loop {
        match rows.try_next().await {
            Ok(Some(row)) => {
                let values: Vec<Value> = columns
                    .iter()
                    .enumerate()
                    .map(|(index, column)| value(&row, index, *column))
                    .collect();
                let number = (columns.first() == Some(&Number))
                    .then(|| row.try_get::<i64, _>(0).unwrap_or(0));
                into.take_from_sql(number, &values, source);
            }
            Ok(None) => return true,
            Err(error) => {
                tracing::warn!(%error, "an outbox cannot be read on from here");
                return false;
            }
        }
    }
}

fn value(row: &SqliteRow, index: usize, column: Column) -> Value {
    let bytes = || row.try_get::<Option<Vec<u8>>, _>(index).ok().flatten();
    let value = match column {
        Number => None,
        Text => bytes().map(Value::Text),
        Blob => bytes().map(Value::Blob),
        Int => {
            let number = row.try_get::<Option<i64>, _>(index).ok().flatten();
            number.map(Value::Int)
        }
    };
    value.unwrap_or(Value::Null)
}
