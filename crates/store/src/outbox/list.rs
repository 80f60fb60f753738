//! The outbox, as a person sees it: each message with where it goes, and why it waits.

use std::collections::{HashMap, HashSet};

use protocol::UtcMs;

use crate::model::outbox_entry::Hold;
use crate::model::outbox_file::OutboxFile;
use crate::model::outbox_row::{OutboxRow, Unsent, WaitReason};
use crate::model::rows::{ConversationRow, LocalId};
use crate::outbox::schedule::{LoadedOutbox, due_at, scheduled_after};
use crate::query::row_builder::RowBuilder;
use crate::query::snapshot::{Scope, Snapshot};
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::drafts;
use crate::tables::outbox::{OutboxRecord, state};
use crate::{Store, StoreError};

impl Store {
    /// What the outbox view shows, oldest first: everything that the server is not known to have and
    /// that no message is shown as, and what was cancelled lately.
    pub async fn outbox_rows(&self) -> Result<Vec<OutboxRow>, StoreError> {
        let revision = self.revision();
        let outbox = self.load_outbox().await?;
        let rows = self.conversations_of(&outbox).await;
        let conversations = self.report_errors(rows)?;
        let now = (self.inner.clock)().0;
        let heads = outbox.heads(now);
        let heads: HashSet<&str> = heads.iter().map(|entry| entry.local_id.as_str()).collect();
        let shown = outbox.entries.iter().filter(|entry| outbox.shows(entry));
        Ok(shown
            .filter_map(|entry| {
                let row = conversations.get(&entry.conversation)?;
                let is_head = heads.contains(entry.local_id.as_str());
                let waits = outbox.waits(entry, is_head, now);
                Some(outbox_row(entry, row, waits, revision))
            })
            .collect())
    }

    /// What would be left behind if the application ended now.
    pub async fn unsent(&self) -> Result<Unsent, StoreError> {
        let outbox = self.load_outbox().await?;
        let drafts = {
            let mut conn = self.read_user().await?;
            self.report_errors(drafts::load_all_drafts(&mut conn).await)?
                .len()
        };
        let mut unsent = Unsent {
            drafts: u32::try_from(drafts).unwrap_or(u32::MAX),
            ..Unsent::default()
        };
        for entry in outbox.entries.iter().filter(|entry| outbox.shows(entry)) {
            match entry.state.as_str() {
                state::CANCELLED => {}
                state::FAILED => unsent.failed += 1,
                _ if entry.is_for_later() => unsent.scheduled += 1,
                _ if outbox.hold(entry).is_some() => unsent.held += 1,
                _ => unsent.waiting += 1,
            }
        }
        Ok(unsent)
    }

    /// The rows of the conversations that the outbox speaks of; of one that the cache has never heard of
    /// an empty one.
    async fn conversations_of(
        &self,
        outbox: &LoadedOutbox,
    ) -> Result<HashMap<String, ConversationRow>, StoreError> {
        let ids: HashSet<&str> = outbox
            .entries
            .iter()
            .map(|entry| entry.conversation.as_str())
            .collect();
        let mut snapshot = Snapshot::open(self, Scope::All).await?;
        let cache = &mut snapshot.cache;
        let mut known = conversations::load_by_ids(cache, ids.iter().copied()).await?;
        let records: Vec<ConversationRecord> = ids
            .into_iter()
            .map(|id| {
                known
                    .remove(id)
                    .unwrap_or_else(|| ConversationRecord::blank(id))
            })
            .collect();
        let builder = RowBuilder::for_conversations(&mut snapshot, &records).await?;
        let rows = records
            .iter()
            .filter_map(|record| builder.conversation(record));
        Ok(rows.map(|row| (row.id.as_str().to_owned(), row)).collect())
    }
}

impl LoadedOutbox {
    /// Whether an entry has a row of its own: no message is matched to it.
    fn shows(&self, entry: &OutboxRecord) -> bool {
        !self.facts.cached.is_shown_as_message(&entry.local_id)
    }

    /// Why an entry that is to be sent is held.
    fn hold(&self, entry: &OutboxRecord) -> Option<Hold> {
        let closed = self.facts.closed.contains(&entry.conversation);
        entry.held(closed).filter(|_| entry.state == state::PENDING)
    }

    fn waits(&self, entry: &OutboxRecord, is_head: bool, now: i64) -> Option<WaitReason> {
        if entry.state != state::PENDING {
            return None;
        }
        if scheduled_after(entry, now) {
            return Some(WaitReason::Scheduled);
        }
        match self.hold(entry) {
            Some(Hold::ConversationClosed) => Some(WaitReason::Closed),
            None if !is_head => Some(WaitReason::Turn),
            None if due_at(entry, now) > now => Some(WaitReason::Time),
            None => None,
        }
    }
}

fn outbox_row(
    entry: &OutboxRecord,
    conversation: &ConversationRow,
    waits: Option<WaitReason>,
    ceiling: u64,
) -> OutboxRow {
    let revision = u64::try_from(entry.revision).unwrap_or_default();
    OutboxRow {
        local_id: LocalId(entry.local_id.clone()),
        conversation: conversation.id.clone(),
        people: conversation.people.clone(),
        subject: conversation.subject.clone(),
        order_number: conversation.order_number.clone(),
        status: conversation.status.clone(),
        text: entry.text.clone(),
        kind: entry.kind(),
        file: entry.file().map(OutboxFile::into_attachment),
        state: entry.state(),
        waits,
        created_at: UtcMs(entry.created_at),
        attempts: u32::try_from(entry.attempts).unwrap_or(u32::MAX),
        not_before: (waits == Some(WaitReason::Time))
            .then_some(entry.not_before.map(UtcMs))
            .flatten(),
        schedule: entry.schedule().filter(|_| entry.is_waiting()),
        revision: revision.max(conversation.revision).min(ceiling),
    }
}
