//! The one door into the cache. Events, lists, pages and answers all come in here, and each
//! transaction tells afterwards what it changed.
//!
//! Batches that come while the writer is busy wait together and go in as one transaction with
//! one change set: a burst of events costs one commit and one frame.

use std::sync::{Arc, PoisonError};

use protocol::{Conversation, ConversationId, Message};
use sqlx::Connection;
use tokio::sync::oneshot;

use crate::batch::{Batch, PageApplied, PageFetched, Reach, Source};
use crate::claims;
use crate::fold::{beginning, rank};
use crate::intake::{self, Incoming, Taken};
use crate::messages::{self, MessageRecord};
use crate::people;
use crate::store::{Inner, Writer};
use crate::stretches::{self, Covered, Stretch};
use crate::view::{ChangeSet, LocalId, Place};
use crate::working::Working;
use crate::{Store, StoreError, conversations, merge, object_id, summary};

/// What one transaction takes in.
#[derive(Debug, Default)]
struct Intake {
    conversations: Vec<Conversation>,
    messages: Vec<Incoming>,
    page: Option<Page>,
}

/// The page that the messages are.
#[derive(Debug)]
struct Page {
    conversation: String,
    /// Ids of the messages that tell how far the page reaches.
    measured: Vec<String>,
    reach: Reach,
}

/// What became of an intake.
struct Outcome {
    changes: ChangeSet,
    taken: Taken,
    covered: Option<Covered>,
    oldest: Option<Place>,
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

    /// Takes a page of a chat in and notes which stretch it covers, in one transaction. After
    /// [`Reach::Newest`] the chat counts as followed: its events leave no hole until
    /// [`Store::line_lost`]. So: join first, then fetch (CONTRACT section 2).
    ///
    /// # Errors
    /// Those of the disk and of a damaged cache; nothing was changed then.
    pub async fn apply_page(
        &self,
        conversation: &ConversationId,
        page: PageFetched,
    ) -> Result<PageApplied, StoreError> {
        let newest = matches!(page.reach, Reach::Newest { .. });
        let ended = matches!(page.reach, Reach::Newest { end } | Reach::Older { end, .. } if end);
        let expected = usize::from(!newest);
        let intake = Intake {
            page: Some(Page {
                conversation: conversation.as_str().to_owned(),
                measured: measured(conversation, &page.messages),
                reach: page.reach,
            }),
            messages: page
                .messages
                .into_iter()
                .map(|m| incoming(m, Source::Rest))
                .collect(),
            ..Intake::default()
        };
        let mut guard = self.inner.writer.lock().await;
        let writer = guard.as_mut().ok_or(StoreError::Closed)?;
        let outcome = self.checked(self.inner.take_in(writer, intake).await)?;
        if newest {
            let mut followed = self
                .inner
                .followed
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            followed.insert(conversation.as_str().to_owned());
        }
        Ok(PageApplied {
            changes: outcome.changes,
            oldest: outcome.oldest,
            new: outcome.taken.new,
            joined: ended
                || outcome
                    .covered
                    .is_some_and(|covered| covered.met > expected),
        })
    }

    /// The server answered an entry of the outbox with its message: the pending row becomes the
    /// sent one and keeps its key. Fine also when the event came first and the entry is gone.
    ///
    /// # Errors
    /// Those of the disk and of a damaged cache. The entry is then still in the outbox, and has to
    /// be settled by looking.
    pub async fn complete_send(
        &self,
        local_id: &LocalId,
        message: Message,
    ) -> Result<ChangeSet, StoreError> {
        let mut answer = incoming(message, Source::Rest);
        answer.answers = Some(local_id.0.clone());
        let intake = Intake {
            messages: vec![answer],
            ..Intake::default()
        };
        let mut guard = self.inner.writer.lock().await;
        let writer = guard.as_mut().ok_or(StoreError::Closed)?;
        let outcome = self.checked(self.inner.take_in(writer, intake).await)?;
        Ok(outcome.changes)
    }
}

fn incoming(message: Message, source: Source) -> Incoming {
    Incoming {
        message,
        source,
        answers: None,
    }
}

/// The messages of a page that tell how far it reaches: a time that was made up here says nothing.
fn measured(conversation: &ConversationId, messages: &[Message]) -> Vec<String> {
    messages
        .iter()
        .filter(|m| m.conversation == *conversation)
        .filter(|m| m.created_at.is_some() || object_id::time_of(m.id.as_str()).is_some())
        .map(|m| m.id.as_str().to_owned())
        .collect()
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
        let result = self.noted(result);
        for answer in answers {
            // Whoever asked may have gone.
            drop(answer.send(result.clone()));
        }
    }

    /// One transaction on the cache, then what follows from it for the outbox, then the news.
    async fn take_in(&self, writer: &mut Writer, intake: Intake) -> Result<Outcome, StoreError> {
        let revision = writer.revision + 1;
        let mut tx = writer.cache.begin().await?;
        let mut working = Working::new(&mut tx, revision, self.me());
        load(&mut working, &intake).await?;
        learn(&mut working, &intake).await?;
        for record in &intake.conversations {
            if let Some(row) = working.row(record.id.as_str()) {
                merge::merge(row, record);
            }
        }
        let head = head_before(&mut working, intake.page.as_ref()).await?;
        let events = events(&intake.messages);
        let taken = intake::take(
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
                stretches::extend(working.conn, &conversation, place).await?;
            }
        }
        let mut covered = None;
        let mut oldest = None;
        if let Some(page) = &intake.page {
            oldest = reached(page, &taken).map(|(oldest, _)| oldest);
            covered = Some(note_page(&mut working, page, &taken, head.as_ref()).await?);
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
        tx.commit().await?;
        writer.revision = revision;
        self.settle_claims(writer, &taken, revision).await;
        let changes = self.publish(revision, changes);
        Ok(Outcome {
            changes,
            taken,
            covered,
            oldest,
        })
    }

    fn follows(&self, conversation: &str) -> bool {
        self.followed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(conversation)
    }

    /// The cache has the messages; should the outbox fail to let go of them, the rows know, and the next
    /// opening settles it.
    async fn settle_claims(&self, writer: &mut Writer, taken: &Taken, revision: i64) {
        let now = (self.clock)();
        if let Err(error) = claims::settle(&mut writer.outbox, &taken.claims, revision, now).await {
            tracing::warn!(%error, "sent messages could not be taken out of the outbox yet");
        }
        for claim in &taken.claims {
            if let Err(error) = summary::refresh(self, writer, &claim.conversation).await {
                tracing::warn!(%error, "the inbox's order could not be brought up to date");
            }
        }
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
    let mut sightings = intake::sightings(&intake.messages);
    sightings.extend(intake.conversations.iter().flat_map(merge::sightings));
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
        .filter(|incoming| incoming.source == Source::Event);
    events.map(|incoming| of(&incoming.message)).collect()
}

/// The newest message of the page's chat before the page.
async fn head_before(
    working: &mut Working<'_>,
    page: Option<&Page>,
) -> Result<Option<Place>, StoreError> {
    let Some(page) = page else { return Ok(None) };
    let newest = messages::newest(working.conn, &page.conversation, 1).await?;
    Ok(newest.first().map(MessageRecord::place))
}

/// How far a page reaches: its oldest and its newest place.
fn reached(page: &Page, taken: &Taken) -> Option<(Place, Place)> {
    let mut places: Vec<&Place> = page
        .measured
        .iter()
        .filter_map(|id| taken.places.get(id))
        .collect();
    places.sort_by(|a, b| rank(a).cmp(&rank(b)));
    Some(((*places.first()?).clone(), (*places.last()?).clone()))
}

/// Notes the stretch that a page covers.
async fn note_page(
    working: &mut Working<'_>,
    page: &Page,
    taken: &Taken,
    head: Option<&Place>,
) -> Result<Covered, StoreError> {
    let reached = reached(page, taken);
    let stretch = match &page.reach {
        Reach::Newest { end } => match (reached, end) {
            (Some((oldest, newest)), false) => Some(Stretch {
                from: oldest,
                to: newest,
            }),
            (Some((_, newest)), true) => Some(Stretch {
                from: beginning(),
                to: newest,
            }),
            (None, true) => Some(Stretch {
                from: beginning(),
                to: beginning(),
            }),
            (None, false) => None,
        },
        Reach::Older { before, end } => {
            let oldest = reached.map_or_else(|| before.clone(), |(oldest, _)| oldest);
            let from = if *end { beginning() } else { oldest };
            (rank(&from) <= rank(before)).then(|| Stretch {
                from,
                to: before.clone(),
            })
        }
    };
    let newest = matches!(page.reach, Reach::Newest { .. });
    if newest {
        if let Some(row) = working.row(&page.conversation) {
            // Looked for once is enough: the server does not have it any more.
            row.sought_id.clone_from(&row.last_id);
        }
    } else {
        // Old history is no news to anybody.
        working.changes.arrived.clear();
    }
    if let (true, Some(head)) = (newest, head) {
        working
            .changes
            .arrived
            .retain(|arrival| rank(head) < rank(&arrival.place));
    }
    let Some(stretch) = stretch else {
        return Ok(Covered {
            met: 0,
            news: false,
        });
    };
    let covered = stretches::cover(working.conn, &page.conversation, stretch).await?;
    if covered.news {
        working.layout_changed(&page.conversation);
    }
    Ok(covered)
}
