//! Times at the door. A record's time decides about order, about which of two values is newer and up to where
//! something was read: one that lies in the future would decide for ever. So a time that is later than now counts as
//! now, and one from before computers as their beginning; rows that an earlier version took in with such times are
//! put right as soon as the server speaks of them.

use protocol::{Conversation, Message, UtcMs};

use crate::StoreError;
use crate::db::json;
use crate::ingest::input::IngestInput;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::limits::CLOCK_TOLERANCE;
use crate::model::future_times::FutureTimes;
use crate::tables::conversations::ConversationRecord;
use crate::tables::{fetched_ranges, messages};

/// The beginning of 1970: nothing on the server is older.
const EARLIEST: i64 = 0;

/// The latest time that is believed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CredibleTimes {
    now: i64,
}

impl CredibleTimes {
    pub(crate) fn at(now: UtcMs) -> Self {
        Self { now: now.0 }
    }

    /// Whether a time is later than now, by more than clocks differ.
    pub(crate) fn is_future(self, at: i64) -> bool {
        at > self.now.saturating_add(CLOCK_TOLERANCE)
    }

    /// Whether the two may be the same moment on two clocks.
    pub(crate) fn are_close(one: i64, other: i64) -> bool {
        one.saturating_sub(other).saturating_abs() <= CLOCK_TOLERANCE
    }

    /// A time of the last change that is believed. One in the future is as good as none: it counts as said now, and the
    /// next record that names a time has the word, however late this one came.
    fn bound_change(self, at: &mut Option<UtcMs>) {
        *at = at.filter(|at| !self.is_future(at.0));
        self.bound(at);
    }

    /// A time that is believed: one in the future counts as now.
    fn bound(self, at: &mut Option<UtcMs>) {
        if let Some(at) = at {
            at.0 = if self.is_future(at.0) {
                self.now
            } else {
                at.0.max(EARLIEST)
            };
        }
    }

    /// A time that orders: one in the future counts as when it was first heard.
    fn bound_place(self, heard: &mut FutureTimes, id: &str, at: &mut Option<UtcMs>) -> bool {
        match at {
            Some(claimed) if self.is_future(claimed.0) => {
                claimed.0 = heard.first_heard(id, claimed.0, self.now);
                true
            }
            at => {
                self.bound(at);
                false
            }
        }
    }

    /// Bounds every time of an input, and notes which messages had none that is believed.
    pub(crate) fn bound_input(self, input: &mut IngestInput, heard: &mut FutureTimes) {
        for record in &mut input.conversations {
            self.bound_conversation(record, heard);
        }
        for incoming in &mut input.messages {
            if self.bound_message(&mut incoming.message, heard) {
                input
                    .placed_now
                    .insert(incoming.message.id.as_str().to_owned());
            }
        }
    }

    fn bound_conversation(self, record: &mut Conversation, heard: &mut FutureTimes) {
        let id = record.id.as_str().to_owned();
        self.bound_change(&mut record.updated_at);
        self.bound_place(heard, &id, &mut record.created_at);
        self.bound_place(heard, &id, &mut record.last_message_at);
        if let Some(Some(last)) = &mut record.last_message {
            let id = last.id.as_str().to_owned();
            self.bound_place(heard, &id, &mut last.created_at);
        }
    }

    fn bound_message(self, message: &mut Message, heard: &mut FutureTimes) -> bool {
        self.bound_change(&mut message.updated_at);
        self.bound(&mut message.read_at);
        let id = message.id.as_str().to_owned();
        self.bound_place(heard, &id, &mut message.created_at)
    }

    /// The time of an older record that a newer one has to beat; none where it lies in the future.
    pub(crate) fn stamp(self, at: Option<i64>) -> Option<i64> {
        at.filter(|at| !self.is_future(*at))
    }

    /// Puts right what an earlier version took in of these conversations with times in the future. Only an answer
    /// to a request says for certain how late it is.
    pub(crate) async fn heal(self, work: &mut UnitOfWork<'_>) -> Result<(), StoreError> {
        let mut healed = Vec::new();
        for row in work.loaded_rows() {
            if self.heal_conversation(row) {
                healed.push(row.id.clone());
            }
        }
        if healed.is_empty() {
            return Ok(());
        }
        tracing::warn!(
            conversations = healed.len(),
            "times in the future are put right"
        );
        let chats = json::to_array(healed.iter().map(String::as_str));
        let until = self.now.saturating_add(CLOCK_TOLERANCE);
        let moved = messages::move_back(work.conn, work.revision, &chats, until, self.now).await?;
        work.messages_written(moved);
        fetched_ranges::forget_ending_after(work.conn, &chats, until).await?;
        for id in &healed {
            work.layout_changed(id);
        }
        Ok(())
    }

    fn heal_conversation(self, row: &mut ConversationRecord) -> bool {
        let before = row.clone();
        let now = self.now;
        for stamp in [
            &mut row.subject_at,
            &mut row.status_at,
            &mut row.support_type_at,
            &mut row.related_order_at,
            &mut row.participants_at,
            &mut row.support_side_at,
            &mut row.updated_at,
            &mut row.last_message_at,
            &mut row.server_unread_as_of,
        ] {
            *stamp = self.stamp(*stamp);
        }
        for place in [
            &mut row.created_at,
            &mut row.last_at,
            &mut row.read_at,
            &mut row.seen_at,
            &mut row.opened_at,
            &mut row.told_read_at,
        ] {
            *place = place.map(|at| if self.is_future(at) { now } else { at });
        }
        if row
            .server_unread_until_time
            .is_some_and(|at| self.is_future(at))
        {
            row.server_unread_until_time = None;
            row.server_unread_until_id = None;
            row.server_unread_as_of = None;
        }
        *row != before || row.head_at.is_some_and(|at| self.is_future(at))
    }
}
