//! Keeps the inbox's order true to the outbox: a conversation with a waiting message sorts by the time of that
//! message, even if the cache has no record of it.

use sqlx::Connection;

use crate::StoreError;
use crate::db::write_lock::Writer;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::ingest::unread;
use crate::model::changes::Changes;
use crate::model::positions::later;
use crate::model::rows::ChangeSet;
use crate::outbox::attached_files::Sweep;
use crate::store::Inner;
use crate::tables::conversations::{self, position};

/// Brings a conversation's row up to date with the outbox, under the writer's present revision.
pub(crate) async fn refresh_conversation(
    inner: &Inner,
    writer: &mut Writer,
    conversation: &str,
) -> Result<(), StoreError> {
    let local_at = sqlx::query_scalar!(
        r#"SELECT MAX(created_at) AS "at: i64" FROM outbox
           WHERE conversation = ? AND state <> 'cancelled'
               AND (state <> 'pending' OR coalesce(schedule, 'take-back') = 'take-back')"#,
        conversation
    )
    .fetch_one(&mut *writer.user)
    .await?;
    let receipt = sqlx::query!(
        "SELECT read_until_time, read_until_id FROM read_receipts WHERE conversation = ?",
        conversation
    )
    .fetch_optional(&mut *writer.user)
    .await?;
    let (revision, me) = (writer.revision, inner.me());
    let mut tx = writer.cache.begin().await?;
    let mut known = conversations::load_one(&mut tx, conversation).await?;
    if let Some(known) = known
        .as_mut()
        .filter(|row| row.read_pending && receipt.is_none())
    {
        unread::correct_server_unread(&mut tx, known, me.as_ref()).await?;
    }
    let mut work = UnitOfWork::new(&mut tx, revision, me);
    work.load(std::iter::once(conversation)).await?;
    if let Some(row) = work.row(conversation) {
        row.local_at = local_at;
        row.revision = revision;
        if row.read_pending && receipt.is_none() {
            row.told_read_at = Some((inner.clock)().0);
        }
        row.read_pending = receipt.is_some();
        if let Some(known) = known {
            row.server_unread_mine = known.server_unread_mine;
        }
        let read = receipt.and_then(|receipt| {
            position(Some(receipt.read_until_time), Some(&receipt.read_until_id))
        });
        if let Some(read) = later(row.read(), read) {
            row.read_at = Some(read.created_at.0);
            row.read_id = Some(read.id);
        }
    }
    work.finish().await?;
    fail::fail_point!("store.summary.before-commit");
    tx.commit().await?;
    Ok(())
}

impl Inner {
    /// Brings the inbox up to date after a commit to the outbox, and publishes the change. Should the cache
    /// fail, the text is safe all the same.
    pub(crate) async fn outbox_changed(&self, writer: &mut Writer, id: &str) -> ChangeSet {
        if let Err(error) = self.report_errors(refresh_conversation(self, writer, id).await) {
            tracing::warn!(%error, "the inbox's order could not be brought up to date");
        }
        self.sweep_files(writer, Sweep::Orphans).await;
        self.publish(writer.revision, Changes::of(id))
    }
}
