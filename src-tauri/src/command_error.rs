//! What the window gets when a command fails: a code that `locales/` has a sentence for, and a detail for
//! the log.

use serde::Serialize;

use crate::{alerts::player::SoundError, external_links::LinkError};

/// The error of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CommandError {
    /// The window shows the sentence `error-<code>`.
    pub code: String,
    /// The cause, for the log or in the server's own words. Never a token or a message's text.
    pub detail: Option<String>,
}

impl CommandError {
    /// An error of the shell itself.
    #[must_use]
    pub fn new(code: &str, detail: impl std::fmt::Display) -> Self {
        Self {
            code: code.to_owned(),
            detail: Some(detail.to_string()),
        }
    }
}

impl From<engine::Error> for CommandError {
    fn from(error: engine::Error) -> Self {
        let converted = Self {
            code: error.code().to_owned(),
            detail: error.detail(),
        };
        tracing::info!(code = converted.code, "a command did not work");
        converted
    }
}

impl From<SoundError> for CommandError {
    fn from(error: SoundError) -> Self {
        let code = match error {
            SoundError::NoDevice => "sound-no-device",
            SoundError::Busy => "sound-busy",
            SoundError::NoAnswer => "sound-no-answer",
        };
        Self::new(code, error)
    }
}

impl From<LinkError> for CommandError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Refused => Self::new("link-refused", error),
            LinkError::System(_) => Self::new("internal", error),
        }
    }
}
