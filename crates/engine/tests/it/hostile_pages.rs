//! What is wrong with one chat's pages or record costs that chat, and nobody else's.
use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use crate::common::*;
use backend::Dialect;
use protocol::{ConversationId, decode::MAX_PAYLOAD_BYTES};
use serde_json::json;
use testkit_net::proxy::ListAnswer;

/// Has every page of a chat be this.
fn answer_pages(proxy: &Proxy, chat: &ConversationId, body: &str) {
    let mut files = proxy.faults.files.lock();
    for number in 1..=3 {
        let page = format!("get /support/conversations/{chat}/messages?page={number}&limit=50");
        files.insert(page.to_lowercase(), body.as_bytes().to_vec());
    }
}

#[tokio::test]
async fn a_page_that_is_no_json_costs_its_chat_alone() {
    for body in ["Not found", "[{\"_id\":\"1\"", "{\"messages\":[1,"] {
        let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
        let bad = salma.open_chat("سؤال").await.unwrap();
        let chat = salma.open_chat("سؤال ثان").await.unwrap();
        answer_pages(&proxy, &bad, body);
        let computer = Computer::new();
        let engine = computer.start_signed_in(&proxy.url()).await;
        everything_else_works(&engine, &salma, &chat).await;
        // Into the chat itself is sent without looking.
        engine.send(&bad, "رغم ذلك").await.expect("queued");
        settled(&engine, &bad, "رغم ذلك").await;
        let sockets = proxy.faults.counts.websockets.load(SeqCst);
        assert_eq!(sockets, 1, "{body:?}: the connection broke off");
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_page_that_is_given_up_on_costs_its_chat_alone() {
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let bad = salma.open_chat("سؤال").await.unwrap();
    let chat = salma.open_chat("سؤال ثان").await.unwrap();
    let pages = format!("get /support/conversations/{bad}/messages");
    *proxy.faults.given_up.lock() = Some(pages);
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    engine.set_shown([bad.clone()]).expect("shown");
    everything_else_works(&engine, &salma, &chat).await;
    engine.send(&bad, "رغم ذلك").await.expect("queued");
    settled(&engine, &bad, "رغم ذلك").await;
    let sockets = proxy.faults.counts.websockets.load(SeqCst);
    assert_eq!(sockets, 1, "the connection broke off");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_page_of_long_messages_is_read() {
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let long = "م".repeat(52_000);
    let messages: Vec<_> = (0..50)
        .map(|number| {
            let at = format!("2025-01-01T00:00:{number:02}.000Z");
            json!({"_id": format!("m{number}"), "content": format!("{number} {long}"), "createdAt": at})
        })
        .collect();
    let body = json!({"messages": messages, "total": 50}).to_string();
    assert!(body.len() > MAX_PAYLOAD_BYTES, "it is more than a payload");
    answer_pages(&proxy, &chat, &body);
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    let fetched = engine.refresh_messages(&chat, 50).await;
    fetched.expect("the page is read");
    assert_eq!(rows(&engine, &chat).await.len(), 50, "all fifty are here");
    engine.shutdown().await;
}

#[tokio::test]
async fn made_up_chats_do_not_stand_before_a_real_one() {
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let chat = salma.open_chat("سؤال حقيقي").await.unwrap();
    // The list names nobody, so records are fetched one by one.
    *proxy.faults.list.lock() = Some(ListAnswer::Body("[]".to_owned()));
    let mut computer = Computer::new();
    computer.timing.list_every = Duration::from_millis(200);
    let engine = computer.start_signed_in(&proxy.url()).await;
    online(&engine).await;
    let say = |id: &str, number: usize| {
        let message = json!({
            "_id": format!("{number:024x}"), "conversation": id, "content": "مرحباً",
            "createdAt": "2025-01-01T00:00:00.000Z",
        });
        proxy.say_packet(format!("42/support,[\"new-message\",{message}]"));
    };
    // Each sorts before the real one.
    for number in 0..60 {
        say(&format!("{number:024}"), number);
    }
    say(chat.as_str(), 1_000);
    until(&engine, "the real chat's record is here", || async {
        let row = engine.conversation(&chat).await.ok()?;
        (row.subject.as_deref() == Some("سؤال حقيقي")).then_some(())
    })
    .await;
    engine.shutdown().await;
}
