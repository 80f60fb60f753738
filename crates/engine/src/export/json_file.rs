//! A chat as JSON: an object with its conversation and a list of messages, times in UTC.

use jiff::Timestamp;
use protocol::UtcMs;
use serde::Serialize;
use store::{ConversationRow, MessageRow};

use crate::Error;
use crate::export::shown_message::is_unsent;
use crate::export::typed_text::with_json_escapes;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonMessage<'a> {
    id: Option<&'a str>,
    at: Option<String>,
    sender: Option<JsonPerson<'a>>,
    mine: bool,
    kind: &'a str,
    content: &'a str,
    file_name: Option<&'a str>,
    sent: bool,
    /// Whether messages are missing before this one.
    gap_before: bool,
}

#[derive(Serialize)]
struct JsonPerson<'a> {
    id: &'a str,
    name: Option<&'a str>,
    phone: Option<&'a str>,
    role: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonConversation<'a> {
    id: &'a str,
    subject: Option<&'a str>,
    status: &'a str,
    order: Option<&'a str>,
    people: Vec<JsonPerson<'a>>,
}

fn person(one: &protocol::Participant) -> JsonPerson<'_> {
    JsonPerson {
        id: one.id.as_str(),
        name: one.name.as_deref(),
        phone: one.phone.as_deref(),
        role: one.role.as_ref().map(protocol::Role::as_word),
    }
}

pub(crate) fn head(row: &ConversationRow) -> Result<String, Error> {
    let conversation = JsonConversation {
        id: row.id.as_str(),
        subject: row.subject.as_deref(),
        status: row.status.as_word(),
        order: row.related_order.as_ref().map(protocol::OrderId::as_str),
        people: row.participants.iter().map(person).collect(),
    };
    Ok(format!(
        "{{\"conversation\":{},\n\"messages\":[\n",
        json(&conversation)?
    ))
}

pub(crate) fn message(row: &MessageRow) -> Result<String, Error> {
    json(&JsonMessage {
        id: row.id.as_ref().map(protocol::MessageId::as_str),
        at: row.created_at.map(utc),
        sender: row.sender.as_ref().map(person),
        mine: row.mine,
        kind: row.kind.as_word(),
        content: &row.content,
        file_name: row.file.as_ref().and_then(|file| file.name.as_deref()),
        sent: !is_unsent(&row.delivery),
        gap_before: row.gap_before,
    })
}

pub(crate) fn foot() -> &'static str {
    "\n]}\n"
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    let text = serde_json::to_string(value).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(with_json_escapes(&text).into_owned())
}

fn utc(at: UtcMs) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(|_| String::new(), |at| at.to_string())
}
