//! Up to when a chat is verified complete.

use crate::support::*;
use protocol::UtcMs;
use store::Store;

async fn verified(store: &Store) -> Option<i64> {
    window(store, 1).await.complete_until.map(|at| at.0)
}

#[tokio::test]
async fn a_chat_is_complete_until_its_page_or_the_last_list() {
    let home = Home::new();
    let store = home.open().await;
    assert_eq!(verified(&store).await, None, "it was never fetched");
    apply(&store, events(vec![message("m1", START, "سؤال")])).await;
    assert_eq!(
        verified(&store).await,
        None,
        "an event alone says nothing of what was before"
    );
    home.pass(10_000);
    newest_page(&store, vec![message("m1", START, "سؤال")], true).await;
    home.pass(60_000);
    assert_eq!(verified(&store).await, Some(START + 10_000));
    store.list_confirmed(UtcMs(START + 50_000));
    assert_eq!(
        verified(&store).await,
        Some(START + 50_000),
        "a list whose newest message is here confirms a quiet chat"
    );
}

#[tokio::test]
async fn an_event_makes_no_chat_complete() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, vec![message("m1", START, "سؤال")], true).await;
    home.pass(60_000);
    let later = message("m3", START + 60_000, "شكرا");
    apply(&store, events(vec![later.clone()])).await;
    store.list_confirmed(UtcMs(START + 60_000));
    assert_eq!(
        verified(&store).await,
        Some(START),
        "one before it may be lost"
    );
    assert_eq!(
        store.unconfirmed_from(&chat("k")).await.expect("read"),
        Some(position(START, "m1"))
    );
    let lost = message("m2", START + 30_000, "أين طلبي؟");
    newest_page(
        &store,
        vec![message("m1", START, "سؤال"), lost, later],
        true,
    )
    .await;
    store
        .confirm(&chat("k"), &position(START + 60_000, "m3"))
        .await
        .expect("confirmed");
    assert_eq!(verified(&store).await, Some(START + 60_000));
    assert_eq!(store.unconfirmed_conversations().await.expect("read"), []);
}

#[tokio::test]
async fn without_a_line_it_is_complete_until_what_was_confirmed() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, vec![message("m1", START, "سؤال")], true).await;
    home.pass(60_000);
    store.list_confirmed(UtcMs(START + 40_000));
    store.connection_lost();
    home.pass(60_000);
    assert_eq!(verified(&store).await, Some(START + 40_000));
    store.close().await.unwrap();
    let store = home.open().await;
    assert_eq!(
        verified(&store).await,
        Some(START + 40_000),
        "after a restart too"
    );
}

#[tokio::test]
async fn closing_notes_what_was_confirmed() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, vec![message("m1", START, "سؤال")], true).await;
    home.pass(60_000);
    store.list_confirmed(UtcMs(START + 40_000));
    store.close().await.unwrap();
    home.pass(60_000);
    let store = home.open().await;
    assert_eq!(verified(&store).await, Some(START + 40_000));
}

#[tokio::test]
async fn after_a_crash_it_is_complete_until_the_last_newest_page() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, vec![message("m1", START, "سؤال")], true).await;
    home.pass(60_000);
    // Nothing new in it, and yet it was looked.
    newest_page(&store, vec![message("m1", START, "سؤال")], true).await;
    home.pass(60_000);
    drop(store);
    let store = home.open().await;
    assert_eq!(verified(&store).await, Some(START + 60_000));
}

#[tokio::test]
async fn a_chat_that_is_known_to_have_more_is_not_complete() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, vec![message("m1", START, "سؤال")], true).await;
    store.connection_lost();
    let newer = message("m2", START + 9, "أين أنتم؟");
    apply(&store, records(vec![listed(START + 9, &newer, 1)])).await;
    assert_eq!(
        verified(&store).await,
        None,
        "its newest message was not fetched"
    );
    newest_page(&store, vec![message("m1", START, "سؤال"), newer], true).await;
    assert_eq!(
        window(&store, 1).await.complete_until,
        Some(UtcMs(START + 9)),
        "at least to its newest message, whatever the clocks say"
    );
}
