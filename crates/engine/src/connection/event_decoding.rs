//! Events are decoded where they are heard: a decoded record takes a fraction of its JSON's memory, and the reader's
//! thread decodes while the session's thread writes.

use protocol::{ConversationId, decode};
use serde_json::Value;
use store::catch_panic_in;

use crate::connection::{event::Event, signal::Signal};

/// Reads an event. One at which the program breaks down costs only itself: this runs in the connection's only reader.
pub(super) fn read_event(name: &str, payload: &Value) -> Signal {
    match catch_panic_in(|| decode_event(name, payload)) {
        Ok(signal) => signal,
        Err(panicked) => {
            tracing::error!(name, %panicked, "skipped an event");
            Signal::Unreadable(conversation_named(payload))
        }
    }
}

/// Reads an event; the log says what cannot be read.
fn decode_event(name: &str, payload: &Value) -> Signal {
    fail::fail_point!("panic/event", name == "new-message", |_| Signal::Skipped);
    let decoded = match name {
        "new-message" => {
            decode::message_value(payload).map(|message| Event::Message(Box::new(message)))
        }
        "conversation-updated" => decode::conversation_value(payload)
            .map(|conversation| Event::ConversationUpdated(Box::new(conversation))),
        "new-conversation" => decode::conversation_value(payload)
            .map(|conversation| Event::NewConversation(Box::new(conversation))),
        "exception" => decode::exception_value(payload).map(Event::Exception),
        other => {
            tracing::debug!(name = other, "an event that this version does not know");
            return Signal::Skipped;
        }
    };
    match decoded {
        Ok(event) => Signal::Event(event),
        Err(error) => {
            tracing::warn!(name, %error, "skipped an event");
            Signal::Unreadable(conversation_named(payload))
        }
    }
}

/// The conversation that a payload names, however little of the rest can be read.
fn conversation_named(payload: &Value) -> Option<ConversationId> {
    let named = ["conversationId", "conversation"]
        .iter()
        .find_map(|field| payload.get(field))?;
    let id = named.as_str().or_else(|| {
        let fields = ["_id", "id"];
        fields.iter().find_map(|field| named.get(field)?.as_str())
    })?;
    ConversationId::new(id)
}
