//! Both dialects, against the fixtures and the decoder (CONTRACT section 4).

use std::collections::BTreeSet;

use crate::common::{Backend, id};
use backend::{Dialect, Settings};
use protocol::{SupportType, decode};
use serde_json::{Value, json};

fn fixture(name: &str) -> Value {
    let path = format!("{}/../../fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[track_caller]
fn same_keys(ours: &Value, theirs: &Value) {
    let keys = |value: &Value| -> BTreeSet<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(keys(ours), keys(theirs), "ours: {ours}");
}

async fn with_a_message(dialect: Dialect) -> (Backend, String, Value) {
    let backend = Backend::start(Settings {
        dialect,
        ..Settings::default()
    })
    .await;
    let order = backend
        .running
        .add_order("user", "restaurant")
        .await
        .unwrap();
    let path = format!("/support/order-chat/{order}");
    let conversation = id(&backend.post("user", &path, json!({})).await.ok());
    let sent = backend.write("user", &conversation, "رسالة").await.ok();
    (
        backend,
        format!("/support/conversations/{conversation}"),
        sent,
    )
}

#[tokio::test]
async fn the_documented_dialect_has_the_documented_fields() {
    let (backend, path, sent) = with_a_message(Dialect::Documented).await;
    let conversation = backend.get("admin", &path).await.ok();
    let documented = fixture("documented/conversation-updated.json");
    same_keys(&conversation, &documented);
    same_keys(&conversation["lastMessage"], &documented["lastMessage"]);
    same_keys(
        &conversation["participants"][0],
        &documented["participants"][0],
    );
    same_keys(&sent, &fixture("documented/new-message.json"));
    same_keys(
        &sent["sender"],
        &fixture("documented/new-message.json")["sender"],
    );
}

#[tokio::test]
async fn the_live_dialect_has_the_live_fields() {
    let (backend, path, sent) = with_a_message(Dialect::Live).await;
    let conversation = backend.get("admin", &path).await.ok();
    let live = fixture("live/conversation.json");
    same_keys(&conversation, &live);
    for field in ["lastMessage", "admin", "participant"] {
        same_keys(&conversation[field], &live[field]);
    }
    assert!(
        conversation["restaurant"].is_string(),
        "the restaurant is named by id only"
    );
    assert_eq!(conversation["unreadCountSupport"], 1);
    assert_eq!(conversation["unreadCountParticipant"], 0);
    same_keys(&sent, &fixture("live/message-sent.json"));
    assert!(sent["sender"].is_string(), "REST names senders by id only");
    let page = backend.get("admin", &format!("{path}/messages")).await.ok();
    same_keys(&page, &fixture("live/messages-page.json"));
}

#[tokio::test]
async fn responses_can_be_decoded_in_both_dialects() {
    for dialect in [Dialect::Documented, Dialect::Live] {
        let (backend, path, sent) = with_a_message(dialect).await;
        let message = decode::message_value(&sent).expect("a message decodes");
        assert_eq!(message.content, "رسالة");
        let list = backend.get("admin", "/support/conversations").await.ok();
        let list = decode::conversations_value(&list).expect("a list decodes");
        assert!(list.skipped.is_empty(), "{dialect:?}: {:?}", list.skipped);
        assert_eq!(list.conversations[0].support_type, Some(SupportType::Order));
        let page = backend.get("admin", &format!("{path}/messages")).await.ok();
        let page = decode::messages_value(&page).expect("a page decodes");
        assert_eq!((page.messages.len(), page.total), (1, Some(1)));
    }
}
