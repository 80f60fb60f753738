//! Retention: the engine removes old messages from the cache as the user chose.
use std::sync::Arc;

use crate::common::*;
use engine::{Engine, Retention};
use protocol::{ConversationId, Message, MessageId, MessageKind, Participant, UserId, UtcMs};
use store::{MessageWindow, Older, PageFetched, Reach, Store, StorePaths};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Signs in, reads these chats, and ends the engine: its cache has what was said in them.
async fn read_chats(server: &str, chats: &[ConversationId]) -> Computer {
    let computer = Computer::new();
    let engine = computer.start_signed_in(server).await;
    for chat in chats {
        wait_for_message(&engine, chat, "الآن").await;
        engine.mark_read(chat).await.expect("read");
    }
    engine.shutdown().await;
    computer
}

/// Puts messages of the customer's into the cache that were sent so many days ago, as scrolling back would.
async fn fetch_back(computer: &Computer, chats: &[ConversationId], days_ago: &[i64]) {
    let mut profiles = std::fs::read_dir(computer.path().join("profiles")).expect("there");
    let folder = profiles
        .next()
        .expect("a profile")
        .expect("readable")
        .path();
    let opened = Store::open(StorePaths::in_folder(&folder), store::system_clock()).await;
    let store = opened.expect("opens").store;
    for chat in chats {
        for days_ago in days_ago {
            let before = store.oldest(chat).await.expect("read").expect("a message");
            let page = PageFetched {
                messages: vec![message(chat, *days_ago)],
                reach: Reach::Older { before, end: true },
            };
            store.apply_page(chat, page).await.expect("taken in");
        }
    }
    store.close().await.expect("closed");
}

fn message(chat: &ConversationId, days_ago: i64) -> Message {
    let at = UtcMs(store::system_clock()().0 - days_ago * DAY);
    Message {
        id: MessageId::new(format!("{chat}-{days_ago}")).expect("an id"),
        conversation: chat.clone(),
        sender: Some(Participant {
            id: UserId::new("customer").expect("an id"),
            name: None,
            role: None,
            phone: None,
        }),
        kind: MessageKind::Text,
        content: format!("قبل {days_ago}"),
        file: None,
        is_read: true,
        read_at: None,
        created_at: Some(at),
        updated_at: Some(at),
    }
}

async fn wait_for_texts(engine: &Engine, chat: &ConversationId, wanted: &[&str]) {
    until(engine, &format!("{wanted:?} are left"), || async {
        (texts(engine, chat).await == wanted).then_some(())
    })
    .await;
}

#[tokio::test]
async fn only_messages_older_than_chosen_are_removed() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    salma.send_message(&chat, "الآن").await.unwrap();
    let chats = [chat.clone()];
    let computer = read_chats(&backend.url(), &chats).await;
    fetch_back(&computer, &chats, &[80, 170, 360, 700, 800]).await;
    let engine = computer.start().await;
    for (retention, left) in [
        (
            Retention::TwoYears,
            &["قبل 700", "قبل 360", "قبل 170", "قبل 80", "الآن"][..],
        ),
        (Retention::OneYear, &["قبل 360", "قبل 170", "قبل 80", "الآن"]),
        (Retention::SixMonths, &["قبل 170", "قبل 80", "الآن"]),
        (Retention::ThreeMonths, &["قبل 80", "الآن"]),
    ] {
        engine.set_retention(retention);
        wait_for_texts(&engine, &chat, left).await;
    }
    let window = MessageWindow::Newest { limit: 50 };
    let shown = engine.messages(&chat, window).await.expect("read");
    assert_eq!(
        shown.older,
        Older::OnServer,
        "the chat does not pass for whole"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn every_chat_on_screen_keeps_what_was_fetched_back() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let mut chats = Vec::new();
    for subject in ["سؤال", "سؤال آخر", "ثالث", "رابع"] {
        let chat = salma.open_chat(subject).await.unwrap();
        salma.send_message(&chat, "الآن").await.unwrap();
        chats.push(chat);
    }
    let computer = read_chats(&backend.url(), &chats).await;
    fetch_back(&computer, &chats, &[100]).await;
    let engine = computer.start().await;
    // A pass goes from one end to the other: what it passes over lies in the middle.
    chats.sort();
    let [first, one, other, last] = &chats[..] else {
        panic!("four chats")
    };
    let shown = [other.clone(), one.clone()];
    engine.set_shown(shown.clone()).expect("signed in");
    engine.set_retention(Retention::ThreeMonths);
    wait_for_texts(&engine, last, &["الآن"]).await;
    assert_eq!(texts(&engine, first).await, ["الآن"]);
    for chat in &shown {
        assert_eq!(texts(&engine, chat).await, ["قبل 100", "الآن"]);
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn age_is_reckoned_by_the_server_not_by_this_pc() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    salma.send_message(&chat, "الآن").await.unwrap();
    let chats = [chat.clone()];
    let mut computer = read_chats(&backend.url(), &chats).await;
    fetch_back(&computer, &chats, &[30, 100]).await;
    backend.stop().await;

    computer.clock = Arc::new(|| UtcMs(store::system_clock()().0 + 3_650 * DAY));
    let engine = computer.start().await;
    engine.set_retention(Retention::ThreeMonths);
    wait_for_texts(&engine, &chat, &["قبل 30", "الآن"]).await;
    engine.shutdown().await;
}
