//! The system's device for sound.

use std::{num::NonZero, time::Duration};

use rodio::{DeviceSinkBuilder, Player, buffer::SamplesBuffer};

use super::{
    choice::DueSound,
    player::{AudioOutput, SoundError},
    sound::SAMPLE_RATE,
};

/// What the device may hold back of a sound when it counts as over.
const TAIL: Duration = Duration::from_millis(250);

/// The device that the user has chosen in the system.
#[derive(Debug, Default)]
pub struct SystemAudio;

impl AudioOutput for SystemAudio {
    fn play(&mut self, due: DueSound) -> Result<(), SoundError> {
        let rate = NonZero::new(SAMPLE_RATE).ok_or(SoundError::NoDevice)?;
        let builder = DeviceSinkBuilder::from_default_device().map_err(no_device)?;
        let mut device = builder
            .with_error_callback(|error| tracing::debug!(%error, "the device for sound"))
            .open_stream()
            .map_err(no_device)?;
        device.log_on_drop(false);
        let player = Player::connect_new(device.mixer());
        player.set_volume(due.volume as f32);
        player.append(SamplesBuffer::new(
            NonZero::<u16>::MIN,
            rate,
            due.sound.samples(),
        ));
        // By the clock, not by the device: one that was pulled out never says that the sound is over.
        std::thread::sleep(due.sound.duration() + TAIL);
        Ok(())
    }
}

fn no_device(error: rodio::DeviceSinkError) -> SoundError {
    tracing::debug!(%error, "no device for sound");
    SoundError::NoDevice
}
