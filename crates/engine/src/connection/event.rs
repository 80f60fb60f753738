//! The server's events, decoded where they are heard: a decoded record takes a fraction of its JSON's memory, and the
//! reader's thread decodes while the session's thread writes.

use protocol::{Conversation, Exception, Message, decode};
use serde_json::Value;

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

impl Event {
    /// Decodes an event. `None` when its name is unknown or its payload is unreadable; the log says which.
    pub(super) fn decode(name: &str, payload: &Value) -> Option<Self> {
        let decoded = match name {
            "new-message" => {
                decode::message_value(payload).map(|message| Self::Message(Box::new(message)))
            }
            "conversation-updated" => decode::conversation_value(payload)
                .map(|conversation| Self::ConversationUpdated(Box::new(conversation))),
            "new-conversation" => decode::conversation_value(payload)
                .map(|conversation| Self::NewConversation(Box::new(conversation))),
            "exception" => decode::exception_value(payload).map(Self::Exception),
            other => {
                tracing::debug!(name = other, "an event that this version does not know");
                return None;
            }
        };
        decoded
            .inspect_err(|error| tracing::warn!(name, %error, "skipped an event"))
            .ok()
    }
}
