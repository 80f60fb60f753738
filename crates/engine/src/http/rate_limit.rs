//! The server's rate limit. An answer of 429, or of 503 with `Retry-After`, is meant for this client as a
//! whole, not for one message: the outbox, the read receipts and the list all wait until it is over
//! (CONTRACT section 3 names no limit, but a proxy before the server may have one). `Retry-After` is
//! obeyed; where it is missing, each answer in a row doubles the wait. A little more than asked is
//! waited, by chance, so that a chain's computers do not come back all at once.

use std::{sync::Arc, time::Duration};

use parking_lot::Mutex;

use store::{Backoff, lengthened};

use crate::{Error, MonotonicClock, Timing};

/// The server's rate limit; a cheap clone. It is not kept on disk: a client that starts anew asks anew.
#[derive(Clone)]
pub(crate) struct RateLimit {
    monotonic: MonotonicClock,
    backoff: Backoff,
    state: Arc<Mutex<State>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// Until when, by the monotonic clock.
    until: Option<Duration>,
    /// How many answers in a row asked for patience.
    in_a_row: u32,
}

impl RateLimit {
    pub(crate) fn new(monotonic: MonotonicClock, timing: &Timing) -> Self {
        Self {
            monotonic,
            backoff: Backoff::new(timing.resend_first, timing.resend_longest),
            state: Arc::default(),
        }
    }

    /// How long is still to be waited.
    pub(crate) fn remaining(&self) -> Option<Duration> {
        let now = (self.monotonic)();
        let until = self.state.lock().until?;
        until.checked_sub(now).filter(|left| !left.is_zero())
    }

    /// Waits until it is over.
    pub(crate) async fn ready(&self) {
        while let Some(left) = self.remaining() {
            tokio::time::sleep(left).await;
        }
    }

    /// Notes how the server answered, where that says something of the rate limit.
    pub(crate) fn record<T>(&self, answer: &Result<T, Error>) {
        match answer {
            Ok(_) => self.state.lock().in_a_row = 0,
            Err(Error::TooManyRequests { retry_after }) => self.back_off(*retry_after),
            Err(_) => {}
        }
    }

    fn back_off(&self, asked: Option<Duration>) {
        // «At once» is no answer of one who asks for patience.
        let asked = asked.filter(|asked| !asked.is_zero());
        let now = (self.monotonic)();
        let mut state = self.state.lock();
        let wait = asked.unwrap_or_else(|| self.backoff.nominal_pause(state.in_a_row));
        let until = now + lengthened(wait);
        // Several that were on their way together are one answer.
        if state.until.is_none_or(|before| before <= now) {
            state.in_a_row += 1;
        }
        state.until = state.until.max(Some(until));
        tracing::info!(wait_ms = wait.as_millis(), "the server asks for patience");
    }
}
