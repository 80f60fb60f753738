//! Conversations that only a message speaks of, and whose record the server does not give. They are asked for again
//! after a while, and meanwhile stand in nobody's way.

use std::{collections::HashMap, time::Duration};

use protocol::ConversationId;

use crate::limits::{RECORD_RETRY_AFTER, RECORDS_REMEMBERED};

/// When each was asked for last, by the monotonic clock.
#[derive(Debug, Default)]
pub(crate) struct MissingRecords(HashMap<ConversationId, Duration>);

impl MissingRecords {
    /// The record could not be had.
    pub(crate) fn add(&mut self, id: ConversationId, now: Duration) {
        if self.0.len() >= RECORDS_REMEMBERED {
            self.0.clear();
        }
        self.0.insert(id, now);
    }

    /// Leaves out those that were asked for a short while ago.
    pub(crate) fn leave_out(&mut self, wanted: &mut Vec<ConversationId>, now: Duration) {
        self.0
            .retain(|_, asked| now.saturating_sub(*asked) < RECORD_RETRY_AFTER);
        wanted.retain(|id| !self.0.contains_key(id));
    }
}
