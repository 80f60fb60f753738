//! Pauses between attempts: doubling from the first to the longest, with jitter, so that a
//! restaurant chain's computers do not come back all at once.

use std::time::Duration;

use rand::Rng;

/// Pauses between attempts.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl Backoff {
    pub(crate) fn new(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            next: first,
        }
    }

    /// The next pause: within a quarter of its nominal length, and never over the longest.
    pub(crate) fn next_pause(&mut self) -> Duration {
        let nominal = self.next;
        self.next = (nominal * 2).min(self.longest);
        let factor = rand::rng().random_range(0.75..=1.25);
        nominal.mul_f64(factor).min(self.longest)
    }

    /// Starts at the first pause again.
    pub(crate) fn reset(&mut self) {
        self.next = self.first;
    }
}
