//! What waits, why it waits, and what was taken back.

use crate::support::*;
use protocol::{Conversation, ConversationStatus, UtcMs};
use store::{
    CancelReason, Hold, LocalId, OutboxEntry, OutboxState, ReconcileOutcome, Store, Unsent,
    WaitReason,
};

const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;

fn said(status: ConversationStatus, at: i64) -> Conversation {
    Conversation {
        status: Some(status),
        ..partial("k", at)
    }
}

async fn due(store: &Store) -> Vec<LocalId> {
    names(store.outbox().await.unwrap().due)
}

fn names(entries: Vec<OutboxEntry>) -> Vec<LocalId> {
    entries.into_iter().map(|entry| entry.local_id).collect()
}

async fn reasons(store: &Store) -> Vec<(String, Option<WaitReason>)> {
    let rows = store.outbox_rows().await.unwrap();
    rows.into_iter().map(|row| (row.text, row.waits)).collect()
}

async fn entry(store: &Store, id: &LocalId) -> OutboxEntry {
    store.outbox_entry(id).await.unwrap().expect("it is there")
}

#[tokio::test]
async fn a_message_to_a_closed_conversation_is_held_until_it_is_open() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    apply(
        &store,
        records(vec![said(ConversationStatus::Closed, START + 1)]),
    )
    .await;
    let first = queue(&store, "واحد").await;
    let second = queue(&store, "اثنان").await;
    let elsewhere = store.queue_message(&chat("l"), "هناك").await.unwrap();
    assert_eq!(
        due(&store).await,
        std::slice::from_ref(&elsewhere),
        "others go on"
    );
    let held = entry(&store, &first).await;
    assert_eq!(
        (held.hold, held.state),
        (Some(Hold::ConversationClosed), OutboxState::Pending)
    );
    assert_eq!(
        reasons(&store).await[..2],
        [
            ("واحد".to_owned(), Some(WaitReason::Closed)),
            ("اثنان".to_owned(), Some(WaitReason::Closed))
        ]
    );
    assert_eq!(row(&store).await.waiting, 2, "it waits, it did not fail");
    let unsent = store.unsent().await.unwrap();
    assert_eq!(
        (unsent.waiting, unsent.held, unsent.messages()),
        (1, 2, 3),
        "whoever leaves is not promised that these go out by themselves"
    );
    apply(&store, records(vec![said(ConversationStatus::Open, START)])).await;
    assert_eq!(
        due(&store).await,
        std::slice::from_ref(&elsewhere),
        "a late record is no news"
    );
    apply(
        &store,
        records(vec![said(ConversationStatus::Resolved, START + 2)]),
    )
    .await;
    assert_eq!(due(&store).await, [first, elsewhere], "and in their order");
    assert_eq!(entry(&store, &second).await.hold, None);
}

#[tokio::test]
async fn a_refusal_because_it_is_closed_holds_all_of_the_conversation() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let first = queue(&store, "واحد").await;
    let second = queue(&store, "اثنان").await;
    store.mark_sending(&first).await.unwrap();
    assert!(store.hold(&first, Hold::ConversationClosed).await.unwrap());
    assert_eq!(due(&store).await, vec![], "though the cache calls it open");
    assert_eq!(
        entry(&store, &first).await.not_before,
        None,
        "no time is waited for"
    );
    assert!(!store.mark_sending(&first).await.unwrap());
    assert_eq!(
        entry(&store, &second).await.hold,
        Some(Hold::ConversationClosed)
    );
    apply(&store, records(vec![partial("k", START + 1)])).await;
    assert_eq!(due(&store).await, vec![], "that record said nothing of it");
    let mut changes = store.changes();
    // The very record that is known already.
    apply(&store, records(vec![whole("k", START)])).await;
    assert_eq!(
        changes.recv().await.unwrap().conversations,
        vec![chat("k")],
        "screens hear of it"
    );
    assert_eq!(due(&store).await, [first], "the head keeps its position");
}

#[tokio::test]
async fn what_is_held_stays_so_over_a_restart() {
    let home = Home::new();
    let store = home.open().await;
    let id = queue(&store, "واحد").await;
    store.hold(&id, Hold::ConversationClosed).await.unwrap();
    drop(store);
    let store = home.open().await;
    assert_eq!(
        entry(&store, &id).await.hold,
        Some(Hold::ConversationClosed)
    );
    apply(&store, records(vec![whole("k", START)])).await;
    assert_eq!(due(&store).await, [id]);
}

#[tokio::test]
async fn the_user_may_want_it_tried_although_it_is_closed() {
    let home = Home::new();
    let store = home.open().await;
    apply(
        &store,
        records(vec![said(ConversationStatus::Closed, START)]),
    )
    .await;
    let first = queue(&store, "واحد").await;
    let second = queue(&store, "اثنان").await;
    assert!(store.retry(&second).await.unwrap());
    assert_eq!(
        due(&store).await,
        std::slice::from_ref(&first),
        "one after the other, as always"
    );
    store.mark_sending(&first).await.unwrap();
    store.hold(&first, Hold::ConversationClosed).await.unwrap();
    assert_eq!(due(&store).await, vec![], "refused again, held again");
    assert_eq!(
        entry(&store, &second).await.hold,
        Some(Hold::ConversationClosed)
    );
}

#[tokio::test]
async fn a_clock_that_was_set_back_holds_nothing_up() {
    let home = Home::new();
    let store = home.open().await;
    let id = queue(&store, "واحد").await;
    store.mark_sending(&id).await.unwrap();
    store
        .back_to_pending(&id, UtcMs(START + 5 * HOUR))
        .await
        .unwrap();
    assert_eq!(
        entry(&store, &id).await.not_before,
        Some(UtcMs(START + HOUR)),
        "nothing waits longer than an hour"
    );
    assert_eq!(due(&store).await, vec![]);
    assert_eq!(
        reasons(&store).await,
        [("واحد".to_owned(), Some(WaitReason::Time))]
    );
    home.pass(-3 * HOUR);
    assert_eq!(due(&store).await, std::slice::from_ref(&id));
    assert_eq!(reasons(&store).await, [("واحد".to_owned(), None)]);
    home.pass(3 * HOUR);
    assert!(
        store.retry(&id).await.unwrap(),
        "nor does it, when the user wants it tried now"
    );
    assert_eq!(due(&store).await, [id]);
}

#[tokio::test]
async fn an_outbox_row_says_where_its_message_goes_and_why_it_waits() {
    let home = Home::new();
    let store = home.open().await;
    let order = Conversation {
        subject: Some(Some("مشكلة #1234".into())),
        related_order: protocol::OrderId::new("650000000000000000009876"),
        ..whole("k", START)
    };
    apply(&store, records(vec![order])).await;
    let first = queue(&store, "واحد").await;
    queue(&store, "اثنان").await;
    store.mark_sending(&first).await.unwrap();
    let rows = store.outbox_rows().await.unwrap();
    assert_eq!(rows[0].people[0].id.as_str(), "c", "everybody but me");
    assert_eq!(rows[0].people.len(), 1);
    assert_eq!(rows[0].order_number.as_deref(), Some("9876"));
    assert_eq!(rows[0].subject.as_deref(), Some("مشكلة #1234"));
    assert_eq!(
        (rows[0].attempts, &rows[0].state),
        (1, &OutboxState::Sending)
    );
    assert_eq!(
        (rows[0].waits, rows[1].waits),
        (None, Some(WaitReason::Turn))
    );
}

#[tokio::test]
async fn what_would_be_left_behind_is_counted() {
    let home = Home::new();
    let store = home.open().await;
    let refused = queue(&store, "واحد").await;
    store
        .mark_failed(&refused, "forbidden", None)
        .await
        .unwrap();
    let cancelled = queue(&store, "اثنان").await;
    store.discard(&cancelled).await.unwrap();
    let sending = queue(&store, "ثلاثة").await;
    store.mark_sending(&sending).await.unwrap();
    queue(&store, "أربعة").await;
    store.save_draft(&chat("l"), "كنت").await.unwrap();
    let unsent = Unsent {
        waiting: 2,
        scheduled: 0,
        held: 0,
        failed: 1,
        drafts: 1,
    };
    assert_eq!(store.unsent().await.unwrap(), unsent);
}

#[tokio::test]
async fn a_cancelled_message_is_shown_no_more_and_kept_for_a_week() {
    let home = Home::new();
    let store = home.open().await;
    let id = queue(&store, "واحد").await;
    home.pass(5);
    assert!(store.discard(&id).await.unwrap());
    assert!(
        !store.discard(&id).await.unwrap(),
        "it is cancelled already"
    );
    assert_eq!(rows(&store).await, vec![]);
    assert_eq!(
        (row(&store).await.waiting, row(&store).await.failed),
        (0, 0)
    );
    assert_eq!(due(&store).await, vec![]);
    let kept = store.outbox_rows().await.unwrap();
    let at = UtcMs(START + 5);
    assert_eq!(
        (kept[0].text.as_str(), &kept[0].state),
        (
            "واحد",
            &OutboxState::Cancelled {
                at,
                reason: CancelReason::User
            }
        )
    );
    home.pass(6 * DAY);
    drop(store);
    let store = home.open().await;
    let state = entry(&store, &id).await.state;
    assert!(matches!(state, OutboxState::Cancelled { .. }));
    home.pass(2 * DAY);
    drop(store);
    let store = home.open().await;
    assert_eq!(
        store.outbox().await.unwrap().entries,
        vec![],
        "nobody has asked for it"
    );
}

#[tokio::test]
async fn a_restored_message_goes_to_the_end_of_the_queue() {
    let home = Home::new();
    let store = home.open().await;
    let first = queue(&store, "واحد").await;
    store.discard(&first).await.unwrap();
    let second = queue(&store, "اثنان").await;
    assert!(store.restore(&first).await.unwrap());
    assert!(!store.restore(&first).await.unwrap(), "it waits already");
    assert_eq!(
        names(store.outbox().await.unwrap().entries),
        [second.clone(), first.clone()]
    );
    assert_eq!(
        keys(&store).await,
        [second.0, first.0.clone()],
        "and is shown there"
    );
    assert_eq!(entry(&store, &first).await.state, OutboxState::Pending);
}

#[tokio::test]
async fn a_restored_message_that_may_be_there_is_looked_for_first() {
    let home = Home::new();
    let store = home.open().await;
    let id = queue(&store, "واحد").await;
    store.mark_sending(&id).await.unwrap();
    store.mark_unknown(&id).await.unwrap();
    store.discard(&id).await.unwrap();
    apply(&store, events(vec![mine("m1", START + 5, "واحد")])).await;
    assert_eq!(
        keys(&store).await,
        ["m1"],
        "what was cancelled claims nothing"
    );
    store.restore(&id).await.unwrap();
    assert_eq!(due(&store).await, vec![]);
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::Matched
    );
    assert_eq!(keys(&store).await, [id.0], "it was there");
}
