//! What pages have shown of chats to which events brought more: there it is confirmed, and what no page has shown is a gap.

use protocol::ConversationId;
use sqlx::Connection;

use crate::db::write_lock::Writer;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::model::ingest::ConfirmedPages;
use crate::model::rows::Position;
use crate::store::Inner;
use crate::tables::{fetched_ranges, unconfirmed_chats};
use crate::{Store, StoreError};

impl Store {
    /// Pages have shown a chat without a hole, from the place that was not confirmed up to the newest page's top:
    /// only what events brought beyond it is not confirmed.
    pub async fn confirm(
        &self,
        conversation: &ConversationId,
        top: &Position,
    ) -> Result<(), StoreError> {
        let writer = &mut *self.inner.writer.lock_open().await?;
        let id = conversation.as_str();
        let confirmed = unconfirmed_chats::move_up(&mut writer.cache, id, top).await;
        self.inner.report_cache_errors(confirmed)
    }

    /// Pages have shown the newest part of a chat without a hole, and did not come down to where the events began that no
    /// page had confirmed: what lies between is a gap, though the events seemed to follow on one another there.
    pub async fn confirm_above_gap(
        &self,
        conversation: &ConversationId,
        pages: ConfirmedPages,
    ) -> Result<(), StoreError> {
        let (store, conversation) = (self.clone(), conversation.clone());
        // A task of its own: a cancelled caller must not leave a change without its change set.
        let confirming = tokio::spawn(async move {
            let writer = &mut *store.inner.writer.lock_open().await?;
            let id = conversation.as_str();
            let confirmed = store.inner.commit_gap(writer, id, &pages).await;
            store.inner.report_cache_errors(confirmed)
        });
        confirming.await.unwrap_or(Err(StoreError::Closed))
    }
}

impl Inner {
    async fn commit_gap(
        &self,
        writer: &mut Writer,
        conversation: &str,
        pages: &ConfirmedPages,
    ) -> Result<(), StoreError> {
        let revision = writer.revision + 1;
        let mut tx = writer.cache.begin().await?;
        let mut work = UnitOfWork::new(&mut tx, revision, self.me(), &self.changed_messages);
        work.load(std::iter::once(conversation)).await?;
        let gap = (&pages.confirmed, &pages.reached);
        fetched_ranges::part_ranges(work.conn, conversation, gap).await?;
        unconfirmed_chats::move_up(work.conn, conversation, &pages.top).await?;
        work.layout_changed(conversation);
        let changes = work.finish().await?;
        tx.commit().await?;
        writer.revision = revision;
        self.publish(revision, changes);
        Ok(())
    }
}
