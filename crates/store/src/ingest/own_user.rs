//! Who the user is. Every count and every row depends on which messages are the user's own.

use sqlx::Connection;

use protocol::Participant;

use crate::db::write_lock::Writer;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::model::changes::Changes;
use crate::model::rows::ChangeSet;
use crate::store::Inner;
use crate::tables::messages;
use crate::tables::people;
use crate::{Store, StoreError};

impl Store {
    /// Sets who the user is. A call after the first records computes every count again.
    ///
    /// # Errors
    /// Those of the disk and of a damaged cache. On a full disk the user is set for this run all the same.
    pub async fn set_me(&self, me: Participant) -> Result<ChangeSet, StoreError> {
        let writer = &mut *self.inner.writer.lock_open().await?;
        if self.me().as_ref() == Some(&me) {
            return Ok(Changes::default().into_set(self.revision()));
        }
        let result = self.inner.write_me(writer, &me).await;
        let result = self.inner.report_errors(result);
        if matches!(result, Err(StoreError::DiskFull)) {
            // The user is set for this run all the same.
            *self.inner.me.write() = Some(me);
        }
        result
    }
}

impl Inner {
    async fn write_me(
        &self,
        writer: &mut Writer,
        me: &Participant,
    ) -> Result<ChangeSet, StoreError> {
        let revision = writer.revision + 1;
        let mut tx = writer.cache.begin().await?;
        let text = serde_json::to_string(me).unwrap_or_default();
        sqlx::query!("UPDATE cache_meta SET me = ? WHERE id = 1", text)
            .execute(&mut *tx)
            .await?;
        let update = people::ParticipantUpdate {
            person: me.clone(),
            at: None,
        };
        people::merge_participants(&mut tx, revision, &[update], &|at| at).await?;
        let ids = sqlx::query_scalar!("SELECT id FROM conversations")
            .fetch_all(&mut *tx)
            .await?;
        let took_part = if self.me().is_some_and(|known| known.id == me.id) {
            Vec::new()
        } else {
            messages::conversations_with_messages_of(&mut tx, me.id.as_str()).await?
        };
        let mut work = UnitOfWork::new(&mut tx, revision, Some(me.clone()), &self.changed_messages);
        work.load(ids.iter().map(String::as_str)).await?;
        for id in &ids {
            work.layout_changed(id);
        }
        for id in &took_part {
            if let Some(row) = work.row(id) {
                row.took_part = true;
            }
        }
        work.changes.hidden = true;
        let mut changes = work.finish().await?;
        fail::fail_point!("store.me.before-commit");
        tx.commit().await?;
        writer.revision = revision;
        *self.me.write() = Some(me.clone());
        changes.resync = true;
        Ok(self.publish(revision, changes))
    }
}
