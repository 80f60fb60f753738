//! The server's clock.

use protocol::UtcMs;

/// The time, to the millisecond.
pub(crate) fn now() -> UtcMs {
    UtcMs(jiff::Timestamp::now().as_millisecond())
}
