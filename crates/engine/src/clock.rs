//! The clock that everything shown runs by: this PC's, corrected by what the server's answers say.
//!
//! Each REST answer carries the server's time as `Date`, in whole seconds. It was written between
//! the call's beginning and its end, so each answer bounds how far this PC's clock is off; what the
//! bounds of several answers have in common is closer than any single one. Bounds that have nothing
//! in common with the earlier ones mean that a clock was set. They are believed at once where it was this PC's; a
//! server that is an hour and more from what it said before is believed when a second answer says the same, for
//! messages that are to leave later, reminders and the age of what is kept go by its time.
//!
//! Less than two seconds off counts as right. An offset is not kept over restarts: a clock that was
//! put right meanwhile cannot be told from one that was not, and until the first answer nothing
//! depends on it but the times on messages that wait. What is kept is the server's time as last
//! heard: a PC whose clock lies before it is certainly wrong, and is lifted to it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use protocol::UtcMs;
use store::Clock;
use tokio::sync::watch;

/// Tells how much time has passed since some beginning. Unlike the wall clock it is never set.
pub type MonotonicClock = Arc<dyn Fn() -> Duration + Send + Sync>;

/// The system's monotonic clock.
#[must_use]
pub fn system_monotonic_clock() -> MonotonicClock {
    let beginning = Instant::now();
    Arc::new(move || beginning.elapsed())
}

/// A time that lies before this version was written. To be raised with a release.
const WRITTEN_AFTER: UtcMs = UtcMs(1_793_491_200_000); // 2026-11-01

/// No server says a later time to this version: it lies decades ahead.
const LATEST_SERVER_TIME: UtcMs = UtcMs(WRITTEN_AFTER.0 + 20 * YEAR);

/// Below this, this PC's clock counts as right, in ms.
const MIN_OFFSET: i64 = 2_000;
/// An offset that is in use is given up below this, in ms: it must not flicker.
const OFFSET_CLEARED_BELOW: i64 = 1_500;
/// An offset is replaced by one that is at least this far from it, in ms.
const MIN_OFFSET_CHANGE: i64 = 1_000;
/// A call that took longer says too little of the moment at which the server wrote its time.
const LONGEST_CALL: Duration = Duration::from_secs(4);
/// How far wall clock and monotonic clock may part within a call, in ms, before one was set.
const MAX_CLOCK_JUMP: i64 = 500;
/// How far a server's time may be from what it said before, in ms, to be believed at its first word.
const LARGEST_UNCONFIRMED_STEP: i64 = 60 * 60 * 1000;
/// How fast two clocks drift apart at most: one part in this many.
const DRIFT: i64 = 5_000;

const DAY: i64 = 24 * 60 * 60 * 1000;
const YEAR: i64 = 365 * DAY;

/// Whether a clock says something that cannot be: a time before `newest_known` (by more than a day),
/// or years after it. Then a certificate that is not trusted says more of the clock than of the
/// server.
#[must_use]
pub fn is_implausible_time(now: UtcMs, newest_known: UtcMs) -> bool {
    let ahead = now.0.saturating_sub(newest_known.0);
    !(-DAY..=2 * YEAR).contains(&ahead)
}

/// Whether a server may have said this time. A note of it that was damaged would else lead the clock until a server is
/// heard.
pub(crate) fn is_credible_server_time(at: UtcMs) -> bool {
    (0..=LATEST_SERVER_TIME.0).contains(&at.0)
}

/// A moment on both clocks of this PC.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClockReading {
    pub(crate) wall: UtcMs,
    pub(crate) monotonic: Duration,
}

impl ClockReading {
    /// Whether the wall clock was set between this reading and a later one.
    fn was_set_before(self, later: Self) -> bool {
        let passed = millis(later.monotonic.saturating_sub(self.monotonic));
        let by_the_wall = later.wall.0.saturating_sub(self.wall.0);
        by_the_wall.saturating_sub(passed).saturating_abs() > MAX_CLOCK_JUMP
    }
}

/// Between what the offset lies (ms, server minus this PC), and when that was found.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    low: i64,
    high: i64,
    found: Duration,
}

impl Bounds {
    fn middle(self) -> i64 {
        self.low.midpoint(self.high)
    }

    /// What both have in common; the fresh ones alone where that is nothing.
    fn narrowed_by(self, fresh: Self) -> Self {
        let drift = millis(fresh.found.saturating_sub(self.found)) / DRIFT;
        let (low, high) = (
            fresh.low.max(self.low.saturating_sub(drift)),
            fresh.high.min(self.high.saturating_add(drift)),
        );
        if low <= high {
            Self { low, high, ..fresh }
        } else {
            fresh
        }
    }
}

/// What was heard of the server's time.
#[derive(Debug, Default)]
struct ServerTime {
    bounds: Option<Bounds>,
    newest: Option<UtcMs>,
    /// When the last answer was heard.
    heard: Option<ClockReading>,
    /// What an answer said that no other has confirmed yet.
    doubted: Option<Bounds>,
}

impl ServerTime {
    /// Whether an answer contradicts those before it, although no clock was set here, and is the first to do so.
    fn doubts(&mut self, fresh: Bounds, answered: ClockReading) -> bool {
        let heard = self.heard.replace(answered);
        let doubted = self.doubted.take();
        let (Some(known), Some(heard)) = (self.bounds, heard) else {
            return false;
        };
        let is_far = |other: Bounds| {
            let away = fresh.middle().saturating_sub(other.middle());
            away.saturating_abs() > LARGEST_UNCONFIRMED_STEP
        };
        let is_confirmed = doubted.is_some_and(|doubted| !is_far(doubted));
        if !is_far(known) || is_confirmed || heard.was_set_before(answered) {
            return false;
        }
        self.doubted = Some(fresh);
        true
    }
}

/// This PC's clock, corrected; a cheap clone.
#[derive(Clone)]
pub(crate) struct ServerClock {
    local: Clock,
    monotonic: MonotonicClock,
    offset: Arc<watch::Sender<i64>>,
    observed: Arc<Mutex<ServerTime>>,
}

impl ServerClock {
    /// This PC's clocks, taken for right until a server is heard.
    pub(crate) fn new(local: Clock, monotonic: MonotonicClock) -> Self {
        Self {
            local,
            monotonic,
            offset: Arc::new(watch::Sender::new(0)),
            observed: Arc::default(),
        }
    }

    /// Tells it what time the server had when it was heard in an earlier run. Says nothing new once
    /// it was heard in this one.
    pub(crate) fn restore(&self, last_server_time: UtcMs) {
        let mut observed = self.observed.lock();
        if observed.newest.is_some() {
            return;
        }
        observed.newest = Some(last_server_time);
        drop(observed);
        let behind = last_server_time.0.saturating_sub((self.local)().0);
        if behind >= MIN_OFFSET {
            self.apply_offset(behind);
        }
    }

    /// The time (UTC), corrected.
    pub(crate) fn now(&self) -> UtcMs {
        UtcMs((self.local)().0.saturating_add(*self.offset.borrow()))
    }

    /// The time by the server's clock; `None` until an answer of this run has told it.
    pub(crate) fn server_now(&self) -> Option<UtcMs> {
        let known = self.observed.lock().bounds.is_some();
        known.then(|| self.now())
    }

    /// The corrected clock for those who only read it.
    pub(crate) fn reader(&self) -> Clock {
        let clock = self.clone();
        Arc::new(move || clock.now())
    }

    /// How far this PC's clock is off (ms, server minus this PC).
    pub(crate) fn offset(&self) -> watch::Receiver<i64> {
        self.offset.subscribe()
    }

    /// This moment on this PC's own clocks.
    pub(crate) fn reading(&self) -> ClockReading {
        ClockReading {
            wall: (self.local)(),
            monotonic: (self.monotonic)(),
        }
    }

    /// The server's time as it was last heard.
    pub(crate) fn last_server_time(&self) -> Option<UtcMs> {
        self.observed.lock().newest
    }

    /// Whether this PC's own clock says something that cannot be.
    pub(crate) fn is_implausible(&self) -> bool {
        let newest = self
            .last_server_time()
            .unwrap_or(WRITTEN_AFTER)
            .max(WRITTEN_AFTER);
        is_implausible_time((self.local)(), newest)
    }

    /// Takes in the server's time, heard in answer to a call that began at `asked` and was answered
    /// at `answered`.
    pub(crate) fn observe(&self, asked: ClockReading, answered: ClockReading, date: UtcMs) {
        let took = answered.monotonic.saturating_sub(asked.monotonic);
        let fresh = Bounds {
            low: date.0.saturating_sub(answered.wall.0),
            high: date.0.saturating_add(1000).saturating_sub(asked.wall.0),
            found: answered.monotonic,
        };
        let mut observed = self.observed.lock();
        if observed.doubts(fresh, answered) {
            tracing::warn!(
                date = date.0,
                "the server's time is hours from what it said before"
            );
            return;
        }
        observed.newest = Some(date);
        if took > LONGEST_CALL || asked.was_set_before(answered) {
            return;
        }
        let bounds = match observed.bounds {
            Some(known) => known.narrowed_by(fresh),
            None => fresh,
        };
        observed.bounds = Some(bounds);
        drop(observed);
        self.apply_offset(bounds.middle());
    }

    fn apply_offset(&self, found: i64) {
        self.offset.send_if_modified(|offset| {
            let right = if *offset == 0 {
                MIN_OFFSET
            } else {
                OFFSET_CLEARED_BELOW
            };
            let next = if found.abs() < right { 0 } else { found };
            let moved = next == 0 || *offset == 0 || (next - *offset).abs() >= MIN_OFFSET_CHANGE;
            if next == *offset || !moved {
                return false;
            }
            tracing::info!(
                from_ms = *offset,
                to_ms = next,
                "this computer's clock is off"
            );
            *offset = next;
            true
        });
    }
}

#[cfg(test)]
#[path = "../tests/unit/clock.rs"]
mod tests;

/// Whole milliseconds, as the protocol counts them.
pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
