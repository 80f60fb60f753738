//! What a preference can be, where it is one of a few.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Whether the user was offered a test of the alerts, after the first sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum AlertTest {
    /// Not yet.
    #[default]
    Due,
    /// Once: it was tried or passed over.
    Done,
}

/// Whether there are more shortcuts than every window has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Shortcuts {
    /// All of them.
    #[default]
    On,
    /// Zoom, panes, lock and the end alone.
    Off,
}

/// Which key sends a message. Every other Enter breaks the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum SendKey {
    /// Enter.
    #[default]
    Enter,
    /// Ctrl and Enter together.
    CtrlEnter,
}

/// Whether news is heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum AlertSounds {
    /// A sound for each.
    #[default]
    On,
    /// Silence.
    Off,
}

/// What closing the window does where it cannot hide in a tray.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum CloseWithoutTray {
    /// The user is asked.
    #[default]
    Ask,
    /// The program ends.
    Quit,
}

/// Whether the user was told that a closed window goes on in the tray.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum TrayHint {
    /// Not yet.
    #[default]
    Due,
    /// Once.
    Given,
}

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Arabic, written from right to left.
    #[default]
    Ar,
    /// English.
    En,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// A numbering system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Digits {
    /// 0 to 9, as Libya writes them.
    #[default]
    Latin,
    /// ٠ to ٩.
    Arabic,
}

/// After how long without a key or a movement the window locks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum LockAfter {
    /// A minute.
    OneMinute,
    /// Five minutes.
    #[default]
    FiveMinutes,
    /// A quarter of an hour.
    FifteenMinutes,
    /// Half an hour.
    ThirtyMinutes,
    /// An hour.
    OneHour,
    /// Only at the start, and when the user wants.
    Never,
}

impl LockAfter {
    /// The time; `None` for never.
    #[must_use]
    pub fn duration(self) -> Option<Duration> {
        let minutes = match self {
            Self::OneMinute => 1,
            Self::FiveMinutes => 5,
            Self::FifteenMinutes => 15,
            Self::ThirtyMinutes => 30,
            Self::OneHour => 60,
            Self::Never => return None,
        };
        Some(Duration::from_secs(minutes * 60))
    }
}
