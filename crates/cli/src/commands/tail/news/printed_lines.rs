//! The last line of each row that was printed, as a digest. A tail may run for months, so those that were not printed
//! for long are forgotten: such a row is printed once more if anything of it changes.

use std::collections::HashMap;

/// How many rows are remembered at least: those of a busy day. Twice as many take some 10 MB.
const ROWS_REMEMBERED: usize = 50_000;

/// Digests by a row's key.
#[derive(Default)]
pub(super) struct PrintedLines {
    newer: HashMap<String, u64>,
    older: HashMap<String, u64>,
}

impl PrintedLines {
    pub(super) fn contains(&self, key: &str) -> bool {
        self.newer.contains_key(key) || self.older.contains_key(key)
    }

    /// Remembers a line, and answers what was remembered before.
    pub(super) fn insert(&mut self, key: &str, digest: u64) -> Option<u64> {
        if self.newer.len() >= ROWS_REMEMBERED {
            self.older = std::mem::take(&mut self.newer);
        }
        let before = self.newer.insert(key.to_owned(), digest);
        before.or_else(|| self.older.get(key).copied())
    }
}

#[cfg(test)]
#[path = "../../../../tests/unit/printed_lines.rs"]
mod tests;
