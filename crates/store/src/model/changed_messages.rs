//! Which messages changed since the store was opened: an index of revisions that lives as long as the process does.
//! Nobody asks for changes of before, and in the file it would take 21 bytes for each message.
//!
//! A transaction names its messages here before it is committed, so that whoever sees its rows finds them. What is
//! named may not be committed in the end, or change once more: readers compare the revisions of the rows themselves.

use std::collections::VecDeque;

use crate::limits::CHANGED_MESSAGES_REMEMBERED;

/// A message that changed: the revision of the change, and the message's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ChangedMessage {
    pub(crate) revision: i64,
    pub(crate) number: i64,
}

/// The newest changes, the oldest of them first.
#[derive(Debug)]
pub(crate) struct ChangedMessages {
    /// Up to this revision something may be missing.
    complete_after: i64,
    changes: VecDeque<ChangedMessage>,
}

impl ChangedMessages {
    /// Begins with a store whose revision is this one.
    pub(crate) fn after(revision: i64) -> Self {
        Self {
            complete_after: revision,
            changes: VecDeque::new(),
        }
    }

    /// Names what a transaction changes. Revisions only rise.
    pub(crate) fn record(&mut self, revision: i64, numbers: impl IntoIterator<Item = i64>) {
        let changed = |number| ChangedMessage { revision, number };
        self.changes.extend(numbers.into_iter().map(changed));
        let over = self
            .changes
            .len()
            .saturating_sub(CHANGED_MESSAGES_REMEMBERED);
        if let Some(forgotten) = self.changes.drain(..over).next_back() {
            self.complete_after = forgotten.revision;
        }
    }

    /// What changed after a revision; `None` where some of it is forgotten.
    pub(crate) fn since(&self, revision: i64) -> Option<Vec<ChangedMessage>> {
        if revision < self.complete_after {
            return None;
        }
        let first = self.changes.partition_point(|one| one.revision <= revision);
        Some(self.changes.range(first..).copied().collect())
    }
}
