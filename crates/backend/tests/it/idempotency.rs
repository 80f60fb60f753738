//! `client_message_id`: the same id of the same sender is the same message.

use backend::{Idempotency, Settings};
use reqwest::Method;
use serde_json::{Value, json};

use crate::common::socket::Socket;
use crate::common::{Answer, Backend, id};

const MESSAGES: &str = "/support/messages";

async fn send(backend: &Backend, who: &str, chat: &str, content: &str, key: Value) -> Answer {
    let body = json!({ "conversationId": chat, "content": content, "client_message_id": key });
    backend.post(who, MESSAGES, body).await
}

async fn total(backend: &Backend, chat: &str) -> Value {
    let path = format!("/support/conversations/{chat}/messages");
    backend.get("user", &path).await.ok()["total"].clone()
}

#[tokio::test]
async fn the_same_id_is_the_same_message_and_told_once() {
    let backend = Backend::start(Settings::default()).await;
    let chat = backend.conversation().await;
    let mut admin =
        Socket::connect(&backend.running.url(), Some(&backend.token("admin").await)).await;
    admin.join(&chat).await;
    let first = send(&backend, "user", &chat, "أهلا", json!("a-1"))
        .await
        .ok();
    let again = send(&backend, "user", &chat, "أهلا", json!("a-1"))
        .await
        .ok();
    assert_eq!(first, again);
    let other = send(&backend, "user", &chat, "أهلا", json!("a-2"))
        .await
        .ok();
    assert_ne!(id(&first), id(&other), "another id is another message");
    assert_eq!(id(&admin.event("new-message").await), id(&first));
    assert_eq!(
        id(&admin.event("new-message").await),
        id(&other),
        "each is told once"
    );
    let of_admin = send(&backend, "admin", &chat, "أهلا", json!("a-1"))
        .await
        .ok();
    assert_ne!(id(&first), id(&of_admin), "ids are each sender's own");
    for none in [Value::Null, Value::Null] {
        send(&backend, "user", &chat, "بلا", none).await.ok();
    }
    assert_eq!(total(&backend, &chat).await, 5);
    let list = backend.get("admin", "/support/conversations").await.ok();
    assert_eq!(
        list[0]["unreadCount"], 4,
        "a message again is not unread again"
    );
}

#[tokio::test]
async fn the_same_id_at_once_is_one_message() {
    let backend = Backend::start(Settings::default()).await;
    let chat = backend.conversation().await;
    let sends = (0..40).map(|_| send(&backend, "user", &chat, "مرة", json!("once")));
    let answers = futures_util::future::join_all(sends).await;
    let mut ids: Vec<_> = answers.into_iter().map(|answer| id(&answer.ok())).collect();
    ids.dedup();
    assert_eq!(ids.len(), 1, "40 at once are one message");
    assert_eq!(total(&backend, &chat).await, 1);
}

#[tokio::test]
async fn the_same_id_outlives_a_restart_and_a_closed_chat() {
    let folder = tempfile::tempdir().unwrap();
    let settings = || Settings {
        data: Some(folder.path().join("data")),
        ..Settings::default()
    };
    let first = Backend::start(settings()).await;
    let chat = first.conversation().await;
    let sent = send(&first, "user", &chat, "قبل", json!("k")).await.ok();
    first.running.stop().await;
    let again = Backend::over(backend::start(settings()).await.unwrap());
    let path = format!("/support/conversations/{chat}");
    again
        .patch("admin", &path, json!({ "status": "closed" }))
        .await
        .ok();
    let repeated = send(&again, "user", &chat, "قبل", json!("k")).await.ok();
    assert_eq!(id(&repeated), id(&sent));
    send(&again, "user", &chat, "قبل", json!("new"))
        .await
        .refused(403, "closed");
}

#[tokio::test]
async fn an_id_that_was_used_for_something_else_is_refused() {
    let backend = Backend::start(Settings::default()).await;
    let chat = backend.conversation().await;
    let elsewhere = backend.conversation().await;
    send(&backend, "user", &chat, "أهلا", json!("k")).await.ok();
    for (chat, content) in [(&chat, "وداعا"), (&elsewhere, "أهلا")] {
        let other = send(&backend, "user", chat, content, json!("k")).await;
        other.refused(409, "client_message_id was used for another message");
    }
    for bad in [
        json!(""),
        json!("  "),
        json!(7),
        json!({}),
        json!("a\u{202e}b"),
        json!("x".repeat(101)),
    ] {
        send(&backend, "user", &chat, "أهلا", bad)
            .await
            .refused(400, "client_message_id");
    }
    assert_eq!(total(&backend, &chat).await, 1);
}

#[tokio::test]
async fn the_server_says_whether_it_takes_the_id() {
    for idempotency in [Idempotency::ClientMessageId, Idempotency::None] {
        let backend = Backend::start(Settings {
            idempotency,
            ..Settings::default()
        })
        .await;
        let chat = backend.conversation().await;
        let list = backend
            .call("user", Method::GET, "/support/conversations", None)
            .await;
        let said = list
            .headers
            .get("avvento-capabilities")
            .map(|value| value.to_str().unwrap());
        let takes = idempotency == Idempotency::ClientMessageId;
        assert_eq!(said, takes.then_some("client_message_id"));
        let first = send(&backend, "user", &chat, "أهلا", json!("k")).await.ok();
        let again = send(&backend, "user", &chat, "أهلا", json!("k")).await.ok();
        assert_eq!(first == again, takes, "{idempotency:?}");
    }
}
