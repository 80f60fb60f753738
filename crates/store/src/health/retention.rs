//! Retention: old messages leave the cache, so that it does not grow for years. A pass walks chat by chat over the
//! index that orders a chat's messages. Each step is one short transaction that looks at a bounded number of
//! messages, so whoever wants to write waits for one step at most.
//!
//! Kept whatever their age: starred conversations, conversations with a draft or anything in the outbox, messages
//! of mine, unread messages, and each chat's newest message. What was removed is a hole in the fetched ranges like
//! any other: it is fetched again when somebody scrolls back to it.

use protocol::{ConversationId, Participant, UtcMs};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::db::write_lock::Writer;
use crate::db::{files, json};
use crate::ingest::first_unread;
use crate::ingest::message_writes;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::model::positions::{beginning, sort_key};
use crate::model::rows::Position;
use crate::store::Inner;
use crate::tables::messages::{self, MessageOwner};
use crate::tables::{conversations, fetched_ranges};
use crate::{Store, StoreError};

/// One pass over the cache.
#[derive(Debug)]
pub struct RetentionPass {
    store: Store,
    /// Messages from before this time (UTC) are removed.
    before: UtcMs,
    /// The chat that the last step looked at.
    conversation: String,
    /// The place in that chat up to which it has looked; `None` once it is through with it.
    looked_until: Option<Position>,
}

/// What a step of a pass did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionStep {
    /// It removed so many messages; there is more to look at.
    Removed(usize),
    /// The pass is through.
    Finished,
}

/// What became of some messages of one chat.
struct Slice {
    removed: usize,
    /// Where the next step goes on in this chat.
    looked_until: Option<Position>,
}

/// What no message of a chat may be removed for.
struct KeptMessages {
    me: Participant,
    /// Unread messages begin here.
    unread_from: Option<Position>,
    /// The newest message, the one that a record names as the newest, and the top of the newest fetched range.
    ids: Vec<String>,
}

impl RetentionPass {
    /// How many messages one step looks at. Each lies on another page of the table and of its indexes: a step holds
    /// the write lock for some 10 to 20 ms. (250 took 38 ms.)
    pub const MESSAGES_PER_STEP: usize = 100;

    /// A pass that removes messages from before a time (UTC).
    #[must_use]
    pub fn new(store: Store, before: UtcMs) -> Self {
        Self {
            store,
            before,
            conversation: String::new(),
            looked_until: None,
        }
    }

    /// Goes one step on. The conversations that somebody reads keep what was fetched for that.
    pub async fn step(&mut self, shown: &[ConversationId]) -> Result<RetentionStep, StoreError> {
        let looked_until = match self.looked_until.take() {
            Some(place) => place,
            None => match self.next_conversation().await? {
                Some(id) => {
                    self.conversation = id;
                    beginning()
                }
                None => return Ok(RetentionStep::Finished),
            },
        };
        if shown.iter().any(|id| id.as_str() == self.conversation) {
            return Ok(RetentionStep::Removed(0));
        }
        self.read_ahead(&looked_until).await?;
        let (store, conversation) = (self.store.clone(), self.conversation.clone());
        let before = self.before;
        // A task of its own: a cancelled caller must not leave rows behind without a change set.
        let step = tokio::spawn(async move {
            let writer = &mut *store.inner.writer.lock_open().await?;
            let slice = store
                .inner
                .remove_slice(writer, &conversation, &looked_until, before)
                .await;
            store.inner.report_cache_errors(slice)
        });
        let slice = step.await.unwrap_or(Err(StoreError::Closed))?;
        self.looked_until = slice.looked_until;
        Ok(RetentionStep::Removed(slice.removed))
    }

    /// Has the system read the pages that the step changes, so that nobody waits for the write lock while a slow
    /// disk seeks.
    async fn read_ahead(&self, looked_until: &Position) -> Result<(), StoreError> {
        let mut cache = self.store.read_cache().await?;
        let limit = i64::try_from(Self::MESSAGES_PER_STEP).unwrap_or(i64::MAX);
        let read = async {
            let slice =
                messages::load_owners(&mut cache, &self.conversation, looked_until, limit).await?;
            let ids = json::to_array(slice.iter().map(|row| row.id.as_str()));
            messages::known_among(&mut cache, &ids).await
        };
        self.store.report_errors(read.await)?;
        Ok(())
    }

    /// The next chat with old messages that could be removed.
    async fn next_conversation(&self) -> Result<Option<String>, StoreError> {
        let Some(me) = self.store.me() else {
            // Which messages are mine is not known.
            return Ok(None);
        };
        let mut cache = self.store.read_cache().await?;
        let me = me.id.as_str();
        let found = sqlx::query_scalar!(
            "SELECT id FROM conversations
             WHERE id > ? AND EXISTS (
                 SELECT 1 FROM messages
                 WHERE messages.conversation = conversations.id AND messages.sort_time < ?
                     AND messages.id IS NOT conversations.head_id AND messages.local_id IS NULL
                     AND messages.sender IS NOT ?)
             ORDER BY id LIMIT 1",
            self.conversation,
            self.before.0,
            me
        )
        .fetch_optional(&mut *cache)
        .await;
        self.store.report_errors(found)
    }
}

impl Inner {
    /// Removes what is old among the next messages of a chat, in one transaction.
    async fn remove_slice(
        &self,
        writer: &mut Writer,
        conversation: &str,
        looked_until: &Position,
        before: UtcMs,
    ) -> Result<Slice, StoreError> {
        let done = Slice {
            removed: 0,
            looked_until: None,
        };
        if self.maintenance.reserve.is_released() {
            // Even removing wants room at first.
            return Err(StoreError::DiskFull);
        }
        let Some(me) = self.me() else { return Ok(done) };
        if is_kept_whole(&mut writer.user, conversation).await? {
            return Ok(done);
        }
        let most = RetentionPass::MESSAGES_PER_STEP;
        let limit = i64::try_from(most).unwrap_or(i64::MAX - 1) + 1;
        let slice =
            messages::load_owners(&mut writer.cache, conversation, looked_until, limit).await?;
        let old = slice.iter().take_while(|row| row.sort_time < before.0);
        let old: Vec<&MessageOwner> = old.take(most).collect();
        let looked_until = old
            .last()
            .filter(|_| old.len() == most && slice.len() > most)
            .map(|last| last.position());
        let kept = KeptMessages::load(&mut writer.cache, conversation, me).await?;
        let removed: Vec<&MessageOwner> = old.into_iter().filter(|row| !kept.keeps(row)).collect();
        let Some(last) = removed.last() else {
            return Ok(Slice {
                looked_until,
                ..done
            });
        };
        // The newest message is never removed, so another one follows.
        let after = slice
            .iter()
            .find(|row| sort_key(&row.position()) > sort_key(&last.position()));
        let Some(after) = after else { return Ok(done) };
        let ids = json::to_array(removed.iter().map(|row| row.id.as_str()));
        self.commit_removal(writer, conversation, &ids, &after.position())
            .await?;
        Ok(Slice {
            removed: removed.len(),
            looked_until,
        })
    }

    /// Removes messages; nothing before `remains_from` counts as fetched any more.
    async fn commit_removal(
        &self,
        writer: &mut Writer,
        conversation: &str,
        ids: &str,
        remains_from: &Position,
    ) -> Result<(), StoreError> {
        let revision = writer.revision + 1;
        let mut tx = writer.cache.begin().await?;
        let mut work = UnitOfWork::new(&mut tx, revision, self.me(), &self.changed_messages);
        work.load(std::iter::once(conversation)).await?;
        message_writes::remove_messages(work.conn, ids).await?;
        fetched_ranges::trim_ranges(work.conn, conversation, remains_from).await?;
        work.layout_changed(conversation);
        let changes = work.finish().await?;
        files::fit_on_disk(&self.paths.cache, 1).map_err(StoreError::disk)?;
        tx.commit().await?;
        writer.revision = revision;
        self.publish(revision, changes);
        Ok(())
    }
}

impl KeptMessages {
    async fn load(
        cache: &mut SqliteConnection,
        conversation: &str,
        me: Participant,
    ) -> Result<Self, StoreError> {
        let mut ids = Vec::new();
        let newest = messages::load_newest(cache, conversation, 1).await?;
        ids.extend(newest.into_iter().map(|newest| newest.id));
        let ranges = fetched_ranges::load_ranges(cache, conversation).await?;
        ids.extend(ranges.into_iter().next_back().map(|range| range.to.id));
        let mut unread_from = None;
        if let Some(row) = conversations::load_one(cache, conversation).await? {
            unread_from = first_unread::unread_from(cache, &row, Some(&me)).await?;
            ids.extend(row.last_id);
        }
        Ok(Self {
            me,
            unread_from,
            ids,
        })
    }

    fn keeps(&self, message: &MessageOwner) -> bool {
        let unread = self
            .unread_from
            .as_ref()
            .is_some_and(|from| sort_key(from) <= sort_key(&message.position()));
        unread
            || message.local_id.is_some()
            || message.sender.as_deref() == Some(self.me.id.as_str())
            || self.ids.contains(&message.id)
    }
}

/// Whether the user has marked a conversation, or has written something in it that is not sent.
async fn is_kept_whole(
    user: &mut SqliteConnection,
    conversation: &str,
) -> Result<bool, StoreError> {
    let kept = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM stars WHERE conversation = ?1)
               OR EXISTS (SELECT 1 FROM drafts WHERE conversation = ?1)
               OR EXISTS (SELECT 1 FROM outbox WHERE conversation = ?1) AS "kept!: bool""#,
        conversation
    )
    .fetch_one(user)
    .await?;
    Ok(kept)
}
