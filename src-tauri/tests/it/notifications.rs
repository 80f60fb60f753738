//! What is worth a notification, and how it reads.
use protocol::{
    Attachment, ConversationId, ConversationStatus, MessageId, MessageKind, Participant,
    SupportType, UserId,
};
use shell::{
    notify::{
        About,
        rules::{Due, Gathering, Gaze, InFront, MANY, News},
        system, words,
    },
    preferences::{Language, Preferences},
    texts::Texts,
};
use store::{Arrived, ChangeSet, ConversationRow, DeliveryState, MessageRow};

fn chat(name: &str) -> ConversationId {
    ConversationId::new(name).unwrap()
}

fn arrival(conversation: &str, message: &str) -> ChangeSet {
    let arrived = Arrived {
        id: MessageId::new(message).unwrap(),
        conversation: chat(conversation),
        unread: true,
    };
    ChangeSet {
        arrived: vec![arrived],
        ..ChangeSet::default()
    }
}

fn opening(conversation: &str) -> ChangeSet {
    ChangeSet {
        opened: vec![chat(conversation)],
        ..ChangeSet::default()
    }
}

fn listening() -> Gathering {
    let mut gathering = Gathering::new();
    gathering.caught_up();
    gathering
}

fn news(due: Vec<Due>) -> Vec<News> {
    due.into_iter()
        .map(|one| match one {
            Due::News(news) => news,
            Due::Many { .. } => panic!("expected news of single chats"),
        })
        .collect()
}

const AWAY: Gaze = Gaze {
    window: InFront::No,
    chat: None,
};

#[test]
fn a_message_is_notified_when_the_window_is_not_in_front() {
    let mut gathering = listening();
    assert!(gathering.hear(&arrival("a", "1")));
    let open_behind = Gaze {
        window: InFront::No,
        chat: Some(chat("a")),
    };
    assert_eq!(news(gathering.due(&open_behind)).len(), 1);
}

#[test]
fn a_message_in_another_chat_is_notified() {
    let mut gathering = listening();
    gathering.hear(&arrival("a", "1"));
    let elsewhere = Gaze {
        window: InFront::Yes,
        chat: Some(chat("b")),
    };
    assert_eq!(news(gathering.due(&elsewhere))[0].conversation, chat("a"));
}

#[test]
fn a_message_in_the_chat_on_screen_is_not_notified() {
    let mut gathering = listening();
    gathering.hear(&arrival("a", "1"));
    let there = Gaze {
        window: InFront::Yes,
        chat: Some(chat("a")),
    };
    assert_eq!(gathering.due(&there), []);
}

#[test]
fn a_message_that_was_read_elsewhere_is_not_notified() {
    let mut gathering = listening();
    let mut read = arrival("a", "1");
    read.arrived[0].unread = false;
    assert!(!gathering.hear(&read));
    assert_eq!(gathering.due(&AWAY), []);
}

#[test]
fn the_first_catch_up_is_silent() {
    let mut gathering = Gathering::new();
    assert!(!gathering.hear(&arrival("a", "1")));
    assert!(!gathering.hear(&opening("b")));
    gathering.caught_up();
    assert_eq!(
        gathering.due(&AWAY),
        [],
        "what came before stays silent afterwards"
    );
}

#[test]
fn a_burst_in_one_chat_is_one_notification_that_counts() {
    let mut gathering = listening();
    for message in ["1", "2", "3"] {
        gathering.hear(&arrival("a", message));
    }
    let due = news(gathering.due(&AWAY));
    assert_eq!(due.len(), 1);
    assert_eq!(
        (due[0].count, due[0].newest.as_ref().unwrap().as_str()),
        (3, "3")
    );
    gathering.hear(&arrival("a", "4"));
    assert_eq!(
        news(gathering.due(&AWAY))[0].count,
        4,
        "it goes on counting"
    );
}

#[test]
fn looking_at_a_chat_begins_its_count_anew() {
    let mut gathering = listening();
    gathering.hear(&arrival("a", "1"));
    gathering.due(&AWAY);
    gathering.look(&chat("a"));
    gathering.hear(&arrival("a", "2"));
    assert_eq!(news(gathering.due(&AWAY))[0].count, 1);
}

#[test]
fn a_new_conversation_with_its_first_message_is_one_notification() {
    let mut gathering = listening();
    gathering.hear(&opening("a"));
    gathering.hear(&arrival("a", "1"));
    let due = news(gathering.due(&AWAY));
    assert_eq!(due.len(), 1);
    assert!(due[0].opened);
}

#[test]
fn a_conversation_that_i_began_is_not_notified() {
    let mut gathering = listening();
    gathering.hear(&opening("a"));
    gathering.began(chat("a"));
    gathering.hear(&opening("a"));
    assert_eq!(gathering.due(&AWAY), []);
}

#[test]
fn news_of_many_chats_at_once_is_one_notification() {
    let mut gathering = listening();
    for number in 0..=MANY {
        gathering.hear(&arrival(&number.to_string(), &format!("m{number}")));
    }
    let conversations = u32::try_from(MANY + 1).unwrap();
    assert_eq!(
        gathering.due(&AWAY),
        [Due::Many {
            messages: conversations,
            conversations
        }]
    );
}

fn person(name: &str) -> Participant {
    Participant {
        id: UserId::new("u1").unwrap(),
        name: Some(name.to_owned()),
        role: None,
        phone: None,
    }
}

fn row(subject: Option<&str>) -> ConversationRow {
    ConversationRow {
        id: chat("a"),
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
        conversation: chat("a"),
        sender: Some(person("منى")),
        mine: false,
        kind,
        content: content.to_owned(),
        file: None,
        delivery: DeliveryState::Received,
        is_read: false,
        created_at: None,
        gap_before: false,
        revision: 1,
    }
}

fn one(count: u32) -> News {
    News {
        conversation: chat("a"),
        newest: MessageId::new("1"),
        count,
        opened: false,
    }
}

fn bare(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

#[test]
fn a_notification_says_who_where_and_what() {
    let texts = Texts::of(Language::En);
    let said = message("أين الطلب؟", MessageKind::Text);
    let note = words::of_news(
        &one(1),
        &row(Some("Refund")),
        Some(&said),
        &Preferences::default(),
        &texts,
    );
    assert_eq!(note.about, About::Conversation(chat("a")));
    assert_eq!(bare(&note.title), "منى · Refund");
    assert_eq!(note.body, "أين الطلب؟");
}

#[test]
fn an_order_chat_is_named_by_its_number() {
    let texts = Texts::of(Language::En);
    let order = ConversationRow {
        order_number: Some("4821".to_owned()),
        ..row(None)
    };
    let note = words::of_news(&one(1), &order, None, &Preferences::default(), &texts);
    assert!(
        bare(&note.title).starts_with("سالم · ") && note.title.contains("4821"),
        "{note:?}"
    );
}

#[test]
fn a_preference_hides_the_text() {
    let texts = Texts::of(Language::En);
    let said = message("a secret", MessageKind::Text);
    let hidden = Preferences {
        hide_notification_text: true,
        ..Preferences::default()
    };
    for count in [1, 3] {
        let note = words::of_news(&one(count), &row(None), Some(&said), &hidden, &texts);
        assert!(!note.body.contains("secret"), "{note:?}");
        assert!(!note.body.is_empty());
    }
}

#[test]
fn a_burst_shows_the_last_message_and_the_count() {
    let texts = Texts::of(Language::En);
    let said = message("hello", MessageKind::Text);
    let note = words::of_news(
        &one(3),
        &row(None),
        Some(&said),
        &Preferences::default(),
        &texts,
    );
    assert_eq!(bare(&note.body), "hello\n3 new messages");
}

#[test]
fn an_image_and_a_file_are_named_not_quoted() {
    let texts = Texts::of(Language::En);
    let preferences = Preferences::default();
    let image = message("https://example.org/a.png", MessageKind::Image);
    let note = words::of_news(&one(1), &row(None), Some(&image), &preferences, &texts);
    assert!(!note.body.contains("https"), "{note:?}");
    let file = Attachment {
        url: "https://example.org/f".to_owned(),
        name: Some("bill.pdf".to_owned()),
        size: None,
    };
    let file = MessageRow {
        file: Some(file),
        ..message("", MessageKind::File)
    };
    let note = words::of_news(&one(1), &row(None), Some(&file), &preferences, &texts);
    assert!(note.body.contains("bill.pdf"), "{note:?}");
}

#[test]
fn direction_marks_and_control_characters_do_not_reach_a_notification() {
    assert_eq!(words::plain("a\u{202E}b\u{2067}c\u{0007}d\ne"), "abcd\ne");
}

#[test]
fn a_very_long_message_is_shortened() {
    let texts = Texts::of(Language::En);
    let said = message(&"م".repeat(5000), MessageKind::Text);
    let note = words::of_news(
        &one(1),
        &row(None),
        Some(&said),
        &Preferences::default(),
        &texts,
    );
    assert!(
        note.body.chars().count() <= 240 && note.body.ends_with('…'),
        "{}",
        note.body
    );
}

#[test]
fn a_message_cannot_act_as_markup() {
    assert_eq!(
        system::escaped("<b>a</b> & b"),
        "&lt;b&gt;a&lt;/b&gt; &amp; b"
    );
}
