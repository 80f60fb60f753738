//! What happened since midnight, in numbers.

use protocol::UtcMs;
use serde::Serialize;

/// Which day is asked for. Whoever asks knows the time zone.
#[derive(Clone, Debug)]
pub struct DayAsked {
    /// When each hour of the day begins, the first with the day.
    pub hours: Vec<UtcMs>,
    /// Now.
    pub until: UtcMs,
}

/// What the cache knows of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Today {
    /// How many waits ended with an answer.
    pub answered: u32,
    /// How many of them I answered.
    pub answered_by_me: u32,
    /// How long the other side waited for an answer, in the middle of all waits that one ended (ms).
    #[cfg_attr(feature = "specta", specta(type = Option<f64>))]
    pub median_wait: Option<i64>,
    /// The longest wait, of those that ended today and those that go on (ms).
    #[cfg_attr(feature = "specta", specta(type = Option<f64>))]
    pub longest_wait: Option<i64>,
    /// In how many open conversations the other side waits now.
    pub waiting: u32,
    /// Hour by hour.
    pub hours: Vec<TodayHour>,
    /// Whether there were more messages than are looked through: then the later ones are missing.
    pub more: bool,
}

/// An hour of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TodayHour {
    /// When it began.
    pub at: UtcMs,
    /// How many messages asked for an answer.
    pub asked: u32,
    /// How many waits ended with an answer.
    pub answered: u32,
}
