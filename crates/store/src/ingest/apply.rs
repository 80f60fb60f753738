//! The one door into the cache. Events, lists, pages and answers all come in here, and each
//! transaction tells afterwards what it changed.
//!
//! Batches that come while the writer is busy wait together and go in as one transaction with
//! one change set: a burst of events costs one commit and one frame.

use std::sync::{Arc, PoisonError};

use protocol::{Conversation, Message};
use sqlx::Connection;
use tokio::sync::oneshot;

use crate::db::json;
use crate::ingest::messages::{Incoming, Taken};
use crate::ingest::pages::{self, Page};
use crate::ingest::unit_of_work::Working;
use crate::model::ingest::{Batch, Source};
use crate::model::rows::{ChangeSet, Place};
use crate::outbox::matching::{self, Claim};
use crate::outbox::{holds, inbox_sync};
use crate::store::{Inner, Writer};
use crate::tables::fetched_ranges::{self, Covered};
use crate::tables::outbox::OutboxRecord;
use crate::tables::people;
use crate::tables::{conversations, outbox};
use crate::{Store, StoreError, ingest};

/// What one transaction takes in.
#[derive(Debug, Default)]
pub(crate) struct Intake {
    pub(crate) conversations: Vec<Conversation>,
    pub(crate) messages: Vec<Incoming>,
    pub(crate) page: Option<Page>,
}

/// What became of an intake.
pub(crate) struct Outcome {
    pub(crate) changes: ChangeSet,
    pub(crate) taken: Taken,
    pub(crate) covered: Option<Covered>,
    pub(crate) oldest: Option<Place>,
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
        inner
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((batch, answer));
        // A task of its own: whoever is cancelled here must not take the others' batches along.
        tokio::spawn(async move { inner.apply_waiting().await });
        answered.await.unwrap_or(Err(StoreError::Closed))
    }
}

/// A message on its way in.
pub(crate) fn incoming(message: Message, source: Source) -> Incoming {
    Incoming {
        message,
        source,
        answers: None,
    }
}

impl Inner {
    async fn apply_waiting(&self) {
        let mut guard = self.writer.lock().await;
        let waiting =
            std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if waiting.is_empty() {
            return;
        }
        let mut intake = Intake::default();
        let mut answers = Vec::new();
        for (batch, answer) in waiting {
            intake.conversations.extend(batch.conversations);
            let source = batch.source;
            intake
                .messages
                .extend(batch.messages.into_iter().map(|m| incoming(m, source)));
            answers.push(answer);
        }
        let result = match guard.as_mut() {
            Some(writer) => self
                .take_in(writer, intake)
                .await
                .map(|outcome| outcome.changes),
            None => Err(StoreError::Closed),
        };
        let result = self.kept(result);
        for answer in answers {
            // Whoever asked may have gone.
            drop(answer.send(result.clone()));
        }
    }

    /// One transaction on the cache, then what follows from it for the outbox, then the news.
    pub(crate) async fn take_in(
        &self,
        writer: &mut Writer,
        intake: Intake,
    ) -> Result<Outcome, StoreError> {
        self.leave_the_reserve(writer, &intake).await?;
        let revision = writer.revision + 1;
        let mut tx = writer.cache.begin().await?;
        let mut working = Working::new(&mut tx, revision, self.me());
        load(&mut working, &intake).await?;
        learn(&mut working, &intake).await?;
        for record in &intake.conversations {
            if let Some(row) = working.row(record.id.as_str()) {
                ingest::conversations::merge(row, record);
            }
        }
        let open = json::array(
            holds::said_open(&mut working, &intake.conversations)
                .iter()
                .map(String::as_str),
        );
        let held = holds::noted(&mut writer.outbox, &open).await?;
        for conversation in &held {
            working.layout_changed(conversation);
        }
        let head = pages::head_before(&mut working, intake.page.as_ref()).await?;
        let events = events(&intake.messages);
        let taken = ingest::messages::take(
            &mut working,
            &mut writer.outbox,
            intake.messages,
            (self.clock)(),
        )
        .await?;
        for (conversation, id) in events {
            if self.follows(&conversation)
                && let Some(place) = taken.places.get(&id)
            {
                // Though the message may be known by its answer already, how far the cache reaches is news.
                working.changes.unseen |=
                    fetched_ranges::extend(working.conn, &conversation, place).await?;
            }
        }
        let mut covered = None;
        let mut oldest = None;
        if let Some(page) = &intake.page {
            oldest = pages::reached(page, &taken).map(|(oldest, _)| oldest);
            covered = Some(pages::note_page(&mut working, page, &taken, head.as_ref()).await?);
        }
        let changes = working.finish().await?;
        if changes.is_empty() && taken.claims.is_empty() {
            tx.rollback().await?;
            let changes =
                changes.into_set(self.committed.load(std::sync::atomic::Ordering::Acquire));
            return Ok(Outcome {
                changes,
                taken,
                covered,
                oldest,
            });
        }
        fail::fail_point!("store.apply.before-commit");
        tx.commit().await?;
        fail::fail_point!("store.apply.after-commit");
        writer.revision = revision;
        self.settle_claims(writer, &taken.claims, revision).await;
        self.release(writer, &held, revision).await;
        let changes = self.publish(revision, changes);
        Ok(Outcome {
            changes,
            taken,
            covered,
            oldest,
        })
    }

    /// As [`Inner::noted`], of what the server said: the user hears of it when there is no room for that.
    pub(crate) fn kept<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        let result = self.noted(result);
        if matches!(result, Err(StoreError::DiskFull)) {
            self.attendant.hear_of_full_cache();
        }
        result
    }

    /// While the reserve is given up, what room there is belongs to what the user wrote: the answers to it, and
    /// the chats that something of it waits in.
    async fn leave_the_reserve(
        &self,
        writer: &mut Writer,
        intake: &Intake,
    ) -> Result<(), StoreError> {
        let answers = intake.messages.iter().any(|one| one.answers.is_some());
        if answers || !self.attendant.ballast.is_given_up() || self.reserve_is_back() {
            return Ok(());
        }
        if let Some(page) = &intake.page {
            let entries = outbox::of(&mut writer.outbox, &page.conversation).await?;
            if entries.iter().any(OutboxRecord::waits) {
                return Ok(());
            }
        }
        Err(StoreError::DiskFull)
    }

    /// Lays the reserve in at once where there is room by now: what is fetched need not wait until the
    /// attendant looks again.
    fn reserve_is_back(&self) -> bool {
        let ballast = &self.attendant.ballast;
        // Where a limit stands for the disk's end, only the attendant can tell.
        if self.attendant.limit.outbox_pages.is_some() || !ballast.has_room() {
            return false;
        }
        ballast.lay_in();
        !ballast.is_given_up()
    }

    fn follows(&self, conversation: &str) -> bool {
        self.followed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains_key(conversation)
    }

    /// The cache has the messages; should the outbox fail to let go of them, the rows know, and the next
    /// opening settles it.
    pub(crate) async fn settle_claims(&self, writer: &mut Writer, claims: &[Claim], revision: i64) {
        let now = (self.clock)();
        if let Err(error) = matching::settle(&mut writer.outbox, claims, revision, now).await {
            tracing::warn!(%error, "sent messages could not be taken out of the outbox yet");
            self.writer.shake();
            self.attendant.hear_of(&error);
        }
        for claim in claims {
            if let Err(error) = inbox_sync::refresh(self, writer, &claim.conversation).await {
                tracing::warn!(%error, "the inbox's order could not be brought up to date");
            }
        }
    }

    /// These conversations are not closed any more. Should the outbox fail to note it, their next record
    /// or the next opening does.
    async fn release(&self, writer: &mut Writer, held: &[String], revision: i64) {
        if held.is_empty() {
            return;
        }
        fail::fail_point!("store.release.between-the-files");
        let held = json::array(held.iter().map(String::as_str));
        if let Err(error) = holds::release(&mut writer.outbox, &held, revision).await {
            tracing::warn!(%error, "what was held could not be released yet");
            self.writer.shake();
            self.attendant.hear_of(&error);
        }
        fail::fail_point!("store.release.after-commit");
    }
}

async fn load(working: &mut Working<'_>, intake: &Intake) -> Result<(), StoreError> {
    let mut ids: Vec<&str> = intake.conversations.iter().map(|c| c.id.as_str()).collect();
    ids.extend(
        intake
            .messages
            .iter()
            .map(|i| i.message.conversation.as_str()),
    );
    ids.extend(intake.page.iter().map(|page| page.conversation.as_str()));
    ids.sort_unstable();
    ids.dedup();
    working.load(ids.into_iter()).await
}

/// Learns names and roles; whoever shows one of the people has to draw again.
async fn learn(working: &mut Working<'_>, intake: &Intake) -> Result<(), StoreError> {
    let mut sightings = ingest::messages::sightings(&intake.messages);
    sightings.extend(
        intake
            .conversations
            .iter()
            .flat_map(ingest::conversations::sightings),
    );
    let changed = people::learn(working.conn, working.revision, &sightings).await?;
    if changed.is_empty() {
        return Ok(());
    }
    working.changes.unseen = true;
    for id in conversations::with_people(working.conn, &changed).await? {
        working.changes.messages.insert(id.clone());
        working.changes.conversations.insert(id);
    }
    Ok(())
}

fn events(messages: &[Incoming]) -> Vec<(String, String)> {
    let of = |m: &Message| (m.conversation.as_str().to_owned(), m.id.as_str().to_owned());
    let events = messages
        .iter()
        .filter(|incoming| incoming.source == Source::Event)
        // A time that was made up here says nothing of how far the cache reaches.
        .filter(|incoming| pages::has_a_place(&incoming.message));
    events.map(|incoming| of(&incoming.message)).collect()
}
