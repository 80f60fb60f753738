//! What a locked window may still ask for. The list names what is allowed, so that a new command is refused until
//! somebody thinks of it. What it hears, [`crate::events`] says.

use crate::command_error::CommandError;

/// The commands that a locked window may call. None of them answers with a text, a name or an id: `start_up` says that
/// the window is locked, `unsent` counts for the question before signing out, and `change_preferences` takes the look alone.
pub const ALLOWED_COMMANDS: &[&str] = &[
    "start_up",
    "first_screen_painted",
    "unlock",
    "forget_pin",
    "unsent",
    "change_preferences",
    "ask_to_quit",
    "quit",
    "cancel_quit",
    "drafts_flushed",
    "close_answered",
    "minimize_window",
];

/// Why a locked window's command is refused.
#[must_use]
pub fn refusal() -> CommandError {
    CommandError {
        code: "locked".to_owned(),
        detail: None,
    }
}
