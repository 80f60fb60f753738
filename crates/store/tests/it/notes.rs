//! Private notes and tags, known on this device only.

use store::{Store, StoreError, limits};

use crate::support::*;

async fn marks(store: &Store) -> (Option<String>, Vec<String>) {
    let row = row(store).await;
    (row.note, row.tags)
}

fn tags(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

#[tokio::test]
async fn a_note_and_tags_are_on_the_row_until_they_are_removed() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let before = row(&store).await.revision;
    store.save_note(&chat("k"), "زبون دائم").await.unwrap();
    let wanted = tags(&[" تأخير  توصيل ", "VIP", "vip", ""]);
    store.set_tags(&chat("k"), &wanted).await.unwrap();
    let found = (Some("زبون دائم".to_owned()), tags(&["تأخير توصيل", "VIP"]));
    assert_eq!(marks(&store).await, found);
    assert!(row(&store).await.revision > before, "the row is newer");
    store.set_tags(&chat("l"), &tags(&["VIP"])).await.unwrap();
    assert_eq!(store.tags_in_use().await.unwrap()[0], "VIP");
    store.save_note(&chat("k"), " ").await.unwrap();
    store.set_tags(&chat("k"), &[]).await.unwrap();
    assert_eq!(marks(&store).await, (None, vec![]));
}

#[tokio::test]
async fn more_than_is_kept_is_refused_and_changes_nothing() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    store.save_note(&chat("k"), "ملاحظة").await.unwrap();
    store.set_tags(&chat("k"), &tags(&["أول"])).await.unwrap();
    let text = "ن".repeat(limits::LONGEST_NOTE + 1);
    let long = store.save_note(&chat("k"), &text).await;
    assert!(matches!(long, Err(StoreError::NoteTooLong)));
    let word = "و".repeat(500);
    let long = store
        .set_tags(&chat("k"), std::slice::from_ref(&word))
        .await;
    assert!(matches!(long, Err(StoreError::TagTooLong)));
    let many: Vec<String> = (0..=limits::MOST_TAGS).map(|at| format!("و{at}")).collect();
    let many = store.set_tags(&chat("k"), &many).await;
    assert!(matches!(many, Err(StoreError::TooManyTags)));
    assert_eq!(
        marks(&store).await,
        (Some("ملاحظة".to_owned()), tags(&["أول"]))
    );
}

#[tokio::test]
async fn a_note_outlives_a_lost_cache_and_a_lost_user_db() {
    let home = Home::new();
    let store = home.open().await;
    store.save_note(&chat("k"), "زبون دائم").await.unwrap();
    store.set_tags(&chat("k"), &tags(&["VIP"])).await.unwrap();
    store.close().await.unwrap();
    for lost in [home.paths().cache, home.paths().user] {
        let _ = std::fs::remove_file(&lost);
        let store = home.open().await;
        apply(&store, records(vec![whole("k", START)])).await;
        let found = (Some("زبون دائم".to_owned()), tags(&["VIP"]));
        assert_eq!(marks(&store).await, found, "without {lost:?}");
        store.close().await.unwrap();
    }
}
