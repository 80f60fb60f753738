//! Which changes deserve a notification.
use protocol::{ConversationId, MessageId, UtcMs};
use shell::notifications::batch::{
    Attention, ConversationNews, DueNotification, Focus, MAX_SEPARATE, NotificationBatcher,
    WindowFocus,
};
use store::{ChangeSet, NewMessage};

fn conversation_id(name: &str) -> ConversationId {
    ConversationId::new(name).unwrap()
}

fn new_message(conversation: &str, message: &str) -> ChangeSet {
    let arrived = NewMessage {
        id: MessageId::new(message).unwrap(),
        conversation: conversation_id(conversation),
        created_at: UtcMs(1),
        source: store::Source::Event,
        unread: true,
    };
    ChangeSet {
        new_messages: vec![arrived],
        ..ChangeSet::default()
    }
}

fn new_conversation(conversation: &str) -> ChangeSet {
    ChangeSet {
        new_conversations: vec![conversation_id(conversation)],
        ..ChangeSet::default()
    }
}

fn conversation_news(due: Vec<DueNotification>) -> Vec<ConversationNews> {
    due.into_iter()
        .map(|due| match due {
            DueNotification::Conversation(news) => news,
            DueNotification::Summary { .. } => panic!("expected news of single conversations"),
        })
        .collect()
}

const UNFOCUSED: Focus = Focus {
    window: WindowFocus::Unfocused,
    attention: Attention::Present,
    conversation: None,
};

#[test]
fn an_unfocused_window_gets_a_notification() {
    let mut batcher = NotificationBatcher::new();
    assert!(batcher.add_change(&new_message("a", "1")));
    let open_but_unfocused = Focus {
        window: WindowFocus::Unfocused,
        attention: Attention::Present,
        conversation: Some(conversation_id("a")),
    };
    assert_eq!(
        conversation_news(batcher.take_due(&open_but_unfocused)).len(),
        1
    );
}

#[test]
fn a_message_in_another_conversation_is_notified() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_message("a", "1"));
    let elsewhere = Focus {
        window: WindowFocus::Focused,
        attention: Attention::Present,
        conversation: Some(conversation_id("b")),
    };
    assert_eq!(
        conversation_news(batcher.take_due(&elsewhere))[0].conversation,
        conversation_id("a")
    );
}

#[test]
fn the_open_conversation_gets_no_notification() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_message("a", "1"));
    let there = Focus {
        window: WindowFocus::Focused,
        attention: Attention::Present,
        conversation: Some(conversation_id("a")),
    };
    assert_eq!(batcher.take_due(&there), []);
}

#[test]
fn the_open_conversation_is_notified_when_nobody_looks() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_message("a", "1"));
    let covered = Focus {
        window: WindowFocus::Focused,
        attention: Attention::Away,
        conversation: Some(conversation_id("a")),
    };
    assert_eq!(conversation_news(batcher.take_due(&covered)).len(), 1);
}

#[test]
fn a_burst_in_one_conversation_is_one_notification() {
    let mut batcher = NotificationBatcher::new();
    for message in ["1", "2", "3"] {
        batcher.add_change(&new_message("a", message));
    }
    let due = conversation_news(batcher.take_due(&UNFOCUSED));
    assert_eq!(due.len(), 1);
    assert_eq!(
        (due[0].count, due[0].newest.as_ref().unwrap().as_str()),
        (3, "3")
    );
    batcher.add_change(&new_message("a", "4"));
    assert_eq!(
        conversation_news(batcher.take_due(&UNFOCUSED))[0].count,
        4,
        "the count continues"
    );
}

#[test]
fn opening_a_conversation_resets_its_count() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_message("a", "1"));
    batcher.take_due(&UNFOCUSED);
    batcher.mark_seen(&conversation_id("a"));
    batcher.add_change(&new_message("a", "2"));
    assert_eq!(conversation_news(batcher.take_due(&UNFOCUSED))[0].count, 1);
}

#[test]
fn a_new_conversation_and_its_message_are_one_notification() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_conversation("a"));
    batcher.add_change(&new_message("a", "1"));
    let due = conversation_news(batcher.take_due(&UNFOCUSED));
    assert_eq!(due.len(), 1);
    assert!(due[0].is_new_conversation);
}

#[test]
fn a_conversation_created_here_is_not_notified() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_conversation("a"));
    batcher.ignore_own_conversation(conversation_id("a"));
    batcher.add_change(&new_conversation("a"));
    assert_eq!(batcher.take_due(&UNFOCUSED), []);
}

#[test]
fn news_of_many_conversations_is_one_notification() {
    let mut batcher = NotificationBatcher::new();
    for number in 0..=MAX_SEPARATE {
        batcher.add_change(&new_message(&number.to_string(), &format!("m{number}")));
    }
    let conversations = u32::try_from(MAX_SEPARATE + 1).unwrap();
    assert_eq!(
        batcher.take_due(&UNFOCUSED),
        [DueNotification::Summary {
            messages: conversations,
            conversations
        }]
    );
}
