//! Up to when a line has brought everything. A dead one is found late: whatever the server said since it
//! died is missing, so the moment at which it is found vouches for nothing.
//!
//! What comes on a line comes in order. So the last event vouches for all before it; and as long as the
//! line counts as up, the server's ping came within its interval and timeout. While the machine slept
//! nobody counted.

use std::time::Duration;

use protocol::UtcMs;

use crate::clock::millis;

/// What is known of a line's life.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pulse {
    /// When the last event came.
    heard: UtcMs,
    /// When the session last looked after itself.
    beat: UtcMs,
    /// From when until when the machine slept, or its network was another one, at last.
    broke: Option<(UtcMs, UtcMs)>,
    /// How long a living line may be silent.
    silence: Duration,
}

impl Pulse {
    /// That of a line which has just come up.
    pub(super) fn begin(now: UtcMs, silence: Duration) -> Self {
        Self {
            heard: now,
            beat: now,
            broke: None,
            silence,
        }
    }

    /// Something came.
    pub(super) fn hear(&mut self, now: UtcMs) {
        self.heard = now;
    }

    /// The session looks after itself.
    pub(super) fn beat(&mut self, now: UtcMs) {
        self.beat = now;
    }

    /// Since the last beat something happened that the line may not have outlived.
    pub(super) fn falter(&mut self, now: UtcMs) {
        self.broke = Some((self.beat, now));
        self.beat = now;
    }

    /// Up to when the line, which is lost now, has certainly brought everything.
    pub(super) fn worked_until(&self, now: UtcMs) -> UtcMs {
        let silence = millis(self.silence);
        let pinged = now.0.saturating_sub(silence);
        let pinged = match self.broke {
            Some((from, until)) if pinged < until.0 => from.0.saturating_sub(silence),
            _ => pinged,
        };
        // What was heard later than now was heard by a clock that has been put right since.
        let heard = if self.heard.0 > now.0 {
            pinged
        } else {
            self.heard.0
        };
        UtcMs(heard.max(pinged).min(now.0))
    }
}
