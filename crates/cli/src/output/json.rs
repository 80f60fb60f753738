//! The lines of `--json`: their fields are a contract with scripts. Times are ISO 8601 in UTC with
//! milliseconds.

use engine::{Account, Connection, StorageSizes, with_json_escapes};
use protocol::{Participant, UtcMs};
use serde::Serialize;
use store::{ConversationRow, FoundMessage, MessageRow, OutboxRow, OutboxState, Preview, Today};

use super::labels;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Line<'a> {
    Message(Message<'a>),
    Conversation(Conversation<'a>),
    Queued(Queued<'a>),
    Connection { state: &'a str, since: String },
    CaughtUp,
    Storage(StorageLine),
    Account(AccountLine<'a>),
    Person(Person<'a>),
    Found(Found<'a>),
    Today(&'a Today),
}

#[derive(Serialize)]
struct AccountLine<'a> {
    server: &'a str,
    user: Person<'a>,
    /// Whether the token is in the system's keyring.
    remembered: bool,
}

#[derive(Serialize)]
struct StorageLine {
    cache_bytes: u64,
    /// How much of the cache is free for new messages.
    free_bytes: u64,
    user_bytes: u64,
    reserve_bytes: u64,
    image_bytes: u64,
    image_limit_bytes: u64,
    conversations: u64,
    messages: u64,
}

#[derive(Serialize)]
struct Message<'a> {
    /// The server's id; the local id while the message has none of the server's.
    id: &'a str,
    conversation: &'a str,
    sender: Option<Person<'a>>,
    r#type: &'a str,
    content: &'a str,
    state: &'a str,
    is_read: bool,
    created_at: Option<String>,
}

/// A message that a search found.
#[derive(Serialize)]
struct Found<'a> {
    id: &'a str,
    conversation: &'a str,
    sender: Option<Person<'a>>,
    r#type: &'a str,
    /// The text around what was found.
    excerpt: String,
    /// What of it was found, in order.
    found: Vec<&'a str>,
    created_at: String,
}

#[derive(Serialize)]
struct Queued<'a> {
    /// The local id, which `retry`, `discard` and the like take.
    id: &'a str,
    conversation: &'a str,
    content: &'a str,
    state: &'static str,
    /// Why the message waits, or the code of why it failed.
    reason: Option<&'a str>,
    detail: Option<&'a str>,
    attempts: u32,
    created_at: String,
    /// When the next attempt is due.
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
    starred: bool,
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
    to_json_line(&Line::Message(Message {
        id: row.id.as_ref().map_or(row.key.as_str(), |id| id.as_str()),
        conversation: row.conversation.as_str(),
        sender: row.sender.as_ref().map(person),
        r#type: row.kind.as_word(),
        content: &row.content,
        state: labels::delivery_state(&row.delivery),
        is_read: row.is_read,
        created_at: row.created_at.map(UtcMs::to_iso),
    }))
}

pub(super) fn outbox_row(row: &OutboxRow) -> String {
    to_json_line(&Line::Queued(Queued {
        id: &row.local_id.0,
        conversation: row.conversation.as_str(),
        content: &row.text,
        state: labels::outbox_state(&row.state),
        reason: labels::wait_reason(row),
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
    to_json_line(&Line::Conversation(Conversation {
        id: row.id.as_str(),
        subject: row.subject.as_deref(),
        status: row.status.as_word(),
        support_type: row.support_type.as_word(),
        related_order: row.related_order.as_ref().map(|order| order.as_str()),
        unread: row.unread,
        starred: row.starred,
        participants: row.participants.iter().map(person).collect(),
        last_message: row.last_message.as_ref().map(last_message),
        updated_at: row.activity_at.map(UtcMs::to_iso),
    }))
}

pub(super) fn connection(connection: &Connection) -> String {
    let (state, since) = labels::connection_state(connection);
    to_json_line(&Line::Connection {
        state,
        since: since.to_iso(),
    })
}

pub(super) fn caught_up() -> String {
    to_json_line(&Line::CaughtUp)
}

pub(super) fn account(account: &Account) -> String {
    to_json_line(&Line::Account(AccountLine {
        server: &account.server,
        user: person(&account.me),
        remembered: account.remembered,
    }))
}

pub(super) fn storage(storage: &StorageSizes) -> String {
    to_json_line(&Line::Storage(StorageLine {
        cache_bytes: storage.cache_bytes,
        free_bytes: storage.free_bytes,
        user_bytes: storage.user_bytes,
        reserve_bytes: storage.reserve_bytes,
        image_bytes: storage.image_bytes,
        image_limit_bytes: storage.image_limit_bytes,
        conversations: storage.conversations,
        messages: storage.messages,
    }))
}

pub(super) fn today(today: &Today) -> String {
    to_json_line(&Line::Today(today))
}

pub(super) fn found_person(found: &Participant) -> String {
    to_json_line(&Line::Person(person(found)))
}

pub(super) fn found_message(found: &FoundMessage) -> String {
    let parts = found.excerpt.iter();
    to_json_line(&Line::Found(Found {
        id: found.id.as_str(),
        conversation: found.conversation.as_str(),
        sender: found.sender.as_ref().map(person),
        r#type: found.kind.as_word(),
        excerpt: parts.clone().map(|part| part.text.as_str()).collect(),
        found: parts
            .filter(|part| part.found)
            .map(|part| part.text.as_str())
            .collect(),
        created_at: found.position.created_at.to_iso(),
    }))
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

fn to_json_line(line: &Line<'_>) -> String {
    // Strings, numbers and lists of them always serialise: the default is never used.
    let line = serde_json::to_string(line).unwrap_or_default();
    with_json_escapes(&line).into_owned()
}
