//! Pauses between attempts: doubling from the first to the longest, with jitter, so that the computers of
//! a restaurant chain do not come back all at once.

use std::time::Duration;

use rand::Rng;

/// More doublings than this reach the longest pause of any [`Backoff`].
const MAX_DOUBLINGS: u32 = 16;

/// Pauses between attempts.
#[derive(Clone, Debug)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    attempt: u32,
}

impl Backoff {
    /// Pauses from the first to the longest.
    #[must_use]
    pub fn new(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            attempt: 0,
        }
    }

    /// The pause after so many earlier attempts, without jitter.
    #[must_use]
    pub fn nominal_pause(&self, attempt: u32) -> Duration {
        let doubled = self.first.saturating_mul(1 << attempt.min(MAX_DOUBLINGS));
        doubled.min(self.longest)
    }

    /// The pause after so many earlier attempts: within a quarter of its nominal length, and never over
    /// the longest.
    #[must_use]
    pub fn pause(&self, attempt: u32) -> Duration {
        let factor = rand::rng().random_range(0.75..=1.25);
        let pause = self.nominal_pause(attempt).mul_f64(factor);
        pause.min(self.longest)
    }

    /// The pause after the attempts counted so far; counts one more.
    pub fn next_pause(&mut self) -> Duration {
        let pause = self.pause(self.attempt);
        self.attempt = self.attempt.saturating_add(1);
        pause
    }

    /// Starts at the first pause again.
    pub fn reset(&mut self) {
        self.attempt = 0;
    }
}

/// A wait that a server asked for, lengthened by at most a quarter.
#[must_use]
pub fn lengthened(wait: Duration) -> Duration {
    wait.mul_f64(rand::rng().random_range(1.0..=1.25))
}
