//! `tail`: a line for each change, a clean end, and going on after an outage.
#![cfg(unix)]

use std::time::Duration;

use crate::common::TestBackend;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn tail_prints_messages_of_unopened_conversations() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let first = user.open("الأولى").await;
    let second = backend.client("user2").await.open("الثانية").await;
    user.say(&first, "قبل البدء").await;
    let desk = backend.desk("admin").await;
    let mut tail = desk.tail().await;

    user.say(&first, "مرحبا").await;
    // The message and its conversation's new state are two changes, in either order.
    let (mut message, mut conversation) = (None, None);
    while message.is_none() || conversation.is_none() {
        let line = tail.next().await;
        if line["kind"] == "message" && line["content"] == "مرحبا" {
            message = Some(line);
        } else if line["kind"] == "conversation" && line["last_message"]["content"] == "مرحبا"
        {
            conversation = Some(line);
        }
    }
    let (message, conversation) = (message.unwrap(), conversation.unwrap());
    assert_eq!(
        (&message["conversation"], &message["state"]),
        (&json!(first), &json!("sent"))
    );
    assert_eq!(conversation["id"], json!(first));

    backend.client("user2").await.say(&second, "وأنا").await;
    assert_eq!(tail.message("وأنا").await["conversation"], json!(second));
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_prints_new_and_changed_conversations() {
    let backend = TestBackend::start().await;
    let desk = backend.desk("admin").await;
    let mut tail = desk.tail().await;
    let user = backend.client("user").await;
    let id = user.open("جديدة").await;
    tail.until(|line| line["kind"] == "conversation" && line["id"] == json!(id))
        .await;
    user.say(&id, "أول كلام").await;
    tail.message("أول كلام").await;
    let path = format!("/support/conversations/{id}");
    backend
        .client("admin")
        .await
        .patch(&path, json!({"status": "closed"}))
        .await;
    tail.until(|line| line["id"] == json!(id) && line["status"] == "closed")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn earlier_messages_are_not_printed() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let mut chats = Vec::new();
    for number in 0..5 {
        let id = user.open(&format!("{number}")).await;
        user.say(&id, "قديم").await;
        chats.push(id);
    }
    // An empty cache: the history of these chats is fetched after the tail has caught up.
    let desk = backend.desk("admin").await;
    let mut tail = desk.tail().await;
    for id in &chats {
        user.say(id, "جديد").await;
    }
    let mut heard = 0;
    while heard < chats.len() {
        let line = tail.next().await;
        assert_ne!(line["content"], "قديم", "said before the tail began");
        heard += usize::from(line["kind"] == "message" && line["content"] == "جديد");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_prints_each_message_once() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("x").await;
    let desk = backend.desk("admin").await;
    let mut tail = desk.tail().await;
    for number in 0..50 {
        user.say(&id, &format!("{number}")).await;
    }
    user.say(&id, "end").await;
    let mut seen = Vec::new();
    loop {
        let line = tail.until(|line| line["kind"] == "message").await;
        if line["content"] == "end" {
            break;
        }
        seen.push(crate::common::json_text(&line["content"]));
    }
    let expected: Vec<String> = (0..50).map(|number| number.to_string()).collect();
    assert_eq!(seen, expected, "in order, once each");
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_ends_cleanly_on_sigint_and_sigterm() {
    let backend = TestBackend::start().await;
    for signal in ["INT", "TERM"] {
        let desk = backend.desk("admin").await;
        let tail = desk.tail().await;
        let (code, _) = tail.stop(signal).await;
        assert_eq!(code, Some(0), "SIG{signal}");
        desk.json(&["inbox"]).await.exits_with(0);
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_signal_ends_a_tail_whose_lines_nobody_reads() {
    let backend = TestBackend::start().await;
    let desk = backend.desk("admin").await;
    let (_reader, output) = crate::common::full_pipe();
    let mut tail = desk.start_tail_into(output);
    let id = tail.id().expect("tail runs");
    crate::common::until_it_writes_to_stdout(id).await;
    let sent = tokio::process::Command::new("kill")
        .args(["-TERM", &id.to_string()])
        .status();
    assert!(sent.await.unwrap().success(), "the signal was not sent");
    let ended = tokio::time::timeout(crate::common::TEST_TIMEOUT, tail.wait());
    ended
        .await
        .expect("a tail whose reader has stopped reading is stopped all the same")
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_stops_tail_before_it_has_caught_up() {
    let backend = TestBackend::start().await;
    let desk = backend.desk("admin").await;
    desk.json(&["inbox"]).await.lines();
    let _stopped = backend.stop().await;
    let mut tail = desk.start_tail();
    tail.wait_for_warning("out of reach").await;
    let (code, lines) = tail.stop("TERM").await;
    assert_eq!(code, Some(0));
    assert_eq!(
        lines,
        Vec::<String>::new(),
        "nothing is printed before it has caught up"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_prints_what_it_missed_after_an_outage() {
    let backend = TestBackend::start().await;
    let id = backend.client("user").await.open("x").await;
    let desk = backend.desk("admin").await;
    let mut tail = desk.tail().await;
    let stopped = backend.stop().await;
    tail.state("offline").await;
    let backend = stopped.restart().await;
    backend
        .client("user")
        .await
        .say(&id, "أثناء الانقطاع أو بعده")
        .await;
    tail.message("أثناء الانقطاع أو بعده").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_exits_with_3_when_the_token_expires() {
    let backend = TestBackend::start().await;
    let token = backend
        .backend
        .issue_token_for("admin", Duration::ZERO)
        .await
        .unwrap();
    let desk = backend.desk("admin").await.with_token(Some(token));
    let (code, lines) = desk.start_tail().end().await;
    assert_eq!(code, Some(3));
    assert_eq!(lines, Vec::<String>::new());
}
