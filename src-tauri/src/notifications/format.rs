//! The text of a notification. Names, subjects and messages are what people typed, so each is isolated,
//! cut to one line where the notification has one line, freed of direction overrides, and truncated.

use protocol::{MessageKind, Participant};
use store::{ConversationRow, MessageRow};

use super::{Notification, NotificationTag, batch::ConversationNews};
use crate::{
    i18n::{Translations, Value},
    preferences::Preferences,
};

/// The longest text that is shown, in characters.
const MAX_CHARS: usize = 240;

/// The notification for the news of one conversation.
#[must_use]
pub fn conversation_notification(
    news: &ConversationNews,
    row: &ConversationRow,
    message: Option<&MessageRow>,
    preferences: &Preferences,
    translations: &Translations,
) -> Notification {
    let sender = message.and_then(|message| message.sender.as_ref());
    Notification {
        tag: NotificationTag::Conversation(news.conversation.clone()),
        title: title_text(row, sender.or(row.people.first()), translations),
        body: body_text(news, message, preferences, translations),
    }
}

/// The one notification for the news of many conversations.
#[must_use]
pub fn summary_notification(
    messages: u32,
    conversations: u32,
    translations: &Translations,
) -> Notification {
    Notification {
        tag: NotificationTag::Summary,
        title: translations.format(
            "shell-notify-many",
            &[("count", Value::Count(conversations))],
        ),
        body: translations.format(
            "shell-notify-many-body",
            &[("count", Value::Count(messages))],
        ),
    }
}

fn title_text(
    row: &ConversationRow,
    who: Option<&Participant>,
    translations: &Translations,
) -> String {
    let name = who
        .and_then(|who| who.name.as_deref())
        .map(one_line)
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| translations.get("shell-someone"));
    let chat = row
        .subject
        .as_deref()
        .map(one_line)
        .filter(|subject| !subject.is_empty())
        .or_else(|| {
            let number = row.order_number.as_deref()?;
            Some(translations.format(
                "shell-notify-order",
                &[("number", Value::Text(&one_line(number)))],
            ))
        });
    match chat {
        Some(chat) => translations.format(
            "shell-notify-in",
            &[("sender", Value::Text(&name)), ("chat", Value::Text(&chat))],
        ),
        None => name,
    }
}

fn body_text(
    news: &ConversationNews,
    message: Option<&MessageRow>,
    preferences: &Preferences,
    translations: &Translations,
) -> String {
    let text = match message {
        None => translations.get(if news.is_new_conversation {
            "shell-notify-opened"
        } else {
            "shell-notify-hidden"
        }),
        Some(_) if preferences.hide_notification_text => translations.get("shell-notify-hidden"),
        Some(message) => content_text(message, translations),
    };
    if news.count < 2 {
        return text;
    }
    let count = translations.format("shell-notify-count", &[("count", Value::Count(news.count))]);
    if preferences.hide_notification_text {
        count
    } else {
        format!("{text}\n{count}")
    }
}

fn content_text(message: &MessageRow, translations: &Translations) -> String {
    let file = || {
        message
            .file
            .as_ref()
            .and_then(|file| file.name.as_deref())
            .map(one_line)
    };
    match &message.kind {
        MessageKind::Image => translations.get("shell-notify-image"),
        MessageKind::File => match file() {
            Some(name) => translations.format("shell-notify-file", &[("name", Value::Text(&name))]),
            None => translations.get("shell-notify-hidden"),
        },
        _ => truncate(&strip_control_characters(&message.content)),
    }
}

/// Removes control characters, except line breaks, and marks that override the text direction.
#[must_use]
pub fn strip_control_characters(text: &str) -> String {
    text.chars()
        .filter(|&letter| letter == '\n' || !letter.is_control())
        .filter(|letter| !matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

fn one_line(text: &str) -> String {
    truncate(
        &strip_control_characters(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    )
}

fn truncate(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= MAX_CHARS {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(MAX_CHARS - 1).collect();
    short.push('…');
    short
}
