//! What others choose costs the shell at most this much (docs/limits.md).

use std::time::Duration;

/// How many digits a PIN has. Four are what people remember; more than twelve nobody types a dozen times a day.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=12;

/// How many wrong PINs in a row cost nothing: people mistype.
pub const FREE_PIN_ATTEMPTS: u32 = 5;

/// The pause after the last free attempt; each further one doubles it.
pub const PIN_PAUSE_FIRST: Duration = Duration::from_secs(30);

/// The longest pause: half of all PINs of four digits then take seven months.
pub const PIN_PAUSE_LONGEST: Duration = Duration::from_secs(3_600);

/// The memory of one PIN's check, in KiB.
pub const PIN_MEMORY_KIB: u32 = 32 * 1024;

/// The passes over it: with that memory some 150 ms of a processor, which nobody notices once.
pub const PIN_PASSES: u32 = 6;

/// The most memory that the lock's file may ask for: whoever writes that file must not choose what a check costs.
pub const PIN_MEMORY_KIB_AT_MOST: u32 = 128 * 1024;

/// The most passes that it may ask for.
pub const PIN_PASSES_AT_MOST: u32 = 32;

/// How often idling is looked at while a PIN is set: after a sleep of the computer the chats are in sight no longer.
pub(crate) const IDLE_TICK: Duration = Duration::from_secs(5);
