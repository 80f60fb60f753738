//! Which records broke the program, so that it happens once.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::limits::BREAKING_RECORDS_REMEMBERED;

/// The records that broke the program, by their content: what is said of the same conversation later is taken in.
#[derive(Debug, Default)]
pub(crate) struct BreakingRecords(HashSet<u64>);

impl BreakingRecords {
    /// Whether the record is one of them.
    pub(crate) fn contains(&self, record: &impl std::fmt::Debug) -> bool {
        // Nothing is formatted where nothing ever broke.
        !self.0.is_empty() && self.0.contains(&content_hash(record))
    }

    /// The record broke the program.
    pub(crate) fn insert(&mut self, record: &impl std::fmt::Debug) {
        if self.0.len() >= BREAKING_RECORDS_REMEMBERED {
            self.0.clear();
        }
        self.0.insert(content_hash(record));
    }
}

fn content_hash(record: &impl std::fmt::Debug) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{record:?}").hash(&mut hasher);
    hasher.finish()
}
