//! Sending, as the outbox sees it. An entry's life:
//!
//! ```text
//! queue_message → pending → mark_sending → sending → complete_send, or claimed by an event: gone, sent
//!                    ↑                        ├→ mark_unknown → checking → claimed: gone, sent
//!                    ├────── back_to_pending ─┤                    │
//!                    └────────────────────────┼────────────────────┘ back_to_pending
//!                    └─ retry, edit ← failed ←┘ mark_failed
//! ```
//!
//! After a crash, what was sending is checking: nobody knows whether the server has it. An entry that
//! the server turns out to have leaves the outbox only after its message is in the cache; which
//! message it became is remembered in both databases, so that its row keeps its key. An entry that
//! is gone answers every further step with `false`.

use protocol::{ConversationId, UtcMs};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::claims::{self, Claim};
use crate::error::LONGEST_MESSAGE;
use crate::outbox::{self, OutboxRecord, state};
use crate::store::Writer;
use crate::view::LocalId;
use crate::{Store, StoreError, drafts, messages};

/// How many of the newest ids are noted before a send. A page of messages is 50 (CONTRACT section 3).
const KNOWN_BEFORE: i64 = 50;

impl Store {
    /// Queues a message and clears the conversation's draft in one transaction. When it answers, the
    /// text is on disk.
    ///
    /// # Errors
    /// [`StoreError::MessageEmpty`], [`StoreError::MessageTooLong`]; those of the disk and of a
    /// damaged outbox.
    pub async fn queue_message(
        &self,
        conversation: &ConversationId,
        text: &str,
    ) -> Result<LocalId, StoreError> {
        check_text(text)?;
        let mut guard = self.inner.writer.lock().await;
        let writer = guard.as_mut().ok_or(StoreError::Closed)?;
        let revision = writer.revision + 1;
        let mut entry = OutboxRecord {
            number: 0,
            local_id: uuid::Uuid::new_v4().to_string(),
            conversation: conversation.as_str().to_owned(),
            text: text.to_owned(),
            state: state::PENDING.to_owned(),
            code: None,
            detail: None,
            created_at: (self.inner.clock)().0,
            attempts: 0,
            not_before: None,
            sending_since: None,
            maybe_sent: false,
            known_at: None,
            known_id: None,
            known_ids: "[]".to_owned(),
            revision,
        };
        if let Err(error) = self.checked(note_known(&mut writer.cache, &mut entry).await) {
            // What the user wrote is kept even while the cache cannot be read.
            tracing::warn!(%error, "queued without knowing what came before");
        }
        self.checked(insert(&mut writer.outbox, &entry, revision).await)?;
        writer.revision = revision;
        self.inner
            .outbox_changed(writer, conversation.as_str())
            .await;
        Ok(LocalId(entry.local_id))
    }

    /// The entry is being handed to the line: notes what is known now. `false`: it is gone or not
    /// pending, and must not be sent.
    ///
    /// # Errors
    /// Those of the disk and of a damaged file.
    pub async fn mark_sending(&self, id: &LocalId) -> Result<bool, StoreError> {
        self.step(id, Step::Sending).await
    }

    /// The answer was lost: perhaps the server has it.
    ///
    /// # Errors
    /// Those of the disk and of a damaged file.
    pub async fn mark_unknown(&self, id: &LocalId) -> Result<bool, StoreError> {
        self.step(id, Step::Unknown).await
    }

    /// The server refused it, or only the user can decide. `code` has a sentence in `locales/`.
    ///
    /// # Errors
    /// Those of the disk and of a damaged file.
    pub async fn mark_failed(
        &self,
        id: &LocalId,
        code: &str,
        detail: Option<&str>,
    ) -> Result<bool, StoreError> {
        self.step(id, Step::Failed { code, detail }).await
    }

    /// It is known not to be on the server, and is to be sent again, not before a time (UTC).
    ///
    /// # Errors
    /// Those of the disk and of a damaged file.
    pub async fn back_to_pending(
        &self,
        id: &LocalId,
        not_before: UtcMs,
    ) -> Result<bool, StoreError> {
        self.step(id, Step::Pending { not_before }).await
    }

    /// The user wants a failed entry, or one being looked for, sent again at once.
    ///
    /// # Errors
    /// Those of the disk and of a damaged file.
    pub async fn retry(&self, id: &LocalId) -> Result<bool, StoreError> {
        self.step(id, Step::Retry).await
    }

    /// The user gives a waiting or failed entry a new text; a failed one is sent again.
    ///
    /// # Errors
    /// [`StoreError::MessageEmpty`], [`StoreError::MessageTooLong`]; those of the disk and of a
    /// damaged file.
    pub async fn edit(&self, id: &LocalId, text: &str) -> Result<bool, StoreError> {
        check_text(text)?;
        self.step(id, Step::Edit { text }).await
    }

    /// The user cancels an entry. `false`: it is gone, or on its way at this moment.
    ///
    /// # Errors
    /// Those of the disk and of a damaged file.
    pub async fn discard(&self, id: &LocalId) -> Result<bool, StoreError> {
        self.step(id, Step::Discard).await
    }

    async fn step(&self, id: &LocalId, step: Step<'_>) -> Result<bool, StoreError> {
        let mut guard = self.inner.writer.lock().await;
        let writer = guard.as_mut().ok_or(StoreError::Closed)?;
        let now = (self.inner.clock)();
        let Some(conversation) = self.checked(walk(writer, &id.0, &step, now).await)? else {
            return Ok(false);
        };
        self.inner.outbox_changed(writer, &conversation.id).await;
        Ok(conversation.stepped)
    }
}

/// A step in an entry's life.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Sending,
    Unknown,
    Failed {
        code: &'a str,
        detail: Option<&'a str>,
    },
    Pending {
        not_before: UtcMs,
    },
    Retry,
    Edit {
        text: &'a str,
    },
    Discard,
}

/// What became of a step: where something changed, and whether it was the step.
struct Walked {
    id: String,
    stepped: bool,
}

async fn walk(
    writer: &mut Writer,
    local_id: &str,
    step: &Step<'_>,
    now: UtcMs,
) -> Result<Option<Walked>, StoreError> {
    let Some(mut entry) = outbox::one(&mut writer.outbox, local_id).await? else {
        return Ok(None);
    };
    let id = entry.conversation.clone();
    let revision = writer.revision + 1;
    if let Some(message) = messages::written_here(&mut writer.cache, local_id).await? {
        // It is on the server and in the cache; only the outbox has not been told.
        let claim = Claim {
            local_id: local_id.to_owned(),
            message,
            conversation: id.clone(),
        };
        claims::settle(&mut writer.outbox, &[claim], revision, now).await?;
        writer.revision = revision;
        return Ok(Some(Walked { id, stepped: false }));
    }
    if !change(&mut entry, step, now) {
        return Ok(None);
    }
    // Until it is settled, an attempt that may have reached the server is looked for after what was
    // known before that one.
    if matches!(step, Step::Sending) && !entry.maybe_sent {
        note_known(&mut writer.cache, &mut entry).await?;
    }
    entry.revision = revision;
    let mut tx = writer.outbox.begin().await?;
    match step {
        Step::Discard => outbox::remove(&mut tx, local_id).await?,
        _ => outbox::save(&mut tx, &entry).await?,
    }
    outbox::note_revision(&mut tx, revision).await?;
    tx.commit().await?;
    writer.revision = revision;
    Ok(Some(Walked { id, stepped: true }))
}

/// Changes an entry as a step wants it; `false` where the step does not fit its state.
fn change(entry: &mut OutboxRecord, step: &Step<'_>, now: UtcMs) -> bool {
    let from = |states: &[&str]| states.contains(&entry.state.as_str());
    let fits = match step {
        Step::Sending => from(&[state::PENDING]),
        Step::Unknown => from(&[state::SENDING]),
        Step::Failed { .. } => from(&[state::PENDING, state::SENDING, state::CHECKING]),
        Step::Pending { .. } => from(&[state::SENDING, state::CHECKING]),
        Step::Retry => from(&[state::FAILED, state::CHECKING]),
        Step::Edit { .. } => from(&[state::PENDING, state::FAILED]),
        Step::Discard => !from(&[state::SENDING]),
    };
    if !fits {
        return false;
    }
    let to = match step {
        Step::Sending => state::SENDING,
        Step::Unknown => state::CHECKING,
        Step::Failed { .. } => state::FAILED,
        Step::Pending { .. } | Step::Retry | Step::Edit { .. } | Step::Discard => state::PENDING,
    };
    to.clone_into(&mut entry.state);
    entry.code = None;
    entry.detail = None;
    entry.not_before = None;
    match step {
        Step::Sending => {
            entry.attempts += 1;
            entry.sending_since = Some(now.0);
        }
        Step::Unknown => entry.maybe_sent = true,
        Step::Failed { code, detail } => {
            entry.code = Some((*code).to_owned());
            entry.detail = detail.map(str::to_owned);
        }
        Step::Pending { not_before } => entry.not_before = Some(not_before.0),
        Step::Retry => entry.attempts = 0,
        Step::Edit { text } => {
            (*text).clone_into(&mut entry.text);
            entry.attempts = 0;
            // What may be on the server is the old text, and shows as a message of its own.
            entry.maybe_sent = false;
        }
        Step::Discard => {}
    }
    true
}

fn check_text(text: &str) -> Result<(), StoreError> {
    if text.trim().is_empty() {
        return Err(StoreError::MessageEmpty);
    }
    let characters = text.chars().count();
    if characters > LONGEST_MESSAGE {
        return Err(StoreError::MessageTooLong { characters });
    }
    Ok(())
}

async fn note_known(
    cache: &mut SqliteConnection,
    entry: &mut OutboxRecord,
) -> Result<(), StoreError> {
    let known = messages::newest(cache, &entry.conversation, KNOWN_BEFORE).await?;
    entry.known_at = known.first().map(|newest| newest.at);
    entry.known_id = known.first().map(|newest| newest.id.clone());
    entry.known_ids = crate::json::array(known.iter().map(|row| row.id.as_str()));
    Ok(())
}

async fn insert(
    conn: &mut SqliteConnection,
    entry: &OutboxRecord,
    revision: i64,
) -> Result<(), StoreError> {
    let mut tx = conn.begin().await?;
    outbox::save(&mut tx, entry).await?;
    drafts::clear(&mut tx, &entry.conversation).await?;
    outbox::note_revision(&mut tx, revision).await?;
    tx.commit().await?;
    Ok(())
}
