//! How much one user may ask for: calls and socket events, each by a token bucket. A call too many is refused, an
//! event too many waits.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use protocol::UserId;

use crate::{Rate, UserRates};

#[derive(Debug)]
pub(crate) struct Rates {
    rates: Option<UserRates>,
    /// One for each account that has asked for something: as many as there are accounts at most.
    users: Mutex<HashMap<UserId, Buckets>>,
}

#[derive(Debug)]
struct Buckets {
    calls: Bucket,
    events: Bucket,
}

#[derive(Debug)]
struct Bucket {
    rate: Rate,
    tokens: f64,
    filled_at: Instant,
}

impl Rates {
    pub(crate) fn new(rates: Option<UserRates>) -> Self {
        Self {
            rates,
            users: Mutex::default(),
        }
    }

    /// Counts a call, or answers how long to wait before the next.
    pub(crate) fn take_call(&self, user: &UserId) -> Result<(), Duration> {
        self.take(user, |buckets| &mut buckets.calls)
    }

    /// Waits until the user may have another event carried out.
    pub(crate) async fn wait_for_event(&self, user: &UserId) {
        while let Err(wait) = self.take(user, |buckets| &mut buckets.events) {
            tokio::time::sleep(wait).await;
        }
    }

    fn take(
        &self,
        user: &UserId,
        of: impl FnOnce(&mut Buckets) -> &mut Bucket,
    ) -> Result<(), Duration> {
        let Some(rates) = self.rates else {
            return Ok(());
        };
        let mut users = self.users.lock();
        if !users.contains_key(user) {
            users.insert(user.clone(), Buckets::new(rates));
        }
        users
            .get_mut(user)
            .map_or(Ok(()), |buckets| of(buckets).take())
    }
}

impl Buckets {
    fn new(rates: UserRates) -> Self {
        Self {
            calls: Bucket::full(rates.calls),
            events: Bucket::full(rates.events),
        }
    }
}

impl Bucket {
    fn full(rate: Rate) -> Self {
        Self {
            rate,
            tokens: f64::from(rate.burst),
            filled_at: Instant::now(),
        }
    }

    fn take(&mut self) -> Result<(), Duration> {
        // None in a second would be none for ever.
        let per_second = f64::from(self.rate.per_second.max(1));
        let now = Instant::now();
        let filled = self.tokens + now.duration_since(self.filled_at).as_secs_f64() * per_second;
        self.tokens = filled.min(f64::from(self.rate.burst.max(1)));
        self.filled_at = now;
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - self.tokens) / per_second))
    }
}
