//! What the user chose: language, theme, digits, zoom. A small JSON file in the data folder, written
//! whole or not at all. One that cannot be read is set aside and the defaults are used: a broken
//! preference must never keep somebody from work.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::paths;

/// The smallest and the largest zoom that the window takes.
pub const ZOOM: std::ops::RangeInclusive<f64> = 0.5..=3.0;

/// What the user chose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    /// The language of the window, the tray and the notifications.
    #[serde(default)]
    pub language: Language,
    /// Light, dark, or as the system has it.
    #[serde(default)]
    pub theme: Theme,
    /// Whether notifications say only that something came, not what.
    #[serde(default)]
    pub hide_notification_text: bool,
    /// Which digits counts and times are written in.
    #[serde(default)]
    pub digits: Digits,
    /// The window's zoom, 1 for 100 %.
    #[serde(default = "usual_zoom")]
    pub zoom: f64,
    /// Whether the details pane is open where there is room.
    #[serde(default = "usual_details")]
    pub details_open: bool,
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

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            hide_notification_text: false,
            digits: Digits::default(),
            zoom: usual_zoom(),
            details_open: usual_details(),
        }
    }
}

impl Preferences {
    /// The same, with everything inside its limits.
    #[must_use]
    pub fn sound(mut self) -> Self {
        self.zoom = if self.zoom.is_finite() {
            self.zoom.clamp(*ZOOM.start(), *ZOOM.end())
        } else {
            usual_zoom()
        };
        self
    }

    /// Writes them to `path`.
    ///
    /// # Errors
    /// When the disk refuses; the old ones are then still there.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        paths::write_whole(path, &text)
    }
}

/// What reading the preferences came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The preferences to go on with.
    pub preferences: Preferences,
    /// Where an unreadable file was put, if there was one.
    pub set_aside: Option<PathBuf>,
}

/// Reads the preferences from `path`; the defaults where there are none yet.
#[must_use]
pub fn read(path: &Path) -> Read {
    let defaults = Read {
        preferences: Preferences::default(),
        set_aside: None,
    };
    let Ok(bytes) = std::fs::read(path) else {
        return defaults;
    };
    match serde_json::from_slice::<Preferences>(&bytes) {
        Ok(preferences) => Read {
            preferences: preferences.sound(),
            set_aside: None,
        },
        Err(error) => {
            tracing::warn!(%error, "the preferences cannot be read; the defaults are used");
            let aside = path.with_extension("json.unreadable");
            let moved = std::fs::rename(path, &aside).is_ok();
            Read {
                set_aside: moved.then_some(aside),
                ..defaults
            }
        }
    }
}

fn usual_zoom() -> f64 {
    1.0
}

fn usual_details() -> bool {
    true
}
