//! Whether a connection keeps breaking off: then it is called that, and not «out of reach» each time anew.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

/// So many losses within so long are no accident: a line that is lost once or twice a minute is of little use.
const MANY: usize = 4;
const WITHIN: Duration = Duration::from_secs(120);

/// When the last connections were lost that had caught up.
#[derive(Debug, Default)]
pub(super) struct RecentLosses(VecDeque<Instant>);

impl RecentLosses {
    /// One more was lost; answers whether the line keeps breaking off.
    pub(super) fn add(&mut self) -> bool {
        let now = Instant::now();
        self.0.push_back(now);
        while self.0.len() > MANY {
            self.0.pop_front();
        }
        let first = self.0.front().copied().unwrap_or(now);
        self.0.len() == MANY && now.duration_since(first) < WITHIN
    }
}
