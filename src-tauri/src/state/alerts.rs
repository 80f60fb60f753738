//! Sounds and do-not-disturb, as the preferences have them.

use std::sync::Arc;

use protocol::UtcMs;
use tauri::async_runtime::spawn;

use super::AppState;
use crate::{
    alerts::{choice::DueSound, player::SoundError, quiet::quiet_until, sound::AlertSound},
    command_error::CommandError,
    limits::{QUIET_CHECK_EVERY, QUIET_FROM_TRAY},
    notifications::{Notification, NotificationTag, Notifier as _},
    preferences::Preferences,
};

impl AppState {
    /// Plays a sound, if the user wants any now.
    pub(super) fn play_alert(&self, sound: AlertSound) {
        let alerts = &self.alerts;
        let now = alerts.began.elapsed();
        let due = alerts.pause.lock().admit(sound, &self.preferences(), now);
        if let Some(due) = due {
            alerts.player.play(due);
        }
    }

    /// Plays a sound as loud as the preferences have it, also where they are off.
    ///
    /// # Errors
    /// When there is no device, or it does not answer.
    pub async fn test_sound(&self) -> Result<(), SoundError> {
        let volume = self.preferences().sound_volume;
        let sound = AlertSound::NewMessage;
        self.alerts.player.test(DueSound { sound, volume }).await
    }

    /// Shows a notification that says it is a test, also while nobody is to be disturbed.
    pub fn test_notification(&self) {
        let texts = self.translations();
        self.notifier.show(Notification {
            tag: NotificationTag::Test,
            title: texts.get("shell-test-alert"),
            body: texts.get("shell-test-alert-body"),
        });
    }

    /// Disturbs nobody until then, or again from now on.
    ///
    /// # Errors
    /// As [`AppState::change_preferences`].
    pub async fn set_do_not_disturb(
        self: &Arc<Self>,
        until: Option<UtcMs>,
    ) -> Result<(), CommandError> {
        self.update_preferences(|now| {
            Ok(Preferences {
                do_not_disturb_until: until,
                ..now.clone()
            })
        })
        .await
    }

    /// Begins do-not-disturb for an hour, or ends it.
    pub(super) fn toggle_quiet(self: &Arc<Self>) {
        let state = Arc::clone(self);
        spawn(async move {
            let is_quiet = state.alerts.quiet.borrow().is_some();
            let hour = i64::try_from(QUIET_FROM_TRAY.as_millis()).unwrap_or_default();
            let until = UtcMs(store::system_clock()().0.saturating_add(hour));
            let until = (!is_quiet).then_some(until);
            if let Err(error) = state.set_do_not_disturb(until).await {
                tracing::warn!(code = error.code, "do-not-disturb is set for this run only");
            }
        });
    }

    /// Takes over until when nobody is to be disturbed.
    pub(super) fn apply_quiet(&self) {
        let now = store::system_clock()();
        let until = quiet_until(self.preferences().do_not_disturb_until, now);
        let changed = self.alerts.quiet.send_if_modified(|quiet| {
            let changed = *quiet != until;
            *quiet = until;
            changed
        });
        if changed {
            self.rewrite_tray_and_title();
        }
    }

    /// Ends do-not-disturb when its time is over.
    pub(crate) fn watch_do_not_disturb(self: &Arc<Self>) {
        let state = Arc::clone(self);
        spawn(async move {
            let mut quiet = state.alerts.quiet.subscribe();
            // Without do-not-disturb nothing wakes.
            while quiet.wait_for(Option::is_some).await.is_ok() {
                let until = *quiet.borrow_and_update();
                let left = until.map_or(0, |until| until.0 - store::system_clock()().0);
                let left = std::time::Duration::from_millis(u64::try_from(left).unwrap_or(0));
                tokio::select! {
                    () = tokio::time::sleep(left.min(QUIET_CHECK_EVERY)) => {}
                    _ = quiet.changed() => {}
                }
                let now = store::system_clock()();
                if until.is_some() && quiet_until(until, now).is_none() {
                    let ended = state.set_do_not_disturb(None).await;
                    if let Err(error) = ended {
                        tracing::warn!(
                            code = error.code,
                            "do-not-disturb has ended, in this run only"
                        );
                    }
                }
            }
        });
    }
}
