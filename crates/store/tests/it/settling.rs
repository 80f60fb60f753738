//! What became of a message whose answer is awaited, or was lost.

use crate::support::*;
use protocol::MessageId;
use store::{DeliveryState, OutboxState, ReconcileOutcome, StoreError};

#[tokio::test]
async fn a_provisional_match_is_shown_once_and_decides_nothing() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "نعم").await;
    let change = apply(&store, events(vec![mine("m1", START + 5, "نعم")])).await;
    assert_eq!(change.messages, vec![chat("k")], "screens draw it anew");
    let shown = rows(&store).await;
    assert_eq!(shown.len(), 1, "one bubble");
    assert_eq!(
        (
            shown[0].key.as_str(),
            shown[0].id.clone(),
            &shown[0].delivery
        ),
        (id.0.as_str(), MessageId::new("m1"), &DeliveryState::Sent)
    );
    assert_eq!(
        state_of(&store, &id).await,
        Some(OutboxState::Sending),
        "the answer decides"
    );
    assert_eq!(row(&store).await.waiting, 0);
    assert_eq!(store.outbox_rows().await.unwrap(), vec![]);
    let alone = store
        .message(&MessageId::new("m1").unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        alone.local_id,
        Some(id),
        "asked for alone it has the same key"
    );
}

#[tokio::test]
async fn a_refused_message_is_not_the_one_that_another_device_wrote() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "نعم").await;
    apply(&store, events(vec![mine("other", START + 5, "نعم")])).await;
    store.mark_failed(&id, "forbidden", None).await.unwrap();
    assert_eq!(keys(&store).await, ["other".to_owned(), id.0.clone()]);
    assert_eq!(row(&store).await.failed, 1, "the user hears of it");
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::Gone,
        "nothing is to be looked for"
    );
}

#[tokio::test]
async fn an_unsent_message_does_not_match_one_of_another_device() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "نعم").await;
    apply(&store, events(vec![mine("other", START + 5, "نعم")])).await;
    store
        .back_to_pending(&id, protocol::UtcMs(START))
        .await
        .unwrap();
    assert_eq!(keys(&store).await, ["other".to_owned(), id.0.clone()]);
    let due = store.outbox().await.unwrap().due;
    assert_eq!(due[0].local_id, id, "it is sent again");
    assert!(store.mark_sending(&id).await.unwrap());
    assert_eq!(
        keys(&store).await.len(),
        2,
        "what was known before is never it"
    );
}

#[tokio::test]
async fn the_answer_names_which_of_two_it_is() {
    let home = Home::new();
    let store = home.open().await;
    let id = sending(&store, "نعم").await;
    apply(
        &store,
        events(vec![
            mine("other", START + 5, "نعم"),
            mine("ours", START + 6, "نعم"),
        ]),
    )
    .await;
    assert_eq!(
        keys(&store).await,
        [id.0.clone(), "ours".to_owned()],
        "the first is lent"
    );
    store
        .complete_send(&id, mine("ours", START + 6, "نعم"))
        .await
        .unwrap();
    assert_eq!(
        keys(&store).await,
        ["other".to_owned(), id.0],
        "the other is one of its own"
    );
    assert_eq!(store.outbox().await.unwrap().entries, vec![]);
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_the_one_message_that_could_be_it() {
    let home = Home::new();
    let store = home.open().await;
    let id = unanswered(&store, "نعم").await;
    apply(&store, events(vec![mine("m1", START + 5, "نعم")])).await;
    assert_eq!(
        keys(&store).await,
        std::slice::from_ref(&id.0),
        "shown once at once"
    );
    assert_eq!(state_of(&store, &id).await, Some(OutboxState::Checking));
    let mut changes = store.changes();
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::Matched
    );
    assert_eq!(changes.recv().await.unwrap().messages, vec![chat("k")]);
    assert_eq!(store.outbox().await.unwrap().entries, vec![]);
    assert_eq!(store.reconcile(&id).await.unwrap(), ReconcileOutcome::Gone);
    store.close().await.unwrap();
    let store = home.open().await;
    assert_eq!(keys(&store).await, [id.0], "for good");
}

#[tokio::test]
async fn words_that_were_said_before_settle_nothing() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, vec![mine("m1", START, "نعم")], true).await;
    let id = unanswered(&store, "نعم").await;
    newest_page(&store, vec![mine("m1", START, "نعم")], true).await;
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::NotFound
    );
    assert_eq!(keys(&store).await.len(), 2);
}

#[tokio::test]
async fn the_user_is_asked_when_several_could_be_it() {
    let home = Home::new();
    let store = home.open().await;
    let id = unanswered(&store, "نعم").await;
    apply(
        &store,
        events(vec![
            mine("m1", START + 5, "نعم"),
            mine("m2", START + 6, "نعم"),
        ]),
    )
    .await;
    assert_eq!(
        keys(&store).await.len(),
        2,
        "no third bubble while it is being looked for"
    );
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::Ambiguous
    );
    assert!(is_ambiguous(state_of(&store, &id).await.as_ref()));
    assert_eq!(
        keys(&store).await,
        ["m1".to_owned(), "m2".to_owned(), id.0.clone()]
    );
    assert_eq!(
        store.outbox().await.unwrap().unsettled,
        vec![],
        "it is the user's now"
    );
    assert!(store.confirm_sent(&id).await.unwrap());
    assert_eq!(
        keys(&store).await,
        [id.0.clone(), "m2".to_owned()],
        "the first one is it"
    );
    assert_eq!(store.outbox().await.unwrap().entries, vec![]);
    assert!(!store.confirm_sent(&id).await.unwrap(), "it is gone");
}

#[tokio::test]
async fn an_ambiguous_message_is_sent_again_when_the_user_says_so() {
    let home = Home::new();
    let store = home.open().await;
    let id = unanswered(&store, "نعم").await;
    apply(
        &store,
        events(vec![
            mine("m1", START + 5, "نعم"),
            mine("m2", START + 6, "نعم"),
        ]),
    )
    .await;
    store.reconcile(&id).await.unwrap();
    assert!(store.retry(&id).await.unwrap());
    assert_eq!(
        store.outbox().await.unwrap().unsettled,
        vec![],
        "the user has looked"
    );
    assert!(store.mark_sending(&id).await.unwrap());
    store.mark_unknown(&id).await.unwrap();
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::NotFound,
        "neither of the two is it"
    );
}

#[tokio::test]
async fn as_many_messages_as_entries_need_nobody_to_decide() {
    let home = Home::new();
    let store = home.open().await;
    let first = unanswered(&store, "نعم").await;
    let second = unanswered(&store, "نعم").await;
    apply(
        &store,
        events(vec![
            mine("m2", START + 9, "نعم"),
            mine("m1", START + 5, "نعم"),
        ]),
    )
    .await;
    assert_eq!(
        store.reconcile(&second).await.unwrap(),
        ReconcileOutcome::Matched
    );
    assert_eq!(
        store.reconcile(&first).await.unwrap(),
        ReconcileOutcome::Matched
    );
    assert_eq!(
        keys(&store).await,
        [first.0, second.0],
        "the oldest is the oldest, each once"
    );
}

#[tokio::test]
async fn one_message_settles_one_of_two_entries() {
    let home = Home::new();
    let store = home.open().await;
    let first = unanswered(&store, "نعم").await;
    let second = unanswered(&store, "نعم").await;
    apply(&store, events(vec![mine("m1", START + 5, "نعم")])).await;
    assert_eq!(
        store.reconcile(&second).await.unwrap(),
        ReconcileOutcome::NotFound
    );
    assert_eq!(
        store.reconcile(&first).await.unwrap(),
        ReconcileOutcome::Matched
    );
    assert_eq!(
        store.reconcile(&second).await.unwrap(),
        ReconcileOutcome::NotFound
    );
    assert_eq!(keys(&store).await, [first.0, second.0]);
}

#[tokio::test]
async fn a_crash_between_the_two_files_is_healed_at_the_next_opening() {
    let home = Home::new();
    let store = home.open().await;
    let id = unanswered(&store, "نعم").await;
    apply(&store, events(vec![mine("m1", START + 5, "نعم")])).await;
    store.close().await.unwrap();
    let outbox = home.paths().user;
    let before = std::fs::read(&outbox).unwrap();
    let store = home.open().await;
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::Matched
    );
    store.close().await.unwrap();
    // The cache was written, the outbox was not.
    std::fs::write(&outbox, before).unwrap();
    let store = home.open().await;
    assert_eq!(keys(&store).await, [id.0]);
    assert_eq!(
        store.outbox().await.unwrap().entries,
        vec![],
        "nothing is left to be sent again"
    );
}

#[tokio::test]
async fn an_answer_that_the_cache_had_no_room_for_is_remembered() {
    let home = Home::new();
    let store = home.open().await;
    store.run_maintenance().await;
    let id = sending(&store, "نعم").await;
    leave_free(&home.paths(), 0);
    let long = mine("m1", START + 900, &format!("نعم{}", " ".repeat(9_000)));
    let full = store.complete_send(&id, long).await;
    assert!(matches!(full, Err(StoreError::DiskFull)), "{full:?}");
    assert_eq!(state_of(&store, &id).await, Some(OutboxState::Checking));
    assert!(
        !store
            .back_to_pending(&id, protocol::UtcMs(START))
            .await
            .unwrap(),
        "the server has it: it is never sent again"
    );
    store.close().await.unwrap();
    make_room();
    let store = home.open().await;
    apply(&store, events(vec![mine("other", START + 800, "نعم")])).await;
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::NotFound,
        "it is not that one"
    );
    apply(&store, events(vec![mine("m1", START + 900, "نعم")])).await;
    let last = rows(&store).await.pop().unwrap();
    assert_eq!((last.key, last.id), (id.0, MessageId::new("m1")));
    assert_eq!(store.outbox().await.unwrap().entries, vec![]);
}

#[tokio::test]
async fn an_answer_under_another_chats_id_is_remembered_and_left_to_the_user() {
    for decision in ["it is there", "send it again"] {
        let home = Home::new();
        let store = home.open().await;
        let taken = protocol::Message {
            conversation: chat("other"),
            ..message("m1", START + 1, "مرحباً")
        };
        apply(&store, events(vec![taken])).await;
        let id = sending(&store, "نعم").await;
        let answer = mine("m1", START + 5, "نعم");
        store.complete_send(&id, answer).await.expect("answered");
        assert_eq!(
            state_of(&store, &id).await,
            Some(OutboxState::Checking),
            "the server has it; only the cache does not"
        );
        assert_eq!(
            store.reconcile(&id).await.unwrap(),
            ReconcileOutcome::NotFound
        );
        let again = store.back_to_pending(&id, protocol::UtcMs(START)).await;
        assert!(!again.unwrap(), "it is not sent again by itself");
        assert!(
            store
                .mark_failed(&id, "unsettled-send", None)
                .await
                .unwrap()
        );
        if decision == "it is there" {
            assert!(store.confirm_sent(&id).await.unwrap(), "{decision}");
            assert_eq!(state_of(&store, &id).await, None, "{decision}");
        } else {
            assert!(store.retry(&id).await.unwrap(), "{decision}");
            assert!(store.mark_sending(&id).await.unwrap(), "{decision}");
            store
                .complete_send(&id, mine("m2", START + 9, "نعم"))
                .await
                .unwrap();
            assert_eq!(state_of(&store, &id).await, None, "{decision}");
        }
    }
}
