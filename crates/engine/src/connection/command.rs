//! What the session is told from outside.

use protocol::ConversationId;

/// What the session is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Connect at once; if connected, look at once.
    TryNow,
    /// Join a conversation's room and fetch its newest messages.
    Follow(ConversationId),
}
