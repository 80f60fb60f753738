//! Makes the two databases agree after whatever ended the last run, and brings a new cache's inbox up
//! to date with the outbox.

use std::collections::BTreeSet;

use crate::StoreError;
use crate::db::json;
use crate::outbox::matching::{self, Claim};
use crate::outbox::{holds, inbox_sync};
use crate::store::{Inner, Writer};
use crate::tables::{messages, outbox};

/// How long it is remembered which message an entry has become, in milliseconds. Only a cache that
/// is fetched again asks.
const LINKS_KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// How long the text of a cancelled message is kept, in milliseconds.
const CANCELLED_KEPT: i64 = 7 * 24 * 60 * 60 * 1000;

/// Notes what was on its way when the last run ended, and makes the two databases agree.
///
/// # Errors
/// Those of the disk and of a damaged file.
pub(crate) async fn recover(inner: &Inner, writer: &mut Writer) -> Result<(), StoreError> {
    let now = (inner.clock)();
    let (revision, forgotten) = (writer.revision, now.0 - LINKS_KEPT);
    sqlx::query!(
        "UPDATE outbox SET state = 'checking', maybe_sent = TRUE, revision = ?1
         WHERE state = 'sending'",
        revision
    )
    .execute(&mut writer.outbox)
    .await?;
    fail::fail_point!("store.recover.sending-noted");
    let outlived = now.0 - CANCELLED_KEPT;
    sqlx::query!(
        "DELETE FROM outbox WHERE state = 'cancelled' AND cancelled_at < ?",
        outlived
    )
    .execute(&mut writer.outbox)
    .await?;
    sqlx::query!("DELETE FROM sent_links WHERE sent_at < ?", forgotten)
        .execute(&mut writer.outbox)
        .await?;
    agree(inner, writer).await
}

/// Has the outbox follow what the cache knows, and the inbox what the outbox holds.
///
/// # Errors
/// Those of the disk and of a damaged file.
pub(crate) async fn agree(inner: &Inner, writer: &mut Writer) -> Result<(), StoreError> {
    let (now, revision) = ((inner.clock)(), writer.revision);
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
    matching::settle(&mut writer.outbox, &settled, revision, now).await?;
    release_held(writer, revision).await?;
    fail::fail_point!("store.recover.before-the-inbox");
    refresh_concerned(inner, writer).await
}

/// What was held though the cache knows by now that its conversation is not closed is released.
async fn release_held(writer: &mut Writer, revision: i64) -> Result<(), StoreError> {
    let held = holds::all_noted(&mut writer.outbox).await?;
    let held = json::array(held.iter().map(String::as_str));
    let open = holds::open(&mut writer.cache, &held).await?;
    let open = json::array(open.iter().map(String::as_str));
    holds::release(&mut writer.outbox, &open, revision).await
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
        inbox_sync::refresh(inner, writer, &conversation).await?;
    }
    Ok(())
}

/// The conversations of which the outbox says something, or of which the cache thinks so.
async fn concerned(writer: &mut Writer) -> Result<BTreeSet<String>, StoreError> {
    let written = sqlx::query_scalar!(
        r#"SELECT conversation AS "id!: String" FROM outbox WHERE state <> 'cancelled'
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
