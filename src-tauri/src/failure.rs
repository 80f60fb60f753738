//! What the window hears when something fails: a code that `locales/` has a sentence for, and a
//! detail for the log (DESIGN section 7).

use serde::Serialize;

/// A command that did not work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// The sentence to show is `error-<code>`.
    pub code: String,
    /// More, for the log or in the server's own words. Never a token or a message's text.
    pub detail: Option<String>,
}

impl Failure {
    /// A failure of the shell itself.
    #[must_use]
    pub fn new(code: &str, detail: impl std::fmt::Display) -> Self {
        Self {
            code: code.to_owned(),
            detail: Some(detail.to_string()),
        }
    }
}

impl From<engine::Error> for Failure {
    fn from(error: engine::Error) -> Self {
        let failure = Self {
            code: error.code().to_owned(),
            detail: error.detail(),
        };
        tracing::info!(code = failure.code, "a command did not work");
        failure
    }
}

impl From<crate::links::LinkError> for Failure {
    fn from(error: crate::links::LinkError) -> Self {
        match error {
            crate::links::LinkError::Refused => Self::new("link-refused", error),
            crate::links::LinkError::System(_) => Self::new("internal", error),
        }
    }
}
