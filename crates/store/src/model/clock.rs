//! The time, injected: tests set it, the application takes the system's.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use protocol::UtcMs;

/// Tells the time (UTC, milliseconds).
pub type Clock = Arc<dyn Fn() -> UtcMs + Send + Sync>;

/// The system's clock.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        UtcMs(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}
