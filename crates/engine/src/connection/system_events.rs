//! What happens to the computer itself: it slept, its clock was set, its network changed. After any
//! of these a connection may be dead without a word, so it is looked at at once.

use std::time::Duration;

use crate::{
    LocalRoute,
    clock::{ClockReading, millis},
    context::Context,
};

/// How late a heartbeat may be before the computer must have slept.
const SLEEP_THRESHOLD: Duration = Duration::from_secs(10);

/// Checks the computer, heartbeat by heartbeat.
///
/// From one heartbeat to the next far more time passed than a heartbeat takes, by the wall clock or
/// by the monotonic one (which goes on through sleep on some systems and stands still on others): it
/// slept. A wall clock that is set forward looks the same; one that is set back is noticed too.
/// Either costs no more than a look at the server, whose answer tells how far the clock is off now.
pub(super) struct SystemEvents {
    last: ClockReading,
    route: LocalRoute,
    heartbeat: Duration,
}

impl SystemEvents {
    /// As it is now.
    pub(super) fn new(context: &Context) -> Self {
        Self {
            last: context.clock.reading(),
            route: (context.network)(),
            heartbeat: context.timing.heartbeat,
        }
    }

    /// What happened to it since the last heartbeat, if anything did that a connection may not outlive.
    pub(super) fn detect(&mut self, context: &Context) -> Option<&'static str> {
        let now = context.clock.reading();
        let slept = self.has_slept(now);
        let before = std::mem::replace(&mut self.route, (context.network)());
        self.last = now;
        if slept {
            Some("the machine has slept, or its clock was set")
        } else if self.route != before && self.route.exists() {
            Some("the network has changed")
        } else {
            None
        }
    }

    fn has_slept(&self, now: ClockReading) -> bool {
        let wall_elapsed = now.wall.0.saturating_sub(self.last.wall.0);
        let monotonic_elapsed = millis(now.monotonic.saturating_sub(self.last.monotonic));
        wall_elapsed < -millis(SLEEP_THRESHOLD)
            || wall_elapsed.max(monotonic_elapsed)
                > millis(self.heartbeat.saturating_add(SLEEP_THRESHOLD))
    }
}
