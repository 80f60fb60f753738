use crate::support::*;
use store::StoreError;
use store::limits::LONGEST_DRAFT;

#[tokio::test]
async fn a_message_that_finds_no_room_leaves_the_draft() {
    let home = Home::new();
    let store = home.open().await;
    store
        .save_draft(&chat("k"), "كنت أكتب")
        .await
        .expect("saved");
    store.run_maintenance().await;
    leave_free(&home.paths(), 64 * 1024);
    let long = "و".repeat(4000);
    let mut queued = 0;
    while store.queue_message(&chat("l"), &long).await.is_ok() {
        queued += 1;
        assert!(queued < 1000, "the end is never reached");
    }
    let refused = store.queue_message(&chat("k"), &long).await;
    assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
    assert_eq!(row(&store).await.draft.as_deref(), Some("كنت أكتب"));
}

#[tokio::test]
async fn a_draft_survives_a_crash() {
    let home = Home::new();
    let store = home.open().await;
    store
        .save_draft(&chat("k"), "كنت أكتب")
        .await
        .expect("saved");
    drop(store);
    let store = home.open().await;
    assert_eq!(row(&store).await.draft.as_deref(), Some("كنت أكتب"));
}

#[tokio::test]
async fn a_draft_is_cleared_by_queueing_it() {
    let home = Home::new();
    let store = home.open().await;
    store
        .save_draft(&chat("k"), "كنت أكتب")
        .await
        .expect("saved");
    store
        .save_draft(&chat("l"), "هناك أيضا")
        .await
        .expect("saved");
    queue(&store, "كنت أكتب").await;
    assert_eq!(row(&store).await.draft, None);
    let other = store
        .conversation(&chat("l"))
        .await
        .expect("readable")
        .expect("there");
    assert_eq!(
        other.draft.as_deref(),
        Some("هناك أيضا"),
        "another chat's draft is its own"
    );
}

#[tokio::test]
async fn a_refused_message_leaves_the_draft() {
    let home = Home::new();
    let store = home.open().await;
    let long = "ا".repeat(6000);
    store.save_draft(&chat("k"), &long).await.expect("saved");
    store
        .queue_message(&chat("k"), &long)
        .await
        .expect_err("too long to be sent");
    assert_eq!(row(&store).await.draft, Some(long));
}

#[tokio::test]
async fn an_emptied_draft_is_gone_and_an_unchanged_one_is_no_change() {
    let home = Home::new();
    let store = home.open().await;
    let first = store.save_draft(&chat("k"), "كنت").await.expect("saved");
    assert_eq!(first.conversations, vec![chat("k")]);
    let again = store.save_draft(&chat("k"), "كنت").await.expect("saved");
    assert_eq!(again.conversations, vec![], "it was that already");
    store.save_draft(&chat("k"), "").await.expect("saved");
    assert_eq!(row(&store).await.draft, None);
}

#[tokio::test]
async fn a_change_of_the_draft_is_a_change_of_the_row() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let before = row(&store).await.revision;
    store.save_draft(&chat("k"), "كنت").await.expect("saved");
    assert!(
        row(&store).await.revision > before,
        "else a screen would keep the old row"
    );
}

#[tokio::test]
async fn a_pasted_text_is_a_draft_until_it_is_ten_messages_long() {
    let home = Home::new();
    let store = home.open().await;
    // Four bytes each: what is counted is characters.
    let longest = "😀".repeat(LONGEST_DRAFT);
    store.save_draft(&chat("k"), &longest).await.expect("saved");
    let longer = format!("{longest}و");
    let refused = store.save_draft(&chat("k"), &longer).await;
    assert!(
        matches!(refused, Err(StoreError::DraftTooLong)),
        "{refused:?}"
    );
    let kept = row(&store).await.draft;
    assert!(
        kept.is_some_and(|draft| draft == longest),
        "what was kept before was lost"
    );
    store.save_draft(&chat("k"), "أقصر").await.expect("saved");
    assert_eq!(row(&store).await.draft.as_deref(), Some("أقصر"));
}

#[tokio::test]
async fn a_message_that_the_draft_has_no_room_for_stays_a_message() {
    let home = Home::new();
    let store = home.open().await;
    let queued = queue(&store, "كنت أكتب").await;
    let longest = "و".repeat(LONGEST_DRAFT);
    store.save_draft(&chat("k"), &longest).await.expect("saved");
    let refused = store.take_back(&queued).await;
    assert!(
        matches!(refused, Err(StoreError::DraftTooLong)),
        "{refused:?}"
    );
    let waiting = store.outbox().await.expect("readable").entries;
    assert_eq!(waiting.len(), 1, "the message is neither sent nor a draft");
    let kept = row(&store).await.draft;
    assert!(
        kept.is_some_and(|draft| draft == longest),
        "the draft was lost"
    );
}
