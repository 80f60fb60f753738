//! The sounds, made when they are needed: a few notes each, as a struck bar has them.

use std::{f32::consts::TAU, time::Duration};

/// What a sound says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertSound {
    /// Somebody wrote in a conversation.
    NewMessage,
    /// Somebody opened a conversation.
    NewConversation,
}

/// How many samples a second has. One channel.
pub const SAMPLE_RATE: u32 = 44_100;

/// A note: its frequency, and when it is struck.
struct Note {
    hertz: f32,
    at: f32,
}

/// How long a note is heard after it was struck.
const NOTE_SECONDS: f32 = 0.45;

/// How long a note takes to its full strength: at once it would click.
const ATTACK_SECONDS: f32 = 0.004;

/// After how long a note has a third of its strength.
const DECAY_SECONDS: f32 = 0.11;

/// The notes of a new message: two, upwards.
const NEW_MESSAGE: &[Note] = &[
    Note {
        hertz: 880.0,
        at: 0.0,
    },
    Note {
        hertz: 1_174.66,
        at: 0.11,
    },
];

/// The notes of a new conversation: three, deeper, which nobody takes for those of a message.
const NEW_CONVERSATION: &[Note] = &[
    Note {
        hertz: 523.25,
        at: 0.0,
    },
    Note {
        hertz: 659.26,
        at: 0.15,
    },
    Note {
        hertz: 783.99,
        at: 0.3,
    },
];

impl AlertSound {
    fn notes(self) -> &'static [Note] {
        match self {
            Self::NewMessage => NEW_MESSAGE,
            Self::NewConversation => NEW_CONVERSATION,
        }
    }

    /// How long the sound is.
    #[must_use]
    pub fn duration(self) -> Duration {
        let last = self.notes().last().map_or(0.0, |note| note.at);
        Duration::from_secs_f32(last + NOTE_SECONDS)
    }

    /// The sound's samples, between -1 and 1.
    #[must_use]
    pub fn samples(self) -> Vec<f32> {
        let rate = SAMPLE_RATE as f32;
        let count = (self.duration().as_secs_f32() * rate) as usize;
        (0..count)
            .map(|sample| {
                let now = sample as f32 / rate;
                let notes = self.notes().iter();
                let sum: f32 = notes.map(|note| tone(note.hertz, now - note.at)).sum();
                sum.clamp(-1.0, 1.0)
            })
            .collect()
    }
}

/// A note's strength so long after it was struck.
fn tone(hertz: f32, since: f32) -> f32 {
    if !(0.0..NOTE_SECONDS).contains(&since) {
        return 0.0;
    }
    let strength = (since / ATTACK_SECONDS).min(1.0) * (-since / DECAY_SECONDS).exp();
    let overtone = 0.25 * (TAU * hertz * 2.0 * since).sin();
    // What is left at its end would click.
    let end = ((NOTE_SECONDS - since) / ATTACK_SECONDS).min(1.0);
    0.5 * strength * end * ((TAU * hertz * since).sin() + overtone)
}
