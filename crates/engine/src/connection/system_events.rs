//! What happens to the computer itself: it slept, its clock was set, its network changed. After any
//! of these a line may be dead without a word, so it is looked at at once.

use std::time::Duration;

use crate::{
    WayOut,
    clock::{Moment, millis},
    context::Context,
};

/// How late a heartbeat may be before the machine must have slept.
const SLEPT: Duration = Duration::from_secs(10);

/// Looks at the machine, heartbeat by heartbeat.
///
/// From one heartbeat to the next far more time passed than a heartbeat takes, by the wall clock or
/// by the steady one (which goes on through sleep on some systems and stands still on others): it
/// slept. A wall clock that is set forward looks the same; one that is set back is noticed too.
/// Either costs no more than a look at the server, whose answer tells how far the clock is off now.
pub(super) struct Machine {
    last: Moment,
    way_out: WayOut,
    heartbeat: Duration,
}

impl Machine {
    /// As it is now.
    pub(super) fn now(context: &Context) -> Self {
        Self {
            last: context.clock.moment(),
            way_out: (context.network)(),
            heartbeat: context.timing.heartbeat,
        }
    }

    /// What happened to it since the last heartbeat, if anything did that a line may not outlive.
    pub(super) fn happened(&mut self, context: &Context) -> Option<&'static str> {
        let now = context.clock.moment();
        let slept = self.slept(now);
        let before = std::mem::replace(&mut self.way_out, (context.network)());
        self.last = now;
        if slept {
            Some("the machine has slept, or its clock was set")
        } else if self.way_out != before && self.way_out.exists() {
            Some("the network has changed")
        } else {
            None
        }
    }

    fn slept(&self, now: Moment) -> bool {
        let by_the_wall = now.wall.0.saturating_sub(self.last.wall.0);
        let counted = millis(now.steady.saturating_sub(self.last.steady));
        by_the_wall < -millis(SLEPT)
            || by_the_wall.max(counted) > millis(self.heartbeat.saturating_add(SLEPT))
    }
}
