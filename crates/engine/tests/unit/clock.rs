//! The clock by itself, with a server that says any time.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

use super::*;

const HOUR: i64 = 60 * 60 * 1000;
const BEGAN: i64 = 1_800_000_000_000;

/// This PC's clocks: the wall's is off by what is said, and each answer takes a second.
struct Pc {
    clock: ServerClock,
    skew: Arc<AtomicI64>,
    passed: i64,
}

impl Pc {
    fn new() -> Self {
        let skew = Arc::new(AtomicI64::new(0));
        let wall = skew.clone();
        let local: Clock = Arc::new(move || UtcMs(BEGAN + wall.load(SeqCst)));
        Self {
            clock: ServerClock::new(local, Arc::new(|| Duration::ZERO)),
            skew,
            passed: 0,
        }
    }

    fn reading(&self) -> ClockReading {
        ClockReading {
            wall: UtcMs(BEGAN + self.passed + self.skew.load(SeqCst)),
            monotonic: Duration::from_millis(self.passed.unsigned_abs()),
        }
    }

    /// An answer whose time is this far from the true one; the offset after it.
    fn hears(&mut self, away: i64) -> i64 {
        let asked = self.reading();
        self.passed += 1_000;
        let date = UtcMs(BEGAN + self.passed + away);
        self.clock.observe(asked, self.reading(), date);
        *self.clock.offset().borrow()
    }
}

#[test]
fn one_answer_of_another_day_moves_nothing() {
    for away in [365 * 24 * HOUR, -20 * HOUR, 2 * HOUR] {
        let mut pc = Pc::new();
        assert_eq!(pc.hears(0), 0);
        assert_eq!(pc.hears(away), 0, "the first to say so");
        let newest = pc.clock.last_server_time().map(|at| at.0);
        assert!(
            newest.is_some_and(|at| (at - BEGAN).abs() < HOUR),
            "the next start would begin with it: {newest:?}"
        );
        assert_eq!(pc.hears(0), 0);
        assert_eq!(pc.hears(away), 0, "again the first");
        let offset = pc.hears(away);
        assert!((offset - away).abs() < 2_000, "two say so: {offset}");
    }
}

#[test]
fn a_clock_that_was_set_here_is_put_right_at_once() {
    let mut pc = Pc::new();
    assert_eq!(pc.hears(0), 0);
    pc.skew.store(-30 * HOUR, SeqCst);
    let offset = pc.hears(0);
    assert!((offset - 30 * HOUR).abs() < 2_000, "{offset}");
}

#[test]
fn the_first_answer_is_believed() {
    let mut pc = Pc::new();
    pc.skew.store(-30 * HOUR, SeqCst);
    let offset = pc.hears(0);
    assert!((offset - 30 * HOUR).abs() < 2_000, "{offset}");
}
