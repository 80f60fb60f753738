//! Messages that are to leave later: taken back, sent at a time, dropped because the other side wrote.

use protocol::UtcMs;
use store::{CancelReason, LocalId, OutboxState, Schedule, ScheduleKind, Store, WaitReason};

use crate::support::*;

const MINUTE: i64 = 60_000;

async fn store_with_chat(home: &Home) -> Store {
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    apply(&store, events(vec![message("m1", START + 1, "سلام")])).await;
    store
}

/// A question that leaves in a minute, unless the customer has written by then.
async fn schedule_unless_written(store: &Store) -> LocalId {
    let kind = ScheduleKind::UnlessWritten;
    schedule(store, "هل ما زلت معنا؟", kind, MINUTE).await
}

async fn schedule(store: &Store, text: &str, kind: ScheduleKind, ahead: i64) -> LocalId {
    let at = UtcMs(START + ahead);
    let schedule = Schedule { kind, at };
    let queued = store.schedule_message(&chat("k"), text, schedule).await;
    queued.expect("queued")
}

async fn due(store: &Store) -> Vec<String> {
    let due = store.outbox().await.expect("readable").due;
    due.into_iter().map(|entry| entry.text).collect()
}

async fn drafts(store: &Store) -> Option<String> {
    row(store).await.draft
}

fn dropped(state: Option<OutboxState>) -> bool {
    let wanted = CancelReason::OtherSideWrote;
    matches!(state, Some(OutboxState::Cancelled { reason, .. }) if reason == wanted)
}

#[tokio::test]
async fn nothing_leaves_while_it_can_be_taken_back() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    schedule(&store, "أول", ScheduleKind::TakeBack, 5_000).await;
    queue(&store, "ثان").await;
    assert!(due(&store).await.is_empty(), "the order is kept");
    store.close().await.unwrap();
    let store = home.open().await;
    home.pass(4_999);
    assert!(due(&store).await.is_empty(), "not over a restart either");
    home.pass(1);
    assert_eq!(due(&store).await, ["أول"]);
}

#[tokio::test]
async fn a_clock_that_was_set_back_delays_no_send_for_long() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    schedule(&store, "أول", ScheduleKind::TakeBack, 60 * MINUTE).await;
    assert_eq!(due(&store).await, ["أول"]);
}

#[tokio::test]
async fn what_is_taken_back_is_the_drafts_beginning() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    let id = schedule(&store, "أول", ScheduleKind::TakeBack, 5_000).await;
    store.save_draft(&chat("k"), "ثم هذا").await.unwrap();
    let draft = store.take_back(&id).await.unwrap();
    assert_eq!(draft.as_deref(), Some("أول\nثم هذا"));
    assert_eq!(drafts(&store).await, draft);
    assert!(store.outbox().await.unwrap().entries.is_empty());
    assert_eq!(store.take_back(&id).await.unwrap(), None, "it is gone");
}

#[tokio::test]
async fn what_may_have_left_is_not_taken_back() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    let id = sending(&store, "أول").await;
    assert_eq!(store.take_back(&id).await.unwrap(), None, "on its way");
    store.mark_unknown(&id).await.unwrap();
    assert_eq!(store.take_back(&id).await.unwrap(), None, "perhaps there");
    assert_eq!(drafts(&store).await, None);
}

#[tokio::test]
async fn a_message_for_later_holds_up_nothing_and_answers_nobody() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    schedule(&store, "غداً", ScheduleKind::Later, 300 * MINUTE).await;
    let shown = row(&store).await;
    assert!(shown.unanswered_since.is_some(), "the customer still waits");
    assert_eq!(shown.last_message.unwrap().content, "سلام");
    assert_eq!(
        (shown.waiting, store.unsent().await.unwrap().scheduled),
        (0, 1)
    );
    queue(&store, "الآن").await;
    assert_eq!(due(&store).await, ["الآن"]);
    let rows = store.outbox_rows().await.unwrap();
    let waits: Vec<_> = rows.iter().map(|row| row.waits).collect();
    assert_eq!(waits, [Some(WaitReason::Scheduled), None]);
    home.pass(300 * MINUTE);
    assert_eq!(due(&store).await, ["غداً"], "its turn came with its time");
}

#[tokio::test]
async fn a_message_for_later_is_sent_now_or_withdrawn() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    let id = schedule(&store, "غداً", ScheduleKind::Later, 300 * MINUTE).await;
    store.discard(&id).await.unwrap();
    store.restore(&id).await.unwrap();
    assert!(due(&store).await.is_empty(), "taken up again for its time");
    store.retry(&id).await.unwrap();
    assert_eq!(due(&store).await, ["غداً"]);
}

#[tokio::test]
async fn only_the_other_sides_word_drops_a_message() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    let id = schedule_unless_written(&store).await;
    apply(&store, events(vec![mine("m2", START + 2, "لحظة")])).await;
    store.drop_overtaken().await.unwrap();
    assert_eq!(state_of(&store, &id).await, Some(OutboxState::Pending));
    apply(&store, events(vec![message("m3", START + 3, "نعم")])).await;
    store.drop_overtaken().await.unwrap();
    assert!(dropped(state_of(&store, &id).await), "the customer wrote");
    home.pass(8 * 24 * 60 * MINUTE);
    store.close().await.unwrap();
    let store = home.open().await;
    assert!(dropped(state_of(&store, &id).await), "until it was seen");
    assert!(store.dismiss_dropped(&id).await.unwrap());
    assert!(!dropped(state_of(&store, &id).await));
}

#[tokio::test]
async fn a_word_that_is_found_just_before_the_send_drops_it() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    let id = schedule_unless_written(&store).await;
    home.pass(MINUTE);
    assert_eq!(due(&store).await.len(), 1);
    newest_page(&store, vec![message("m3", START + 3, "نعم")], true).await;
    assert!(!store.mark_sending(&id).await.unwrap());
    assert!(dropped(state_of(&store, &id).await));
    store.restore(&id).await.unwrap();
    assert!(
        store.mark_sending(&id).await.unwrap(),
        "wanted all the same"
    );
}

#[tokio::test]
async fn schedules_outlive_a_lost_user_db() {
    let home = Home::new();
    let store = store_with_chat(&home).await;
    let id = schedule_unless_written(&store).await;
    store.close().await.unwrap();
    std::fs::remove_file(home.paths().user).unwrap();
    let store = home.open().await;
    assert!(due(&store).await.is_empty());
    apply(&store, events(vec![message("m3", START + 3, "نعم")])).await;
    store.drop_overtaken().await.unwrap();
    assert!(dropped(state_of(&store, &id).await));
}
