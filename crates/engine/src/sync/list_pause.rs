//! When the list is asked for again that could not be had, while everything else goes on.

use std::time::Duration;

use store::Backoff;

use crate::limits::{LIST_RETRY_FIRST, LIST_RETRY_LONGEST};

/// The pause of the list.
#[derive(Debug)]
pub(crate) struct ListPause {
    backoff: Backoff,
    /// By the monotonic clock.
    until: Option<Duration>,
}

impl Default for ListPause {
    fn default() -> Self {
        Self {
            backoff: Backoff::new(LIST_RETRY_FIRST, LIST_RETRY_LONGEST),
            until: None,
        }
    }
}

impl ListPause {
    /// Whether the list is left alone.
    pub(crate) fn is_on(&self, now: Duration) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    /// The list could not be had; answers how long it is left alone.
    pub(crate) fn begin(&mut self, now: Duration) -> Duration {
        let pause = self.backoff.next_pause();
        self.until = Some(now.saturating_add(pause));
        pause
    }

    /// The list was had.
    pub(crate) fn end(&mut self) {
        *self = Self::default();
    }
}
