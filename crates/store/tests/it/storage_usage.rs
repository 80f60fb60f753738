//! How much room the files take, and emptying the cache.
use crate::support::*;
use protocol::Message;
use store::{InboxFilter, Store};

/// A chat of 2,000 long messages, with a draft; another one has a star and a message that waits.
async fn filled(home: &Home) -> Store {
    let store = home.open().await;
    let text = "رسالة طويلة ".repeat(20);
    let said: Vec<Message> = (0..2_000)
        .map(|n| message(&format!("m{n:04}"), START + n, &text))
        .collect();
    apply(
        &store,
        records(vec![whole("k", START), whole("other", START)]),
    )
    .await;
    newest_page(&store, said, true).await;
    store.save_draft(&chat("k"), "لم يكتمل").await.unwrap();
    store.star(&chat("other")).await.unwrap();
    store
        .queue_message(&chat("other"), "في الانتظار")
        .await
        .unwrap();
    store
}

#[tokio::test]
async fn the_usage_counts_each_file_once() {
    let home = Home::new();
    let store = filled(&home).await;
    let usage = store.storage_usage().await.unwrap();
    assert_eq!((usage.conversations, usage.messages), (2, 2_000));
    assert!(usage.cache_bytes > 2_000 * 200, "{usage:?}");
    assert!(usage.user_bytes > 0 && usage.user_bytes < usage.cache_bytes);
    store.run_maintenance().await;
    let usage = store.storage_usage().await.unwrap();
    assert!(
        usage.reserve_bytes > 1024 * 1024,
        "the reserve is room that is taken: {usage:?}"
    );
    store.close().await.unwrap();
    let store = home.open().await;
    let usage = store.storage_usage().await.unwrap();
    let folder = std::fs::read_dir(home.paths().cache.parent().unwrap()).unwrap();
    let sizes = folder.map(|file| file.unwrap().metadata().unwrap().len());
    assert_eq!(
        usage.cache_bytes + usage.user_bytes + usage.reserve_bytes,
        sizes.sum::<u64>(),
        "no file is left out or counted twice"
    );
}

#[tokio::test]
async fn clearing_empties_the_cache_and_keeps_what_i_wrote() {
    let home = Home::new();
    let store = filled(&home).await;
    let (renewals, mut changes) = (store.renewals(), store.changes());
    let (before, revision) = (store.storage_usage().await.unwrap(), store.revision());
    store.clear_cache().await.unwrap();
    let after = store.storage_usage().await.unwrap();
    assert_eq!(after.messages, 0);
    assert!(
        after.cache_bytes < before.cache_bytes / 3,
        "the disk has its room back: {before:?}, {after:?}"
    );
    assert_eq!(*renewals.borrow(), 1, "everything is to be fetched again");
    let change = changes.recv().await.unwrap();
    assert!(change.resync && change.revision > revision, "{change:?}");
    let row = store.conversation(&chat("k")).await.unwrap().unwrap();
    assert_eq!(row.draft.as_deref(), Some("لم يكتمل"));
    let shown = inbox(&store, InboxFilter::All).await;
    assert_eq!(
        shown.len(),
        2,
        "chats in which I wrote are shown: {shown:?}"
    );
    assert_eq!(standings(&store).await.len(), 1, "the outbox is whole");
    assert_eq!(store.me(), Some(admin("me")));

    apply(&store, records(vec![whole("other", START)])).await;
    newest_page(&store, vec![message("m1", START, "من جديد")], true).await;
    assert_eq!(inbox(&store, InboxFilter::Starred).await, ["other"]);
    store.close().await.unwrap();
    let opened = home.opened().await;
    assert!(opened.notices.is_empty(), "{:?}", opened.notices);
    assert_eq!(keys(&opened.store).await, ["m1"], "the new cache is kept");
}

#[tokio::test]
async fn clearing_removes_copies_that_were_set_aside() {
    let home = Home::new();
    filled(&home).await.close().await.unwrap();
    std::fs::write(home.paths().cache, [0xA5; 8192]).unwrap();
    let store = home.open().await;
    let copies = || {
        let folder = std::fs::read_dir(home.paths().cache.parent().unwrap()).unwrap();
        let names = folder.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains("damaged")).count()
    };
    assert_eq!(copies(), 1, "the damaged cache was set aside");
    store.clear_cache().await.unwrap();
    assert_eq!(copies(), 0);
}

#[tokio::test]
async fn readers_wait_while_the_cache_is_cleared() {
    let home = Home::new();
    let store = filled(&home).await;
    let reading = store.clone();
    let reader = tokio::spawn(async move {
        let mut counts = Vec::new();
        while counts.last() != Some(&0) {
            counts.push(reading.storage_usage().await.expect("reads on").messages);
        }
        counts
    });
    store.clear_cache().await.unwrap();
    let counts = reader.await.unwrap();
    assert!(
        counts.iter().all(|count| [0, 2_000].contains(count)),
        "a reader sees the old cache or the new one: {counts:?}"
    );
}

#[tokio::test]
async fn a_closed_store_clears_nothing() {
    let home = Home::new();
    let store = filled(&home).await;
    store.close().await.unwrap();
    let error = store.clear_cache().await.unwrap_err();
    assert_eq!(error.code(), "internal", "{error}");
    assert_eq!(
        home.open().await.storage_usage().await.unwrap().messages,
        2_000
    );
}
