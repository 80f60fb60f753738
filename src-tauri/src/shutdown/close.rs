//! What closing the window does.

use std::time::Duration;

use crate::{preferences::CloseWithoutTray, shutdown::questions::REPEAT_INTERVAL};

/// What closing the window does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseAction {
    /// The window goes, the program goes on in the tray.
    Hide,
    /// The user is told that the program would end, and decides.
    Ask,
    /// The program ends.
    Quit,
}

/// Whether a hidden window can be brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrayPresence {
    /// By the tray icon.
    Shown,
    /// Not at all.
    Missing,
}

/// What closing does. `asked` is how long ago the user was asked without an answer.
#[must_use]
pub fn close_action(
    tray: TrayPresence,
    chosen: CloseWithoutTray,
    asked: Option<Duration>,
) -> CloseAction {
    match (tray, chosen) {
        (TrayPresence::Shown, _) => CloseAction::Hide,
        (TrayPresence::Missing, CloseWithoutTray::Quit) => CloseAction::Quit,
        (TrayPresence::Missing, CloseWithoutTray::Ask) => {
            if asked.is_some_and(|ago| ago < REPEAT_INTERVAL) {
                CloseAction::Quit
            } else {
                CloseAction::Ask
            }
        }
    }
}
