//! The error of decoding.

/// Why a payload could not be read. Carries nothing of what people wrote, and no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The payload reaches [`super::MAX_PAYLOAD_BYTES`], or the list of conversations [`super::MAX_LIST_BYTES`].
    #[error("the payload is too large ({bytes} bytes)")]
    TooLarge {
        /// Its size in bytes; for a JSON value, what was counted before giving up.
        bytes: usize,
    },
    /// The payload is nested deeper than [`super::MAX_NESTING`].
    #[error("the payload is nested too deeply")]
    TooDeep,
    /// The payload is no JSON: an HTML page, perhaps, or one that was cut off.
    #[error("the payload is no JSON: {0}")]
    NotJson(String),
    /// The payload is JSON of another shape than the record or list that was asked for.
    #[error("the payload is no {expected}")]
    WrongShape {
        /// What was asked for.
        expected: &'static str,
    },
    /// The record lacks what makes it one.
    #[error("unreadable {record} {}: {reason}", id.as_deref().unwrap_or("without an id"))]
    Unreadable {
        /// What kind of record it is.
        record: &'static str,
        /// Its id, where it could be made out.
        id: Option<String>,
        /// What is wrong with it.
        reason: &'static str,
    },
}
