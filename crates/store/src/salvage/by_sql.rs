//! Saves what can be read of a damaged outbox into a new one. Each table is read from both ends up
//! to the damage, and a row counts once.

use std::path::Path;

use futures_util::TryStreamExt;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};

use crate::outbox::{self, OutboxRecord, state};
use crate::{StoreError, drafts};

/// Copies messages, drafts, links and receipts; answers how many messages and drafts were saved.
///
/// # Errors
/// Those of the disk that holds the new outbox. What cannot be read is left.
pub(crate) async fn salvage(
    damaged: &Path,
    fresh: &mut SqliteConnection,
) -> Result<usize, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(damaged)
        .disable_statement_logging();
    let mut old = match SqliteConnection::connect_with(&options).await {
        Ok(old) => old,
        Err(error) => {
            tracing::warn!(%error, "nothing of the damaged outbox can be read");
            return Ok(0);
        }
    };
    let mut tx = fresh.begin().await?;
    let entries = read(&mut old, ENTRIES, entry_of).await;
    let texts = read(&mut old, DRAFTS, |row| {
        Ok((
            row.try_get(0)?,
            row.try_get::<String, _>(1)?,
            row.try_get::<i64, _>(2)?,
        ))
    })
    .await;
    let mut kept = 0;
    for entry in &entries {
        outbox::save(&mut tx, entry).await?;
        kept += 1;
    }
    for (conversation, text, saved_at) in &texts {
        let conversation: &String = conversation;
        drafts::keep(&mut tx, conversation, text, *saved_at).await?;
        kept += 1;
    }
    salvage_rest(&mut old, &mut tx).await?;
    tx.commit().await?;
    // Windows keeps an open file locked.
    drop(old.close().await);
    Ok(kept)
}

/// Links and receipts: of use, but nothing that somebody wrote.
async fn salvage_rest(
    old: &mut SqliteConnection,
    fresh: &mut SqliteConnection,
) -> Result<(), StoreError> {
    type Four = (String, String, String, i64);
    let links: Vec<Four> = read(old, LINKS, |row| {
        Ok((
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
        ))
    })
    .await;
    for (message, local_id, conversation, sent_at) in links {
        let sent_at = protocol::UtcMs(sent_at);
        outbox::link(fresh, &message, &local_id, &conversation, sent_at).await?;
    }
    let receipts: Vec<(String, i64, String, i64)> = read(old, RECEIPTS, |row| {
        Ok((
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
        ))
    })
    .await;
    for (conversation, at, id, queued) in receipts {
        sqlx::query!(
            "INSERT OR REPLACE INTO read_receipts (conversation, at, id, queued) VALUES (?, ?, ?, ?)",
            conversation,
            at,
            id,
            queued
        )
        .execute(&mut *fresh)
        .await?;
    }
    Ok(())
}

const ENTRIES: &str =
    "SELECT local_id, conversation, text, state, code, detail, created_at, attempts,
    not_before, sending_since, maybe_sent, known_at, known_id, known_ids, revision, number
    FROM outbox ORDER BY number";
const DRAFTS: &str = "SELECT conversation, text, saved_at FROM drafts ORDER BY conversation";
const LINKS: &str =
    "SELECT message, local_id, conversation, sent_at FROM sent_links ORDER BY message";
const RECEIPTS: &str =
    "SELECT conversation, at, id, queued FROM read_receipts ORDER BY conversation";

/// Reads a table from its start up to the damage, then from its end back to it.
async fn read<T>(
    old: &mut SqliteConnection,
    sql: &'static str,
    of: impl Fn(&sqlx::sqlite::SqliteRow) -> Result<T, sqlx::Error>,
) -> Vec<T>
where
    T: PartialEq,
{
    let mut found = Vec::new();
    if read_until_damage(old, sql.to_owned(), &of, &mut found).await {
        return found;
    }
    let mut tail = Vec::new();
    read_until_damage(old, format!("{sql} DESC"), &of, &mut tail).await;
    tail.reverse();
    tail.retain(|row| !found.contains(row));
    found.extend(tail);
    found
}

/// Answers whether the end was reached.
async fn read_until_damage<T>(
    old: &mut SqliteConnection,
    sql: String,
    of: &impl Fn(&sqlx::sqlite::SqliteRow) -> Result<T, sqlx::Error>,
    into: &mut Vec<T>,
) -> bool {
    // The text is one of the constants above, with or without `DESC`.
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(old);
    loop {
        match rows.try_next().await {
            Ok(Some(row)) => match of(&row) {
                Ok(row) => into.push(row),
                Err(error) => tracing::warn!(%error, "a row of the damaged outbox is left"),
            },
            Ok(None) => return true,
            Err(error) => {
                tracing::warn!(%error, "the outbox is damaged from here on");
                return false;
            }
        }
    }
}

fn entry_of(row: &sqlx::sqlite::SqliteRow) -> Result<OutboxRecord, sqlx::Error> {
    let written: String = row.try_get(3)?;
    // A word that this version does not know may mean anything: the user decides.
    let known = [
        state::PENDING,
        state::SENDING,
        state::CHECKING,
        state::FAILED,
        state::CANCELLED,
    ];
    let is_known = known.contains(&written.as_str());
    Ok(OutboxRecord {
        number: row.try_get(15)?,
        local_id: row.try_get(0)?,
        conversation: row.try_get(1)?,
        text: row.try_get(2)?,
        state: if is_known {
            written
        } else {
            state::FAILED.to_owned()
        },
        code: row.try_get(4)?,
        detail: row.try_get(5)?,
        created_at: row.try_get(6)?,
        attempts: row.try_get(7)?,
        not_before: row.try_get(8)?,
        sending_since: row.try_get(9)?,
        maybe_sent: row.try_get(10)?,
        known_at: row.try_get(11)?,
        known_id: row.try_get(12)?,
        known_ids: row.try_get(13)?,
        revision: row.try_get(14)?,
        ..OutboxRecord::default()
    })
}
