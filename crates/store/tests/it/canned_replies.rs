//! Canned replies: the user's own texts, known on this device only.

use store::{CannedReply, ReplyWrite, Store, limits};

use crate::support::*;

fn reply(id: &str, shortcut: &str) -> CannedReply {
    CannedReply {
        id: id.to_owned(),
        shortcut: shortcut.to_owned(),
        category: "الطلبات".to_owned(),
        text: format!("نعتذر عن التأخير {{customer}} ({id})"),
    }
}

async fn put(store: &Store, replies: &[CannedReply]) -> ReplyWrite {
    store.put_canned_replies(replies).await.unwrap()
}

async fn ids(store: &Store) -> Vec<String> {
    let replies = store.canned_replies().await.unwrap().replies;
    replies.into_iter().map(|reply| reply.id).collect()
}

#[tokio::test]
async fn a_changed_reply_keeps_its_place_and_a_new_one_is_last() {
    let home = Home::new();
    let store = home.open().await;
    put(&store, &[reply("a", "تأخير"), reply("b", "شكر")]).await;
    put(&store, &[reply("c", "عنوان"), reply("a", "متأخر")]).await;
    let kept = store.canned_replies().await.unwrap().replies;
    assert_eq!(
        kept,
        [reply("a", "متأخر"), reply("b", "شكر"), reply("c", "عنوان")]
    );
}

#[tokio::test]
async fn a_shortcut_belongs_to_one_reply() {
    let home = Home::new();
    let store = home.open().await;
    put(&store, &[reply("a", "شكر")]).await;
    let twice = put(&store, &[reply("b", "عنوان"), reply("c", "شكر")]).await;
    assert_eq!(twice, ReplyWrite::ShortcutTaken);
    assert_eq!(ids(&store).await, ["a"], "none of them was written");
    let both = put(&store, &[reply("b", "عنوان"), reply("c", "عنوان")]).await;
    assert_eq!(both, ReplyWrite::ShortcutTaken);
    assert_eq!(put(&store, &[reply("a", "شكر")]).await, ReplyWrite::Written);
}

#[tokio::test]
async fn no_more_replies_are_kept_than_their_limit() {
    let home = Home::new();
    let store = home.open().await;
    let many: Vec<CannedReply> = (0..limits::MOST_REPLIES)
        .map(|at| reply(&format!("r{at}"), &format!("s{at}")))
        .collect();
    assert_eq!(put(&store, &many).await, ReplyWrite::Written);
    assert_eq!(put(&store, &[reply("x", "x")]).await, ReplyWrite::TooMany);
    assert_eq!(put(&store, &[reply("r3", "x")]).await, ReplyWrite::Written);
    assert_eq!(ids(&store).await.len(), limits::MOST_REPLIES);
}

#[tokio::test]
async fn replies_are_put_into_an_order() {
    let home = Home::new();
    let store = home.open().await;
    put(&store, &[reply("a", "1"), reply("b", "2"), reply("c", "3")]).await;
    let order = ["c", "gone", "a", "c"].map(str::to_owned);
    store.order_canned_replies(&order).await.unwrap();
    assert_eq!(ids(&store).await, ["c", "a", "b"]);
}

#[tokio::test]
async fn replies_outlive_a_lost_and_a_damaged_user_db() {
    let home = Home::new();
    let store = home.open().await;
    put(&store, &[reply("a", "تأخير"), reply("b", "شكر")]).await;
    store
        .record_reply_use("b", &["type:order".to_owned()])
        .await
        .unwrap();
    let kept = store.canned_replies().await.unwrap();
    store.close().await.unwrap();
    std::fs::remove_file(home.paths().user).unwrap();
    let store = home.open().await;
    assert_eq!(
        store.canned_replies().await.unwrap(),
        kept,
        "without the file"
    );
    store.close().await.unwrap();
    std::fs::write(home.paths().user, [0xA5; 8192]).unwrap();
    let store = home.open().await;
    assert_eq!(
        store.canned_replies().await.unwrap(),
        kept,
        "with a damaged file"
    );
}

#[tokio::test]
async fn uses_are_counted_for_each_context_and_go_with_the_reply() {
    let home = Home::new();
    let store = home.open().await;
    put(&store, &[reply("a", "تأخير")]).await;
    let contexts = ["type:order", "words:1f"].map(str::to_owned);
    store.record_reply_use("a", &contexts).await.unwrap();
    store.record_reply_use("a", &contexts[..1]).await.unwrap();
    store.record_reply_use("gone", &contexts).await.unwrap();
    let uses = store.canned_replies().await.unwrap().uses;
    let counted: Vec<_> = uses
        .iter()
        .map(|one| (one.context.as_str(), one.uses))
        .collect();
    assert_eq!(counted, [("type:order", 2), ("words:1f", 1)]);
    store.delete_canned_reply("a").await.unwrap();
    assert!(store.canned_replies().await.unwrap().uses.is_empty());
}

#[tokio::test]
async fn counts_of_uses_are_bounded() {
    let home = Home::new();
    let store = home.open().await;
    put(&store, &[reply("a", "تأخير")]).await;
    for round in 0..260 {
        let contexts: Vec<String> = (0..20).map(|at| format!("words:{round:03}-{at}")).collect();
        store.record_reply_use("a", &contexts).await.unwrap();
    }
    let uses = store.canned_replies().await.unwrap().uses;
    assert_eq!(uses.len(), 2_000, "of 260 uses in eight contexts each");
}

#[tokio::test]
async fn a_starter_set_is_added_once_and_beside_the_users_own() {
    let home = Home::new();
    let store = home.open().await;
    let own = reply("own", "شكر");
    put(&store, std::slice::from_ref(&own)).await;
    let set = [reply("s1", "شكر"), reply("s2", "تأخير")];
    assert!(store.add_starter_set("first", &set).await.unwrap());
    assert_eq!(
        store.canned_replies().await.unwrap().replies,
        [own, reply("s2", "تأخير")]
    );
    store.delete_canned_reply("s2").await.unwrap();
    assert!(!store.add_starter_set("first", &set).await.unwrap());
    assert_eq!(ids(&store).await, ["own"], "what was deleted stays deleted");
}
