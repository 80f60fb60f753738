//! Up to when a connection has brought everything. A dead one is found late: whatever the server said since it
//! died is missing, so the moment at which it is found proves nothing.
//!
//! What comes on a connection comes in order. So the last event proves that all before it came; and as long as the
//! line counts as up, the server's ping came within its interval and timeout. While the computer slept
//! nobody counted.

use std::time::Duration;

use protocol::UtcMs;

use crate::clock::millis;

/// When a connection was last known to work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Liveness {
    /// When the last event came.
    last_event: UtcMs,
    /// When the session last looked after itself.
    last_heartbeat: UtcMs,
    /// From when until when the computer slept, or its network was another one, at last.
    disruption: Option<(UtcMs, UtcMs)>,
    /// How long a living connection may be silent.
    max_silence: Duration,
}

impl Liveness {
    /// The liveness of a connection that has just come up.
    pub(super) fn new(now: UtcMs, max_silence: Duration) -> Self {
        Self {
            last_event: now,
            last_heartbeat: now,
            disruption: None,
            max_silence,
        }
    }

    /// An event came.
    pub(super) fn record_event(&mut self, now: UtcMs) {
        self.last_event = now;
    }

    /// The session looks after itself.
    pub(super) fn record_heartbeat(&mut self, now: UtcMs) {
        self.last_heartbeat = now;
    }

    /// Since the last beat something happened that the connection may not have outlived.
    pub(super) fn record_disruption(&mut self, now: UtcMs) {
        self.disruption = Some((self.last_heartbeat, now));
        self.last_heartbeat = now;
    }

    /// Up to when the connection, which is lost now, has certainly brought everything.
    pub(super) fn alive_until(&self, now: UtcMs) -> UtcMs {
        let max_silence = millis(self.max_silence);
        let last_ping = now.0.saturating_sub(max_silence);
        let last_ping = match self.disruption {
            Some((from, until)) if last_ping < until.0 => from.0.saturating_sub(max_silence),
            _ => last_ping,
        };
        // What was heard later than now was heard by a clock that has been put right since.
        let heard = if self.last_event.0 > now.0 {
            last_ping
        } else {
            self.last_event.0
        };
        UtcMs(heard.max(last_ping).min(now.0))
    }
}
