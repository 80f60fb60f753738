//! What comes over the wire: bodies of REST answers, payloads of events, tokens.

use protocol::{ConversationId, decode};
use serde_json::Value;

/// A conversation, and a list of them. Both ways in must see the same.
pub(super) fn conversations(body: &[u8]) {
    let one = decode::conversation(body);
    let many = decode::conversations(body);
    if let Some(value) = as_read(body) {
        assert_eq!(one, decode::conversation_value(&value), "a conversation");
        assert_eq!(many, decode::conversations_value(&value), "a list");
    }
    if let Ok(list) = many {
        for conversation in &list.conversations {
            assert!(!conversation.id.as_str().trim().is_empty(), "an empty id");
        }
    }
}

/// A message, and a page of them.
pub(super) fn messages(body: &[u8]) {
    let one = decode::message(body);
    let many = decode::messages(body);
    if let Some(value) = as_read(body) {
        assert_eq!(one, decode::message_value(&value), "a message");
        assert_eq!(many, decode::messages_value(&value), "a page");
    }
    if let Ok(page) = many {
        assert_eq!(
            page.messages.len() + page.skipped.len(),
            page.records,
            "each record is read or skipped"
        );
    }
    if let Some(chat) = ConversationId::new("chat")
        && let Ok(page) = decode::messages_in(body, &chat)
    {
        assert_eq!(page.messages.len() + page.skipped.len(), page.records);
    }
}

pub(super) fn events(body: &[u8]) {
    let refused = decode::exception(body);
    let ack = decode::room_ack(body);
    if let Some(value) = as_read(body) {
        assert_eq!(refused, decode::exception_value(&value), "an exception");
        assert_eq!(ack, decode::room_ack_value(&value), "an acknowledgement");
        let _ = decode::message_value(&value);
        let _ = decode::conversation_value(&value);
    }
}

/// Answers to a sign-in, errors, and tokens.
pub(super) fn session(body: &[u8]) {
    let _ = decode::sign_in(body);
    let _ = decode::api_error(body);
    let _ = decode::token_claims(&String::from_utf8_lossy(body));
}

/// The value that a body is, where both ways in can be compared. A number that is written with more
/// digits than it can hold is rounded anew when it is read a second time.
fn as_read(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok()
}
