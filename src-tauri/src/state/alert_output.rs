//! What alerts go through: the player, the pause between two sounds, and do-not-disturb.

use std::time::Instant;

use parking_lot::Mutex;
use protocol::UtcMs;
use tokio::sync::watch;

use crate::{
    alerts::{choice::SoundPause, device::SystemAudio, player::SoundPlayer, quiet::quiet_until},
    preferences::Preferences,
};

/// What is heard, and when it is not.
pub(super) struct Alerts {
    pub(super) player: SoundPlayer,
    pub(super) pause: Mutex<SoundPause>,
    /// The steady clock that sounds are kept apart by begins here.
    pub(super) began: Instant,
    /// Until when nobody is to be disturbed.
    pub(super) quiet: watch::Sender<Option<UtcMs>>,
}

impl Alerts {
    pub(super) fn new(preferences: &Preferences) -> Self {
        let now = store::system_clock()();
        let until = quiet_until(preferences.do_not_disturb_until, now);
        Self {
            player: SoundPlayer::start(SystemAudio),
            pause: Mutex::default(),
            began: Instant::now(),
            quiet: watch::Sender::new(until),
        }
    }
}
