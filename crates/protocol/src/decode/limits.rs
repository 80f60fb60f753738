//! Bounds on what is looked at: a payload is measured before anything walks through it, so that
//! neither a huge nor a deeply nested one can exhaust memory or stack.

use serde_json::Value;

use super::decode_error::DecodeError;
use super::lossy_text;

/// A payload of this many bytes (5 MB) or more is refused. The largest honest ones are pages of
/// messages, far below.
pub const MAX_PAYLOAD_BYTES: usize = 5_000_000;

/// As [`MAX_PAYLOAD_BYTES`], of the list of conversations (32 MB). It has no pages (CONTRACT section 3), so it grows with
/// the account: this is a list of some 50,000.
pub const MAX_LIST_BYTES: usize = 32_000_000;

/// As [`MAX_PAYLOAD_BYTES`], of a page of messages (32 MB), which is read record by record: fifty messages of the
/// longest that servers take (100 KB) are more than a payload.
pub const MAX_PAGE_BYTES: usize = 32_000_000;

/// How many records a page may have: a server that gives a whole chat as one page gives less.
pub const MAX_PAGE_RECORDS: usize = 50_000;

/// How many bytes a message may have, alone in an event or among others on a page: more than twice what servers take.
pub const MAX_MESSAGE_BYTES: usize = 256 * 1024;

/// How deep a list or page may lie in its wrappers: `{"data": {"conversations": […]}}` is two.
pub(super) const MAX_WRAPPERS: usize = 4;

/// How many people of a conversation are read. The platform's have three; every row of a list carries them.
pub const MAX_PARTICIPANTS: usize = 100;

/// The largest count of unread messages that is believed: beyond it nobody counts on.
pub const MAX_UNREAD: u32 = 1_000_000;

/// How many characters of a name, a phone number, a subject or a file's name are kept: some ten lines.
pub const MAX_LABEL_CHARS: usize = 1_000;

/// How many bytes a token may have: it stands in the header of each call, for which servers have 8 to 64 KB.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// How many bytes a file's address may have, as a link that is opened.
pub const MAX_ADDRESS_BYTES: usize = 8_192;

/// How many sentences of an error are kept: they are stored and shown.
pub const MAX_SENTENCES: usize = 10;

/// How many characters of each are kept.
pub const MAX_SENTENCE_CHARS: usize = 300;

/// How many arrays and objects may lie in one another. The parser has the same limit.
pub const MAX_NESTING: usize = 128;

/// Parses a body within the bounds.
pub(super) fn parse(body: &[u8]) -> Result<Value, DecodeError> {
    parse_within(MAX_PAYLOAD_BYTES, body)
}

/// Parses the list of conversations within its bounds.
pub(super) fn parse_list(body: &[u8]) -> Result<Value, DecodeError> {
    parse_within(MAX_LIST_BYTES, body)
}

/// The body without the mark of UTF-8, if it is not too large.
pub(super) fn within(limit: usize, body: &[u8]) -> Result<&[u8], DecodeError> {
    if body.len() >= limit {
        return Err(DecodeError::TooLarge { bytes: body.len() });
    }
    Ok(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
}

/// The beginning of a text.
pub(super) fn cut(mut text: String, chars: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(chars) {
        text.truncate(end);
        text.shrink_to_fit();
    }
    text
}

fn parse_within(limit: usize, body: &[u8]) -> Result<Value, DecodeError> {
    let body = within(limit, body)?;
    match serde_json::from_slice(body) {
        Ok(value) => Ok(value),
        Err(error) if is_nesting(&error) => Err(DecodeError::TooDeep),
        // A broken character would otherwise hide every record of the page.
        Err(error) => match lossy_text::replace_broken_characters(body) {
            Some(repaired) => serde_json::from_str(&repaired).map_err(not_json),
            None => Err(not_json(error)),
        },
    }
}

/// Checks a value that something else parsed. Walks it without recursion: whoever parsed it may
/// have had no limit.
pub(super) fn bounded(payload: &Value) -> Result<&Value, DecodeError> {
    bounded_by(MAX_PAYLOAD_BYTES, payload)
}

/// As [`bounded`], by another size.
pub(super) fn bounded_by(limit: usize, payload: &Value) -> Result<&Value, DecodeError> {
    let mut bytes = 0_usize;
    let mut open = vec![(payload, 0_usize)];
    while let Some((value, depth)) = open.pop() {
        bytes = bytes.saturating_add(own_size(value));
        if bytes >= limit {
            return Err(DecodeError::TooLarge { bytes });
        }
        let inner = depth.saturating_add(1);
        if inner > MAX_NESTING && matches!(value, Value::Array(_) | Value::Object(_)) {
            return Err(DecodeError::TooDeep);
        }
        match value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, inner))),
            Value::Object(fields) => open.extend(fields.values().map(|item| (item, inner))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    Ok(payload)
}

/// About as many bytes as the value itself takes on the wire, without what it holds.
fn own_size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len().saturating_add(2),
        Value::Object(fields) => fields.keys().map(|name| name.len() + 3).sum::<usize>() + 2,
        Value::Array(items) => items.len().saturating_add(2),
        Value::Null | Value::Bool(_) | Value::Number(_) => 1,
    }
}

fn is_nesting(error: &serde_json::Error) -> bool {
    // The parser has no kind for this, only its words.
    error.to_string().starts_with("recursion limit exceeded")
}

pub(super) fn not_json(error: serde_json::Error) -> DecodeError {
    if is_nesting(&error) {
        DecodeError::TooDeep
    } else {
        DecodeError::NotJson(error.to_string())
    }
}
