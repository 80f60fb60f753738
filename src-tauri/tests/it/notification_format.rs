//! The text of a notification.
use protocol::{
    Attachment, ConversationId, ConversationStatus, MessageId, MessageKind, Participant,
    SupportType, UserId,
};
use shell::{
    i18n::Translations,
    limits::NOTIFIED_BODY_LETTERS,
    notifications::{
        NotificationTag,
        batch::{ConversationNews, SummaryNews},
        format,
    },
    preferences::{Language, Preferences},
};
use store::{ConversationRow, DeliveryState, MessageRow};

fn conversation_id(id: &str) -> ConversationId {
    ConversationId::new(id).unwrap()
}

fn person(name: &str) -> Participant {
    Participant {
        id: UserId::new("u1").unwrap(),
        name: Some(name.to_owned()),
        role: None,
        phone: None,
    }
}

fn conversation_row(subject: Option<&str>) -> ConversationRow {
    ConversationRow {
        id: conversation_id("a"),
        people: vec![person("سالم")],
        participants: vec![],
        subject: subject.map(str::to_owned),
        status: ConversationStatus::Open,
        support_type: SupportType::General,
        related_order: None,
        order_number: None,
        unread: 1,
        last_message: None,
        draft: None,
        waiting: 0,
        failed: 0,
        starred: false,
        snoozed_until: None,
        note: None,
        tags: Vec::new(),
        reminder: None,
        collision: None,
        unanswered_since: None,
        created_at: None,
        activity_at: None,
        revision: 1,
    }
}

fn message(content: &str, kind: MessageKind) -> MessageRow {
    MessageRow {
        key: "1".to_owned(),
        id: MessageId::new("1"),
        local_id: None,
        conversation: conversation_id("a"),
        sender: Some(person("منى")),
        mine: false,
        kind,
        content: content.to_owned(),
        file: None,
        delivery: DeliveryState::Received,
        schedule: None,
        is_read: false,
        created_at: None,
        gap_before: false,
        revision: 1,
    }
}

fn news(count: u32) -> ConversationNews {
    ConversationNews {
        conversation: conversation_id("a"),
        newest: MessageId::new("1"),
        count,
        is_new_conversation: false,
    }
}

fn without_isolation_marks(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

#[test]
fn a_notification_names_sender_conversation_and_text() {
    let translations = Translations::load(Language::En);
    let message_row = message("أين الطلب؟", MessageKind::Text);
    let notification = format::conversation_notification(
        &news(1),
        &conversation_row(Some("Refund")),
        Some(&message_row),
        &Preferences::default(),
        &translations,
    );
    assert_eq!(
        notification.tag,
        NotificationTag::Conversation(conversation_id("a"))
    );
    assert_eq!(without_isolation_marks(&notification.title), "منى · Refund");
    assert_eq!(notification.body, "أين الطلب؟");
}

#[test]
fn an_order_chat_is_named_by_its_number() {
    let translations = Translations::load(Language::En);
    let order = ConversationRow {
        order_number: Some("4821".to_owned()),
        ..conversation_row(None)
    };
    let notification = format::conversation_notification(
        &news(1),
        &order,
        None,
        &Preferences::default(),
        &translations,
    );
    assert!(
        without_isolation_marks(&notification.title).starts_with("سالم · ")
            && notification.title.contains("4821"),
        "{notification:?}"
    );
}

#[test]
fn a_preference_hides_the_text() {
    let translations = Translations::load(Language::En);
    let message_row = message("a secret", MessageKind::Text);
    let hidden = Preferences {
        hide_notification_text: true,
        ..Preferences::default()
    };
    for count in [1, 3] {
        let notification = format::conversation_notification(
            &news(count),
            &conversation_row(None),
            Some(&message_row),
            &hidden,
            &translations,
        );
        assert!(!notification.body.contains("secret"), "{notification:?}");
        assert!(!notification.body.is_empty());
    }
}

#[test]
fn a_burst_shows_the_last_message_and_the_count() {
    let translations = Translations::load(Language::En);
    let message_row = message("hello", MessageKind::Text);
    let notification = format::conversation_notification(
        &news(3),
        &conversation_row(None),
        Some(&message_row),
        &Preferences::default(),
        &translations,
    );
    assert_eq!(
        without_isolation_marks(&notification.body),
        "hello\n3 new messages"
    );
}

#[test]
fn an_image_and_a_file_are_named_not_quoted() {
    let translations = Translations::load(Language::En);
    let preferences = Preferences::default();
    let image = message("https://example.org/a.png", MessageKind::Image);
    let notification = format::conversation_notification(
        &news(1),
        &conversation_row(None),
        Some(&image),
        &preferences,
        &translations,
    );
    assert!(!notification.body.contains("https"), "{notification:?}");
    let file = Attachment {
        url: "https://example.org/f".to_owned(),
        name: Some("bill.pdf".to_owned()),
        size: None,
    };
    let file = MessageRow {
        file: Some(file),
        ..message("", MessageKind::File)
    };
    let notification = format::conversation_notification(
        &news(1),
        &conversation_row(None),
        Some(&file),
        &preferences,
        &translations,
    );
    assert!(notification.body.contains("bill.pdf"), "{notification:?}");
}

#[test]
fn a_long_message_is_truncated() {
    let translations = Translations::load(Language::En);
    let message_row = message(&"م".repeat(5000), MessageKind::Text);
    let notification = format::conversation_notification(
        &news(1),
        &conversation_row(None),
        Some(&message_row),
        &Preferences::default(),
        &translations,
    );
    assert!(
        notification.body.chars().count() <= NOTIFIED_BODY_LETTERS + 1
            && notification.body.ends_with('…'),
        "{}",
        notification.body
    );
}

#[test]
fn a_system_message_is_said_by_nobody() {
    let translations = Translations::load(Language::En);
    let closed = message("تم إغلاق المحادثة", MessageKind::System);
    let notification = format::conversation_notification(
        &news(1),
        &conversation_row(None),
        Some(&closed),
        &Preferences::default(),
        &translations,
    );
    assert_eq!(
        without_isolation_marks(&notification.title),
        "سالم",
        "the chat is named, not the agent whose deed it was"
    );
}

#[test]
fn a_name_that_nobody_sees_is_none() {
    let translations = Translations::load(Language::En);
    let row = ConversationRow {
        people: vec![Participant {
            phone: Some("+218 91-234 5678".to_owned()),
            ..person("\u{3164}\u{200B}")
        }],
        ..conversation_row(Some("\u{2800}"))
    };
    let notification = format::conversation_notification(
        &news(1),
        &row,
        None,
        &Preferences::default(),
        &translations,
    );
    assert_eq!(notification.title, "\u{2066}+218 91-234 5678\u{2069}");
}

#[test]
fn a_notification_is_cut_between_letters() {
    let translations = Translations::load(Language::En);
    let message_row = message(&"👨‍👩‍👧‍👦".repeat(300), MessageKind::Text);
    let notification = format::conversation_notification(
        &news(1),
        &conversation_row(None),
        Some(&message_row),
        &Preferences::default(),
        &translations,
    );
    let family = "👨‍👩‍👧‍👦".repeat(NOTIFIED_BODY_LETTERS);
    assert_eq!(notification.body, format!("{family}…"));
}

#[test]
fn a_locked_windows_notification_names_and_quotes_nobody() {
    for (language, title, one) in [
        (Language::Ar, "أفينتو ديسك", "رسالة جديدة"),
        (Language::En, "Avvento Desk", "New message"),
    ] {
        let translations = Translations::load(language);
        let shown = format::locked_notification(&news(1), &translations);
        assert_eq!((shown.title.as_str(), shown.body.as_str()), (title, one));
        assert_eq!(
            shown.tag,
            NotificationTag::Conversation(conversation_id("a"))
        );
        let many = format::locked_notification(&news(3), &translations);
        assert!(many.body.contains('3'), "{}", many.body);
        let opened = ConversationNews {
            newest: None,
            is_new_conversation: true,
            ..news(0)
        };
        let shown = format::locked_notification(&opened, &translations);
        assert_eq!(shown.body, translations.get("shell-notify-opened"));
    }
}

#[test]
fn a_notification_is_a_few_lines_high() {
    let long = "كلمات ".repeat(400);
    let mut row = conversation_row(Some(&long));
    row.people = vec![person(&long)];
    let mut said = message(&long, MessageKind::Text);
    said.sender = Some(person(&long));
    let notification = format::conversation_notification(
        &news(3),
        &row,
        Some(&said),
        &Preferences::default(),
        &Translations::load(Language::Ar),
    );
    let lines = |text: &str| {
        let rows = text.lines().map(|line| line.chars().count().div_ceil(40));
        rows.sum::<usize>()
    };
    let height = lines(&notification.title) + lines(&notification.body);
    assert!(
        height <= 8,
        "{height} lines of 40 letters: {notification:?}"
    );
}

#[test]
fn a_summary_counts_what_there_is_and_nothing_else() {
    let text = |messages, opened| {
        let sum = SummaryNews {
            messages,
            conversations: 9,
            opened,
        };
        let shown = format::summary_notification(sum, &Translations::load(Language::En));
        without_isolation_marks(&format!("{}: {}", shown.title, shown.body))
    };
    assert_eq!(text(12, 0), "News in 9 chats: 12 new messages");
    assert_eq!(text(0, 9), "News in 9 chats: 9 new chats");
    assert_eq!(text(5, 4), "News in 9 chats: 5 new messages · 4 new chats");
}
