//! New ids, shaped like Mongo's ObjectIds: seconds, five random bytes of this process, a counter.
//! Within a process they grow, so that (created, id) is the order in which things were written.

use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use protocol::{EmptyId, OrderId, UtcMs};
use rand::Rng as _;

/// Makes ids; one per running backend.
#[derive(Debug)]
pub(crate) struct Ids {
    process: u64,
    next: AtomicU32,
}

impl Ids {
    pub(crate) fn new() -> Self {
        let mut random = rand::rng();
        Self {
            process: random.random::<u64>() & 0xff_ffff_ffff,
            // The lower half only, so that the counter does not wrap within a second.
            next: AtomicU32::new(random.random_range(0..0x80_0000)),
        }
    }

    fn make(&self, now: UtcMs) -> String {
        let seconds = u32::try_from(now.0.div_euclid(1000)).unwrap_or_default();
        let count = self.next.fetch_add(1, Ordering::Relaxed) & 0xff_ffff;
        format!("{seconds:08x}{:010x}{count:06x}", self.process)
    }

    /// A new order's id. The number's digits end it, so that an order goes by the same short name everywhere.
    pub(crate) fn next_order(&self, number: i64, now: UtcMs) -> Result<OrderId, sqlx::Error> {
        let unique = self.make(now);
        let digits = format!("{number:04}");
        let kept = unique.len().saturating_sub(digits.len());
        stored(&format!(
            "{}{digits}",
            unique.get(..kept).unwrap_or_default()
        ))
    }

    /// A new id, of whatever it is to name.
    pub(crate) fn next<T: FromStr<Err = EmptyId>>(&self, now: UtcMs) -> Result<T, sqlx::Error> {
        stored(&self.make(now))
    }
}

/// An id as it stands in our own tables.
pub(crate) fn stored<T: FromStr<Err = EmptyId>>(raw: &str) -> Result<T, sqlx::Error> {
    raw.parse()
        .map_err(|empty| sqlx::Error::Decode(Box::new(empty)))
}
