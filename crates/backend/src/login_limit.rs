//! The brake on guessing passwords: failed sign-ins per username and address in a sliding while.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::LoginLimit;

/// Beyond this many names, the stale ones are swept; memory stays bounded.
const SWEEP_AT: usize = 10_000;

type Failures = HashMap<(String, IpAddr), VecDeque<Instant>>;

#[derive(Debug)]
pub(crate) struct LoginBrake {
    limit: Option<LoginLimit>,
    failures: Mutex<Failures>,
}

impl LoginBrake {
    pub(crate) fn new(limit: Option<LoginLimit>) -> Self {
        Self {
            limit,
            failures: Mutex::default(),
        }
    }

    /// How long to wait before the next attempt; `None`: go ahead.
    pub(crate) fn wait(&self, username: &str, address: IpAddr) -> Option<Duration> {
        let limit = self.limit?;
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let times = failures.get_mut(&(username.to_owned(), address))?;
        drop_stale(times, limit.within);
        let full = times.len() >= usize::try_from(limit.attempts).unwrap_or(usize::MAX);
        let first = times.front().filter(|_| full)?;
        Some(limit.within.saturating_sub(first.elapsed()))
    }

    pub(crate) fn failed(&self, username: &str, address: IpAddr) {
        let Some(limit) = self.limit else { return };
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
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

    pub(crate) fn succeeded(&self, username: &str, address: IpAddr) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(&(username.to_owned(), address));
    }
}

fn drop_stale(times: &mut VecDeque<Instant>, within: Duration) {
    while times.front().is_some_and(|time| time.elapsed() >= within) {
        times.pop_front();
    }
}
