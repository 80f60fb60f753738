//! Decides whether a message whose answer was lost is on the server: by the cache, once the chat was fetched
//! back far enough, or by what the user says.

use protocol::Message;
use sqlx::Connection;

use crate::db::write_lock::Writer;
use crate::ingest::apply::IngestOutcome;
use crate::ingest::input::{Incoming, IngestInput};
use crate::ingest::unit_of_work::UnitOfWork;
use crate::model::outbox_entry::ReconcileOutcome;
use crate::model::purpose::Purpose;
use crate::model::rows::{ChangeSet, LocalId};
use crate::model::source::Source;
use crate::outbox::matching::{self, Match};
use crate::store::Inner;
use crate::tables::messages;
use crate::tables::outbox::{self, OutboxRecord, state};
use crate::{Store, StoreError};

/// Several messages could be it, or the one that could be it may be another device's: the code of an entry that only the user can decide on.
pub(crate) const AMBIGUOUS: &str = "ambiguous-send";

impl Store {
    /// The server answered an entry of the outbox with its message: the pending row becomes the
    /// sent one and keeps its key. A message that was shown as it meanwhile, and is not, is one of its
    /// own again. Fine also when the entry is gone already.
    ///
    /// # Errors
    /// Those of the disk and of a damaged cache. The outbox remembers the answer then, if it can, as it does of one that
    /// the cache does not take in: the entry is being looked for, is not sent again by itself, and becomes that message
    /// as soon as the cache has it.
    pub async fn complete_send(
        &self,
        local_id: &LocalId,
        message: Message,
    ) -> Result<ChangeSet, StoreError> {
        let id = message.id.as_str().to_owned();
        let answer = Incoming {
            message,
            source: Source::Rest,
            answers: Some(local_id.0.clone()),
        };
        let input = IngestInput {
            messages: vec![answer],
            source: Source::Rest,
            ..IngestInput::default()
        };
        let outcome = self.ingest_response(input).await;
        let is_taken_in =
            matches!(&outcome, Ok(taken) if taken.ingested.positions.contains_key(&id));
        if !is_taken_in {
            let noted = self
                .write(Purpose::Waiting, |mut writer| {
                    let (inner, id) = (&self.inner, id.as_str());
                    async move { inner.record_response(&mut writer, &local_id.0, id).await }
                })
                .await;
            if let Err(error) = noted {
                tracing::warn!(%error, "the server's answer could not be saved");
                self.inner.maintenance.report_failure(&error);
            }
        }
        outcome.map(|taken| taken.changes)
    }

    async fn ingest_response(&self, input: IngestInput) -> Result<IngestOutcome, StoreError> {
        let writer = &mut *self.inner.writer.lock_open().await?;
        self.report_errors(self.inner.ingest_guarded(writer, input).await)
    }

    /// Looks in the cache for an entry that may be on the server. To be called once the chat was fetched
    /// back to the entry's `known_head`: a message of mine with its text that came after that, and
    /// that is nobody's yet, is it; if there are more of them than entries that could be them, or another device may
    /// have said it meanwhile, the user has to decide.
    pub async fn reconcile(&self, id: &LocalId) -> Result<ReconcileOutcome, StoreError> {
        self.write(Purpose::Waiting, move |mut writer| async move {
            self.inner.reconcile_entry(&mut writer, &id.0).await
        })
        .await
    }

    /// The user says that the message is there: the oldest one that it could be is it. `false` when there
    /// is none, or the entry is gone or on its way.
    pub async fn confirm_sent(&self, id: &LocalId) -> Result<bool, StoreError> {
        self.write(Purpose::Waiting, move |mut writer| async move {
            self.inner.accept_first_candidate(&mut writer, &id.0).await
        })
        .await
    }
}

impl Inner {
    async fn reconcile_entry(
        &self,
        writer: &mut Writer,
        local_id: &str,
    ) -> Result<ReconcileOutcome, StoreError> {
        let entries = outbox::load_all(&mut writer.user).await?;
        let Some(entry) = entries.iter().find(|entry| entry.local_id == local_id) else {
            return Ok(ReconcileOutcome::Gone);
        };
        if self.finish_if_cached(writer, entry).await? {
            return Ok(ReconcileOutcome::Matched);
        }
        if !entry.needs_reconcile() {
            return Ok(ReconcileOutcome::Gone);
        }
        let matches =
            matching::match_provisionally(&mut writer.cache, self.me().as_ref(), &entries).await?;
        if matches.is_ambiguous(local_id) {
            self.fail_ambiguous(writer, entry.clone()).await?;
            return Ok(ReconcileOutcome::Ambiguous);
        }
        match matches.message_for(local_id) {
            Some(message) => {
                self.accept_match(writer, entry, message).await?;
                Ok(ReconcileOutcome::Matched)
            }
            None => {
                self.note_absence(writer, entry.clone()).await?;
                Ok(ReconcileOutcome::NotFound)
            }
        }
    }

    /// A lookup found no message that the entry could be: of one that comes later, nobody can tell whether the server
    /// was late with it or another device said it.
    async fn note_absence(
        &self,
        writer: &mut Writer,
        mut entry: OutboxRecord,
    ) -> Result<(), StoreError> {
        if entry.counts_until == Some(0) {
            return Ok(());
        }
        entry.counts_until = Some(0);
        let mut write = writer.begin_user().await?;
        entry.revision = write.revision;
        outbox::save_entry(&mut write, &entry).await?;
        fail::fail_point!("store.absent.before-commit");
        write.commit().await?;
        fail::fail_point!("store.absent.after-commit");
        Ok(())
    }

    async fn accept_first_candidate(
        &self,
        writer: &mut Writer,
        local_id: &str,
    ) -> Result<bool, StoreError> {
        let mut entries = outbox::load_all(&mut writer.user).await?;
        let Some(at) = entries.iter().position(|entry| entry.local_id == local_id) else {
            return Ok(false);
        };
        let entry = entries.remove(at);
        if entry.state == state::SENDING || entry.state == state::CANCELLED {
            return Ok(false);
        }
        if self.finish_if_cached(writer, &entry).await? {
            return Ok(true);
        }
        if entry.answered.is_some() {
            self.finish_answered(writer, &entry).await?;
            return Ok(true);
        }
        let me = self.me();
        // A message that is matched to another entry belongs to that entry.
        let matches =
            matching::match_provisionally(&mut writer.cache, me.as_ref(), &entries).await?;
        let candidates = matching::candidates(&mut writer.cache, me.as_ref(), &entry).await?;
        let Some(message) = candidates
            .iter()
            .find(|candidate| !matches.contains_message(&candidate.id))
        else {
            return Ok(false);
        };
        self.accept_match(writer, &entry, &message.id).await?;
        Ok(true)
    }

    /// Removes an entry whose message is in the cache already; `true` if there was one.
    pub(crate) async fn finish_if_cached(
        &self,
        writer: &mut Writer,
        entry: &OutboxRecord,
    ) -> Result<bool, StoreError> {
        let Some(message) = messages::find_by_local_id(&mut writer.cache, &entry.local_id).await?
        else {
            return Ok(false);
        };
        let found = Match {
            local_id: entry.local_id.clone(),
            message,
            conversation: entry.conversation.clone(),
        };
        let write = writer.begin_user().await?;
        matching::commit_matches(write, &[found], (self.clock)()).await?;
        self.outbox_changed(writer, &entry.conversation).await;
        Ok(true)
    }

    /// Links an entry to its message: in the cache first, so that the message is never in neither file.
    async fn accept_match(
        &self,
        writer: &mut Writer,
        entry: &OutboxRecord,
        message: &str,
    ) -> Result<(), StoreError> {
        let revision = writer.revision + 1;
        let mut tx = writer.cache.begin().await?;
        let mut work = UnitOfWork::new(&mut tx, revision, self.me(), &self.changed_messages);
        work.load(std::iter::once(entry.conversation.as_str()))
            .await?;
        let written =
            messages::set_local_id(work.conn, revision, message, Some(&entry.local_id)).await?;
        work.messages_written(written);
        work.layout_changed(&entry.conversation);
        let changes = work.finish().await?;
        fail::fail_point!("store.reconcile.before-commit");
        tx.commit().await?;
        writer.revision = revision;
        let found = Match {
            local_id: entry.local_id.clone(),
            message: message.to_owned(),
            conversation: entry.conversation.clone(),
        };
        self.follow_matches(writer, &[found]).await;
        self.publish(revision, changes);
        Ok(())
    }

    /// Removes an entry that the server has answered and the user has seen there, though the cache does not have it.
    async fn finish_answered(
        &self,
        writer: &mut Writer,
        entry: &OutboxRecord,
    ) -> Result<(), StoreError> {
        let mut write = writer.begin_user().await?;
        outbox::remove_entry(&mut write, &entry.local_id).await?;
        write.commit().await?;
        self.outbox_changed(writer, &entry.conversation).await;
        Ok(())
    }

    async fn fail_ambiguous(
        &self,
        writer: &mut Writer,
        mut entry: OutboxRecord,
    ) -> Result<(), StoreError> {
        state::FAILED.clone_into(&mut entry.state);
        entry.code = Some(AMBIGUOUS.to_owned());
        entry.detail = None;
        entry.not_before = None;
        let mut write = writer.begin_user().await?;
        entry.revision = write.revision;
        outbox::save_entry(&mut write, &entry).await?;
        fail::fail_point!("store.ask.before-commit");
        write.commit().await?;
        fail::fail_point!("store.ask.after-commit");
        self.outbox_changed(writer, &entry.conversation).await;
        Ok(())
    }

    /// Links an entry to its message in the outbox alone, where the cache cannot be written.
    async fn record_response(
        &self,
        writer: &mut Writer,
        local_id: &str,
        message: &str,
    ) -> Result<(), StoreError> {
        let Some(mut entry) = outbox::load_entry(&mut writer.user, local_id).await? else {
            return Ok(());
        };
        state::CHECKING.clone_into(&mut entry.state);
        entry.maybe_sent = true;
        let now = (self.clock)();
        let mut write = writer.begin_user().await?;
        entry.revision = write.revision;
        outbox::save_entry(&mut write, &entry).await?;
        outbox::link_sent(&mut write, message, local_id, &entry.conversation, now).await?;
        fail::fail_point!("store.answer.before-commit");
        write.commit().await?;
        fail::fail_point!("store.answer.after-commit");
        self.outbox_changed(writer, &entry.conversation).await;
        Ok(())
    }
}
