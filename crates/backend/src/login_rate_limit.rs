//! The rate limit on guessing passwords: failed sign-ins per username and address in a sliding window.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::LoginLimit;

/// From this many entries on, expired ones are removed, so that memory stays bounded.
const SWEEP_AT: usize = 10_000;

type Failures = HashMap<(String, IpAddr), VecDeque<Instant>>;

#[derive(Debug)]
pub(crate) struct LoginRateLimit {
    limit: Option<LoginLimit>,
    failures: Mutex<Failures>,
}

impl LoginRateLimit {
    pub(crate) fn new(limit: Option<LoginLimit>) -> Self {
        Self {
            limit,
            failures: Mutex::default(),
        }
    }

    /// How long to wait before the next attempt; `None` when it may be made now.
    pub(crate) fn retry_after(&self, username: &str, address: IpAddr) -> Option<Duration> {
        let limit = self.limit?;
        let mut failures = self.failures.lock();
        let times = failures.get_mut(&(username.to_owned(), address))?;
        drop_stale(times, limit.within);
        let full = times.len() >= usize::try_from(limit.attempts).unwrap_or(usize::MAX);
        let first = times.front().filter(|_| full)?;
        Some(limit.within.saturating_sub(first.elapsed()))
    }

    pub(crate) fn record_failure(&self, username: &str, address: IpAddr) {
        let Some(limit) = self.limit else { return };
        let mut failures = self.failures.lock();
        if failures.len() >= SWEEP_AT {
            failures.retain(|_, times| {
                drop_stale(times, limit.within);
                !times.is_empty()
            });
        }
        failures
            .entry((username.to_owned(), address))
            .or_default()
            .push_back(Instant::now());
    }

    pub(crate) fn record_success(&self, username: &str, address: IpAddr) {
        let mut failures = self.failures.lock();
        failures.remove(&(username.to_owned(), address));
    }
}

fn drop_stale(times: &mut VecDeque<Instant>, within: Duration) {
    while times.front().is_some_and(|time| time.elapsed() >= within) {
        times.pop_front();
    }
}
