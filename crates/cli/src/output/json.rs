//! The lines of `--json`: their fields are a contract with scripts. Times are ISO 8601 in UTC with
//! milliseconds.

use engine::Connection;
use protocol::{Participant, UtcMs};
use serde::Serialize;
use store::{
    ConversationRow, DeliveryState, MessageRow, OutboxRow, OutboxState, Preview, WaitReason,
};

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Line<'a> {
    Message(Message<'a>),
    Conversation(Conversation<'a>),
    Queued(Queued<'a>),
    Connection { state: &'a str, since: String },
    CaughtUp,
}

#[derive(Serialize)]
struct Message<'a> {
    /// The server's id; the one it was given here, while the server has none for it.
    id: &'a str,
    conversation: &'a str,
    sender: Option<Person<'a>>,
    r#type: &'a str,
    content: &'a str,
    state: &'a str,
    is_read: bool,
    created_at: Option<String>,
}

#[derive(Serialize)]
struct Queued<'a> {
    /// The id it was given here: what `retry`, `discard` and the like take.
    id: &'a str,
    conversation: &'a str,
    content: &'a str,
    state: &'static str,
    /// Why it waits, or the code of why it failed.
    reason: Option<&'a str>,
    detail: Option<&'a str>,
    attempts: u32,
    created_at: String,
    /// When it is tried again.
    not_before: Option<String>,
}

#[derive(Serialize)]
struct Conversation<'a> {
    id: &'a str,
    subject: Option<&'a str>,
    status: &'a str,
    support_type: &'a str,
    related_order: Option<&'a str>,
    unread: u32,
    participants: Vec<Person<'a>>,
    last_message: Option<LastMessage<'a>>,
    updated_at: Option<String>,
}

#[derive(Serialize)]
struct LastMessage<'a> {
    r#type: &'a str,
    content: &'a str,
    created_at: Option<String>,
    sender: Option<Person<'a>>,
}

#[derive(Serialize)]
struct Person<'a> {
    id: &'a str,
    name: Option<&'a str>,
    role: Option<&'a str>,
}

pub(super) fn message(row: &MessageRow) -> String {
    write(&Line::Message(Message {
        id: row.id.as_ref().map_or(row.key.as_str(), |id| id.as_str()),
        conversation: row.conversation.as_str(),
        sender: row.sender.as_ref().map(person),
        r#type: row.kind.as_word(),
        content: &row.content,
        state: state(&row.delivery),
        is_read: row.is_read,
        created_at: row.created_at.map(UtcMs::to_iso),
    }))
}

pub(super) fn queued(row: &OutboxRow) -> String {
    write(&Line::Queued(Queued {
        id: &row.local_id.0,
        conversation: row.conversation.as_str(),
        content: &row.text,
        state: standing(&row.state),
        reason: reason(row),
        detail: match &row.state {
            OutboxState::Failed { detail, .. } => detail.as_deref(),
            _ => None,
        },
        attempts: row.attempts,
        created_at: row.created_at.to_iso(),
        not_before: row.not_before.map(UtcMs::to_iso),
    }))
}

pub(super) fn conversation(row: &ConversationRow) -> String {
    write(&Line::Conversation(Conversation {
        id: row.id.as_str(),
        subject: row.subject.as_deref(),
        status: row.status.as_word(),
        support_type: row.support_type.as_word(),
        related_order: row.related_order.as_ref().map(|order| order.as_str()),
        unread: row.unread,
        participants: row.participants.iter().map(person).collect(),
        last_message: row.last_message.as_ref().map(last_message),
        updated_at: row.activity_at.map(UtcMs::to_iso),
    }))
}

pub(super) fn connection(connection: &Connection) -> String {
    let (state, since) = super::plain::state(connection);
    write(&Line::Connection {
        state,
        since: since.to_iso(),
    })
}

pub(super) fn caught_up() -> String {
    write(&Line::CaughtUp)
}

/// The four words that scripts know.
pub(super) fn state(delivery: &DeliveryState) -> &'static str {
    match delivery {
        DeliveryState::Received | DeliveryState::Sent | DeliveryState::Read => "sent",
        DeliveryState::Pending | DeliveryState::Sending => "pending",
        DeliveryState::Checking => "checking",
        DeliveryState::Failed { .. } => "failed",
    }
}

/// Where a message of the outbox stands, in one word.
pub(super) fn standing(state: &OutboxState) -> &'static str {
    match state {
        OutboxState::Pending => "pending",
        OutboxState::Sending => "sending",
        OutboxState::Checking => "checking",
        OutboxState::Failed { .. } => "failed",
        OutboxState::Cancelled { .. } => "cancelled",
    }
}

/// Why it stands there, in one word.
pub(super) fn reason(row: &OutboxRow) -> Option<&str> {
    if let OutboxState::Failed { code, .. } = &row.state {
        return Some(code);
    }
    Some(match row.waits? {
        WaitReason::Turn => "turn",
        WaitReason::Time => "time",
        WaitReason::Closed => "closed",
        WaitReason::Line => "line",
        WaitReason::SignIn => "sign-in",
        WaitReason::ServerBusy => "server-busy",
        WaitReason::DiskFull => "disk-full",
    })
}

fn person(person: &Participant) -> Person<'_> {
    Person {
        id: person.id.as_str(),
        name: person.name.as_deref(),
        role: person.role.as_ref().map(|role| role.as_word()),
    }
}

fn last_message(preview: &Preview) -> LastMessage<'_> {
    LastMessage {
        r#type: preview.kind.as_word(),
        content: &preview.content,
        created_at: preview.created_at.map(UtcMs::to_iso),
        sender: preview.sender.as_ref().map(person),
    }
}

fn write(line: &Line<'_>) -> String {
    // Strings, numbers and lists of them always serialise.
    serde_json::to_string(line).unwrap_or_default()
}
