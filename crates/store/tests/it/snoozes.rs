//! Conversations that are put off, on this device only.

use std::time::Duration;

use protocol::{Conversation, ConversationStatus, UtcMs};
use store::{InboxFilter, Snoozed, Store};

use crate::support::*;

const HOUR: i64 = 3_600_000;

async fn with_waiting_chat(home: &Home) -> Store {
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START), whole("l", START)])).await;
    apply(&store, events(vec![message("m1", START + 1, "سلام")])).await;
    store
}

async fn snoozed(store: &Store) -> Vec<String> {
    let inbox = store.inbox(InboxFilter::Snoozed, 10).await.unwrap();
    assert_eq!(inbox.counts.snoozed as usize, inbox.rows.len());
    assert!(inbox.rows.iter().all(|row| row.snoozed_until.is_some()));
    inbox.rows.iter().map(|row| row.id.to_string()).collect()
}

#[tokio::test]
async fn a_snoozed_chat_leaves_what_is_to_be_done() {
    let home = Home::new();
    let store = with_waiting_chat(&home).await;
    let changes = store.snooze(&chat("k"), UtcMs(START + HOUR)).await.unwrap();
    assert!(changes.conversations.contains(&chat("k")), "{changes:?}");
    assert_eq!(snoozed(&store).await, ["k"]);
    assert!(inbox(&store, InboxFilter::Unanswered).await.is_empty());
    assert_eq!(inbox(&store, InboxFilter::Open).await, ["l"]);
    assert_eq!(
        inbox(&store, InboxFilter::Unread).await,
        ["k"],
        "unread stays unread"
    );
    let counts = store.inbox(InboxFilter::All, 1).await.unwrap().counts;
    assert_eq!((counts.unanswered, counts.open, counts.all), (0, 1, 2));
    store.end_snooze(&chat("k")).await.unwrap();
    assert!(snoozed(&store).await.is_empty());
    assert_eq!(inbox(&store, InboxFilter::Unanswered).await, ["k"]);
}

#[tokio::test]
async fn a_snoozed_chat_comes_back_when_it_is_due() {
    let home = Home::new();
    let store = with_waiting_chat(&home).await;
    store.snooze(&chat("k"), UtcMs(START + HOUR)).await.unwrap();
    store
        .snooze(&chat("l"), UtcMs(START + 2 * HOUR))
        .await
        .unwrap();
    let left = store.end_due_snoozes().await.unwrap();
    assert_eq!(left.next_in, Some(Duration::from_secs(3600)));
    home.pass(HOUR);
    let left = store.end_due_snoozes().await.unwrap();
    assert_eq!(left.conversations, [chat("l")]);
    assert_eq!(snoozed(&store).await, ["l"]);
    home.pass(HOUR);
    assert_eq!(store.end_due_snoozes().await.unwrap(), Snoozed::default());
    assert!(snoozed(&store).await.is_empty());
}

#[tokio::test]
async fn a_snooze_that_is_due_raises_its_chat_and_tells_the_user_once() {
    let home = Home::new();
    let store = with_waiting_chat(&home).await;
    apply(&store, records(vec![whole("m", START + 2)])).await;
    for id in ["k", "l"] {
        store.snooze(&chat(id), UtcMs(START + HOUR)).await.unwrap();
    }
    let later = UtcMs(START + 3 * HOUR);
    store.remind(&chat("l"), later).await.unwrap();
    home.pass(HOUR);
    let mut changes = store.changes();
    for _ in 0..2 {
        store.end_due_snoozes().await.unwrap();
        store.ring_due_reminders().await.unwrap();
    }
    let mut told = Vec::new();
    while let Ok(change) = changes.try_recv() {
        told.extend(change.reminders);
    }
    assert_eq!(
        told,
        [chat("k")],
        "told once, and not of the one that waits for later"
    );
    let rows = store.inbox(InboxFilter::All, 10).await.unwrap().rows;
    assert_eq!(rows[0].id, chat("k"), "it stands first");
    let waiting = rows.iter().find(|row| row.id == chat("l")).unwrap();
    assert_eq!(
        waiting.reminder.map(|one| one.due_at),
        Some(later),
        "a reminder that waits stays"
    );
    store.open_reminded(&chat("k")).await.unwrap();
    let rows = store.inbox(InboxFilter::All, 10).await.unwrap().rows;
    assert_eq!(rows[0].id, chat("m"), "until it is opened");
}

async fn it_comes_back_in_silence(home: &Home, store: &Store) {
    home.pass(HOUR);
    store.end_due_snoozes().await.unwrap();
    assert!(snoozed(store).await.is_empty());
    let rows = store.inbox(InboxFilter::All, 10).await.unwrap().rows;
    assert!(rows.iter().all(|row| row.reminder.is_none()), "{rows:?}");
}

#[tokio::test]
async fn a_chat_that_the_customer_brought_back_needs_no_reminder() {
    let home = Home::new();
    let store = with_waiting_chat(&home).await;
    store.snooze(&chat("k"), UtcMs(START + HOUR)).await.unwrap();
    apply(&store, events(vec![message("m3", START + 3, "؟")])).await;
    it_comes_back_in_silence(&home, &store).await;
}

#[tokio::test]
async fn a_chat_that_was_closed_while_it_was_put_off_rings_for_nobody() {
    let home = Home::new();
    let store = with_waiting_chat(&home).await;
    store.snooze(&chat("k"), UtcMs(START + HOUR)).await.unwrap();
    let closed = Conversation {
        status: Some(ConversationStatus::Closed),
        ..whole("k", START + 2)
    };
    apply(&store, records(vec![closed])).await;
    it_comes_back_in_silence(&home, &store).await;
}

#[tokio::test]
async fn only_the_other_sides_word_ends_a_snooze_early() {
    let home = Home::new();
    let store = with_waiting_chat(&home).await;
    store.snooze(&chat("k"), UtcMs(START + HOUR)).await.unwrap();
    apply(&store, events(vec![mine("m2", START + 2, "لحظة")])).await;
    apply(&store, events(vec![message("m0", START, "قديمة")])).await;
    store.end_due_snoozes().await.unwrap();
    assert_eq!(snoozed(&store).await, ["k"], "nothing new was asked");
    apply(&store, events(vec![message("m3", START + 3, "؟")])).await;
    apply(&store, events(vec![mine("m4", START + 4, "حاضر")])).await;
    store.end_due_snoozes().await.unwrap();
    assert!(snoozed(&store).await.is_empty(), "the customer has spoken");
}

#[tokio::test]
async fn a_snooze_outlives_a_lost_cache_and_a_lost_user_db() {
    let home = Home::new();
    let store = with_waiting_chat(&home).await;
    store.snooze(&chat("k"), UtcMs(START + HOUR)).await.unwrap();
    store.close().await.unwrap();
    for lost in [home.paths().cache, home.paths().user] {
        std::fs::remove_file(&lost).unwrap();
        let store = with_waiting_chat(&home).await;
        store.end_due_snoozes().await.unwrap();
        assert_eq!(snoozed(&store).await, ["k"], "without {lost:?}");
        store.close().await.unwrap();
    }
}
