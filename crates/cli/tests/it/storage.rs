//! How much room everything takes, and clearing the cache.
use crate::common::TestBackend;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn clearing_the_cache_keeps_stars_and_what_waits() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("سؤال").await;
    user.say(&id, "أين طلبي؟").await;
    let desk = backend.desk("admin").await;
    desk.json(&["messages", &id]).await.lines();
    desk.json(&["star", &id]).await.line();
    desk.json(&["send", "--queue", &id, "جواب"]).await.line();
    let before = desk.json(&["storage"]).await.line();
    assert_eq!(
        (
            &before["kind"],
            &before["messages"],
            &before["conversations"]
        ),
        (&json!("storage"), &json!(1), &json!(1)),
        "{before}"
    );
    assert!(before["user_bytes"].as_u64() > Some(0), "{before}");

    let after = desk.json(&["storage", "--clear-cache"]).await.line();
    assert_eq!(after["messages"], 0, "{after}");
    let waiting = desk.json(&["outbox"]).await.lines();
    assert_eq!(waiting.len(), 1, "what waits is kept: {waiting:?}");
    let starred = desk.json(&["inbox", "--starred"]).await.lines();
    assert_eq!(starred.len(), 1, "the star is kept: {starred:?}");
    let messages = desk.json(&["messages", &id]).await.lines();
    assert_eq!(messages.len(), 2, "they are fetched again: {messages:?}");
}
