//! A page of messages, record by record: what is wrong with one record (its size, its depth, a number that nobody can
//! hold) costs that record, and one record at a time is held as JSON.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    DecodeError, fields,
    limits::{self, MAX_MESSAGE_BYTES, MAX_PAGE_BYTES, MAX_PAGE_RECORDS, MAX_WRAPPERS},
    lists::skipped,
    lossy_text, message,
};
use crate::{ConversationId, Message, MessagePage, Skipped};

/// Reads a page; `of` is the conversation of those messages that do not name theirs.
pub(super) fn messages(
    body: &[u8],
    of: Option<&ConversationId>,
) -> Result<MessagePage, DecodeError> {
    let body = limits::within(MAX_PAGE_BYTES, body)?;
    match read(body, of) {
        // A broken character in a wrapper would otherwise hide the page.
        Err(DecodeError::NotJson(words)) => match lossy_text::replace_broken_characters(body) {
            Some(repaired) => read(repaired.as_bytes(), of),
            None => Err(DecodeError::NotJson(words)),
        },
        page => page,
    }
}

fn read(body: &[u8], of: Option<&ConversationId>) -> Result<MessagePage, DecodeError> {
    let (records, total) = records(body, 0)?.ok_or(DecodeError::WrongShape {
        expected: "page of messages",
    })?;
    if records.count > MAX_PAGE_RECORDS {
        return Err(DecodeError::TooLarge { bytes: body.len() });
    }
    let mut page = MessagePage {
        records: records.count,
        total,
        ..MessagePage::default()
    };
    for record in records.kept {
        match message_of(record, of) {
            Ok(message) => page.messages.push(message),
            Err(skipped) => page.skipped.push(skipped),
        }
    }
    Ok(page)
}

fn message_of(record: &RawValue, of: Option<&ConversationId>) -> Result<Message, Skipped> {
    let written = record.get();
    let unreadable = |error: &DecodeError| Skipped {
        id: None,
        reason: error.to_string(),
    };
    if written.len() > MAX_MESSAGE_BYTES {
        let bytes = written.len();
        return Err(unreadable(&DecodeError::TooLarge { bytes }));
    }
    let value = limits::parse(written.as_bytes()).map_err(|error| unreadable(&error))?;
    message::read(&value, of).map_err(|error| skipped(&value, &error))
}

/// The page's records and its `total`, as [`super::lists`] finds them in a value.
fn records(
    body: &[u8],
    wrappers: usize,
) -> Result<Option<(Records<'_>, Option<u64>)>, DecodeError> {
    match body.trim_ascii_start().first() {
        Some(b'[') => Ok(Some((parse(body)?, None))),
        Some(b'{') if wrappers < MAX_WRAPPERS => records_in(&parse(body)?, wrappers),
        _ => parse::<IgnoredAny>(body).map(|_| None),
    }
}

fn records_in<'a>(
    wrapper: &BTreeMap<String, &'a RawValue>,
    wrappers: usize,
) -> Result<Option<(Records<'a>, Option<u64>)>, DecodeError> {
    let written = |name| wrapper.get(name).map(|value| value.get().as_bytes());
    let total = written("total")
        .and_then(|total| limits::parse(total).ok())
        .and_then(|total| fields::count(&total));
    let lists = ["messages", "data", "items"].into_iter();
    let list = lists
        .filter_map(written)
        .find(|value| value.starts_with(b"["));
    if let Some(list) = list {
        return Ok(Some((parse(list)?, total)));
    }
    let Some(inner) = written("data") else {
        return Ok(None);
    };
    let found = records(inner, wrappers + 1)?;
    Ok(found.map(|(records, inner)| (records, inner.or(total))))
}

fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, DecodeError> {
    serde_json::from_slice(body).map_err(limits::not_json)
}

/// The records of a list, as they are written.
struct Records<'a> {
    /// The first [`MAX_PAGE_RECORDS`].
    kept: Vec<&'a RawValue>,
    count: usize,
}

impl<'de: 'a, 'a> Deserialize<'de> for Records<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(RecordsVisitor)
    }
}

struct RecordsVisitor;

impl<'de> Visitor<'de> for RecordsVisitor {
    type Value = Records<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut records = Records {
            kept: Vec::new(),
            count: 0,
        };
        while records.kept.len() < MAX_PAGE_RECORDS {
            let Some(record) = entries.next_element()? else {
                records.count = records.kept.len();
                return Ok(records);
            };
            records.kept.push(record);
        }
        records.count = records.kept.len();
        while entries.next_element::<IgnoredAny>()?.is_some() {
            records.count += 1;
        }
        Ok(records)
    }
}
