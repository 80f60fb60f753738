//! Stars: the user's own marks on conversations, known on this device only.

use store::{InboxFilter, Store};

use crate::support::*;

async fn starred(store: &Store) -> Vec<String> {
    let inbox = store.inbox(InboxFilter::Starred, 50).await.unwrap();
    let rows = inbox.rows.len();
    assert_eq!(
        inbox.counts.starred as usize, rows,
        "the count is the filter's"
    );
    assert!(inbox.rows.iter().all(|row| row.starred), "each row says it");
    inbox.rows.iter().map(|row| row.id.to_string()).collect()
}

async fn with_chats(home: &Home) -> Store {
    let store = home.open().await;
    let chats = ["a", "b", "c"].iter().zip(START..);
    apply(
        &store,
        records(chats.map(|(id, at)| whole(id, at)).collect()),
    )
    .await;
    store
}

#[tokio::test]
async fn starred_chats_are_listed_newest_activity_first() {
    let home = Home::new();
    let store = with_chats(&home).await;
    assert!(starred(&store).await.is_empty());
    store.star(&chat("a")).await.unwrap();
    store.star(&chat("c")).await.unwrap();
    assert_eq!(starred(&store).await, ["c", "a"]);
    store.unstar(&chat("c")).await.unwrap();
    assert_eq!(starred(&store).await, ["a"]);
}

#[tokio::test]
async fn a_star_is_told_as_a_change_of_its_row() {
    let home = Home::new();
    let store = with_chats(&home).await;
    let before = store.conversation(&chat("a")).await.unwrap().unwrap();
    let changes = store.star(&chat("a")).await.unwrap();
    assert!(changes.conversations.contains(&chat("a")), "{changes:?}");
    let after = store.conversation(&chat("a")).await.unwrap().unwrap();
    assert!(after.starred && !before.starred);
    assert!(after.revision > before.revision, "the row is newer");
}

#[tokio::test]
async fn a_page_of_starred_chats_says_that_there_are_more() {
    let home = Home::new();
    let store = with_chats(&home).await;
    for id in ["a", "b", "c"] {
        store.star(&chat(id)).await.unwrap();
    }
    let inbox = store.inbox(InboxFilter::Starred, 2).await.unwrap();
    assert_eq!((inbox.rows.len(), inbox.more), (2, true));
}

#[tokio::test]
async fn a_star_outlives_a_lost_cache_and_a_lost_user_db() {
    let home = Home::new();
    let store = with_chats(&home).await;
    store.star(&chat("b")).await.unwrap();
    store.close().await.unwrap();
    drop(store);
    for lost in [home.paths().cache, home.paths().user] {
        std::fs::remove_file(&lost).unwrap();
        let store = with_chats(&home).await;
        assert_eq!(starred(&store).await, ["b"], "without {lost:?}");
        store.close().await.unwrap();
    }
    std::fs::write(home.paths().user, [0xA5; 8192]).unwrap();
    let store = with_chats(&home).await;
    assert_eq!(starred(&store).await, ["b"], "with a damaged file");
}

#[tokio::test]
async fn the_server_takes_no_star_away() {
    let home = Home::new();
    let store = with_chats(&home).await;
    store.star(&chat("a")).await.unwrap();
    apply(&store, records(vec![whole("a", START + 50)])).await;
    assert_eq!(starred(&store).await, ["a"]);
}
