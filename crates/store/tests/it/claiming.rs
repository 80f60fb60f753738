//! Which message of the server is which message of mine.

use crate::support::*;
use protocol::{Message, UtcMs};
use store::{DeliveryState, ReconcileOutcome};

#[tokio::test]
async fn an_event_before_the_answer_is_the_pending_message() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "حاضر ").await;
    let change = apply(&store, events(vec![mine("m1", START + 5, "حاضر")])).await;
    assert_eq!(change.new_messages, vec![], "my own message is no news");
    assert_eq!(
        keys(&store).await,
        std::slice::from_ref(&id.0),
        "not shown twice, with the same key"
    );
    store
        .complete_send(&id, mine("m1", START + 5, "حاضر"))
        .await
        .expect("completed");
    assert_eq!(keys(&store).await, [id.0]);
    assert_eq!(row(&store).await.waiting, 0);
}

#[tokio::test]
async fn the_oldest_entry_claims_the_oldest_message() {
    let home = Home::new();
    let store = home.open().await;
    let first = sending(&store, "حاضر").await;
    store.mark_unknown(&first).await.expect("stepped");
    let second = sending(&store, "حاضر").await;
    apply(
        &store,
        events(vec![
            mine("m2", START + 9, "حاضر"),
            mine("m1", START + 5, "حاضر"),
        ]),
    )
    .await;
    let shown: Vec<_> = rows(&store)
        .await
        .into_iter()
        .map(|row| (row.key, row.id))
        .collect();
    assert_eq!(shown[0], (first.0, protocol::MessageId::new("m1")));
    assert_eq!(shown[1], (second.0, protocol::MessageId::new("m2")));
}

#[tokio::test]
async fn the_answer_corrects_a_wrong_guess() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "حاضر").await;
    apply(&store, events(vec![mine("other", START + 4, "حاضر")])).await;
    store
        .complete_send(&id, mine("m1", START + 5, "حاضر"))
        .await
        .expect("completed");
    assert_eq!(
        keys(&store).await,
        ["other".to_owned(), id.0],
        "my other device wrote the same"
    );
}

#[tokio::test]
async fn older_history_with_the_same_words_claims_nothing() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, vec![message("m5", START, "سؤال")], false).await;
    let id = sending(&store, "تمام").await;
    older_page(
        &store,
        position(START, "m5"),
        vec![mine("m1", START - 500, "تمام")],
        true,
    )
    .await;
    assert_eq!(
        delivery_states(&store).await.last(),
        Some(&DeliveryState::Sending)
    );
    assert!(
        store.outbox_entry(&id).await.expect("readable").is_some(),
        "it is not that one"
    );
}

#[tokio::test]
async fn a_pending_message_that_was_never_sent_claims_nothing() {
    let home = Home::new();
    let store = home.open().await;
    queue(&store, "تمام").await;
    apply(&store, events(vec![mine("m1", START + 5, "تمام")])).await;
    assert_eq!(
        rows(&store).await.len(),
        2,
        "another device of mine wrote that one"
    );
}

#[tokio::test]
async fn a_message_that_turns_up_late_is_not_sent_again() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "حاضر").await;
    store.mark_unknown(&id).await.expect("stepped");
    store
        .back_to_pending(&id, UtcMs(START))
        .await
        .expect("stepped");
    apply(&store, events(vec![mine("m1", START + 5, "حاضر")])).await;
    assert_eq!(
        store.outbox().await.expect("readable").due,
        vec![],
        "the server had it after all"
    );
    assert!(!store.mark_sending(&id).await.expect("stepped"));
    assert_eq!(
        store.outbox().await.expect("readable").unsettled[0].local_id,
        id,
        "it is looked for again"
    );
    assert_eq!(
        store.reconcile(&id).await.expect("settled"),
        ReconcileOutcome::Matched
    );
    assert_eq!(store.outbox().await.expect("readable").entries, vec![]);
}

#[tokio::test]
async fn a_message_whose_sender_is_named_later_matches_its_entry() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "نعم").await;
    store.mark_unknown(&id).await.unwrap();
    let nameless = Message {
        sender: None,
        ..mine("m1", START + 5, "نعم")
    };
    apply(&store, events(vec![nameless])).await;
    newest_page(&store, vec![mine("m1", START + 5, "نعم")], true).await;
    assert_eq!(
        keys(&store).await,
        std::slice::from_ref(&id.0),
        "one message, under the key it was written with"
    );
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::Matched
    );
    assert!(
        store.outbox().await.unwrap().entries.is_empty(),
        "nothing is left to be sent a second time"
    );
}

#[tokio::test]
async fn a_message_of_the_known_heads_millisecond_is_matched() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m5", START, "كم السعر؟")])).await;
    let id = sending(&store, "نعم").await;
    store.mark_unknown(&id).await.unwrap();
    apply(&store, events(vec![mine("m1", START, "نعم")])).await;
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::Matched
    );
    assert!(
        store.outbox().await.unwrap().entries.is_empty(),
        "ids of one millisecond come in any order"
    );
}

#[tokio::test]
async fn the_same_text_twice_in_a_row_is_two_messages() {
    let home = Home::new();
    let store = home.open().await;
    let first = queue(&store, "نعم").await;
    let second = queue(&store, "نعم").await;
    store.mark_sending(&first).await.unwrap();
    apply(&store, events(vec![mine("m1", START + 5, "نعم")])).await;
    store
        .complete_send(&first, mine("m1", START + 5, "نعم"))
        .await
        .unwrap();
    assert_eq!(
        keys(&store).await,
        [first.0.clone(), second.0.clone()],
        "the second waits yet"
    );
    store.mark_sending(&second).await.unwrap();
    store
        .complete_send(&second, mine("m2", START + 9, "نعم"))
        .await
        .unwrap();
    apply(&store, events(vec![mine("m2", START + 9, "نعم")])).await;
    apply(&store, events(vec![mine("m1", START + 5, "نعم")])).await;
    assert_eq!(keys(&store).await, [first.0, second.0], "each once");
}

#[tokio::test]
async fn the_same_text_from_another_device_is_a_message_of_its_own() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "نعم").await;
    apply(&store, events(vec![mine("other", START + 5, "نعم")])).await;
    apply(&store, events(vec![mine("ours", START + 6, "نعم")])).await;
    store
        .complete_send(&id, mine("ours", START + 6, "نعم"))
        .await
        .unwrap();
    assert_eq!(
        keys(&store).await,
        ["other".to_owned(), id.0],
        "both are shown, and ours has the key"
    );
}

#[tokio::test]
async fn in_a_chat_known_to_be_empty_a_wrong_clock_hides_no_message() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, vec![], true).await;
    // This computer's clock is a day ahead of the server's.
    home.pass(25 * 3_600_000);
    let id = sending(&store, "نعم").await;
    store.mark_unknown(&id).await.unwrap();
    newest_page(&store, vec![mine("m1", START + 5, "نعم")], true).await;
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::Matched,
        "there was nothing before it was sent: this is it"
    );
}
