//! Plays sounds in a thread of its own: a device that hangs delays nobody. One sound is played at a time; what would
//! have to wait for it is left out, since it would come too late to say anything.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
};

use thiserror::Error;
use tokio::sync::oneshot;

use super::choice::DueSound;
use crate::limits::SOUND_TEST_TIMEOUT;

/// Why a sound is not heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SoundError {
    /// The system has no device, or does not let this program use it.
    #[error("there is no device for sound")]
    NoDevice,
    /// Another sound is being played, or the device hangs at it.
    #[error("another sound is being played")]
    Busy,
    /// The device does not answer, or the player broke down.
    #[error("the device for sound does not answer")]
    NoAnswer,
}

/// Where sounds go. The device is opened for each sound anew, so one that was missing is found later.
pub trait AudioOutput: Send + 'static {
    /// Plays a sound to its end.
    ///
    /// # Errors
    /// When there is no device.
    fn play(&mut self, sound: DueSound) -> Result<(), SoundError>;
}

/// Plays sounds.
pub struct SoundPlayer {
    jobs: Sender<Job>,
    /// Whether a sound is being played.
    playing: Arc<AtomicBool>,
}

struct Job {
    sound: DueSound,
    played: Option<oneshot::Sender<Result<(), SoundError>>>,
}

impl SoundPlayer {
    /// Starts the thread that plays. It ends with the player.
    #[must_use]
    pub fn start(output: impl AudioOutput) -> Self {
        let (jobs, received) = channel();
        let playing = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&playing);
        let started = std::thread::Builder::new()
            .name("sounds".into())
            .spawn(move || run(output, &received, &over));
        if let Err(error) = started {
            tracing::warn!(%error, "no sounds in this run");
        }
        Self { jobs, playing }
    }

    /// Plays a sound, unless another one is being played.
    pub fn play(&self, sound: DueSound) {
        if self.playing.swap(true, Ordering::SeqCst) {
            tracing::debug!("a sound is left out: the last one is not over");
            return;
        }
        let _ = self.jobs.send(Job {
            sound,
            played: None,
        });
    }

    /// Plays a sound and says how that went.
    ///
    /// # Errors
    /// [`SoundError::NoDevice`] without a device; [`SoundError::Busy`] during another sound;
    /// [`SoundError::NoAnswer`] when it takes too long.
    pub async fn test(&self, sound: DueSound) -> Result<(), SoundError> {
        if self.playing.swap(true, Ordering::SeqCst) {
            return Err(SoundError::Busy);
        }
        let (played, answer) = oneshot::channel();
        let _ = self.jobs.send(Job {
            sound,
            played: Some(played),
        });
        match tokio::time::timeout(SOUND_TEST_TIMEOUT, answer).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) | Err(_) => Err(SoundError::NoAnswer),
        }
    }
}

fn run(mut output: impl AudioOutput, jobs: &Receiver<Job>, playing: &AtomicBool) {
    while let Ok(Job { sound, played }) = jobs.recv() {
        // A driver that breaks down costs one sound.
        let outcome = catch_unwind(AssertUnwindSafe(|| output.play(sound)))
            .unwrap_or(Err(SoundError::NoAnswer));
        if let Err(error) = outcome {
            tracing::info!(%error, "a sound was not played");
        }
        playing.store(false, Ordering::SeqCst);
        if let Some(played) = played {
            let _ = played.send(outcome);
        }
    }
}
