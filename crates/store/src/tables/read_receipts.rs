//! What the user has read. Reading counts at once; a receipt in the outbox tells the server when there is a
//! connection. The read position never moves back, so a late or stale list cannot raise a count again.

use protocol::{ConversationId, MessageKind, Participant, UtcMs};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::db::write_lock::Writer;
use crate::ingest::first_unread;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::model::changes::Changes;
use crate::model::outbox_entry::PendingRead;
use crate::model::positions::{later, sort_key};
use crate::model::purpose::Purpose;
use crate::model::rows::{ChangeSet, Position};
use crate::store::Inner;
use crate::tables::conversations::{self, ConversationRecord};
use crate::{Store, StoreError};

impl Store {
    /// I have read everything that is known here. Zero at once; a receipt is queued for the server
    /// (CONTRACT section 3, `POST …/read`), unless there was nothing unread.
    pub async fn mark_read(&self, conversation: &ConversationId) -> Result<ChangeSet, StoreError> {
        let id = conversation.as_str();
        // The room in reserve is for what the user writes.
        self.write(Purpose::Other, move |mut writer| async move {
            self.inner.read_all(&mut writer, id).await
        })
        .await
    }

    /// I have seen a chat up to a place. Where nothing of others follows, everything is read; else the count falls by
    /// what was seen, and the server hears nothing: its call marks the whole chat (CONTRACT section 3).
    pub async fn mark_seen(
        &self,
        conversation: &ConversationId,
        until: &Position,
    ) -> Result<ChangeSet, StoreError> {
        let id = conversation.as_str();
        self.write(Purpose::Other, move |mut writer| async move {
            let me = self.me();
            let cache = &mut writer.cache;
            let Some(known) = conversations::load_one(cache, id).await? else {
                return Ok(self.inner.nothing(&writer));
            };
            if reaches_end(cache, &known, me.as_ref(), until).await? {
                self.inner.read_all(&mut writer, id).await
            } else {
                self.inner.see_until(&mut writer, &known, until).await
            }
        })
        .await
    }

    /// The receipts that the server has not been told of.
    pub async fn pending_reads(&self) -> Result<Vec<PendingRead>, StoreError> {
        let mut conn = self.read_user().await?;
        let rows = sqlx::query!(
            "SELECT conversation, queued_revision FROM read_receipts ORDER BY queued_revision"
        )
        .fetch_all(&mut *conn)
        .await;
        let rows = self.report_errors(rows)?.into_iter();
        Ok(rows
            .filter_map(|row| {
                Some(PendingRead {
                    conversation: ConversationId::new(row.conversation)?,
                    queued: u64::try_from(row.queued_revision).unwrap_or_default(),
                })
            })
            .collect())
    }

    /// The server has been told, or has refused for good. A receipt that was queued since stays.
    pub async fn complete_read(&self, read: &PendingRead) -> Result<(), StoreError> {
        let id = read.conversation.as_str();
        let queued = i64::try_from(read.queued).unwrap_or(i64::MAX);
        self.write(Purpose::Other, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            let removed = sqlx::query!(
                "DELETE FROM read_receipts WHERE conversation = ? AND queued_revision = ?",
                id,
                queued
            )
            .execute(&mut *write)
            .await?;
            write.commit().await?;
            fail::fail_point!("store.receipt.after-commit");
            if removed.rows_affected() > 0 {
                self.inner.outbox_changed(&mut writer, id).await;
            }
            Ok(())
        })
        .await
    }
}

impl Inner {
    async fn read_all(&self, writer: &mut Writer, id: &str) -> Result<ChangeSet, StoreError> {
        let me = self.me();
        let known = conversations::load_one(&mut writer.cache, id).await?;
        let Some(known) = known else {
            return Ok(self.nothing(writer));
        };
        let me_id = me.as_ref().map_or("", |me| me.id.as_str());
        let theirs = newest_of_others(&mut writer.cache, id, me_id).await?;
        let Some(position) = to_read(&known, theirs) else {
            return Ok(self.nothing(writer));
        };
        let mut write = writer.begin_user().await?;
        let revision = write.revision;
        sqlx::query!(
            "INSERT OR REPLACE INTO read_receipts (conversation, read_until_time, read_until_id, queued_revision) VALUES (?, ?, ?, ?)",
            id,
            position.created_at.0,
            position.id,
            revision
        )
        .execute(&mut *write)
        .await?;
        fail::fail_point!("store.read.before-commit");
        write.commit().await?;
        fail::fail_point!("store.read.between-the-files");
        let mut tx = writer.cache.begin().await?;
        let mut work = UnitOfWork::new(&mut tx, revision, me, &self.changed_messages);
        work.load(std::iter::once(id)).await?;
        if let Some(row) = work.row(id) {
            row.read_at = Some(position.created_at.0);
            row.read_id = Some(position.id);
            row.read_pending = true;
            (row.seen_at, row.seen_id, row.seen_count) = (None, None, 0);
        }
        work.layout_changed(id);
        let changes = work.finish().await?;
        tx.commit().await?;
        fail::fail_point!("store.read.after-commit");
        Ok(self.publish(revision, changes))
    }

    async fn see_until(
        &self,
        writer: &mut Writer,
        known: &ConversationRecord,
        until: &Position,
    ) -> Result<ChangeSet, StoreError> {
        let me = self.me();
        let newly = first_unread::count_until(&mut writer.cache, known, me.as_ref(), until).await?;
        if newly == 0 {
            return Ok(self.nothing(writer));
        }
        let revision = writer.revision + 1;
        let mut tx = writer.cache.begin().await?;
        let mut work = UnitOfWork::new(&mut tx, revision, me, &self.changed_messages);
        work.load(std::iter::once(known.id.as_str())).await?;
        if let Some(row) = work.row(&known.id) {
            row.seen_count = row.seen_since_read().saturating_add(newly);
            row.seen_at = Some(until.created_at.0);
            row.seen_id = Some(until.id.clone());
        }
        work.layout_changed(&known.id);
        let changes = work.finish().await?;
        tx.commit().await?;
        writer.revision = revision;
        Ok(self.publish(revision, changes))
    }

    fn nothing(&self, writer: &Writer) -> ChangeSet {
        Changes::default().into_set(u64::try_from(writer.revision).unwrap_or_default())
    }
}

/// The position to read up to, if anything is unread.
fn to_read(row: &ConversationRecord, theirs: Option<Position>) -> Option<Position> {
    let read = row.read();
    let beyond = |position: &Position| {
        read.as_ref()
            .is_none_or(|read| sort_key(read) < sort_key(position))
    };
    if row.unread <= 0 && !theirs.as_ref().is_some_and(beyond) {
        return None;
    }
    later(read, later(row.head(), row.server_unread_position()))
}

/// Whether no message of others follows a place, in the cache or on the server.
async fn reaches_end(
    conn: &mut SqliteConnection,
    row: &ConversationRecord,
    me: Option<&Participant>,
    until: &Position,
) -> Result<bool, StoreError> {
    let me = me.map_or("", |me| me.id.as_str());
    let is_after = |place: &Position| sort_key(until) < sort_key(place);
    let system = MessageKind::System.as_word();
    if row.head().is_some_and(|head| is_after(&head))
        && row.head_sender.as_deref() != Some(me)
        && row.head_kind.as_deref() != Some(system)
    {
        return Ok(false);
    }
    let follows = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM messages
               WHERE conversation = ? AND (sort_time, id) > (?, ?) AND kind <> 'system'
                 AND (sender IS NULL OR sender <> ?)) AS "follows!: bool""#,
        row.id,
        until.created_at.0,
        until.id,
        me
    )
    .fetch_one(conn)
    .await?;
    Ok(!follows)
}

async fn newest_of_others(
    conn: &mut SqliteConnection,
    conversation: &str,
    me: &str,
) -> Result<Option<Position>, StoreError> {
    let row = sqlx::query!(
        "SELECT sort_time, id FROM messages
         WHERE conversation = ? AND is_read = 0 AND (sender IS NULL OR sender <> ?)
         ORDER BY sort_time DESC, id DESC LIMIT 1",
        conversation,
        me
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Position {
        created_at: UtcMs(row.sort_time),
        id: row.id,
    }))
}
