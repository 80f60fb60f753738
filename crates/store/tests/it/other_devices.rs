//! Words that another device may have said while an answer was lost.

use crate::support::*;
use store::{LocalId, OutboxState, ReconcileOutcome, Store};

#[tokio::test]
async fn what_comes_after_a_lookup_found_none_is_asked_about() {
    let home = Home::new();
    let store = home.open().await;
    let id = unanswered(&store, "نعم").await;
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::NotFound
    );
    assert_eq!(
        state_of(&store, &id).await,
        Some(OutboxState::Checking),
        "it is looked for on"
    );
    apply(&store, events(vec![mine("m1", START + 5, "نعم")])).await;
    assert_eq!(
        store.reconcile(&id).await.unwrap(),
        ReconcileOutcome::Ambiguous,
        "the server may have been late, or another device was used"
    );
    assert!(is_ambiguous(state_of(&store, &id).await.as_ref()));
    assert_eq!(keys(&store).await, ["m1".to_owned(), id.0.clone()]);
    assert!(store.retry(&id).await.unwrap(), "the user says: not mine");
    assert!(store.mark_sending(&id).await.unwrap());
    assert_eq!(
        keys(&store).await.len(),
        2,
        "it is sent as a message of its own"
    );
}

/// Its answer was lost; the server's clock was known when it left.
async fn lost_in_time(home: &Home, store: &Store) -> LocalId {
    home.pass(60_000);
    let id = queue(store, "نعم").await;
    assert!(
        store
            .mark_sending_until(&id, protocol::UtcMs(START + 70_000))
            .await
            .unwrap()
    );
    assert!(store.mark_unknown(&id).await.unwrap());
    id
}

#[tokio::test]
async fn words_stored_outside_the_attempts_time_are_asked_about() {
    for (after, outcome) in [
        (30_000, ReconcileOutcome::Ambiguous), // Long before it left.
        (59_000, ReconcileOutcome::Matched),   // The clocks may differ a little.
        (61_000, ReconcileOutcome::Matched),
        (70_000, ReconcileOutcome::Matched),
        (71_000, ReconcileOutcome::Ambiguous), // Later than it can have been on its way.
        (290_000, ReconcileOutcome::Ambiguous),
    ] {
        let home = Home::new();
        let store = home.open().await;
        let id = lost_in_time(&home, &store).await;
        apply(&store, events(vec![mine("m1", START + after, "نعم")])).await;
        assert_eq!(
            store.reconcile(&id).await.unwrap(),
            outcome,
            "stored after {after} ms"
        );
    }
}

#[tokio::test]
async fn the_users_word_settles_what_another_device_may_have_said() {
    let home = Home::new();
    let store = home.open().await;
    let id = lost_in_time(&home, &store).await;
    apply(&store, events(vec![mine("m1", START + 290_000, "نعم")])).await;
    store.reconcile(&id).await.unwrap();
    assert!(store.confirm_sent(&id).await.unwrap(), "it is that one");
    assert_eq!(keys(&store).await, [id.0]);
    assert_eq!(store.outbox().await.unwrap().entries, vec![]);
}
