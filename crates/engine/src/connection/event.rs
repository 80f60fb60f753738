//! The server's events.

use protocol::{Conversation, Exception, Message};

/// An event that this version knows (CONTRACT section 2).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Event {
    /// `new-message`.
    Message(Box<Message>),
    /// `conversation-updated`.
    ConversationUpdated(Box<Conversation>),
    /// `new-conversation`.
    NewConversation(Box<Conversation>),
    /// `exception`: a join was refused.
    Exception(Exception),
}
