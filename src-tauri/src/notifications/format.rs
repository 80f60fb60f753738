//! The text of a notification. Names, subjects and messages are what people typed: each is one line of its beginning
//! ([`one_line`]).

use protocol::{MessageKind, Participant};
use store::{ConversationRow, MessageRow};

use super::{
    Notification, NotificationTag,
    batch::{ConversationNews, SummaryNews},
};
use crate::{
    i18n::{Translations, Value},
    limits::{NOTIFIED_BODY_LETTERS, NOTIFIED_NAME_LETTERS, NOTIFIED_SUBJECT_LETTERS},
    preferences::Preferences,
    texts::one_line,
};

/// The notification for the news of one conversation.
#[must_use]
pub fn conversation_notification(
    news: &ConversationNews,
    row: &ConversationRow,
    message: Option<&MessageRow>,
    preferences: &Preferences,
    translations: &Translations,
) -> Notification {
    // What the server says of a chat is nobody's words.
    let said = message.filter(|message| message.kind != MessageKind::System);
    let sender = said.and_then(|message| message.sender.as_ref());
    Notification {
        tag: NotificationTag::Conversation(news.conversation.clone()),
        title: title_text(row, sender.or(row.people.first()), translations),
        body: body_text(news, message, preferences, translations),
    }
}

/// The notification for the news of one conversation while the window is locked: that there is something.
#[must_use]
pub fn locked_notification(news: &ConversationNews, translations: &Translations) -> Notification {
    let body = if news.count > 1 {
        translations.format("shell-notify-count", &[("count", Value::Count(news.count))])
    } else if news.newest.is_none() && news.is_new_conversation {
        translations.get("shell-notify-opened")
    } else {
        translations.get("shell-notify-hidden")
    };
    Notification {
        tag: NotificationTag::Conversation(news.conversation.clone()),
        title: translations.get("shell-title"),
        body,
    }
}

/// The notification for a reminder of a conversation; while the window is locked it names nobody.
#[must_use]
pub fn reminder_notification(
    row: &ConversationRow,
    locked: bool,
    translations: &Translations,
) -> Notification {
    let title = match locked {
        true => translations.get("shell-title"),
        false => title_text(row, row.people.first(), translations),
    };
    Notification {
        tag: NotificationTag::Conversation(row.id.clone()),
        title,
        body: translations.get("shell-notify-reminder"),
    }
}

/// The one notification for the news of many conversations.
#[must_use]
pub fn summary_notification(sum: SummaryNews, translations: &Translations) -> Notification {
    let count = |id, count| translations.format(id, &[("count", Value::Count(count))]);
    let parts = [
        ("shell-notify-count", sum.messages),
        ("shell-notify-many-opened", sum.opened),
    ];
    let parts = parts.into_iter().filter(|(_, number)| *number > 0);
    let parts: Vec<String> = parts.map(|(id, number)| count(id, number)).collect();
    Notification {
        tag: NotificationTag::Summary,
        title: count("shell-notify-many", sum.conversations),
        body: parts.join(" · "),
    }
}

/// What somebody is called in one line: their name, else their phone number.
#[must_use]
pub fn person_name(who: Option<&Participant>, translations: &Translations) -> String {
    let label = |label: fn(&Participant) -> Option<&str>| {
        let text = one_line(who.and_then(label)?, NOTIFIED_NAME_LETTERS);
        (!text.is_empty()).then_some(text)
    };
    label(|who| who.name.as_deref())
        .or_else(|| label(|who| who.phone.as_deref()))
        .unwrap_or_else(|| translations.get("shell-someone"))
}

fn title_text(
    row: &ConversationRow,
    who: Option<&Participant>,
    translations: &Translations,
) -> String {
    let name = person_name(who, translations);
    let chat = row
        .subject
        .as_deref()
        .map(|subject| one_line(subject, NOTIFIED_SUBJECT_LETTERS))
        .filter(|subject| !subject.is_empty())
        .or_else(|| {
            let number = format!("#{}", row.order_number.as_deref()?);
            Some(translations.format(
                "shell-notify-order",
                &[(
                    "number",
                    Value::Identifier(&one_line(&number, NOTIFIED_SUBJECT_LETTERS)),
                )],
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
            .map(|name| one_line(name, NOTIFIED_SUBJECT_LETTERS))
            .filter(|name| !name.is_empty())
    };
    match &message.kind {
        MessageKind::Image => translations.get("shell-notify-image"),
        MessageKind::File => match file() {
            Some(name) => translations.format("shell-notify-file", &[("name", Value::Text(&name))]),
            None => translations.get("shell-notify-hidden"),
        },
        _ => one_line(&message.content, NOTIFIED_BODY_LETTERS),
    }
}
