//! No message is «checking» for ever: what cannot be found out is left to the user, whatever stands in the way.
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use crate::common::{rows, work_off};
use crate::reconciling::Scene;
use backend::Dialect;
use protocol::ConversationId;
use serde_json::json;
use store::OutboxState;
use testkit_net::Proxy;

/// Longer than any pause between two lookups, and than the settle time.
const A_WHILE: Duration = Duration::from_secs(60);
/// How many lookups may fail before the user is asked.
const LOOKUPS: usize = 8;

/// Keeps a chat's pages from being read.
type Obstruct = fn(&Proxy, &ConversationId);

const OBSTACLES: [(&str, Obstruct); 6] = [
    ("no JSON", |proxy, chat| {
        answer_page(proxy, chat, "Not found")
    }),
    ("another JSON", |proxy, chat| answer_page(proxy, chat, "7")),
    ("cut JSON", |proxy, chat| {
        answer_page(proxy, chat, "{\"messages\":[1,")
    }),
    ("no message can be read", |proxy, chat| {
        answer_page(proxy, chat, "{\"messages\":[{},{},{}],\"total\":900}");
    }),
    ("500", |proxy, chat| {
        *proxy.faults.failing.lock() = Some(pages_of(chat))
    }),
    ("504", |proxy, chat| {
        *proxy.faults.given_up.lock() = Some(pages_of(chat))
    }),
];

fn pages_of(chat: &ConversationId) -> String {
    format!("get /support/conversations/{chat}/messages")
}

fn answer_page(proxy: &Proxy, chat: &ConversationId, body: &str) {
    let mut files = proxy.faults.files.lock();
    for number in 1..=3 {
        let page = format!("{}?page={number}&limit=50", pages_of(chat));
        files.insert(page, body.as_bytes().to_vec());
    }
}

async fn lose(scene: &Scene, text: &str) {
    let faults = &scene.proxy.faults;
    faults.swallow_messages.store(true, SeqCst);
    scene.engine.send(&scene.chat, text).await.expect("queued");
    scene.work().await;
    faults.swallow_messages.store(false, SeqCst);
    assert_eq!(
        scene.standing().await,
        OutboxState::Checking,
        "its answer is lost"
    );
}

#[tokio::test]
async fn a_message_whose_chat_cannot_be_read_is_left_to_the_user() {
    for (what, obstruct) in OBSTACLES {
        let scene = Scene::new(Dialect::Live).await;
        lose(&scene, "ضائعة").await;
        obstruct(&scene.proxy, &scene.chat);
        for _ in 0..LOOKUPS - 1 {
            scene.work().await;
            scene.pass(A_WHILE);
            let standing = scene.standing().await;
            assert_eq!(standing, OutboxState::Checking, "{what}: it may pass");
        }
        scene.work().await;
        let standing = scene.standing().await;
        assert!(
            matches!(&standing, OutboxState::Failed { code, .. } if code == "unsettled-send"),
            "{what}: the user is asked: {standing:?}"
        );
        scene.engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_server_that_is_away_costs_no_lookup() {
    let scene = Scene::new(Dialect::Live).await;
    lose(&scene, "ضائعة").await;
    scene.proxy.faults.portal.store(true, SeqCst);
    for _ in 0..LOOKUPS + 2 {
        scene.work().await;
        scene.pass(A_WHILE);
    }
    assert_eq!(
        scene.standing().await,
        OutboxState::Checking,
        "nobody could be asked"
    );
    scene.proxy.faults.portal.store(false, SeqCst);
    for _ in 0..3 {
        scene.work().await;
        scene.pass(A_WHILE);
    }
    assert_eq!(scene.salma.count_of(&scene.chat, "ضائعة").await.unwrap(), 1);
    scene.engine.shutdown().await;
}

#[tokio::test]
async fn an_answer_that_the_cache_does_not_take_is_never_sent_again_by_itself() {
    let scene = Scene::new(Dialect::Live).await;
    let other = scene.salma.open_chat("سؤال آخر").await.unwrap();
    scene.salma.send_message(&other, "مرحباً").await.unwrap();
    let fetched = scene.engine.refresh_messages(&other, 50).await;
    fetched.expect("the other chat is here");
    let taken = rows(&scene.engine, &other)
        .await
        .remove(0)
        .id
        .expect("an id");
    // The server answers with an id that is another chat's message.
    let answer = json!({
        "_id": taken, "conversation": scene.chat, "content": "ضائعة", "createdAt": "2026-01-01T00:00:00.000Z",
    });
    let posts = "post /support/messages".to_owned();
    let files = &scene.proxy.faults.files;
    files
        .lock()
        .insert(posts.clone(), answer.to_string().into_bytes());
    let local = scene
        .engine
        .send(&scene.chat, "ضائعة")
        .await
        .expect("queued");
    scene.work().await;
    files.lock().remove(&posts);
    for _ in 0..4 {
        scene.work().await;
        scene.pass(A_WHILE);
    }
    let standing = scene.standing().await;
    assert!(
        matches!(&standing, OutboxState::Failed { code, .. } if code == "unsettled-send"),
        "the server has said that it has it: {standing:?}"
    );
    assert_eq!(scene.salma.count_of(&scene.chat, "ضائعة").await.unwrap(), 0);
    scene
        .engine
        .retry(&local)
        .await
        .expect("the user wants it sent");
    work_off(&scene.engine).await;
    assert_eq!(scene.salma.count_of(&scene.chat, "ضائعة").await.unwrap(), 1);
    scene.engine.shutdown().await;
}
