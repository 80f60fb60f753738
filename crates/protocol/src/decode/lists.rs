//! Lists and pages: bare, or wrapped in one of several names (CONTRACT section 3). A record that
//! cannot be read is skipped and reported; it never hides its neighbours.

use serde_json::Value;

use super::{
    DecodeError, conversation,
    fields::{self, Record},
    limits::MAX_WRAPPERS,
    message,
};
use crate::{ConversationId, ConversationList, MessagePage, Skipped};

pub(super) fn conversations(value: &Value) -> Result<ConversationList, DecodeError> {
    let (entries, _) = entries(value, "conversations", 0).ok_or(DecodeError::WrongShape {
        expected: "list of conversations",
    })?;
    let mut list = ConversationList::default();
    for entry in entries {
        match conversation::read(entry) {
            Ok(record) => list.conversations.push(record),
            Err(error) => list.skipped.push(skipped(entry, &error)),
        }
    }
    Ok(list)
}

pub(super) fn messages(
    value: &Value,
    of: Option<&ConversationId>,
) -> Result<MessagePage, DecodeError> {
    let (entries, total) = entries(value, "messages", 0).ok_or(DecodeError::WrongShape {
        expected: "page of messages",
    })?;
    let mut page = MessagePage {
        records: entries.len(),
        total,
        ..MessagePage::default()
    };
    for entry in entries {
        match message::read(entry, of) {
            Ok(record) => page.messages.push(record),
            Err(error) => page.skipped.push(skipped(entry, &error)),
        }
    }
    Ok(page)
}

/// The list's entries and its `total`; `named` is the wrapper's own name for them. A wrapper without
/// a list is no empty list: taken for one, it would tell the cache that everything is gone.
fn entries<'a>(
    value: &'a Value,
    named: &str,
    wrappers: usize,
) -> Option<(&'a [Value], Option<u64>)> {
    if let Value::Array(entries) = value {
        return Some((entries, None));
    }
    let wrapper = Record::from_value(value).filter(|_| wrappers < MAX_WRAPPERS)?;
    let list = |name| wrapper.raw(name).and_then(Value::as_array);
    let total = wrapper.count(&["total"]);
    match list(named)
        .or_else(|| list("data"))
        .or_else(|| list("items"))
    {
        Some(entries) => Some((entries, total)),
        None => {
            let (entries, inner) = self::entries(wrapper.raw("data")?, named, wrappers + 1)?;
            Some((entries, inner.or(total)))
        }
    }
}

pub(super) fn skipped(entry: &Value, error: &DecodeError) -> Skipped {
    let id = Record::from_value(entry)
        .and_then(Record::own_id)
        .or_else(|| fields::id(entry));
    Skipped {
        id,
        reason: error.to_string(),
    }
}
