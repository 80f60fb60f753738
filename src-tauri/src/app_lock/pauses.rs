//! How long the next PIN has to wait after wrong ones.

use std::time::Duration;

use crate::limits::{FREE_PIN_ATTEMPTS, PIN_PAUSE_FIRST, PIN_PAUSE_LONGEST};

/// The pause after this many wrong PINs in a row.
#[must_use]
pub fn pause_after(failed: u32) -> Duration {
    let Some(beyond) = failed.checked_sub(FREE_PIN_ATTEMPTS) else {
        return Duration::ZERO;
    };
    let doubled = 2_u32.saturating_pow(beyond);
    PIN_PAUSE_FIRST
        .saturating_mul(doubled)
        .min(PIN_PAUSE_LONGEST)
}

/// How many more wrong PINs cost no pause.
#[must_use]
pub fn attempts_left(failed: u32) -> u32 {
    FREE_PIN_ATTEMPTS.saturating_sub(failed)
}
