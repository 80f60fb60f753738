//! Chats in windows of their own: how many there are, what each is told, and whose turn it is to change a conversation.
use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};

use engine::CHAT_WINDOWS;
use protocol::{ConversationId, MessageId, UtcMs};
use shell::{
    state::{chat_windows::part_for, turns::Turns},
    texts::without_direction_marks,
    window::{
        chat_windows::{ChatWindows, Opening},
        noted_windows::{self, NotedWindow},
    },
};
use store::{ChangeSet, NewMessage, Source};

fn id(text: &str) -> ConversationId {
    ConversationId::new(text).unwrap()
}

fn new(label: &str, others: usize) -> Opening {
    Opening::New {
        label: label.to_owned(),
        others,
    }
}

#[test]
fn pictures_are_served_to_the_main_window_and_to_those_of_chats_alone() {
    let mut windows = ChatWindows::default();
    windows.open(&id("c1"));
    for (label, served) in [
        ("main", true),
        ("chat-1", true),
        ("chat-2", false),
        ("", false),
    ] {
        assert_eq!(windows.has_window(label), served, "{label:?}");
    }
    windows.close("chat-1");
    assert!(!windows.has_window("chat-1"), "it is gone");
}

#[test]
fn a_chat_has_one_window_at_most_and_there_are_few() {
    let mut windows = ChatWindows::default();
    for number in 1..=CHAT_WINDOWS {
        let opened = windows.open(&id(&format!("c{number}")));
        assert_eq!(opened, new(&format!("chat-{number}"), number - 1));
    }
    assert_eq!(windows.open(&id("one more")), Opening::TooMany);
    let known = Opening::Known("chat-2".to_owned());
    assert_eq!(
        windows.open(&id("c2")),
        known,
        "it is raised, not made again"
    );
    assert!(windows.close("chat-2"));
    assert_eq!(windows.label_of(&id("c2")), None);
    assert_eq!(
        windows.open(&id("one more")),
        new("chat-2", CHAT_WINDOWS - 1),
        "the label that is free again"
    );
    assert!(!windows.close("main"), "the main window is none of them");
    assert_eq!(windows.conversation_in("main"), None);
}

fn noted(text: &str) -> NotedWindow {
    NotedWindow {
        conversation: id(text),
        place: None,
    }
}

#[test]
fn the_windows_that_were_open_are_noted_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(noted_windows::read(folder.path()), [], "nothing was noted");
    let two = [noted("c1"), noted("c2")];
    noted_windows::write(folder.path(), &two);
    assert_eq!(noted_windows::read(folder.path()), two);
    noted_windows::write(folder.path(), &[]);
    assert_eq!(noted_windows::read(folder.path()), [], "none is open");
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "the file is gone");
}

#[test]
fn no_more_windows_are_read_than_may_be_open_and_a_damaged_note_counts_as_none() {
    let folder = tempfile::tempdir().unwrap();
    let many: Vec<_> = (0..CHAT_WINDOWS + 3)
        .map(|number| noted(&format!("c{number}")))
        .collect();
    noted_windows::write(folder.path(), &many);
    assert_eq!(
        noted_windows::read(folder.path()),
        many[..CHAT_WINDOWS].to_vec()
    );
    let file = folder.path().join("chat-windows.json");
    let with_place = r#"[{"conversation":"c1","place":{"x":-5,"y":7,"width":560,"height":720,"maximized":false}}]"#;
    std::fs::write(&file, with_place).unwrap();
    let read = noted_windows::read(folder.path());
    assert!(read[0].place.is_some(), "its place is read: {read:?}");
    std::fs::write(&file, "[{\"conversation\":").unwrap();
    assert_eq!(noted_windows::read(folder.path()), []);
}

#[test]
fn a_second_wish_to_close_a_window_within_a_moment_means_it() {
    let mut windows = ChatWindows::default();
    windows.open(&id("c1"));
    let now = Instant::now();
    assert!(!windows.ask_to_close("chat-1", now), "its page is asked");
    let soon = now + Duration::from_secs(2);
    assert!(windows.ask_to_close("chat-1", soon), "it may not answer");
    let late = soon + Duration::from_secs(60);
    assert!(!windows.ask_to_close("chat-1", late), "that was long ago");
    windows.close("chat-1");
    windows.open(&id("c2"));
    assert!(
        !windows.ask_to_close("chat-1", late),
        "another chat's window"
    );
}

fn change() -> ChangeSet {
    let message = |conversation: &str| NewMessage {
        id: MessageId::new(format!("in {conversation}")).unwrap(),
        conversation: id(conversation),
        created_at: UtcMs(1),
        unread: true,
        source: Source::Event,
    };
    ChangeSet {
        revision: 7,
        conversations: vec![id("own"), id("other")],
        messages: vec![id("other"), id("own")],
        new_messages: vec![message("other"), message("own")],
        new_conversations: vec![id("other")],
        reminders: vec![id("other")],
        resync: false,
    }
}

#[test]
fn a_chats_window_hears_of_its_customer_alone() {
    let own = HashSet::from([id("own")]);
    let part = part_for(&change(), &own).expect("it concerns the window");
    assert_eq!(part.conversations, [id("own")]);
    assert_eq!(part.messages, [id("own")]);
    assert_eq!(part.new_messages.len(), 1);
    assert!(part.new_conversations.is_empty() && part.reminders.is_empty());
    assert_eq!(part.revision, 7);
    let stranger = HashSet::from([id("stranger")]);
    assert_eq!(part_for(&change(), &stranger), None, "nothing is sent");
    let resync = ChangeSet {
        resync: true,
        ..ChangeSet::default()
    };
    assert!(part_for(&resync, &stranger).is_some_and(|part| part.resync));
}

#[tokio::test]
async fn commands_about_one_conversation_follow_each_other() {
    let turns = Arc::new(Turns::default());
    let first = turns.take(&id("c1")).await;
    let done = Arc::new(parking_lot::Mutex::new(Vec::new()));
    let mut waiting = Vec::new();
    for number in 0..20 {
        let (turns, done) = (Arc::clone(&turns), Arc::clone(&done));
        waiting.push(tokio::spawn(async move {
            let _turn = turns.take(&id("c1")).await;
            tokio::task::yield_now().await;
            done.lock().push(number);
        }));
        // Each has asked before the next one does.
        tokio::task::yield_now().await;
    }
    let elsewhere = id("c2");
    let other = turns.take(&elsewhere);
    let other = tokio::time::timeout(Duration::from_secs(10), other).await;
    assert!(other.is_ok(), "another conversation waits for nobody");
    assert!(done.lock().is_empty(), "the first has not ended its turn");
    drop(first);
    for task in waiting {
        task.await.unwrap();
    }
    assert_eq!(
        *done.lock(),
        (0..20).collect::<Vec<_>>(),
        "in the user's order"
    );
    drop(other);
    drop(turns.take(&id("c3")).await);
    assert_eq!(turns.queues(), 1, "what nobody waits for is forgotten");
}

#[test]
fn a_title_has_no_marks_of_direction() {
    let marked = "\u{200F}سالم\u{202E} \u{2066}123\u{2069}\u{061C}";
    assert_eq!(without_direction_marks(marked), "سالم 123");
}
