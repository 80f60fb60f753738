//! The outbox from the command line: what waits, and what can be done about it.
use crate::common::{DeskCommand, TestBackend, json_text};
use serde_json::{Value, json};

/// A conversation, and a desk that knows it.
async fn begun(backend: &TestBackend) -> (crate::common::RestClient, String, DeskCommand) {
    let user = backend.client("user").await;
    let id = user.open("سؤال").await;
    let desk = backend.desk("admin").await;
    desk.json(&["inbox"]).await.lines();
    (user, id, desk)
}

async fn queue(desk: &DeskCommand, id: &str, content: &str) -> String {
    let line = desk.json(&["send", id, content, "--queue"]).await.line();
    json_text(&line["id"])
}

fn told(lines: &[Value]) -> Vec<(&str, &str)> {
    lines
        .iter()
        .map(|line| {
            (
                line["content"].as_str().unwrap(),
                line["state"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_lists_oldest_first_with_the_wait_reason() {
    let backend = TestBackend::start().await;
    let (_, id, desk) = begun(&backend).await;
    let first = queue(&desk, &id, "الأولى").await;
    queue(&desk, &id, "الثانية").await;
    let lines = desk.json(&["outbox"]).await.lines();
    assert_eq!(told(&lines), [("الأولى", "pending"), ("الثانية", "pending")]);
    assert_eq!(lines[0]["kind"], "queued");
    assert_eq!(
        (&lines[0]["id"], &lines[0]["conversation"]),
        (&json!(first), &json!(id))
    );
    assert_eq!(lines[1]["reason"], "turn", "it waits behind the first");
    let plain = desk.run(&["outbox"]).await;
    assert!(
        plain.stdout.contains("pending (turn)"),
        "for people: {}",
        plain.stdout
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discarded_message_stays_and_a_restored_one_is_sent_last() {
    let backend = TestBackend::start().await;
    let (user, id, desk) = begun(&backend).await;
    let first = queue(&desk, &id, "الأولى").await;
    queue(&desk, &id, "الثانية").await;
    let gone = desk.json(&["discard", &first]).await.line();
    assert_eq!(gone["state"], "cancelled");
    let back = desk.json(&["restore", &first]).await.line();
    assert_eq!(back["state"], "pending");
    let third = queue(&desk, &id, "تُلغى").await;
    desk.json(&["discard", &third]).await.line();
    desk.json(&["send", &id, "الرابعة"]).await.line();
    assert_eq!(
        user.contents(&id).await,
        ["الثانية", "الأولى", "الرابعة"],
        "the cancelled one never goes out"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_message_is_sent_once_with_its_new_text() {
    let backend = TestBackend::start().await;
    let (user, id, desk) = begun(&backend).await;
    let queued = queue(&desk, &id, "خطأ").await;
    let edited = desk.json(&["edit", &queued, "-- صواب"]).await.line();
    assert_eq!(edited["content"], "-- صواب");
    desk.json(&["send", &id, "بعدها"]).await.line();
    assert_eq!(user.contents(&id).await, ["-- صواب", "بعدها"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn outbox_subcommands_refuse_an_unknown_message() {
    let backend = TestBackend::start().await;
    let (_, _, desk) = begun(&backend).await;
    for verb in ["retry", "discard", "restore", "confirm"] {
        desk.json(&[verb, "no-such-message"]).await.exits_with(5);
    }
    desk.json(&["edit", "no-such-message", "نص"])
        .await
        .exits_with(5);
    desk.json(&["retry", " "]).await.exits_with(2);
}
