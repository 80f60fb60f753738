//! What the server says besides records: error bodies (CONTRACT section 3), the event `exception`
//! and the acknowledgement of a join or leave (section 2).

use serde_json::Value;

use super::{
    DecodeError,
    fields::{self, Record},
    limits::{self, MAX_SENTENCE_CHARS, MAX_SENTENCES},
};
use crate::{ApiError, ConversationId, Exception, RoomAck};

/// Nest's error body; `None` when it is something else.
pub(super) fn api_error(value: &Value) -> Option<ApiError> {
    let record = Record::from_value(value)?;
    let error = ApiError {
        status: record
            .count(&["statusCode"])
            .and_then(|status| u16::try_from(status).ok()),
        messages: record.raw("message").map(sentences).unwrap_or_default(),
        error: record.label(&["error"]),
    };
    let says_something =
        error.status.is_some() || !error.messages.is_empty() || error.error.is_some();
    says_something.then_some(error)
}

pub(super) fn exception(value: &Value) -> Result<Exception, DecodeError> {
    if let Value::String(message) = value {
        return Ok(Exception {
            message: limits::cut(message.clone(), MAX_SENTENCE_CHARS),
            conversation: None,
        });
    }
    let record = Record::from_value(value).ok_or(DecodeError::WrongShape {
        expected: "exception",
    })?;
    let cause = record.record("cause");
    let conversation = cause
        .and_then(|cause| cause.raw("data").and_then(named_conversation))
        .or_else(|| cause.and_then(|cause| cause.id(&["conversationId"])));
    Ok(Exception {
        message: record
            .raw("message")
            .map(sentences)
            .unwrap_or_default()
            .join("; "),
        conversation: conversation.and_then(ConversationId::new),
    })
}

pub(super) fn room_ack(value: &Value) -> Result<RoomAck, DecodeError> {
    let payload = match value {
        Value::Array(entries) => match entries.first() {
            Some(Value::Array(inner)) => inner.first(),
            first => first,
        },
        other => Some(other),
    };
    let record = payload
        .and_then(Record::from_value)
        .ok_or(DecodeError::WrongShape {
            expected: "acknowledgement",
        })?;
    // A handler that fails does not acknowledge at all, so an answer that says neither is a yes.
    let denies = record.get(&["error"]).is_some()
        || record
            .text(&["status"])
            .is_some_and(|status| status == "error");
    Ok(RoomAck {
        success: record.flag(&["success"]).unwrap_or(!denies),
        conversation: record
            .id(&["conversationId", "conversation"])
            .and_then(ConversationId::new),
    })
}

/// The conversation that the refused emit was about, out of its payload.
fn named_conversation(data: &Value) -> Option<String> {
    match data {
        Value::Array(entries) => entries.first().and_then(named_conversation),
        Value::Object(_) => Record::from_value(data)?.id(&["conversationId", "conversation"]),
        _ => None,
    }
}

/// `message`: a sentence, several, or an object that carries one of the two. The first few, each its beginning.
fn sentences(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    add_sentences(value, &mut found);
    found
}

fn add_sentences(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(entries) => {
            for entry in entries {
                if found.len() >= MAX_SENTENCES {
                    return;
                }
                add_sentences(entry, found);
            }
        }
        Value::Object(fields) => {
            if let Some(inner) = fields.get("message") {
                add_sentences(inner, found);
            }
        }
        other => {
            let sentence = fields::text(other).filter(|sentence| !sentence.trim().is_empty());
            found.extend(sentence.map(|sentence| limits::cut(sentence, MAX_SENTENCE_CHARS)));
        }
    }
}
