//! Text for people: columns of plain ASCII first, what people typed last, so that Arabic cannot
//! shift a column. What people typed is disarmed: it must not steer the terminal.

use engine::Connection;
use jiff::{Timestamp, tz::TimeZone};
use protocol::{MessageKind, Participant, UtcMs};
use store::{ConversationRow, MessageRow, OutboxRow};

pub(super) fn message(row: &MessageRow) -> String {
    let state = match super::json::state(&row.delivery) {
        "sent" => String::new(),
        other => format!("[{other}] "),
    };
    let id = row.id.as_ref().map_or(row.key.as_str(), |id| id.as_str());
    let content = match (&row.kind, &row.file) {
        (MessageKind::File, Some(file)) => {
            format!(
                "{} <{}>",
                file.name.as_deref().unwrap_or(&row.content),
                file.url
            )
        }
        _ => row.content.clone(),
    };
    format!(
        "{}  {:<24}  {state}{}: {}",
        local(row.created_at),
        safe(id),
        row.sender.as_ref().map_or_else(|| "-".to_owned(), name),
        safe(&content),
    )
}

pub(super) fn queued(row: &OutboxRow) -> String {
    let people: Vec<String> = row.people.iter().map(name).collect();
    let state = match super::json::reason(row) {
        Some(reason) => format!("{} ({})", super::json::standing(&row.state), safe(reason)),
        None => super::json::standing(&row.state).to_owned(),
    };
    format!(
        "{}  {:<36}  {:<24}  {}: {}",
        local(Some(row.created_at)),
        safe(&row.local_id.0),
        state,
        people.join(", "),
        safe(&row.text),
    )
}

pub(super) fn conversation(row: &ConversationRow) -> String {
    let people: Vec<String> = row.people.iter().map(name).collect();
    let mut text = format!(
        "{}  {:<24}  {:<8}  {:>3}  {}",
        local(row.activity_at),
        safe(row.id.as_str()),
        safe(row.status.as_word()),
        row.unread,
        people.join(", "),
    );
    if let Some(subject) = &row.subject {
        text.push_str(" | ");
        text.push_str(&safe(subject));
    }
    if let Some(last) = &row.last_message {
        text.push_str(" | ");
        text.push_str(&safe(&last.content));
    }
    text
}

pub(super) fn connection(connection: &Connection) -> String {
    let (state, since) = state(connection);
    format!("{state} since {}", local(Some(since)))
}

/// The state's word and since when it holds.
pub(super) fn state(connection: &Connection) -> (&'static str, UtcMs) {
    match connection {
        Connection::SignedOut { since } => ("signed-out", *since),
        Connection::Connecting { since, .. } => ("connecting", *since),
        Connection::Online { since } => ("online", *since),
        Connection::Polling { since } => ("polling", *since),
        Connection::Offline { since, .. } => ("offline", *since),
        Connection::SignInNeeded { since, .. } => ("sign-in-needed", *since),
    }
}

/// Who, with the role where it is known.
fn name(person: &Participant) -> String {
    let name = safe(person.name.as_deref().unwrap_or(person.id.as_str()));
    match &person.role {
        Some(role) => format!("{name} ({})", safe(role.as_word())),
        None => name,
    }
}

/// Local time to the minute, always as wide.
fn local(at: Option<UtcMs>) -> String {
    at.and_then(|at| Timestamp::from_millisecond(at.0).ok())
        .map_or_else(
            || format!("{:16}", "-"),
            |at| {
                at.to_zoned(TimeZone::system())
                    .strftime("%Y-%m-%d %H:%M")
                    .to_string()
            },
        )
}

/// One line that cannot steer the terminal: control characters and bidi overrides are shown as
/// U+FFFD, line breaks as `⏎`.
pub(super) fn safe(text: &str) -> String {
    text.trim_end()
        .replace("\r\n", "\n")
        .chars()
        .map(|character| match character {
            '\n' => '⏎',
            '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            other if other.is_control() => '\u{fffd}',
            other => other,
        })
        .collect()
}
