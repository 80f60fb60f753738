//! How a notification reads. Names, subjects and messages are what people typed: isolated, on one
//! line where one line is due, without marks that reorder the text around them, and not too long.

use protocol::{MessageKind, Participant};
use store::{ConversationRow, MessageRow};

use super::{About, Note, rules::News};
use crate::{
    preferences::Preferences,
    texts::{Texts, Value},
};

/// The longest text of a message that is shown, in characters.
const LONGEST: usize = 240;

/// The notification for news of one conversation.
#[must_use]
pub fn of_news(
    news: &News,
    row: &ConversationRow,
    message: Option<&MessageRow>,
    preferences: &Preferences,
    texts: &Texts,
) -> Note {
    let sender = message.and_then(|message| message.sender.as_ref());
    Note {
        about: About::Conversation(news.conversation.clone()),
        title: title(row, sender.or(row.people.first()), texts),
        body: body(news, message, preferences, texts),
    }
}

/// The notification for news of many conversations.
#[must_use]
pub fn of_many(messages: u32, conversations: u32, texts: &Texts) -> Note {
    Note {
        about: About::Many,
        title: texts.format(
            "shell-notify-many",
            &[("count", Value::Count(conversations))],
        ),
        body: texts.format(
            "shell-notify-many-body",
            &[("count", Value::Count(messages))],
        ),
    }
}

fn title(row: &ConversationRow, who: Option<&Participant>, texts: &Texts) -> String {
    let name = who
        .and_then(|who| who.name.as_deref())
        .map(one_line)
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| texts.get("shell-someone"));
    let chat = row
        .subject
        .as_deref()
        .map(one_line)
        .filter(|subject| !subject.is_empty())
        .or_else(|| {
            let number = row.order_number.as_deref()?;
            Some(texts.format(
                "shell-notify-order",
                &[("number", Value::Text(&one_line(number)))],
            ))
        });
    match chat {
        Some(chat) => texts.format(
            "shell-notify-in",
            &[("sender", Value::Text(&name)), ("chat", Value::Text(&chat))],
        ),
        None => name,
    }
}

fn body(
    news: &News,
    message: Option<&MessageRow>,
    preferences: &Preferences,
    texts: &Texts,
) -> String {
    let said = match message {
        None => texts.get(if news.opened {
            "shell-notify-opened"
        } else {
            "shell-notify-hidden"
        }),
        Some(_) if preferences.hide_notification_text => texts.get("shell-notify-hidden"),
        Some(message) => content(message, texts),
    };
    if news.count < 2 {
        return said;
    }
    let count = texts.format("shell-notify-count", &[("count", Value::Count(news.count))]);
    if preferences.hide_notification_text {
        count
    } else {
        format!("{said}\n{count}")
    }
}

fn content(message: &MessageRow, texts: &Texts) -> String {
    let file = || {
        message
            .file
            .as_ref()
            .and_then(|file| file.name.as_deref())
            .map(one_line)
    };
    match &message.kind {
        MessageKind::Image => texts.get("shell-notify-image"),
        MessageKind::File => match file() {
            Some(name) => texts.format("shell-notify-file", &[("name", Value::Text(&name))]),
            None => texts.get("shell-notify-hidden"),
        },
        _ => shortened(&plain(&message.content)),
    }
}

/// Text without control characters (line breaks stay) and without marks that override the direction.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|&letter| letter == '\n' || !letter.is_control())
        .filter(|letter| !matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

fn one_line(text: &str) -> String {
    shortened(&plain(text).split_whitespace().collect::<Vec<_>>().join(" "))
}

fn shortened(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}
