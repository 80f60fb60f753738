//! Reminders of conversations, known on this device only.

use std::time::Duration;

use protocol::UtcMs;
use store::{InboxFilter, InboxSort, InboxView, Reminder, Store};

use crate::support::*;

const MINUTE: i64 = 60_000;

async fn reminder(store: &Store) -> Option<(i64, bool)> {
    let reminder = row(store).await.reminder;
    reminder.map(|Reminder { due_at, rung }| (due_at.0 - START, rung))
}

async fn store_with_chat(home: &Home) -> Store {
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    store
}

#[tokio::test]
async fn a_reminder_rings_once_when_it_is_due() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    let due_at = UtcMs(START + 10 * MINUTE);
    store.remind(&chat("k"), due_at).await.unwrap();
    let left = store.ring_due_reminders().await.unwrap();
    assert_eq!(left, Some(Duration::from_secs(600)));
    assert_eq!(reminder(&store).await, Some((10 * MINUTE, false)));
    home.pass(10 * MINUTE);
    let mut changes = store.changes();
    for _ in 0..2 {
        assert_eq!(store.ring_due_reminders().await.unwrap(), None);
    }
    assert_eq!(reminder(&store).await, Some((10 * MINUTE, true)));
    let mut rung = Vec::new();
    while let Ok(change) = changes.try_recv() {
        rung.extend(change.reminders);
    }
    assert_eq!(rung, [chat("k")], "told once");
}

#[tokio::test]
async fn an_answer_ends_a_reminder_that_has_rung_and_no_other() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    store
        .remind(&chat("k"), UtcMs(START + MINUTE))
        .await
        .unwrap();
    queue(&store, "لحظة").await;
    assert_eq!(reminder(&store).await, Some((MINUTE, false)));
    home.pass(MINUTE);
    store.ring_due_reminders().await.unwrap();
    queue(&store, "وصل السائق").await;
    assert_eq!(reminder(&store).await, None);
}

#[tokio::test]
async fn a_reminder_outlives_a_lost_user_db_and_can_be_ended() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    store
        .remind(&chat("k"), UtcMs(START + MINUTE))
        .await
        .unwrap();
    store.close().await.unwrap();
    std::fs::remove_file(home.paths().user).unwrap();
    let store = home.open().await;
    assert_eq!(reminder(&store).await, Some((MINUTE, false)));
    store.end_reminder(&chat("k")).await.unwrap();
    assert_eq!(reminder(&store).await, None);
}

#[tokio::test]
async fn a_reminder_that_rang_raises_its_chat_until_it_is_opened() {
    let home = Home::new();
    let store = home.open().await;
    let chats = ["k", "newer", "newest"].iter().zip(START..);
    apply(
        &store,
        records(chats.map(|(id, at)| whole(id, at)).collect()),
    )
    .await;
    let order = async |filter, sort| {
        let inbox = store.inbox(InboxView { filter, sort }, 2).await.unwrap();
        let counted = match filter {
            InboxFilter::Unanswered => Some(inbox.counts.unanswered),
            _ => None,
        };
        let ids: Vec<String> = inbox
            .rows
            .into_iter()
            .map(|row| row.id.into_string())
            .collect();
        (ids.join(" "), counted)
    };
    let all = InboxFilter::All;
    store
        .remind(&chat("k"), UtcMs(START + MINUTE))
        .await
        .unwrap();
    assert_eq!(
        order(all, InboxSort::Newest).await.0,
        "newest newer",
        "it has not rung"
    );
    home.pass(MINUTE);
    store.ring_due_reminders().await.unwrap();
    for sort in [InboxSort::Newest, InboxSort::Oldest, InboxSort::Waiting] {
        let (shown, _) = order(all, sort).await;
        assert!(shown.starts_with("k "), "first in every order: {shown}");
        assert_eq!(
            shown.split(' ').count(),
            2,
            "once, in a window of two: {shown}"
        );
    }
    let mine = order(InboxFilter::Unanswered, InboxSort::Waiting).await;
    assert_eq!(
        mine,
        ("k".to_owned(), Some(1)),
        "what was promised is mine to answer"
    );
    assert_eq!(order(InboxFilter::Closed, InboxSort::Newest).await.0, "");

    store.close().await.unwrap();
    let store = home.open().await;
    let window = store.inbox(all, 2).await.unwrap();
    assert_eq!(window.rows[0].id, chat("k"), "it stays over a restart");
    store.open_reminded(&chat("k")).await.unwrap();
    let window = store.inbox(InboxFilter::Unanswered, 2).await.unwrap();
    assert_eq!(
        (window.rows.len(), window.counts.unanswered),
        (0, 0),
        "opened"
    );
    let window = store.inbox(all, 2).await.unwrap();
    assert_eq!(window.rows[0].id, chat("newest"), "at its place again");
    assert_eq!(
        reminder(&store).await,
        Some((MINUTE, true)),
        "the reminder itself goes on"
    );
    store
        .remind(&chat("k"), UtcMs(START + 2 * MINUTE))
        .await
        .unwrap();
    home.pass(MINUTE);
    store.ring_due_reminders().await.unwrap();
    let window = store.inbox(all, 2).await.unwrap();
    assert_eq!(window.rows[0].id, chat("k"), "the next one raises it again");
}
