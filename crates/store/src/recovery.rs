//! Makes the two databases agree after whatever ended the last run, and brings a new cache's inbox up
//! to date with the outbox.

use std::collections::BTreeSet;

use crate::claims::{self, Claim};
use crate::store::{Inner, Writer};
use crate::{StoreError, messages, outbox, summary};

/// How long it is remembered which message an entry has become, in milliseconds. Only a cache that
/// is fetched again asks.
const LINKS_KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// Makes the two databases agree.
///
/// # Errors
/// Those of the disk and of a damaged file.
pub(crate) async fn recover(inner: &Inner, writer: &mut Writer) -> Result<(), StoreError> {
    let now = (inner.clock)();
    let (revision, forgotten) = (writer.revision, now.0 - LINKS_KEPT);
    sqlx::query!(
        "UPDATE outbox SET state = 'checking', maybe_sent = 1, revision = ?
         WHERE state = 'sending'",
        revision
    )
    .execute(&mut writer.outbox)
    .await?;
    sqlx::query!("DELETE FROM sent_links WHERE sent_at < ?", forgotten)
        .execute(&mut writer.outbox)
        .await?;
    let mut settled = Vec::new();
    for entry in outbox::all(&mut writer.outbox).await? {
        if let Some(message) = messages::written_here(&mut writer.cache, &entry.local_id).await? {
            settled.push(Claim {
                local_id: entry.local_id,
                message,
                conversation: entry.conversation,
            });
        }
    }
    claims::settle(&mut writer.outbox, &settled, revision, now).await?;
    refresh_concerned(inner, writer).await
}

/// Brings the inbox up to date with the outbox.
///
/// # Errors
/// Those of the disk and of a damaged file.
pub(crate) async fn refresh_concerned(
    inner: &Inner,
    writer: &mut Writer,
) -> Result<(), StoreError> {
    for conversation in concerned(writer).await? {
        summary::refresh(inner, writer, &conversation).await?;
    }
    Ok(())
}

/// The conversations of which the outbox says something, or of which the cache thinks so.
async fn concerned(writer: &mut Writer) -> Result<BTreeSet<String>, StoreError> {
    let written = sqlx::query_scalar!(
        r#"SELECT conversation AS "id!: String" FROM outbox
           UNION SELECT conversation FROM drafts
           UNION SELECT conversation FROM read_receipts"#
    )
    .fetch_all(&mut writer.outbox)
    .await?;
    let thought = sqlx::query_scalar!(
        "SELECT id FROM conversations WHERE local_at IS NOT NULL OR read_pending = 1"
    )
    .fetch_all(&mut writer.cache)
    .await?;
    Ok(written.into_iter().chain(thought).collect())
}
