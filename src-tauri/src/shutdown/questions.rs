//! What the user was asked before the program ends, and did not answer: whether to close the window, and whether to quit
//! though something is unsent. Whoever wishes the same again soon is not asked again, for the window may not answer.

use std::time::{Duration, Instant};

use parking_lot::Mutex;

/// A second wish to close or to quit within this time is not asked about again.
pub const REPEAT_INTERVAL: Duration = Duration::from_secs(60);

/// The questions that are open.
#[derive(Debug, Default)]
pub struct Questions {
    closing: Mutex<Option<Instant>>,
    quitting: Mutex<Option<Instant>>,
}

impl Questions {
    /// How long ago the user was asked whether to close the window, without an answer.
    #[must_use]
    pub fn closing_asked(&self) -> Option<Duration> {
        self.closing.lock().map(|at| at.elapsed())
    }

    /// The user is asked whether to close the window.
    pub fn ask_about_closing(&self) {
        *self.closing.lock() = Some(Instant::now());
    }

    /// The user wants to quit. Gives how long ago they wanted that before, without an answer.
    pub fn ask_about_quitting(&self) -> Option<Duration> {
        let before = self.quitting.lock().replace(Instant::now());
        before.map(|at| at.elapsed())
    }

    /// The user answered that the program stays. One question may have taken the other's place in the window, so this
    /// answers both.
    pub fn stay(&self) {
        *self.closing.lock() = None;
        *self.quitting.lock() = None;
    }
}
