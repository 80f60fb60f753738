//! When times in the future were first heard.

use std::collections::HashMap;

use crate::limits::FUTURE_TIMES_REMEMBERED;

/// When a time in the future was first heard, by the record that names it: what came then stays where it is, however
/// often it comes again.
#[derive(Debug, Default)]
pub(crate) struct FutureTimes(HashMap<(String, i64), i64>);

impl FutureTimes {
    /// When this record's time was first heard: now, unless it was heard before.
    pub(crate) fn first_heard(&mut self, id: &str, claimed: i64, now: i64) -> i64 {
        if self.0.len() >= FUTURE_TIMES_REMEMBERED {
            self.0.clear();
        }
        *self.0.entry((id.to_owned(), claimed)).or_insert(now)
    }
}
