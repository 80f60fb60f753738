//! The list of conversations: taken in as it comes, and whatever is wrong with it costs only the list.
use std::sync::atomic::Ordering::SeqCst;

use crate::common::*;
use backend::Dialect;
use engine::{Credentials, Engine};
use serde_json::json;
use store::{InboxCounts, InboxFilter};
use testkit_net::{Person, Proxy, proxy::ListAnswer};

const CHATS: usize = 20_000;

/// A list in which each chat has a last message of the longest that is sent.
fn long_list(chats: usize) -> String {
    let text = "٥".repeat(500);
    let list: Vec<_> = (0..chats)
        .map(|n| {
            json!({
                "_id": format!("{n:024x}"), "subject": format!("سؤال {n}"), "status": "closed",
                "participants": [{"_id": "p", "name": "سلمى"}], "createdAt": "2025-01-01T00:00:00.000Z",
                "lastMessage": {"_id": format!("m{n}"), "content": text, "createdAt": "2025-01-01T00:00:00.000Z"},
            })
        })
        .collect();
    json!({"conversations": list}).to_string()
}

async fn chats_known(engine: &Engine) -> usize {
    let InboxCounts { all, .. } = engine
        .inbox(InboxFilter::All, 1)
        .await
        .expect("the inbox is readable")
        .counts;
    usize::try_from(all).expect("a count")
}

async fn with_list(answer: ListAnswer) -> (backend::Server, Proxy, Person) {
    let (backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    *proxy.faults.list.lock() = Some(answer);
    (backend, proxy, salma)
}

#[tokio::test]
async fn a_list_of_twenty_thousand_chats_is_taken_in() {
    let body = long_list(CHATS);
    assert!(body.len() > 20_000_000, "it is far over a payload's bound");
    let (_backend, proxy, salma) = with_list(ListAnswer::Body(body)).await;
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    everything_else_works(&engine, &salma, &chat).await;
    assert!(chats_known(&engine).await >= CHATS, "all of them are known");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_bad_list_costs_only_the_list() {
    for answer in [
        ListAnswer::Body("[{\"_id\":\"a\"},".to_owned()),
        ListAnswer::Body("{\"message\":\"none\"}".to_owned()),
        ListAnswer::Body(String::new()),
    ] {
        let (_backend, proxy, salma) = with_list(answer).await;
        let computer = Computer::new();
        let engine = computer.start_signed_in(&proxy.url()).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        everything_else_works(&engine, &salma, &chat).await;
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_list_that_hangs_or_fails_costs_only_the_list() {
    for fails in [true, false] {
        let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
        if fails {
            let list = "get /support/conversations http".to_owned();
            *proxy.faults.failing.lock() = Some(list);
        } else {
            *proxy.faults.list.lock() = Some(ListAnswer::Hangs);
        }
        let mut computer = Computer::new();
        computer.timing.call_timeout = std::time::Duration::from_secs(2);
        let engine = computer.start_signed_in(&proxy.url()).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        everything_else_works(&engine, &salma, &chat).await;
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_bad_list_is_not_asked_for_again_and_again() {
    let (_backend, proxy, salma) = with_list(ListAnswer::Body("[".to_owned())).await;
    let mut computer = Computer::new();
    computer.timing.list_every = std::time::Duration::from_millis(50);
    let engine = computer.start_signed_in(&proxy.url()).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    everything_else_works(&engine, &salma, &chat).await;
    let asked = proxy.faults.lists.load(SeqCst);
    assert!(asked <= 2, "asked {asked} times within moments");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_sign_in_with_a_token_needs_no_list() {
    let (_backend, proxy, salma) = with_list(ListAnswer::Body("[".to_owned())).await;
    let admin = person_at(&proxy.url(), "mudir").await;
    let computer = Computer::new();
    let engine = computer.start().await;
    let token = admin.token().to_owned();
    let signed_in = engine
        .sign_in(&proxy.url(), Credentials::Token { token })
        .await;
    signed_in.expect("signed in without a list");
    // Without a list, a chat is known from what is said once the line is up.
    online(&engine).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    everything_else_works(&engine, &salma, &chat).await;
    engine.shutdown().await;
}
