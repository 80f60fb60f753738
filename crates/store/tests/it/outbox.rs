use crate::support::*;
use protocol::UtcMs;
use store::{DeliveryState, OutboxState, StoreError};

#[tokio::test]
async fn a_queued_message_is_shown_at_once_after_all_others() {
    let home = Home::new();
    let store = home.open().await;
    let mut changes = store.changes();
    apply(
        &store,
        events(vec![message("m1", START + 1_000_000, "من ساعة متقدمة")]),
    )
    .await;
    let id = queue(&store, "حاضر").await;
    assert_eq!(
        keys(&store).await,
        ["m1".to_owned(), id.0.clone()],
        "it comes last"
    );
    assert_eq!(delivery_states(&store).await[1], DeliveryState::Pending);
    changes.recv().await.expect("of the event");
    let change = changes.recv().await.expect("of the queue");
    assert_eq!(
        (change.messages, change.conversations),
        (vec![chat("k")], vec![chat("k")])
    );
}

#[tokio::test]
async fn a_sent_message_keeps_its_key() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "حاضر").await;
    store
        .complete_send(&id, mine("m1", START + 5, "حاضر"))
        .await
        .expect("completed");
    let shown = rows(&store).await;
    assert_eq!(shown.len(), 1, "shown once");
    assert_eq!(
        (shown[0].key.as_str(), &shown[0].delivery),
        (id.0.as_str(), &DeliveryState::Sent)
    );
    assert_eq!(
        shown[0].id.as_ref().map(protocol::MessageId::as_str),
        Some("m1")
    );
    assert_eq!(
        store.outbox().await.expect("readable").entries,
        vec![],
        "nothing waits any more"
    );
    assert!(
        !store.mark_unknown(&id).await.expect("stepped"),
        "a late time-out changes nothing"
    );
}

#[tokio::test]
async fn one_at_a_time_first_in_first_out() {
    let home = Home::new();
    let store = home.open().await;
    let first = queue(&store, "واحد").await;
    let second = queue(&store, "اثنان").await;
    let elsewhere = store
        .queue_message(&chat("l"), "هناك")
        .await
        .expect("queued");
    let due = |entries: Vec<store::OutboxEntry>| -> Vec<store::LocalId> {
        entries.into_iter().map(|entry| entry.local_id).collect()
    };
    assert_eq!(
        due(store.outbox().await.expect("readable").due),
        [first.clone(), elsewhere.clone()]
    );
    store.mark_sending(&first).await.expect("stepped");
    assert_eq!(
        due(store.outbox().await.expect("readable").due),
        std::slice::from_ref(&elsewhere)
    );
    store.mark_unknown(&first).await.expect("stepped");
    assert_eq!(
        due(store.outbox().await.expect("readable").due),
        std::slice::from_ref(&elsewhere),
        "still held up"
    );
    assert_eq!(
        due(store.outbox().await.expect("readable").unsettled),
        std::slice::from_ref(&first)
    );
    store
        .mark_failed(&first, "refused", Some("no"))
        .await
        .expect("stepped");
    assert_eq!(
        due(store.outbox().await.expect("readable").due),
        [second, elsewhere],
        "a failed one waits for the user and holds up nothing"
    );
}

#[tokio::test]
async fn an_entry_is_not_due_before_its_time() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "حاضر").await;
    store
        .back_to_pending(&id, UtcMs(START + 2000))
        .await
        .expect("stepped");
    assert_eq!(store.outbox().await.expect("readable").due, vec![]);
    home.pass(1999);
    assert_eq!(store.outbox().await.expect("readable").due, vec![]);
    home.pass(1);
    let due = store.outbox().await.expect("readable").due;
    assert_eq!((due[0].local_id.clone(), due[0].attempts), (id, 1));
}

#[tokio::test]
async fn a_send_notes_what_was_known_before_it() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(
        &store,
        vec![message("m1", START, "أ"), message("m2", START + 1, "ب")],
        true,
    )
    .await;
    let id = sending(&store, "حاضر").await;
    let entry = store
        .outbox_entry(&id)
        .await
        .expect("readable")
        .expect("there");
    assert_eq!(entry.known_head, Some(position(START + 1, "m2")));
    assert_eq!(entry.known_ids.len(), 2);
    assert_eq!(entry.sending_since, Some(UtcMs(START)));
}

#[tokio::test]
async fn after_a_crash_what_was_sending_is_being_looked_for() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "حاضر").await;
    // No close: the process is gone from one moment to the next.
    drop(store);
    let store = home.open().await;
    assert_eq!(delivery_states(&store).await, [DeliveryState::Checking]);
    assert_eq!(
        store.outbox().await.expect("readable").unsettled[0].local_id,
        id
    );
    newest_page(&store, vec![mine("m1", START + 5, "حاضر")], true).await;
    assert_eq!(keys(&store).await, [id.0], "found: the same row");
    assert_eq!(delivery_states(&store).await, [DeliveryState::Sent]);
}

#[tokio::test]
async fn a_failed_message_keeps_its_text_and_the_user_decides() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "حاضر").await;
    store
        .mark_failed(&id, "conversation-closed", Some("Conversation is closed"))
        .await
        .expect("stepped");
    let shown = rows(&store).await;
    assert_eq!(shown[0].content, "حاضر");
    assert!(
        matches!(&shown[0].delivery, DeliveryState::Failed { code, .. } if code == "conversation-closed")
    );
    assert_eq!(
        (row(&store).await.waiting, row(&store).await.failed),
        (0, 1)
    );
    assert!(store.edit(&id, "حاضر جدا").await.expect("stepped"));
    assert_eq!(
        store.outbox().await.expect("readable").due[0].text,
        "حاضر جدا"
    );
    store.mark_sending(&id).await.expect("stepped");
    assert!(
        !store.discard(&id).await.expect("stepped"),
        "it is on its way at this moment"
    );
    store
        .mark_failed(&id, "forbidden", None)
        .await
        .expect("stepped");
    assert!(store.retry(&id).await.expect("stepped"));
    let entry = store
        .outbox_entry(&id)
        .await
        .expect("readable")
        .expect("there");
    assert_eq!((entry.state, entry.attempts), (OutboxState::Pending, 0));
    assert!(store.discard(&id).await.expect("stepped"));
    assert_eq!(rows(&store).await, vec![], "cancelled by the user");
}

#[tokio::test]
async fn a_lost_cache_loses_no_text_and_keeps_the_keys() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let sent = sending(&store, "ذهبت").await;
    store
        .complete_send(&sent, mine("m1", START + 5, "ذهبت"))
        .await
        .expect("completed");
    let waiting = queue(&store, "تنتظر").await;
    store.close().await.expect("closed");
    std::fs::remove_file(home.paths().cache).expect("the cache is thrown away");
    let store = home.open().await;
    assert_eq!(keys(&store).await, std::slice::from_ref(&waiting.0));
    assert_eq!(
        inbox(&store, store::InboxFilter::Open).await,
        ["k"],
        "the inbox shows where it waits"
    );
    newest_page(&store, vec![mine("m1", START + 5, "ذهبت")], true).await;
    assert_eq!(keys(&store).await, [sent.0, waiting.0]);
}

#[tokio::test]
async fn empty_and_overlong_texts_are_refused() {
    let home = Home::new();
    let store = home.open().await;
    let empty = store.queue_message(&chat("k"), " \n ").await;
    assert!(matches!(empty, Err(StoreError::MessageEmpty)), "{empty:?}");
    let long = store.queue_message(&chat("k"), &"ا".repeat(5001)).await;
    assert!(
        matches!(long, Err(StoreError::MessageTooLong { characters: 5001 })),
        "{long:?}"
    );
    store
        .queue_message(&chat("k"), &"ا".repeat(5000))
        .await
        .expect("5,000 characters are fine");
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let home = Home::new();
    let store = home.open().await;
    store.close().await.expect("closed");
    let late = store.queue_message(&chat("k"), "متأخر").await;
    assert!(matches!(late, Err(StoreError::Closed)), "{late:?}");
    let late = store.inbox(store::InboxFilter::All, 1).await;
    assert!(matches!(late, Err(StoreError::Closed)), "{late:?}");
    let late = store.apply(store::Batch::default()).await;
    assert!(matches!(late, Err(StoreError::Closed)), "{late:?}");
}
