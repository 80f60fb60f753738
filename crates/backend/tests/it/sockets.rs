//! The namespace `/support` (CONTRACT section 2), beyond what the clients of others prove.

use crate::common::Backend;
use crate::common::socket::Socket;
use backend::{Dialect, Settings};
use serde_json::json;

#[tokio::test]
async fn joining_needs_membership_and_a_refusal_sends_no_ack() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let url = backend.running.url();
    let mut stranger = Socket::connect(&url, Some(&backend.token("stranger").await)).await;
    for (wanted, message) in [
        (
            json!({ "conversationId": conversation }),
            "You do not have access to this conversation",
        ),
        (
            json!({ "conversationId": "none" }),
            "Conversation not found",
        ),
        (json!({}), "conversationId should not be empty"),
        (json!("nonsense"), "conversationId should not be empty"),
    ] {
        stranger.emit("join-conversation", wanted.clone()).await;
        let exception = stranger.event("exception").await;
        assert_eq!(exception["status"], "error");
        assert_eq!(exception["message"], message);
        assert_eq!(
            exception["cause"],
            json!({ "pattern": "join-conversation", "data": wanted })
        );
    }
    backend.write("user", &conversation, "سر").await.ok();
    let gone = json!({ "conversationId": conversation });
    stranger.ask(7, "leave-conversation", gone).await;
    assert!(
        !stranger.has_heard("new-message"),
        "a stranger hears nothing"
    );
}

#[tokio::test]
async fn an_empty_token_falls_through_to_the_next_place() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let query = format!("&token={}", backend.token("user").await);
    let url = backend.running.url();
    let mut socket = Socket::connect_with(&url, &query, json!({ "token": "" })).await;
    socket.join(&conversation).await;
}

#[tokio::test]
async fn an_acknowledged_join_is_a_barrier_for_all_before_it() {
    let backend = Backend::start(Settings::default()).await;
    let mut conversations = Vec::new();
    for _ in 0..120 {
        conversations.push(backend.conversation().await);
    }
    let (last, before) = conversations.split_last().unwrap();
    let mut admin =
        Socket::connect(&backend.running.url(), Some(&backend.token("admin").await)).await;
    for conversation in before {
        admin
            .emit(
                "join-conversation",
                json!({ "conversationId": conversation }),
            )
            .await;
    }
    admin.join(last).await;
    for conversation in [&conversations[0], &conversations[118]] {
        backend.write("user", conversation, "أهلا").await.ok();
        assert_eq!(
            admin.event("new-message").await["conversation"],
            conversation.as_str()
        );
    }
}

#[tokio::test]
async fn an_update_carries_the_receivers_own_unread_count() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let url = backend.running.url();
    let mut user = Socket::connect(&url, Some(&backend.token("user").await)).await;
    let mut admin = Socket::connect(&url, Some(&backend.token("admin").await)).await;
    user.join(&conversation).await;
    admin.join(&conversation).await;
    backend
        .write("user", &conversation, "وين الطلب؟")
        .await
        .ok();
    let path = format!("/support/conversations/{conversation}");
    backend
        .patch("admin", &path, json!({ "subject": "طلب" }))
        .await
        .ok();
    assert_eq!(user.event("conversation-updated").await["unreadCount"], 0);
    assert_eq!(admin.event("conversation-updated").await["unreadCount"], 1);
    backend
        .post("admin", &format!("{path}/read"), json!({}))
        .await
        .ok();
    assert_eq!(
        admin.event("conversation-updated").await["unreadCount"],
        0,
        "reading is told"
    );
}

#[tokio::test]
async fn events_of_a_conversation_come_in_the_order_of_its_history() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let mut user =
        Socket::connect(&backend.running.url(), Some(&backend.token("user").await)).await;
    user.join(&conversation).await;
    let texts: Vec<String> = (0..40).map(|number| number.to_string()).collect();
    let writes = texts
        .iter()
        .map(|text| backend.write("admin", &conversation, text));
    for written in futures_util::future::join_all(writes).await {
        written.ok();
    }
    let mut heard = Vec::new();
    for _ in &texts {
        heard.push(user.event("new-message").await["_id"].clone());
    }
    let path = format!("/support/conversations/{conversation}/messages?limit=100");
    let page = backend.get("user", &path).await.ok();
    let mut kept: Vec<_> = page["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["_id"].clone())
        .collect();
    kept.reverse();
    assert_eq!(heard, kept);
}

#[tokio::test]
async fn live_updates_are_partial_and_live_errors_generic() {
    let settings = Settings {
        dialect: Dialect::Live,
        ..Settings::default()
    };
    let backend = Backend::start(settings).await;
    let conversation = backend.conversation().await;
    let mut user =
        Socket::connect(&backend.running.url(), Some(&backend.token("user").await)).await;
    user.join(&conversation).await;
    let path = format!("/support/conversations/{conversation}");
    backend
        .patch("admin", &path, json!({ "status": "resolved" }))
        .await
        .ok();
    let updated = user.event("conversation-updated").await;
    assert_eq!(updated["conversationId"], conversation.as_str());
    assert_eq!(updated["status"], "resolved");
    assert!(
        updated.get("subject").is_none() && updated.get("_id").is_none(),
        "{updated}"
    );
    user.emit("join-conversation", json!({ "conversationId": "nope" }))
        .await;
    assert_eq!(
        user.event("exception").await["message"],
        "Internal server error"
    );
}
