//! Searching: what is cached, without the server.
use crate::common::TestBackend;

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_what_is_cached_in_any_spelling() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let chat = user.open("تأخّر الطلب").await;
    user.say(&chat, "السائق وصل إلى المطعم").await;
    user.say(&chat, "شكرا").await;
    let desk = backend.desk("admin").await;
    desk.json(&["messages", &chat]).await.lines();

    let lines = desk.json(&["search", "الى", "مطعم"]).await.lines();
    let found: Vec<&str> = lines
        .iter()
        .filter(|line| line["kind"] == "found")
        .map(|line| line["excerpt"].as_str().unwrap())
        .collect();
    assert_eq!(found, ["السائق وصل إلى المطعم"]);
    assert_eq!(lines.last().unwrap()["found"][0], "إلى");
    let named = desk.json(&["search", "تاخر"]).await.lines();
    assert_eq!(named[0]["kind"], "conversation");
    assert_eq!(named[0]["id"], chat.as_str());
    let of_user = desk.json(&["search", "from:محمد", "شكرا"]).await.lines();
    assert_eq!(of_user.len(), 1, "{of_user:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_is_too_long_is_refused_as_a_usage_error() {
    let backend = TestBackend::start().await;
    let desk = backend.desk("admin").await;
    let outcome = desk.run(&["search", &"ن".repeat(10_000)]).await;
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("too long"), "{}", outcome.stderr);
}
