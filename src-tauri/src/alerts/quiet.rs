//! Do-not-disturb: until when nothing is shown or heard of news.

use protocol::UtcMs;

use crate::limits::QUIET_LONGEST;

/// Until when nobody is to be disturbed, where that lies ahead. A time further ahead than anybody can choose is a
/// clock's that was set back since: it silences nothing.
#[must_use]
pub fn quiet_until(chosen: Option<UtcMs>, now: UtcMs) -> Option<UtcMs> {
    let longest = i64::try_from(QUIET_LONGEST.as_millis()).unwrap_or(i64::MAX);
    chosen.filter(|until| *until > now && until.0.saturating_sub(now.0) <= longest)
}
