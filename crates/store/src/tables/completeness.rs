//! Up to when a chat is verified complete: only answers to requests vouch for that. A chat to which events have brought
//! something is complete up to its last newest page; a quiet one up to the last list, whose newest message of it is
//! here. After a crash it is the last newest page of each.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use protocol::{ConversationId, UtcMs};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::runtime::Handle;

use crate::db::write_lock::Writer;
use crate::model::confirmed::Confirmed;
use crate::model::positions::sort_key;
use crate::query::chat::complete_until;
use crate::store::Inner;
use crate::tables::conversations::ConversationRecord;
use crate::tables::fetched_ranges::FetchedRange;
use crate::tables::messages::{self, MessageRecord};
use crate::tables::unconfirmed_chats;
use crate::{Store, StoreError};

impl Store {
    /// The socket is gone: from here on, events may lack what came before them, until the newest page
    /// of their conversation has been applied again. To be called at each disconnect, and again after
    /// a connect when the rooms have been joined: a page fetched in between vouches for nothing.
    pub fn connection_lost(&self) {
        if !self.inner.mark_all_stale() {
            return;
        }
        // Without a runtime the next opening knows the last page only.
        if let Ok(runtime) = Handle::try_current() {
            let store = self.clone();
            runtime.spawn(async move { store.save_stale_since().await });
        }
    }

    /// The list of conversations, as it was at that time (UTC), was taken in, and no newest message that it names
    /// is missing.
    pub fn list_confirmed(&self, at: UtcMs) {
        self.inner.listed_at.fetch_max(at.0, Ordering::AcqRel);
    }

    /// The rooms of these chats are not joined: what was fetched of them vouches for nothing that
    /// follows.
    pub fn mark_stale(&self, conversations: &[ConversationId]) {
        let listed = self.inner.listed_at.load(Ordering::Acquire);
        let mut followed = self.inner.followed.lock();
        let mut stale_since = self.inner.stale_since.lock();
        for id in conversations {
            if let Some((id, fetched)) = followed.remove_entry(id.as_str()) {
                stale_since.insert(id, Confirmed { fetched, listed });
            }
        }
    }

    /// Whether events leave no hole in a chat, as far as is known.
    pub(crate) fn is_followed(&self, conversation: &str) -> bool {
        let followed = self.inner.followed.lock();
        followed.contains_key(conversation)
    }

    async fn save_stale_since(&self) {
        let mut guard = self.inner.writer.lock().await;
        let Some(writer) = guard.as_mut() else { return };
        let noted = self.inner.save_stale_since(writer).await;
        if let Err(error) = self.report_errors(noted) {
            tracing::warn!(%error, "up to when chats are complete could not be saved");
        }
    }

    /// Up to when a chat is verified complete (UTC).
    pub(crate) async fn complete_until_of(
        &self,
        cache: &mut SqliteConnection,
        chat: &ConversationRecord,
        ranges: &[FetchedRange],
    ) -> Result<Option<UtcMs>, StoreError> {
        let Some(newest) = ranges.last() else {
            return Ok(None);
        };
        let known = newest_known(cache, chat).await?;
        if known.is_some_and(|known| (known.0, known.1.as_str()) > sort_key(&newest.to)) {
            return Ok(None);
        }
        let unconfirmed = unconfirmed_chats::find(cache, &chat.id).await?;
        let has_events = unconfirmed.is_some();
        // It reaches to its newest message that a page has shown, whatever the clocks say.
        let reached = unconfirmed
            .or_else(|| complete_until(ranges))
            .map(|position| position.created_at);
        let confirmed = self.inner.confirmed(&chat.id);
        let confirmed = confirmed.map(|confirmed| confirmed.until(has_events));
        let noted = sqlx::query_scalar!(
            "SELECT complete_until FROM completeness WHERE conversation = ?",
            chat.id
        )
        .fetch_optional(cache)
        .await?;
        Ok(confirmed.max(noted).map(UtcMs).max(reached))
    }
}

/// The place of the newest message that anything speaks of, unless the server was asked for it in vain.
async fn newest_known(
    cache: &mut SqliteConnection,
    chat: &ConversationRecord,
) -> Result<Option<(i64, String)>, StoreError> {
    if chat.missing_head_id.is_none() || chat.missing_head_id != chat.head_id {
        return Ok(chat.head_at.zip(chat.head_id.clone()));
    }
    let newest = messages::load_newest(cache, &chat.id, 1).await?;
    Ok(newest
        .first()
        .map(MessageRecord::position)
        .map(|position| (position.created_at.0, position.id)))
}

impl Inner {
    /// The newest page of a chat was applied: from now on its events leave no hole.
    pub(crate) async fn follow(&self, writer: &mut Writer, conversation: &str) {
        let now = (self.clock)().0;
        self.followed.lock().insert(conversation.to_owned(), now);
        if let Err(error) = put_completeness(&mut writer.cache, conversation, now).await {
            tracing::warn!(%error, "up to when a chat is complete could not be saved");
        }
    }

    /// No chat is followed any more; answers whether any was.
    pub(crate) fn mark_all_stale(&self) -> bool {
        let listed = self.listed_at.load(Ordering::Acquire);
        let mut followed = self.followed.lock();
        let mut stale_since = self.stale_since.lock();
        let any = !followed.is_empty();
        stale_since.extend(
            followed
                .drain()
                .map(|(id, fetched)| (id, Confirmed { fetched, listed })),
        );
        any
    }

    /// What the server has confirmed of a chat in this run.
    fn confirmed(&self, conversation: &str) -> Option<Confirmed> {
        let followed = self.followed.lock().get(conversation).copied();
        let listed = self.listed_at.load(Ordering::Acquire);
        followed
            .map(|fetched| Confirmed { fetched, listed })
            .or_else(|| self.stale_since.lock().get(conversation).copied())
    }

    /// Writes to the cache until when chats were followed.
    pub(crate) async fn save_stale_since(&self, writer: &mut Writer) -> Result<(), StoreError> {
        let told = {
            let stale_since = self.stale_since.lock();
            stale_since.clone()
        };
        if told.is_empty() {
            return Ok(());
        }
        let mut tx = writer.cache.begin().await?;
        let with_events = unconfirmed_chats::load_ids(&mut tx).await?;
        let with_events: HashSet<String> = with_events.into_iter().collect();
        for (conversation, confirmed) in &told {
            let at = confirmed.until(with_events.contains(conversation));
            put_completeness(&mut tx, conversation, at).await?;
        }
        fail::fail_point!("store.verified.before-commit");
        tx.commit().await?;
        let mut stale_since = self.stale_since.lock();
        stale_since.retain(|conversation, at| told.get(conversation) != Some(at));
        Ok(())
    }
}

async fn put_completeness(
    conn: &mut SqliteConnection,
    conversation: &str,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT OR REPLACE INTO completeness (conversation, complete_until) VALUES (?, ?)",
        conversation,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}
