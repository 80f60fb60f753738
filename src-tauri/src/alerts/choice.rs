//! Which sound is due, and when: plain state without clock or device.

use std::time::Duration;

use super::sound::AlertSound;
use crate::{
    limits::SOUND_PAUSE,
    notifications::batch::DueNotification,
    preferences::{AlertSounds, Preferences},
};

/// A sound that is due, and how loud.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DueSound {
    /// Which.
    pub sound: AlertSound,
    /// From 0 to 1.
    pub volume: f64,
}

/// The sound for notifications that are shown together. A new conversation outweighs messages.
#[must_use]
pub fn sound_for(due: &[DueNotification]) -> Option<AlertSound> {
    let opens = |due: &DueNotification| match due {
        DueNotification::Conversation(news) => news.is_new_conversation,
        DueNotification::Summary(sum) => sum.opened > 0,
    };
    if due.is_empty() {
        None
    } else if due.iter().any(opens) {
        Some(AlertSound::NewConversation)
    } else {
        Some(AlertSound::NewMessage)
    }
}

/// Keeps sounds apart.
#[derive(Debug, Default)]
pub struct SoundPause {
    last: Option<Duration>,
}

impl SoundPause {
    /// The sound to play now, if the user wants any and the last one is over for long enough. `now` is a steady
    /// clock's.
    pub fn admit(
        &mut self,
        sound: AlertSound,
        preferences: &Preferences,
        now: Duration,
    ) -> Option<DueSound> {
        let wanted = preferences.alert_sounds == AlertSounds::On && preferences.sound_volume > 0.0;
        let too_soon = self
            .last
            .is_some_and(|last| now.saturating_sub(last) < SOUND_PAUSE);
        if !wanted || too_soon {
            return None;
        }
        self.last = Some(now);
        Some(DueSound {
            sound,
            volume: preferences.sound_volume,
        })
    }
}
