//! Which changes deserve a notification.
use protocol::{ConversationId, MessageId, UtcMs};
use shell::notifications::{
    NotificationTag,
    batch::{
        CatchingUp, ConversationNews, DueNotification, MAX_SEPARATE, NotificationBatcher,
        SummaryNews, Taken,
    },
    focus::{Attention, Focus, WindowFocus},
};
use store::{ChangeSet, NewMessage, Source};

fn conversation_id(name: &str) -> ConversationId {
    ConversationId::new(name).unwrap()
}

fn new_message(conversation: &str, message: &str) -> ChangeSet {
    let arrived = NewMessage {
        id: MessageId::new(message).unwrap(),
        conversation: conversation_id(conversation),
        created_at: UtcMs(1),
        source: Source::Event,
        unread: true,
    };
    ChangeSet {
        new_messages: vec![arrived],
        ..ChangeSet::default()
    }
}

fn fetched_message(conversation: &str, message: &str) -> ChangeSet {
    let mut change = new_message(conversation, message);
    change.new_messages[0].source = Source::Rest;
    change
}

fn take_due(batcher: &mut NotificationBatcher, focus: &Focus, what: Taken) -> Vec<DueNotification> {
    let news = batcher.take(focus, what);
    batcher.notifications_for(news)
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
            DueNotification::Summary(_) => panic!("expected news of single conversations"),
        })
        .collect()
}

/// A window with these conversations side by side.
fn looking(window: WindowFocus, attention: Attention, conversations: &[&str]) -> Focus {
    let mut focus = Focus::default();
    let main = focus.window("main");
    (main.window, main.attention) = (window, attention);
    for conversation in conversations {
        main.open(conversation_id(conversation));
    }
    focus
}

fn unfocused() -> Focus {
    looking(WindowFocus::Unfocused, Attention::Present, &[])
}

#[test]
fn an_unfocused_window_gets_a_notification() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_message("a", "1"), CatchingUp::Over);
    assert!(batcher.has_live());
    let open_but_unfocused = looking(WindowFocus::Unfocused, Attention::Present, &["a"]);
    assert_eq!(
        conversation_news(take_due(&mut batcher, &open_but_unfocused, Taken::Live)).len(),
        1
    );
}

#[test]
fn a_message_in_another_conversation_is_notified() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_message("a", "1"), CatchingUp::Over);
    let elsewhere = looking(WindowFocus::Focused, Attention::Present, &["b"]);
    assert_eq!(
        conversation_news(take_due(&mut batcher, &elsewhere, Taken::Live))[0].conversation,
        conversation_id("a")
    );
}

#[test]
fn the_open_conversation_gets_no_notification() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_message("a", "1"), CatchingUp::Over);
    let there = looking(WindowFocus::Focused, Attention::Present, &["a"]);
    assert_eq!(take_due(&mut batcher, &there, Taken::Live), []);
}

#[test]
fn the_open_conversation_is_notified_when_nobody_looks() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_message("a", "1"), CatchingUp::Over);
    let covered = looking(WindowFocus::Focused, Attention::Away, &["a"]);
    assert_eq!(
        conversation_news(take_due(&mut batcher, &covered, Taken::Live)).len(),
        1
    );
}

#[test]
fn of_the_conversations_side_by_side_none_is_notified() {
    let mut batcher = NotificationBatcher::new();
    for conversation in ["a", "b", "c"] {
        batcher.add_change(&new_message(conversation, "1"), CatchingUp::Over);
    }
    let mut focus = looking(WindowFocus::Focused, Attention::Present, &["a", "b", "c"]);
    focus.window("main").close(&conversation_id("b"));
    let due = conversation_news(take_due(&mut batcher, &focus, Taken::Live));
    let told: Vec<_> = due.into_iter().map(|news| news.conversation).collect();
    assert_eq!(told, [conversation_id("b")], "its pane was closed");
}

#[test]
fn a_window_shows_three_conversations_at_most() {
    let focus = looking(
        WindowFocus::Focused,
        Attention::Present,
        &["a", "b", "c", "b", "d"],
    );
    let seen: Vec<_> = focus.conversations_seen().cloned().collect();
    assert_eq!(
        seen,
        ["c", "b", "d"].map(conversation_id),
        "the one that was opened first counts no longer"
    );
}

#[test]
fn what_another_window_shows_is_seen_only_there() {
    let mut focus = looking(WindowFocus::Unfocused, Attention::Present, &["a"]);
    let own = focus.window("chat-1");
    own.window = WindowFocus::Focused;
    own.open(conversation_id("b"));
    let seen = |focus: &Focus| focus.conversations_seen().cloned().collect::<Vec<_>>();
    assert_eq!(seen(&focus), [conversation_id("b")]);
    focus.forget_window("chat-1");
    assert_eq!(seen(&focus), [], "the window is gone");
}

#[test]
fn a_burst_in_one_conversation_is_one_notification() {
    let mut batcher = NotificationBatcher::new();
    for message in ["1", "2", "3"] {
        batcher.add_change(&new_message("a", message), CatchingUp::Over);
    }
    let due = conversation_news(take_due(&mut batcher, &unfocused(), Taken::Live));
    assert_eq!(due.len(), 1);
    assert_eq!(
        (due[0].count, due[0].newest.as_ref().unwrap().as_str()),
        (3, "3")
    );
    batcher.add_change(&new_message("a", "4"), CatchingUp::Over);
    assert_eq!(
        conversation_news(take_due(&mut batcher, &unfocused(), Taken::Live))[0].count,
        4,
        "the count continues"
    );
}

#[test]
fn opening_a_conversation_resets_its_count() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_message("a", "1"), CatchingUp::Over);
    take_due(&mut batcher, &unfocused(), Taken::Live);
    batcher.mark_seen(&conversation_id("a"));
    batcher.add_change(&new_message("a", "2"), CatchingUp::Over);
    assert_eq!(
        conversation_news(take_due(&mut batcher, &unfocused(), Taken::Live))[0].count,
        1
    );
}

#[test]
fn a_new_conversation_and_its_message_are_one_notification() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_conversation("a"), CatchingUp::Over);
    batcher.add_change(&new_message("a", "1"), CatchingUp::Over);
    let due = conversation_news(take_due(&mut batcher, &unfocused(), Taken::Live));
    assert_eq!(due.len(), 1);
    assert!(due[0].is_new_conversation);
}

#[test]
fn a_conversation_created_here_is_not_notified() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&new_conversation("a"), CatchingUp::Over);
    batcher.ignore_own_conversation(conversation_id("a"));
    batcher.add_change(&new_conversation("a"), CatchingUp::Over);
    assert_eq!(take_due(&mut batcher, &unfocused(), Taken::Live), []);
}

#[test]
fn news_of_many_conversations_is_one_notification() {
    let mut batcher = NotificationBatcher::new();
    for number in 0..=MAX_SEPARATE {
        batcher.add_change(
            &new_message(&number.to_string(), &format!("m{number}")),
            CatchingUp::Over,
        );
    }
    let conversations = u32::try_from(MAX_SEPARATE + 1).unwrap();
    assert_eq!(
        take_due(&mut batcher, &unfocused(), Taken::Live),
        [DueNotification::Summary(SummaryNews {
            messages: conversations,
            conversations,
            opened: 0
        })]
    );
}

#[test]
fn a_catch_up_is_told_once_at_its_end() {
    let mut batcher = NotificationBatcher::new();
    for number in 0..40 {
        let change = fetched_message(&number.to_string(), &format!("m{number}"));
        batcher.add_change(&change, CatchingUp::UnderWay);
        assert_eq!(take_due(&mut batcher, &unfocused(), Taken::Live), []);
    }
    batcher.add_change(&new_conversation("41"), CatchingUp::UnderWay);
    assert_eq!(
        take_due(&mut batcher, &unfocused(), Taken::Everything),
        [DueNotification::Summary(SummaryNews {
            messages: 40,
            conversations: 41,
            opened: 1
        })]
    );
}

#[test]
fn what_is_heard_during_a_catch_up_is_told_at_once() {
    let mut batcher = NotificationBatcher::new();
    batcher.add_change(&fetched_message("a", "1"), CatchingUp::UnderWay);
    batcher.add_change(&fetched_message("b", "1"), CatchingUp::UnderWay);
    batcher.add_change(&new_message("a", "2"), CatchingUp::UnderWay);
    let due = conversation_news(take_due(&mut batcher, &unfocused(), Taken::Live));
    assert_eq!(due.len(), 1, "b waits for the end");
    assert_eq!((due[0].conversation.as_str(), due[0].count), ("a", 2));
    let due = conversation_news(take_due(&mut batcher, &unfocused(), Taken::Everything));
    assert_eq!(due[0].conversation.as_str(), "b");
}

#[test]
fn a_summary_that_is_told_in_parts_grows() {
    let mut batcher = NotificationBatcher::new();
    let mut sums = Vec::new();
    for part in 0..2 {
        for number in 0..10 {
            let change = fetched_message(&format!("{part}.{number}"), "m");
            batcher.add_change(&change, CatchingUp::UnderWay);
        }
        sums.extend(take_due(&mut batcher, &unfocused(), Taken::Everything));
    }
    let conversations: Vec<u32> = sums
        .iter()
        .map(|due| match due {
            DueNotification::Summary(sum) => sum.conversations,
            DueNotification::Conversation(_) => panic!("expected a summary"),
        })
        .collect();
    assert_eq!(conversations, [10, 20]);
}

#[test]
fn the_summary_goes_when_all_it_speaks_of_is_read() {
    let mut batcher = NotificationBatcher::new();
    let names: Vec<String> = (0..=MAX_SEPARATE)
        .map(|number| number.to_string())
        .collect();
    for name in &names {
        batcher.add_change(&new_message(name, "m"), CatchingUp::Over);
    }
    take_due(&mut batcher, &unfocused(), Taken::Live);
    let gone: Vec<NotificationTag> = names
        .iter()
        .flat_map(|name| batcher.mark_seen(&conversation_id(name)))
        .filter(|tag| *tag == NotificationTag::Summary)
        .collect();
    assert_eq!(gone, [NotificationTag::Summary], "once, with the last");
    assert_eq!(batcher.all_shown(), []);
}
