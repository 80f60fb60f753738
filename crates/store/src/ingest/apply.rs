//! The only way into the cache. Events, lists, pages and answers all come in here, and each transaction
//! publishes what it changed.
//!
//! Batches that come while the writer is busy wait together and go in as one transaction with
//! one change set: a burst of events costs one commit and one frame.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use protocol::Message;
use sqlx::Connection;
use tokio::sync::oneshot;

use crate::db::write_lock::Writer;
use crate::db::{files, json};
use crate::ingest::credible_times::CredibleTimes;
use crate::ingest::input::{Incoming, IngestInput};
use crate::ingest::messages::IngestResult;
use crate::ingest::openings::Heard;
use crate::ingest::pages;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::model::ingest::Batch;
use crate::model::rows::{ChangeSet, Position};
use crate::model::source::Source;
use crate::outbox::attached_files::Sweep;
use crate::outbox::matching::{self, Match};
use crate::outbox::{holds, inbox_sync};
use crate::store::Inner;
use crate::tables::fetched_ranges::{self, Coverage, FollowedMessage};
use crate::tables::outbox::OutboxRecord;
use crate::tables::people;
use crate::tables::{conversations, outbox};
use crate::{Store, StoreError, ingest};

/// What became of the records of one transaction.
pub(crate) struct IngestOutcome {
    pub(crate) changes: ChangeSet,
    pub(crate) ingested: IngestResult,
    pub(crate) covered: Option<Coverage>,
    pub(crate) oldest: Option<Position>,
    pub(crate) newest: Option<Position>,
}

impl Store {
    /// Takes records in, in one transaction. Applying a record twice, late or out of order ends in
    /// the same rows. A change set without content means that nothing was new.
    ///
    /// # Errors
    /// Those of the disk and of a damaged cache; nothing was changed then.
    pub async fn apply(&self, batch: Batch) -> Result<ChangeSet, StoreError> {
        let (answer, answered) = oneshot::channel();
        let inner = Arc::clone(&self.inner);
        inner.waiting.lock().push((batch, answer));
        // A task of its own: whoever is cancelled here must not take the others' batches along.
        tokio::spawn(async move { inner.apply_waiting().await });
        answered.await.unwrap_or(Err(StoreError::Closed))
    }
}

impl Inner {
    async fn apply_waiting(&self) {
        let mut guard = self.writer.lock().await;
        let waiting = std::mem::take(&mut *self.waiting.lock());
        if waiting.is_empty() {
            return;
        }
        let mut input = IngestInput::default();
        let mut answers = Vec::new();
        for (batch, answer) in waiting {
            input.conversations.extend(batch.conversations);
            let source = batch.source;
            if source == Source::Rest {
                input.source = source;
            }
            input.messages.extend(
                batch
                    .messages
                    .into_iter()
                    .map(|m| Incoming::unasked(m, source)),
            );
            answers.push(answer);
        }
        let result = match guard.as_mut() {
            Some(writer) => self
                .ingest_guarded(writer, input)
                .await
                .map(|outcome| outcome.changes),
            None => Err(StoreError::Closed),
        };
        let result = self.report_cache_errors(result);
        for answer in answers {
            // Whoever asked may have gone.
            drop(answer.send(result.clone()));
        }
    }

    /// Commits one transaction on the cache, then what follows from it for the outbox, and publishes the
    /// changes.
    pub(crate) async fn ingest(
        &self,
        writer: &mut Writer,
        input: &mut IngestInput,
    ) -> Result<IngestOutcome, StoreError> {
        self.respect_reserve(writer, input).await?;
        let revision = writer.revision + 1;
        let mut tx = writer.cache.begin().await?;
        let mut work = UnitOfWork::new(&mut tx, revision, self.me(), &self.changed_messages);
        load(&mut work, input).await?;
        let now = (self.clock)();
        let times = CredibleTimes::at(now);
        times.bound_input(input, &mut self.future_times.lock());
        if input.source == Source::Rest {
            times.heal(&mut work).await?;
        }
        learn(&mut work, input, times).await?;
        let heard = Heard {
            now: now.0,
            listed_at: self.listed_at.load(Ordering::Acquire),
        };
        for record in &input.conversations {
            if let Some(row) = work.row(record.id.as_str()) {
                ingest::conversations::merge_record(row, record, heard);
            }
        }
        let open = json::to_array(
            holds::reopened(&mut work, &input.conversations)
                .iter()
                .map(String::as_str),
        );
        let held = holds::conversations_with_holds(&mut writer.user, Some(&open)).await?;
        for conversation in &held {
            work.layout_changed(conversation);
        }
        let head = pages::head_before(&mut work, input.page.as_ref()).await?;
        let events = events(&input.messages);
        let ingested = ingest::messages::ingest_messages(
            &mut work,
            &mut writer.user,
            (&mut input.messages, &input.placed_now),
            now,
        )
        .await?;
        for id in &ingested.of_another_chat {
            self.report_unreadable(id, "the same id is known in another conversation");
        }
        let followed: Vec<FollowedMessage<'_>> = events
            .iter()
            .filter(|(conversation, _)| self.follows(conversation))
            .filter_map(|(conversation, id)| {
                Some(FollowedMessage::new(
                    conversation,
                    ingested.positions.get(id)?,
                ))
            })
            .collect();
        // Even where the answer brought a message already, the range that the cache covers may grow.
        work.changes.hidden |= fetched_ranges::extend_newest(work.conn, &followed).await?;
        let mut covered = None;
        let mut extent = None;
        if let Some(page) = &input.page {
            extent = pages::page_extent(page, &ingested);
            covered = Some(pages::record_page(&mut work, page, &ingested, head.as_ref()).await?);
        }
        let (oldest, newest) = extent.unzip();
        let changes = work.finish().await?;
        if changes.is_empty() && ingested.matches_found.is_empty() {
            tx.rollback().await?;
            let changes = changes.into_set(self.committed.load(Ordering::Acquire));
            return Ok(IngestOutcome {
                changes,
                ingested,
                covered,
                oldest,
                newest,
            });
        }
        fail::fail_point!("store.apply.before-commit");
        files::fit_on_disk(&self.paths.cache, 1).map_err(StoreError::disk)?;
        tx.commit().await?;
        fail::fail_point!("store.apply.after-commit");
        writer.revision = revision;
        self.follow_matches(writer, &ingested.matches_found).await;
        self.release(writer, &held).await;
        let changes = self.publish(revision, changes);
        Ok(IngestOutcome {
            changes,
            ingested,
            covered,
            oldest,
            newest,
        })
    }

    /// As [`Inner::report_errors`], for writes to the cache: the user is told when it has no room.
    pub(crate) fn report_cache_errors<T>(
        &self,
        result: Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let result = self.report_errors(result);
        if matches!(result, Err(StoreError::DiskFull)) {
            self.maintenance.report_full_cache();
        }
        result
    }

    /// Refuses a write to the cache while the reserve is released. Answers to the outbox, and pages of chats in
    /// which a message waits, may still be written.
    async fn respect_reserve(
        &self,
        writer: &mut Writer,
        input: &IngestInput,
    ) -> Result<(), StoreError> {
        let answers = input.messages.iter().any(|one| one.answers.is_some());
        if answers || !self.maintenance.reserve.is_released() || self.try_allocate_reserve() {
            return Ok(());
        }
        if let Some(page) = &input.page {
            let entries = outbox::load_conversation(&mut writer.user, &page.conversation).await?;
            if entries.iter().any(OutboxRecord::is_waiting) {
                return Ok(());
            }
        }
        Err(StoreError::DiskFull)
    }

    /// Allocates the reserve at once where there is room by now, so that a fetch need not wait for the
    /// maintenance task.
    fn try_allocate_reserve(&self) -> bool {
        let reserve = &self.maintenance.reserve;
        if !reserve.has_room() {
            return false;
        }
        reserve.allocate();
        !reserve.is_released()
    }

    fn follows(&self, conversation: &str) -> bool {
        self.followed.lock().contains_key(conversation)
    }

    /// Removes matched entries from the outbox. The cache has their messages already: should the removal fail,
    /// the next opening repeats it.
    pub(crate) async fn follow_matches(&self, writer: &mut Writer, matches_found: &[Match]) {
        if matches_found.is_empty() {
            return;
        }
        let committed = async {
            let write = writer.follow_cache().await?;
            matching::commit_matches(write, matches_found, (self.clock)()).await
        };
        if let Err(error) = committed.await {
            tracing::warn!(%error, "sent messages could not be taken out of the outbox yet");
            self.writer.mark_failed();
            self.maintenance.report_failure(&error);
        }
        for found in matches_found {
            if let Err(error) =
                inbox_sync::refresh_conversation(self, writer, &found.conversation).await
            {
                tracing::warn!(%error, "the inbox's order could not be brought up to date");
            }
        }
        self.sweep_files(writer, Sweep::Orphans).await;
    }

    /// Releases what waited for these conversations to be open. Should that fail, their next record or the next
    /// opening repeats it.
    async fn release(&self, writer: &mut Writer, held: &[String]) {
        if held.is_empty() {
            return;
        }
        fail::fail_point!("store.release.between-the-files");
        let held = json::to_array(held.iter().map(String::as_str));
        let cleared = async { holds::clear_holds(writer.follow_cache().await?, &held).await };
        if let Err(error) = cleared.await {
            tracing::warn!(%error, "what was held could not be released yet");
            self.writer.mark_failed();
            self.maintenance.report_failure(&error);
        }
        fail::fail_point!("store.release.after-commit");
    }
}

async fn load(work: &mut UnitOfWork<'_>, input: &IngestInput) -> Result<(), StoreError> {
    let mut ids: Vec<&str> = input.conversations.iter().map(|c| c.id.as_str()).collect();
    ids.extend(
        input
            .messages
            .iter()
            .map(|i| i.message.conversation.as_str()),
    );
    ids.extend(input.page.iter().map(|page| page.conversation.as_str()));
    ids.sort_unstable();
    ids.dedup();
    work.load(ids.into_iter()).await
}

/// Saves names and roles, and marks what shows these people as changed.
async fn learn(
    work: &mut UnitOfWork<'_>,
    input: &IngestInput,
    times: CredibleTimes,
) -> Result<(), StoreError> {
    let mut updates = ingest::messages::participant_updates(&input.messages);
    updates.extend(
        input
            .conversations
            .iter()
            .flat_map(ingest::conversations::participant_updates),
    );
    let changed =
        people::merge_participants(work.conn, work.revision, &updates, &|at| times.stamp(at))
            .await?;
    if changed.is_empty() {
        return Ok(());
    }
    work.changes.hidden = true;
    for id in conversations::showing_people(work.conn, &changed).await? {
        work.changes.messages.insert(id.clone());
        work.changes.conversations.insert(id);
    }
    Ok(())
}

fn events(messages: &[Incoming]) -> Vec<(String, String)> {
    let of = |m: &Message| (m.conversation.as_str().to_owned(), m.id.as_str().to_owned());
    let events = messages
        .iter()
        .filter(|incoming| incoming.source == Source::Event)
        // A made-up time does not say how far the cache reaches.
        .filter(|incoming| pages::has_position(&incoming.message));
    events.map(|incoming| of(&incoming.message)).collect()
}
