//! A change of the preferences while the application runs.

use super::AppState;
use crate::{
    command_error::CommandError,
    events::{self, ShellEvent},
    i18n::Translations,
    preferences::Preferences,
    window,
};

impl AppState {
    /// Applies what the user chose in the window and writes it to disk; behind the lock only what concerns the look.
    ///
    /// # Errors
    /// `disk-failed` when they cannot be written; they apply to this run all the same.
    pub async fn set_preferences(&self, chosen: Preferences) -> Result<(), CommandError> {
        let chosen = if self.lock.is_locked() {
            self.preferences().with_look_of(&chosen).clamped()
        } else {
            chosen.clamped()
        };
        self.store_preferences(chosen).await
    }

    /// Applies the preferences and writes them to disk.
    ///
    /// # Errors
    /// As [`AppState::set_preferences`].
    pub(super) async fn store_preferences(&self, chosen: Preferences) -> Result<(), CommandError> {
        let before = std::mem::replace(&mut *self.preferences.lock(), chosen.clone());
        if (before.language, before.digits) != (chosen.language, chosen.digits) {
            *self.translations.lock() = Translations::for_preferences(&chosen);
            self.rewrite_tray_and_title();
            self.retitle_chat_windows().await;
        }
        window::apply_preferences(&self.app, &chosen);
        events::send(&self.app, ShellEvent::PreferencesChanged(chosen.clone()));
        self.apply_quiet();
        let saved = {
            // Of two changes that come close together, as of keys that are held down, each writes what holds by then.
            let _one_at_a_time = self.preferences_file.lock();
            self.preferences().save(&self.paths.preferences())
        };
        if before.retention != chosen.retention {
            self.engines.lock().await.set_retention(chosen.retention);
        }
        if before.other_accounts != chosen.other_accounts {
            let engines = self.engines.lock().await;
            engines.set_other_accounts(chosen.other_accounts);
        }
        if before.upload_endpoint != chosen.upload_endpoint {
            let engines = self.engines.lock().await;
            engines.set_upload_endpoint(&chosen.upload_endpoint);
        }
        saved.map_err(|error| CommandError::new("disk-failed", error))
    }
}
