//! The rate limit on guessing passwords: sign-ins in a sliding window, by account, by address and in all. An
//! attempt counts from before its password is checked, so that many at once are not more than one after the
//! other; one that succeeds is taken back.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::LoginLimit;
use crate::limits::{LOGINS_IN_ALL_FACTOR, LOGINS_PER_ADDRESS_FACTOR};

/// From this many entries on, expired ones are removed, so that memory stays bounded.
const SWEEP_AT: usize = 10_000;

#[derive(Debug)]
pub(crate) struct LoginRateLimit {
    limit: Option<LoginLimit>,
    attempts: Mutex<Attempts>,
}

#[derive(Debug, Default)]
struct Attempts {
    by_account: Windows<AccountKey>,
    by_address: Windows<IpAddr>,
    in_all: Windows<()>,
}

/// An account, in whatever spelling it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AccountKey(String);

impl AccountKey {
    pub(crate) fn new(username: &str) -> Self {
        // Upper case first: «ß» and «SS», and the two small sigmas, are one then.
        Self(username.trim().to_uppercase().to_lowercase())
    }
}

/// An attempt that was counted.
#[derive(Debug)]
#[must_use = "an attempt that succeeds is taken back"]
pub(crate) struct Attempt<'a> {
    limit: &'a LoginRateLimit,
    account: AccountKey,
    address: IpAddr,
    at: Instant,
}

impl LoginRateLimit {
    pub(crate) fn new(limit: Option<LoginLimit>) -> Self {
        Self {
            limit,
            attempts: Mutex::default(),
        }
    }

    /// Counts an attempt, or answers how long to wait before the next. One that is refused does not count:
    /// else whoever goes on trying would keep an account shut for ever.
    pub(crate) fn begin(
        &self,
        account: AccountKey,
        address: IpAddr,
    ) -> Result<Attempt<'_>, Duration> {
        let address = network_of(address);
        let attempt = Attempt {
            limit: self,
            account,
            address,
            at: Instant::now(),
        };
        let Some(limit) = self.limit else {
            return Ok(attempt);
        };
        let mut attempts = self.attempts.lock();
        let per_address = limit.attempts.saturating_mul(LOGINS_PER_ADDRESS_FACTOR);
        let in_all = limit.attempts.saturating_mul(LOGINS_IN_ALL_FACTOR);
        let (account, within) = (&attempt.account, limit.within);
        let waits = [
            attempts.by_account.wait(account, limit.attempts, within),
            attempts.by_address.wait(&address, per_address, within),
            attempts.in_all.wait(&(), in_all, within),
        ];
        if let Some(wait) = waits.into_iter().flatten().max() {
            return Err(wait);
        }
        attempts.by_account.count(account, attempt.at, within);
        attempts.by_address.count(&address, attempt.at, within);
        attempts.in_all.count(&(), attempt.at, within);
        drop(attempts);
        Ok(attempt)
    }
}

impl Attempt<'_> {
    /// It was no guess: it succeeded, or was never checked.
    pub(crate) fn take_back(self) {
        let mut attempts = self.limit.attempts.lock();
        attempts.by_account.take_back(&self.account, self.at);
        attempts.by_address.take_back(&self.address, self.at);
        attempts.in_all.take_back(&(), self.at);
    }
}

/// The times of the attempts in the window, for each key.
#[derive(Debug)]
struct Windows<K>(HashMap<K, VecDeque<Instant>>);

impl<K> Default for Windows<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Clone + Eq + Hash> Windows<K> {
    /// How long until the next may be made; `None`: now.
    fn wait(&mut self, key: &K, limit: u32, within: Duration) -> Option<Duration> {
        let times = self.0.get_mut(key)?;
        drop_stale(times, within);
        let full = times.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        let first = times.front().filter(|_| full)?;
        Some(within.saturating_sub(first.elapsed()))
    }

    fn count(&mut self, key: &K, at: Instant, within: Duration) {
        if self.0.len() >= SWEEP_AT {
            self.0.retain(|_, times| {
                drop_stale(times, within);
                !times.is_empty()
            });
        }
        self.0.entry(key.clone()).or_default().push_back(at);
    }

    fn take_back(&mut self, key: &K, at: Instant) {
        let Some(times) = self.0.get_mut(key) else {
            return;
        };
        if let Some(position) = times.iter().rposition(|time| *time == at) {
            times.remove(position);
        }
        if times.is_empty() {
            self.0.remove(key);
        }
    }
}

fn drop_stale(times: &mut VecDeque<Instant>, within: Duration) {
    while times.front().is_some_and(|time| time.elapsed() >= within) {
        times.pop_front();
    }
}

/// What one customer of a provider gets: an IPv4 address, or the first half of an IPv6 address.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = address.to_bits() & (u128::MAX << 64);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
        address => address,
    }
}
