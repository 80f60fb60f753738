//! Keeps the inbox's order true to the outbox: a conversation with a waiting message sorts by the time of that
//! message, even if the cache has no record of it.

use sqlx::{Connection, SqliteConnection};

use crate::StoreError;
use crate::db::write_lock::Writer;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::ingest::unread;
use crate::model::changes::Changes;
use crate::model::positions::later;
use crate::model::rows::{ChangeSet, Position};
use crate::outbox::attached_files::Sweep;
use crate::store::Inner;
use crate::tables::conversations::{self, ConversationRecord, position};

/// What `user.db` says of a conversation that its row in the inbox repeats.
struct Written {
    /// When the last message was written that shows in the inbox.
    local_at: Option<i64>,
    /// Up to where it was read, while the server was not told.
    receipt: Option<Position>,
}

impl Written {
    async fn load(user: &mut SqliteConnection, conversation: &str) -> Result<Self, StoreError> {
        let local_at = sqlx::query_scalar!(
            r#"SELECT MAX(created_at) AS "at: i64" FROM outbox
           WHERE conversation = ? AND state <> 'cancelled'
               AND (state <> 'pending' OR coalesce(schedule, 'take-back') = 'take-back')"#,
            conversation
        )
        .fetch_one(&mut *user)
        .await?;
        let receipt = sqlx::query!(
            "SELECT read_until_time, read_until_id FROM read_receipts WHERE conversation = ?",
            conversation
        )
        .fetch_optional(&mut *user)
        .await?;
        let receipt = receipt.and_then(|receipt| {
            position(Some(receipt.read_until_time), Some(&receipt.read_until_id))
        });
        Ok(Self { local_at, receipt })
    }

    /// Whether a row says all this.
    fn is_in(&self, row: &ConversationRecord) -> bool {
        row.local_at == self.local_at
            && row.read_pending == self.receipt.is_some()
            && later(row.read(), self.receipt.clone()) == row.read()
    }
}

/// Whether a conversation's row is as [`refresh_conversation`] would leave it.
pub(crate) async fn is_up_to_date(
    writer: &mut Writer,
    conversation: &str,
) -> Result<bool, StoreError> {
    let written = Written::load(&mut writer.user, conversation).await?;
    let row = conversations::load_one(&mut writer.cache, conversation).await?;
    Ok(row.is_some_and(|row| written.is_in(&row)))
}

/// Brings a conversation's row up to date with the outbox, under the writer's present revision.
pub(crate) async fn refresh_conversation(
    inner: &Inner,
    writer: &mut Writer,
    conversation: &str,
) -> Result<(), StoreError> {
    let Written { local_at, receipt } = Written::load(&mut writer.user, conversation).await?;
    let (revision, me) = (writer.revision, inner.me());
    let mut tx = writer.cache.begin().await?;
    let mut known = conversations::load_one(&mut tx, conversation).await?;
    if let Some(known) = known
        .as_mut()
        .filter(|row| row.read_pending && receipt.is_none())
    {
        unread::correct_server_unread(&mut tx, known, me.as_ref()).await?;
    }
    let mut work = UnitOfWork::new(&mut tx, revision, me, &inner.changed_messages);
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
        if let Some(read) = later(row.read(), receipt) {
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
