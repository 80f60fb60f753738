//! Up to when a chat is verified complete. While it is followed nothing can be missed, so that is now;
//! once the line is lost it is the moment up to which it had worked; after a crash, the moment of the last
//! newest page. The line counts as up until somebody says [`Store::line_lost`].

use std::sync::PoisonError;

use protocol::{ConversationId, UtcMs};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::runtime::Handle;

use crate::ingest::derived::rank;
use crate::query::chat::complete_until;
use crate::store::{Inner, Writer};
use crate::tables::conversations::ConversationRecord;
use crate::tables::fetched_ranges::Stretch;
use crate::tables::messages::{self, MessageRecord};
use crate::{Store, StoreError};

impl Store {
    /// The socket is gone: from here on, events may lack what came before them, until the newest page
    /// of their conversation has been applied again. To be called at each disconnect, and again after
    /// a connect when the rooms have been joined: a page fetched in between vouches for nothing.
    pub fn line_lost(&self) {
        self.line_lost_after((self.inner.clock)());
    }

    /// As [`Store::line_lost`], of a line that had worked until then (UTC) for certain: a dead one is
    /// found late, and brought nothing meanwhile.
    pub fn line_lost_after(&self, worked_until: UtcMs) {
        if !self.inner.lapse(worked_until) {
            return;
        }
        // Without a runtime the next opening knows the last page only.
        if let Ok(runtime) = Handle::try_current() {
            let store = self.clone();
            runtime.spawn(async move { store.note_lapsed().await });
        }
    }

    /// The rooms of these chats are not joined: what was fetched of them vouches for nothing that
    /// follows.
    pub fn unfollow(&self, conversations: &[ConversationId]) {
        let now = (self.inner.clock)().0;
        let mut followed = (self.inner.followed.lock()).unwrap_or_else(PoisonError::into_inner);
        let mut lapsed = (self.inner.lapsed.lock()).unwrap_or_else(PoisonError::into_inner);
        for id in conversations {
            if let Some((id, _)) = followed.remove_entry(id.as_str()) {
                lapsed.insert(id, now);
            }
        }
    }

    async fn note_lapsed(&self) {
        let mut guard = self.inner.writer.lock().await;
        let Some(writer) = guard.as_mut() else { return };
        let noted = self.inner.note_lapsed(writer).await;
        if let Err(error) = self.checked(noted) {
            tracing::warn!(%error, "up to when chats are complete could not be noted");
        }
    }

    /// Whether events leave no hole in a chat.
    pub(crate) fn is_followed(&self, conversation: &str) -> bool {
        let followed = self.inner.followed.lock();
        followed
            .unwrap_or_else(PoisonError::into_inner)
            .contains_key(conversation)
    }

    /// Up to when a chat is verified complete (UTC).
    pub(crate) async fn verified_until(
        &self,
        cache: &mut SqliteConnection,
        chat: &ConversationRecord,
        stretches: &[Stretch],
    ) -> Result<Option<UtcMs>, StoreError> {
        let Some(newest) = stretches.last() else {
            return Ok(None);
        };
        let known = newest_known(cache, chat).await?;
        if known.is_some_and(|known| (known.0, known.1.as_str()) > rank(&newest.to)) {
            return Ok(None);
        }
        // It reaches to its newest message at least, whatever the clocks say.
        let reached = complete_until(stretches).map(|place| place.created_at);
        if self.is_followed(&chat.id) {
            return Ok(Some((self.inner.clock)()).max(reached));
        }
        let lapsed = self.inner.lapsed_at(&chat.id);
        let noted = sqlx::query_scalar!("SELECT at FROM verified WHERE conversation = ?", chat.id)
            .fetch_optional(cache)
            .await?;
        Ok(lapsed.max(noted).map(UtcMs).max(reached))
    }
}

/// The place of the newest message that anything speaks of, unless the server was asked for it in vain.
async fn newest_known(
    cache: &mut SqliteConnection,
    chat: &ConversationRecord,
) -> Result<Option<(i64, String)>, StoreError> {
    if chat.sought_id.is_none() || chat.sought_id != chat.head_id {
        return Ok(chat.head_at.zip(chat.head_id.clone()));
    }
    let newest = messages::newest(cache, &chat.id, 1).await?;
    Ok(newest
        .first()
        .map(MessageRecord::place)
        .map(|place| (place.created_at.0, place.id)))
}

impl Inner {
    /// The newest page of a chat was applied: from now on its events leave no hole.
    pub(crate) async fn follow(&self, writer: &mut Writer, conversation: &str) {
        let now = (self.clock)().0;
        self.followed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(conversation.to_owned(), now);
        if let Err(error) = note(&mut writer.cache, conversation, now).await {
            tracing::warn!(%error, "up to when a chat is complete could not be noted");
        }
    }

    /// No chat is followed any more; answers whether any was. Each is complete until then, or until its newest
    /// page was fetched if that was later.
    pub(crate) fn lapse(&self, worked_until: UtcMs) -> bool {
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lapsed = self.lapsed.lock().unwrap_or_else(PoisonError::into_inner);
        let any = !followed.is_empty();
        lapsed.extend(
            followed
                .drain()
                .map(|(id, fetched)| (id, fetched.max(worked_until.0))),
        );
        any
    }

    fn lapsed_at(&self, conversation: &str) -> Option<i64> {
        let lapsed = self.lapsed.lock().unwrap_or_else(PoisonError::into_inner);
        lapsed.get(conversation).copied()
    }

    /// Tells the cache until when chats were followed.
    pub(crate) async fn note_lapsed(&self, writer: &mut Writer) -> Result<(), StoreError> {
        let told = {
            let lapsed = self.lapsed.lock().unwrap_or_else(PoisonError::into_inner);
            lapsed.clone()
        };
        if told.is_empty() {
            return Ok(());
        }
        let mut tx = writer.cache.begin().await?;
        for (conversation, at) in &told {
            note(&mut tx, conversation, *at).await?;
        }
        fail::fail_point!("store.verified.before-commit");
        tx.commit().await?;
        let mut lapsed = self.lapsed.lock().unwrap_or_else(PoisonError::into_inner);
        lapsed.retain(|conversation, at| told.get(conversation) != Some(at));
        Ok(())
    }
}

async fn note(conn: &mut SqliteConnection, conversation: &str, at: i64) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT OR REPLACE INTO verified (conversation, at) VALUES (?, ?)",
        conversation,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}
