//! The user's preferences: language, theme, digits, zoom and the like. A small JSON file in the data folder, written
//! whole or not at all. A file that cannot be read is set aside and the defaults are used: a broken
//! preference must never keep anybody from work.

mod choices;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

pub use choices::{
    AlertSounds, AlertTest, CloseWithoutTray, Digits, Language, LockAfter, SendKey, Shortcuts,
    Theme, TrayHint,
};
use engine::{OtherAccounts, Retention};
use protocol::UtcMs;
use serde::{Deserialize, Serialize};
use store::{InboxFilter, InboxSort, InboxView};

use crate::limits::{MOST_OWN_KEYS, OWN_KEY_LETTERS};

/// The smallest and the largest zoom of the window, 1 for 100 %.
pub const ZOOM_RANGE: std::ops::RangeInclusive<f64> = 0.5..=3.0;

/// The longest that a threshold of waiting may be: a day.
const MOST_WAITING_MINUTES: u32 = 24 * 60;

/// For how many seconds a message can be taken back at most: longer, and its customer waits for it.
const MOST_TAKE_BACK_SECONDS: u32 = 5;

/// The user's preferences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    /// The language of the window, the tray and the notifications.
    #[serde(default)]
    pub language: Language,
    /// Light, dark, or as the system has it.
    #[serde(default)]
    pub theme: Theme,
    /// Whether notifications hide the message's text.
    #[serde(default)]
    pub hide_notification_text: bool,
    /// Whether news is heard.
    #[serde(default)]
    pub alert_sounds: AlertSounds,
    /// How loud sounds are, from 0 to 1.
    #[serde(default = "default_volume")]
    pub sound_volume: f64,
    /// Until when nobody is to be disturbed, by this computer's clock.
    #[serde(default)]
    pub do_not_disturb_until: Option<UtcMs>,
    /// What closing the window does where it cannot hide in a tray.
    #[serde(default)]
    pub close_without_tray: CloseWithoutTray,
    /// Whether the user was told that a closed window goes on in the tray.
    #[serde(default)]
    pub tray_hint: TrayHint,
    /// The digits of counts and times.
    #[serde(default)]
    pub digits: Digits,
    /// The window's zoom, 1 for 100 %.
    #[serde(default = "default_zoom")]
    pub zoom: f64,
    /// Whether the details pane is open where there is room.
    #[serde(default = "default_details")]
    pub details_open: bool,
    /// How long messages are kept on this computer.
    #[serde(default)]
    pub retention: Retention,
    /// Whether signing in forgets who else is remembered on this computer.
    #[serde(default)]
    pub other_accounts: OtherAccounts,
    /// When the window locks by itself, where a PIN is set.
    #[serde(default)]
    pub lock_after: LockAfter,
    /// Which conversations the inbox shows.
    #[serde(default)]
    pub inbox_filter: InboxFilter,
    /// In which order, where the user chose another than the filter's usual one.
    #[serde(default)]
    pub inbox_sorts: BTreeMap<InboxFilter, InboxSort>,
    /// The own view that the inbox shows in the place of a filter.
    #[serde(default)]
    pub own_view: Option<String>,
    /// After how many minutes without an answer a conversation is shown in amber.
    #[serde(default = "default_waiting_long")]
    pub waiting_long_minutes: u32,
    /// After how many minutes without an answer it is shown in red.
    #[serde(default = "default_waiting_late")]
    pub waiting_late_minutes: u32,
    /// Whether there are more shortcuts than every window has.
    #[serde(default)]
    pub shortcuts: Shortcuts,
    /// Which key sends a message.
    #[serde(default)]
    pub send_key: SendKey,
    /// For how many seconds a sent message can be taken back; 0 for never. Customers' messages leave at once.
    #[serde(default = "default_take_back")]
    pub take_back_seconds: u32,
    /// Whether the user was offered a test of the alerts.
    #[serde(default)]
    pub alert_test: AlertTest,
    /// Where files are uploaded: a path on the account's server or an https address; empty where the server takes none.
    #[serde(default)]
    pub upload_endpoint: String,
    /// The keys that the user gave actions instead of the usual ones, by the action's name.
    #[serde(default)]
    pub own_keys: BTreeMap<String, String>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            hide_notification_text: false,
            alert_sounds: AlertSounds::default(),
            sound_volume: default_volume(),
            do_not_disturb_until: None,
            close_without_tray: CloseWithoutTray::default(),
            tray_hint: TrayHint::default(),
            digits: Digits::default(),
            zoom: default_zoom(),
            details_open: default_details(),
            retention: Retention::default(),
            other_accounts: OtherAccounts::default(),
            lock_after: LockAfter::default(),
            inbox_filter: InboxFilter::default(),
            inbox_sorts: BTreeMap::new(),
            own_view: None,
            waiting_long_minutes: default_waiting_long(),
            waiting_late_minutes: default_waiting_late(),
            shortcuts: Shortcuts::default(),
            send_key: SendKey::default(),
            take_back_seconds: default_take_back(),
            alert_test: AlertTest::default(),
            upload_endpoint: String::new(),
            own_keys: BTreeMap::new(),
        }
    }
}

/// Some of the preferences, as a window changes them: their names and new values. What is not named stays; the page's types
/// say that each may be left out.
#[derive(Clone, Debug, Default, Deserialize, specta::Type)]
#[serde(transparent)]
pub struct PreferenceChanges(
    #[specta(type = Preferences)] serde_json::Map<String, serde_json::Value>,
);

impl PreferenceChanges {
    /// The preferences with these changes.
    ///
    /// # Errors
    /// When a value is not of its preference's type.
    pub fn applied_to(&self, preferences: &Preferences) -> Result<Preferences, serde_json::Error> {
        let mut fields = serde_json::to_value(preferences)?;
        if let Some(fields) = fields.as_object_mut() {
            fields.extend(self.0.clone());
        }
        serde_json::from_value(fields)
    }
}

impl Preferences {
    /// These preferences, with every value inside its limits.
    #[must_use]
    pub fn clamped(mut self) -> Self {
        self.zoom = if self.zoom.is_finite() {
            self.zoom.clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end())
        } else {
            default_zoom()
        };
        self.sound_volume = if self.sound_volume.is_finite() {
            self.sound_volume.clamp(0.0, 1.0)
        } else {
            default_volume()
        };
        self.take_back_seconds = self.take_back_seconds.min(MOST_TAKE_BACK_SECONDS);
        self.waiting_long_minutes = self.waiting_long_minutes.clamp(1, MOST_WAITING_MINUTES - 1);
        let later = self.waiting_long_minutes + 1;
        self.waiting_late_minutes = self.waiting_late_minutes.clamp(later, MOST_WAITING_MINUTES);
        let fits = |word: &String| word.chars().count() <= OWN_KEY_LETTERS;
        self.own_keys
            .retain(|action, keys| fits(action) && fits(keys));
        while self.own_keys.len() > MOST_OWN_KEYS {
            self.own_keys.pop_last();
        }
        self
    }

    /// What the inbox shows, and in which order.
    #[must_use]
    pub fn inbox_view(&self) -> InboxView {
        let chosen = self.inbox_sorts.get(&self.inbox_filter).copied();
        InboxView {
            filter: self.inbox_filter,
            sort: chosen.unwrap_or(self.inbox_filter.usual_sort()),
        }
    }

    /// These preferences, with language, theme, digits and zoom of `other`.
    #[must_use]
    pub fn with_look_of(self, other: &Self) -> Self {
        Self {
            language: other.language,
            theme: other.theme,
            digits: other.digits,
            zoom: other.zoom,
            ..self
        }
    }

    /// Writes the preferences to `path`.
    ///
    /// # Errors
    /// When the disk refuses; the old file is then unchanged.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        engine::replace_file(path, &text)
    }
}

/// What the preferences' file gave.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedPreferences {
    /// The file's preferences, or the defaults.
    pub preferences: Preferences,
    /// Where an unreadable file was moved.
    pub set_aside: Option<PathBuf>,
}

impl LoadedPreferences {
    /// Reads the preferences from `path`; the defaults where the file does not exist yet.
    #[must_use]
    pub fn read(path: &Path) -> Self {
        let defaults = Self {
            preferences: Preferences::default(),
            set_aside: None,
        };
        let Ok(bytes) = engine::read_small_file(path) else {
            return defaults;
        };
        match serde_json::from_slice::<Preferences>(&bytes) {
            Ok(preferences) => Self {
                preferences: preferences.clamped(),
                set_aside: None,
            },
            Err(error) => {
                tracing::warn!(%error, "the preferences cannot be read; the defaults are used");
                let aside = path.with_extension("json.unreadable");
                let moved = std::fs::rename(path, &aside).is_ok();
                Self {
                    set_aside: moved.then_some(aside),
                    ..defaults
                }
            }
        }
    }
}

fn default_zoom() -> f64 {
    1.0
}

fn default_take_back() -> u32 {
    3
}

fn default_waiting_long() -> u32 {
    5
}

fn default_waiting_late() -> u32 {
    10
}

fn default_volume() -> f64 {
    0.7
}

fn default_details() -> bool {
    true
}
