//! Makes the two databases agree after whatever ended the last run, and brings a new cache's inbox up
//! to date with the outbox.

use std::collections::BTreeSet;

use crate::StoreError;
use crate::db::json;
use crate::db::write_lock::Writer;
use crate::outbox::attached_files::Sweep;
use crate::outbox::matching::{self, Match};
use crate::outbox::{holds, inbox_sync};
use crate::store::Inner;
use crate::tables::{messages, outbox};

/// How long it is remembered which message an entry has become, in milliseconds. Only a cache that
/// is fetched again asks.
const LINKS_KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// How long the text of a cancelled message is kept, in milliseconds.
const CANCELLED_KEPT: i64 = 7 * 24 * 60 * 60 * 1000;

/// Marks messages that the last run was sending as unknown, and makes the two databases agree.
pub(crate) async fn recover(inner: &Inner, writer: &mut Writer) -> Result<(), StoreError> {
    let now = (inner.clock)();
    let outlived = now.0.saturating_sub(CANCELLED_KEPT);
    let forgotten = now.0.saturating_sub(LINKS_KEPT);
    let mut write = writer.follow_cache().await?;
    sqlx::query!(
        "UPDATE outbox SET state = 'checking', maybe_sent = TRUE, revision = ?1
         WHERE state = 'sending'",
        write.revision
    )
    .execute(&mut *write)
    .await?;
    fail::fail_point!("store.recover.sending-noted");
    sqlx::query!(
        "DELETE FROM outbox WHERE state = 'cancelled' AND code IS NULL AND cancelled_at < ?",
        outlived
    )
    .execute(&mut *write)
    .await?;
    sqlx::query!("DELETE FROM sent_links WHERE sent_at < ?", forgotten)
        .execute(&mut *write)
        .await?;
    write.commit().await?;
    reconcile_files(inner, writer).await?;
    inner.sweep_files(writer, Sweep::AtTheStart).await;
    Ok(())
}

/// Has the outbox follow what the cache knows, and the inbox what the outbox holds.
pub(crate) async fn reconcile_files(inner: &Inner, writer: &mut Writer) -> Result<(), StoreError> {
    let mut settled = Vec::new();
    for entry in outbox::load_all(&mut writer.user).await? {
        if let Some(message) =
            messages::find_by_local_id(&mut writer.cache, &entry.local_id).await?
        {
            settled.push(Match {
                local_id: entry.local_id,
                message,
                conversation: entry.conversation,
            });
        }
    }
    matching::commit_matches(writer.follow_cache().await?, &settled, (inner.clock)()).await?;
    clear_outdated_holds(writer).await?;
    fail::fail_point!("store.recover.before-the-inbox");
    refresh_conversations(inner, writer).await
}

/// Releases held messages whose conversation the cache knows to be open by now.
async fn clear_outdated_holds(writer: &mut Writer) -> Result<(), StoreError> {
    let held = holds::conversations_with_holds(&mut writer.user, None).await?;
    let held = json::to_array(held.iter().map(String::as_str));
    let open = holds::open_among(&mut writer.cache, &held).await?;
    let open = json::to_array(open.iter().map(String::as_str));
    holds::clear_holds(writer.follow_cache().await?, &open).await
}

/// Brings the inbox up to date with the outbox: hundreds of chats may have been read with the server away, and those that
/// the inbox shows so already cost a start nothing but a look.
pub(crate) async fn refresh_conversations(
    inner: &Inner,
    writer: &mut Writer,
) -> Result<(), StoreError> {
    for conversation in conversations_with_content(writer).await? {
        if !inbox_sync::is_up_to_date(writer, &conversation).await? {
            inbox_sync::refresh_conversation(inner, writer, &conversation).await?;
        }
    }
    Ok(())
}

/// The conversations of which the outbox says something, or of which the cache thinks so.
async fn conversations_with_content(writer: &mut Writer) -> Result<BTreeSet<String>, StoreError> {
    let written = sqlx::query_scalar!(
        r#"SELECT conversation AS "id!: String" FROM outbox WHERE state <> 'cancelled'
           UNION SELECT conversation FROM drafts
           UNION SELECT conversation FROM read_receipts"#
    )
    .fetch_all(&mut *writer.user)
    .await?;
    let thought = sqlx::query_scalar!(
        "SELECT id FROM conversations WHERE local_at IS NOT NULL OR read_pending = 1"
    )
    .fetch_all(&mut writer.cache)
    .await?;
    Ok(written.into_iter().chain(thought).collect())
}
