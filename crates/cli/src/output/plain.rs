//! Text for people: columns of plain ASCII first, what people typed last, so that Arabic cannot
//! shift a column. What people typed is escaped, so that it cannot control the terminal.

use engine::{Connection, StorageSizes};
use jiff::{Timestamp, tz::TimeZone};
use protocol::{MessageKind, Participant, UtcMs};
use store::{ConversationRow, FoundMessage, MessageRow, OutboxRow, Today};

use super::labels;

pub(super) fn message(row: &MessageRow) -> String {
    let state = match labels::delivery_state(&row.delivery) {
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
        local_time(row.created_at),
        escape(id),
        row.sender.as_ref().map_or_else(|| "-".to_owned(), name),
        escape(&content),
    )
}

/// A message that a search found, what was found between brackets.
pub(super) fn found_message(found: &FoundMessage) -> String {
    let excerpt: String = found
        .excerpt
        .iter()
        .map(|part| match part.found {
            true => format!("[{}]", part.text),
            false => part.text.clone(),
        })
        .collect();
    format!(
        "{}  {:<24}  {:<24}  {}: {}",
        local_time(Some(found.position.created_at)),
        escape(found.conversation.as_str()),
        escape(found.id.as_str()),
        found.sender.as_ref().map_or_else(|| "-".to_owned(), name),
        escape(&excerpt),
    )
}

pub(super) fn found_person(person: &Participant) -> String {
    format!(
        "{:<16}  {:<24}  {}",
        "person",
        escape(person.id.as_str()),
        name(person)
    )
}

pub(super) fn outbox_row(row: &OutboxRow) -> String {
    let people: Vec<String> = row.people.iter().map(name).collect();
    let state = match labels::wait_reason(row) {
        Some(reason) => format!("{} ({})", labels::outbox_state(&row.state), escape(reason)),
        None => labels::outbox_state(&row.state).to_owned(),
    };
    format!(
        "{}  {:<36}  {:<24}  {}: {}",
        local_time(Some(row.created_at)),
        escape(&row.local_id.0),
        state,
        people.join(", "),
        escape(&row.text),
    )
}

pub(super) fn conversation(row: &ConversationRow) -> String {
    let people: Vec<String> = row.people.iter().map(name).collect();
    let mut text = format!(
        "{}  {:<24}  {:<8}  {:>3}  {}",
        local_time(row.activity_at),
        escape(row.id.as_str()),
        escape(row.status.as_word()),
        row.unread,
        people.join(", "),
    );
    if let Some(subject) = &row.subject {
        text.push_str(" | ");
        text.push_str(&escape(subject));
    }
    if let Some(last) = &row.last_message {
        text.push_str(" | ");
        text.push_str(&escape(&last.content));
    }
    text
}

pub(super) fn connection(connection: &Connection) -> String {
    let (state, since) = labels::connection_state(connection);
    format!("{state} since {}", local_time(Some(since)))
}

pub(super) fn storage(storage: &StorageSizes) -> String {
    let lines = [
        ("messages", storage.cache_bytes),
        ("images", storage.image_bytes),
        ("what you wrote", storage.user_bytes),
        ("reserve", storage.reserve_bytes),
    ];
    let lines = lines.map(|(what, bytes)| format!("{:>12}  {what}", kibibytes(bytes)));
    format!(
        "{}\n{} messages in {} conversations are kept",
        lines.join("\n"),
        storage.messages,
        storage.conversations,
    )
}

/// The sums first, then each hour in which something happened.
pub(super) fn today(today: &Today) -> String {
    let minutes = |ms: Option<i64>| match ms {
        Some(ms) => format!("{} min", ms / 60_000),
        None => "-".to_owned(),
    };
    let mut lines = vec![
        format!(
            "{} waits answered, {} by me",
            today.answered, today.answered_by_me
        ),
        format!("median wait {}", minutes(today.median_wait)),
        format!("longest wait {}", minutes(today.longest_wait)),
        format!("{} wait now", today.waiting),
    ];
    let busy = today
        .hours
        .iter()
        .filter(|hour| hour.asked > 0 || hour.answered > 0);
    lines.extend(busy.map(|hour| {
        let (at, asked, answered) = (local_time(Some(hour.at)), hour.asked, hour.answered);
        format!("{at}  {asked:>5} asked  {answered:>5} answered")
    }));
    if today.more {
        lines.push("there are more messages than were looked through".to_owned());
    }
    lines.join("\n")
}

fn kibibytes(bytes: u64) -> String {
    format!("{} KiB", bytes.div_ceil(1024))
}

/// A person's name, with the role where it is known.
fn name(person: &Participant) -> String {
    let name = escape(person.name.as_deref().unwrap_or(person.id.as_str()));
    match &person.role {
        Some(role) => format!("{name} ({})", escape(role.as_word())),
        None => name,
    }
}

/// Local time to the minute, in a fixed width.
fn local_time(at: Option<UtcMs>) -> String {
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

/// Whether a character steers a terminal instead of being shown: control characters (those of two bytes, such as
/// U+009B, begin a sequence as the escape does), and what turns the direction of what follows.
fn steers_a_terminal(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Escapes a text to one line that cannot control the terminal: what steers it is shown as U+FFFD, line breaks as `⏎`.
pub(super) fn escape(text: &str) -> String {
    text.trim_end()
        .replace("\r\n", "\n")
        .chars()
        .map(|character| match character {
            '\n' => '⏎',
            '\t' => ' ',
            other if steers_a_terminal(other) => '\u{fffd}',
            other => other,
        })
        .collect()
}
