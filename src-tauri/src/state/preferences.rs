//! A change of the preferences while the application runs.

use super::AppState;
use crate::{
    command_error::CommandError,
    events::{self, ShellEvent},
    i18n::Translations,
    preferences::{PreferenceChanges, Preferences},
    window,
};

impl AppState {
    /// Applies what the user changed in a window and writes it to disk; behind the lock only what concerns the look.
    ///
    /// # Errors
    /// `internal` for changes that are none; `disk-failed` when they cannot be written: they apply to this run all the same.
    pub async fn change_preferences(
        &self,
        changes: &PreferenceChanges,
    ) -> Result<(), CommandError> {
        self.update_preferences(|now| {
            let chosen = changes.applied_to(now)?.clamped();
            Ok(if self.lock.is_locked() {
                now.clone().with_look_of(&chosen)
            } else {
                chosen
            })
        })
        .await
    }

    /// Applies what `update` makes of the preferences as they are, and writes it to disk. One update after another: none undoes what
    /// another changed, and the windows hear of them in their order.
    ///
    /// # Errors
    /// As [`AppState::change_preferences`].
    pub(super) async fn update_preferences(
        &self,
        update: impl FnOnce(&Preferences) -> Result<Preferences, serde_json::Error>,
    ) -> Result<(), CommandError> {
        let _one_at_a_time = self.preferences_update.lock().await;
        let before = self.preferences();
        let chosen = update(&before).map_err(|error| CommandError::new("internal", error))?;
        *self.preferences.lock() = chosen.clone();
        if (before.language, before.digits) != (chosen.language, chosen.digits) {
            *self.translations.lock() = Translations::for_preferences(&chosen);
            self.rewrite_tray_and_title();
            self.retitle_chat_windows().await;
        }
        window::apply_preferences(&self.app, &chosen);
        events::send(&self.app, ShellEvent::PreferencesChanged(chosen.clone()));
        self.apply_quiet();
        let saved = chosen.save(&self.paths.preferences());
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
