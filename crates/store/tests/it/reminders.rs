//! Reminders of conversations, known on this device only.

use std::time::Duration;

use protocol::UtcMs;
use store::{Reminder, Store};

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
