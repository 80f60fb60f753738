//! What a write is for: on a full disk that decides whether the reserve is given up for it.

/// What room is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A text that the user wrote.
    New,
    /// The progress of a message that waits to be sent.
    Waiting,
    /// Anything else: the reserve stays.
    Other,
}
