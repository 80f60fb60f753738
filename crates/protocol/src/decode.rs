//! Tolerant decoding: bytes or JSON values in, the model out (CONTRACT sections 1 to 4).
//!
//! Each record has a pair of functions: one for the body of a REST answer, one (`…_value`) for the
//! payload of a socket event. Both go the same way: the payload is first bounded in size and depth
//! ([`MAX_PAYLOAD_BYTES`], [`MAX_LIST_BYTES`], [`MAX_NESTING`]), then read field by field. A field of a shape that
//! nobody expects counts as missing; a record that lacks what makes it one (its id; a message's
//! conversation) is unreadable. Alone, that is an error; in a list, the record is skipped and
//! reported and the ones around it live.

mod conversation;
mod decode_error;
mod errors;
mod fields;
mod limits;
mod list_reader;
mod lists;
mod lossy_text;
mod message;
mod page;
mod people;
mod session;

use serde_json::Value;

use crate::{
    ApiError, Conversation, ConversationId, ConversationList, Exception, Message, MessagePage,
    RoomAck, SignIn,
};

pub use decode_error::DecodeError;
pub use limits::{
    MAX_ADDRESS_BYTES, MAX_LABEL_CHARS, MAX_LIST_BYTES, MAX_MESSAGE_BYTES, MAX_NESTING,
    MAX_PAGE_BYTES, MAX_PAGE_RECORDS, MAX_PARTICIPANTS, MAX_PAYLOAD_BYTES, MAX_SENTENCE_CHARS,
    MAX_SENTENCES, MAX_TOKEN_BYTES, MAX_UNREAD,
};
pub use list_reader::{ListReader, MAX_LIST_RECORD_BYTES};
pub use session::token_claims;

/// A conversation, whole or in part (CONTRACT sections 2 and 4).
///
/// # Errors
/// When the payload is too large, too deep, no JSON, or names no conversation.
pub fn conversation(body: &[u8]) -> Result<Conversation, DecodeError> {
    conversation::read(&limits::parse(body)?)
}

/// A conversation from a socket event: `new-conversation` or `conversation-updated`.
///
/// # Errors
/// As [`conversation()`].
pub fn conversation_value(payload: &Value) -> Result<Conversation, DecodeError> {
    conversation::read(limits::bounded_by(MAX_LIST_RECORD_BYTES, payload)?)
}

/// A list of conversations, bare or wrapped (CONTRACT section 3).
///
/// # Errors
/// When the payload is too large, too deep, no JSON, or no list. Never for one bad record.
pub fn conversations(body: &[u8]) -> Result<ConversationList, DecodeError> {
    lists::conversations(&limits::parse_list(body)?)
}

/// A list of conversations that is already JSON.
///
/// # Errors
/// As [`conversations()`].
pub fn conversations_value(payload: &Value) -> Result<ConversationList, DecodeError> {
    lists::conversations(limits::bounded(payload)?)
}

/// A message (CONTRACT section 4).
///
/// # Errors
/// When the payload is too large, too deep, no JSON, or lacks its id or its conversation's.
pub fn message(body: &[u8]) -> Result<Message, DecodeError> {
    message::read(&limits::parse(body)?, None)
}

/// A message from a socket event: `new-message`.
///
/// # Errors
/// As [`message()`].
pub fn message_value(payload: &Value) -> Result<Message, DecodeError> {
    message::read(limits::bounded_by(MAX_MESSAGE_BYTES, payload)?, None)
}

/// A page of messages, bare or wrapped, in the order the server sent it (CONTRACT section 3).
///
/// # Errors
/// When the payload is too large, no JSON, or no list. Never for one bad record, whatever is wrong with it.
pub fn messages(body: &[u8]) -> Result<MessagePage, DecodeError> {
    page::messages(body, None)
}

/// A page of messages that is already JSON.
///
/// # Errors
/// As [`messages()`].
pub fn messages_value(payload: &Value) -> Result<MessagePage, DecodeError> {
    lists::messages(limits::bounded(payload)?, None)
}

/// A page of messages of one known conversation: a message that does not name its conversation is
/// taken to be of this one.
///
/// # Errors
/// As [`messages()`].
pub fn messages_in(body: &[u8], conversation: &ConversationId) -> Result<MessagePage, DecodeError> {
    page::messages(body, Some(conversation))
}

/// The answer to `POST /auth/login` (CONTRACT section 1).
///
/// # Errors
/// When the payload is too large, too deep, no JSON, or carries no token.
pub fn sign_in(body: &[u8]) -> Result<SignIn, DecodeError> {
    session::read(&limits::parse(body)?)
}

/// The answer to a sign-in that is already JSON.
///
/// # Errors
/// As [`sign_in()`].
pub fn sign_in_value(payload: &Value) -> Result<SignIn, DecodeError> {
    session::read(limits::bounded(payload)?)
}

/// An error body of the server (CONTRACT section 3); `None` when it is not one of Nest's, such as
/// the HTML page of a proxy.
#[must_use]
pub fn api_error(body: &[u8]) -> Option<ApiError> {
    errors::api_error(&limits::parse(body).ok()?)
}

/// An error body that is already JSON; `None` as for [`api_error()`].
#[must_use]
pub fn api_error_value(payload: &Value) -> Option<ApiError> {
    errors::api_error(limits::bounded(payload).ok()?)
}

/// The payload of the event `exception` (CONTRACT section 2).
///
/// # Errors
/// When the payload is too large, too deep, no JSON, or neither an object nor a text.
pub fn exception(body: &[u8]) -> Result<Exception, DecodeError> {
    errors::exception(&limits::parse(body)?)
}

/// The payload of the event `exception`, as the socket hands it over.
///
/// # Errors
/// As [`exception()`].
pub fn exception_value(payload: &Value) -> Result<Exception, DecodeError> {
    errors::exception(limits::bounded(payload)?)
}

/// The acknowledgement of a join or leave (CONTRACT section 2).
///
/// # Errors
/// When the payload is too large, too deep, no JSON, or no object.
pub fn room_ack(body: &[u8]) -> Result<RoomAck, DecodeError> {
    errors::room_ack(&limits::parse(body)?)
}

/// The acknowledgement of a join or leave, as the socket hands it over. An array around it, as
/// acknowledgements travel, is taken off.
///
/// # Errors
/// As [`room_ack()`].
pub fn room_ack_value(payload: &Value) -> Result<RoomAck, DecodeError> {
    errors::room_ack(limits::bounded(payload)?)
}
