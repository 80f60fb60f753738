//! Sending, as the outbox sees it. An entry's life:
//!
//! ```text
//! queue_message → pending → mark_sending → sending → complete_send: gone, sent
//!                  ↑ ↑ ↑                    ├→ mark_unknown → checking → reconcile: gone, sent
//!                  │ │ ├── back_to_pending ─┤                    ├→ reconcile: failed, the user decides
//!                  │ │ └────────────────────┼────────────────────┘ back_to_pending
//!                  │ ├── hold ──────────────┤
//!                  │ └── retry, edit ←─ failed ←┘ mark_failed ──→ confirm_sent: gone, sent
//!                  └── restore ←─ cancelled ←─ discard, from anywhere but on its way
//! ```
//!
//! One with a file ([`crate::outbox::enqueue_file`]) is pending while the file is uploaded, which nobody sees: so it can be
//! cancelled meanwhile. Where the server keeps the file is noted (`record_upload`) before the message is sent.
//!
//! One with a schedule ([`crate::outbox::scheduled`]) is pending as well: until its time has come it can be taken back, and
//! it is dropped (cancelled, with the reason) where its condition says so.
//!
//! After a crash, what was sending is checking: nobody knows whether the server has it. An entry that
//! the server turns out to have leaves the outbox only after its message is in the cache; which
//! message it became is remembered in both databases, so that its row keeps its key. An entry that
//! is gone answers every further transition with `false`.

use protocol::{ConversationId, UtcMs};

use crate::error::LONGEST_MESSAGE;
use crate::model::outbox_entry::Hold;
use crate::model::purpose::Purpose;
use crate::model::rows::LocalId;
use crate::model::schedule::Schedule;
use crate::outbox::attached_files::AttachedFiles;
use crate::outbox::transitions::{Transition, record_known_messages};
use crate::tables::drafts;
use crate::tables::outbox::{self, OutboxRecord, state};
use crate::tables::reminders;
use crate::{Store, StoreError};

/// What an entry is to say.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Text(String),
    /// A file that is staged.
    File {
        name: String,
        content_type: String,
        size: u64,
    },
    /// A picture that lies somewhere already.
    PictureLink {
        name: String,
        url: String,
    },
}

impl Content {
    fn write_into(&self, entry: &mut OutboxRecord) {
        match self {
            Self::Text(text) => entry.text.clone_from(text),
            Self::File {
                name,
                content_type,
                size,
            } => {
                entry.text.clone_from(name);
                entry.file_name = Some(name.clone());
                entry.file_type = Some(content_type.clone());
                entry.file_size = i64::try_from(*size).ok();
            }
            Self::PictureLink { name, url } => {
                entry.text.clone_from(url);
                entry.file_name = Some(name.clone());
                entry.file_url = Some(url.clone());
            }
        }
    }
}

impl Store {
    /// Queues a message and clears the conversation's draft in one transaction. When it answers, the
    /// text is on disk.
    ///
    /// # Errors
    /// [`StoreError::MessageEmpty`], [`StoreError::MessageTooLong`].
    pub async fn queue_message(
        &self,
        conversation: &ConversationId,
        text: &str,
    ) -> Result<LocalId, StoreError> {
        self.queue_text(conversation, text, None).await
    }

    /// As [`Store::queue_message`], for a message that is to leave at a time, perhaps under a condition.
    ///
    /// # Errors
    /// [`StoreError::MessageEmpty`], [`StoreError::MessageTooLong`].
    pub async fn schedule_message(
        &self,
        conversation: &ConversationId,
        text: &str,
        schedule: Schedule,
    ) -> Result<LocalId, StoreError> {
        self.queue_text(conversation, text, Some(schedule)).await
    }

    async fn queue_text(
        &self,
        conversation: &ConversationId,
        text: &str,
        schedule: Option<Schedule>,
    ) -> Result<LocalId, StoreError> {
        check_text(text)?;
        let id = LocalId(uuid::Uuid::new_v4().to_string());
        let content = Content::Text(text.to_owned());
        self.queue(conversation, &id, &content, schedule).await
    }

    pub(super) async fn queue(
        &self,
        conversation: &ConversationId,
        id: &LocalId,
        content: &Content,
        schedule: Option<Schedule>,
    ) -> Result<LocalId, StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let mut entry = OutboxRecord {
                local_id: id.0.clone(),
                conversation: conversation.as_str().to_owned(),
                state: state::PENDING.to_owned(),
                created_at: (self.inner.clock)().0,
                known_ids: "[]".to_owned(),
                schedule: schedule.map(|schedule| schedule.kind.word().to_owned()),
                send_at: schedule.map(|schedule| schedule.at.0),
                ..OutboxRecord::default()
            };
            content.write_into(&mut entry);
            if entry.file_size.is_some() {
                let attached = AttachedFiles::beside(&self.inner.paths);
                attached.keep(id).map_err(StoreError::disk)?;
            }
            let known = record_known_messages(&mut writer.cache, &mut entry).await;
            if let Err(error) = self.report_errors(known) {
                // What the user wrote is kept even while the cache cannot be read.
                tracing::warn!(%error, "queued without knowing what came before");
            }
            entry.note_heard();
            let mut write = writer.begin_user().await?;
            entry.revision = write.revision;
            outbox::save_entry(&mut write, &entry).await?;
            if entry.file_name.is_none() {
                drafts::clear_draft(&mut write, &entry.conversation).await?;
            }
            reminders::end_rung(&mut write, &entry.conversation).await?;
            fail::fail_point!("store.queue.before-commit");
            write.commit().await?;
            fail::fail_point!("store.queue.after-commit");
            self.inner
                .outbox_changed(&mut writer, &entry.conversation)
                .await;
            Ok(id.clone())
        })
        .await
    }

    /// The entry is being handed to the line: notes what is known now. `false`: it is gone or not
    /// pending, and must not be sent.
    pub async fn mark_sending(&self, id: &LocalId) -> Result<bool, StoreError> {
        let counts_until = None;
        self.transition(id, Transition::Sending { counts_until })
            .await
    }

    /// As [`Store::mark_sending`], where it is known how the server's clock stands: should the answer be lost, a message
    /// of mine with its words counts as it only when the server stored it by then. Of a later one the user is asked.
    pub async fn mark_sending_until(
        &self,
        id: &LocalId,
        counts_until: UtcMs,
    ) -> Result<bool, StoreError> {
        let counts_until = Some(counts_until);
        self.transition(id, Transition::Sending { counts_until })
            .await
    }

    /// The answer was lost: perhaps the server has it.
    pub async fn mark_unknown(&self, id: &LocalId) -> Result<bool, StoreError> {
        self.transition(id, Transition::Unknown).await
    }

    /// The server refused it, or only the user can decide. `code` has a sentence in `locales/`.
    pub async fn mark_failed(
        &self,
        id: &LocalId,
        code: &str,
        detail: Option<&str>,
    ) -> Result<bool, StoreError> {
        self.transition(id, Transition::Failed { code, detail })
            .await
    }

    /// It is known not to be on the server, and is to be sent again, not before a time (UTC), which
    /// is an hour from now at most.
    pub async fn back_to_pending(
        &self,
        id: &LocalId,
        not_before: UtcMs,
    ) -> Result<bool, StoreError> {
        self.transition(id, Transition::Pending { not_before })
            .await
    }

    /// The server refused it because its conversation is closed: it waits, with all that follows it
    /// there, until a record says that the conversation is not closed, or for [`Store::retry`].
    pub async fn hold(&self, id: &LocalId, hold: Hold) -> Result<bool, StoreError> {
        match hold {
            Hold::ConversationClosed => self.transition(id, Transition::Hold).await,
        }
    }

    /// The user wants an entry that failed, waits, is held or is being looked for sent again at once.
    /// One that has failed because several messages could be it is none of those.
    pub async fn retry(&self, id: &LocalId) -> Result<bool, StoreError> {
        self.transition(id, Transition::Retry).await
    }

    /// The user gives a waiting or failed entry a new text; a failed one is sent again.
    ///
    /// # Errors
    /// [`StoreError::MessageEmpty`], [`StoreError::MessageTooLong`].
    pub async fn edit(&self, id: &LocalId, text: &str) -> Result<bool, StoreError> {
        check_text(text)?;
        self.transition(id, Transition::Edit { text }).await
    }

    /// The user cancels an entry: it is shown no more, and its text is kept for seven days,
    /// unless the disk is full.
    /// `false`: it is gone, or on its way at this moment.
    pub async fn discard(&self, id: &LocalId) -> Result<bool, StoreError> {
        match self.transition(id, Transition::Discard).await {
            // What is to go makes room rather than ask for some.
            Err(StoreError::DiskFull) => self.transition(id, Transition::Forget).await,
            done => done,
        }
    }

    /// The user wants a cancelled entry sent after all: it goes to the end of the queue, as if it had
    /// been written now. One that may be on the server is looked for first.
    pub async fn restore(&self, id: &LocalId) -> Result<bool, StoreError> {
        self.transition(id, Transition::Restore).await
    }

    /// The user has seen that a message was dropped: from now on it is as any other that was cancelled.
    pub async fn dismiss_dropped(&self, id: &LocalId) -> Result<bool, StoreError> {
        self.transition(id, Transition::DismissDropped).await
    }

    pub(super) async fn transition(
        &self,
        id: &LocalId,
        transition: Transition<'_>,
    ) -> Result<bool, StoreError> {
        self.write(Purpose::Waiting, move |mut writer| async move {
            let applied = self
                .inner
                .apply_transition(&mut writer, &id.0, &transition)
                .await?;
            if let Some(conversation) = &applied {
                self.inner.outbox_changed(&mut writer, conversation).await;
            }
            Ok(applied.is_some())
        })
        .await
    }
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
