//! When a message is to leave, where not at once.

use protocol::UtcMs;
use serde::{Deserialize, Serialize};

/// When a message is to leave, and on which condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// What it waits for.
    pub kind: ScheduleKind,
    /// It does not leave before (UTC, ms).
    pub at: UtcMs,
}

/// What a scheduled message waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum ScheduleKind {
    /// For a moment in which the user may take it back. What is written after it leaves after it.
    TakeBack,
    /// For the time that the user chose. What is written after it does not wait for it.
    Later,
    /// As [`ScheduleKind::Later`]; it is dropped when the other side writes before.
    UnlessWritten,
}

impl ScheduleKind {
    /// The words of the column `schedule`.
    pub(crate) const TAKE_BACK: &str = "take-back";
    pub(crate) const LATER: &str = "later";
    pub(crate) const UNLESS_WRITTEN: &str = "unless-written";

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::TakeBack => Self::TAKE_BACK,
            Self::Later => Self::LATER,
            Self::UnlessWritten => Self::UNLESS_WRITTEN,
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        let kinds = [Self::TakeBack, Self::Later, Self::UnlessWritten];
        kinds.into_iter().find(|kind| kind.word() == word)
    }
}
