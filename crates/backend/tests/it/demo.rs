//! The demo: its data and its customers.

use std::collections::BTreeSet;

use crate::common::Backend;
use crate::common::socket::Socket;
use backend::{Demo, Pace, Settings};
use serde_json::Value;

async fn demo(seed: u64, pace: Pace) -> Backend {
    let settings = Settings {
        demo: Some(Demo { seed, pace }),
        ..Settings::default()
    };
    Backend::over(backend::start(settings).await.expect("the demo starts"))
}

async fn list(backend: &Backend, who: &str) -> Vec<Value> {
    let list = backend.get(who, "/support/conversations").await.ok();
    list.as_array().unwrap().clone()
}

/// Everything but the times, which are counted back from the start.
async fn contents(backend: &Backend) -> Vec<String> {
    let mut contents = Vec::new();
    for conversation in list(backend, "admin").await {
        let id = conversation["_id"].as_str().unwrap();
        let path = format!("/support/conversations/{id}/messages?limit=100");
        let page = backend.get("admin", &path).await.ok();
        contents.push(format!(
            "{id} {} {}",
            conversation["subject"], conversation["status"]
        ));
        contents.extend(page["messages"].as_array().unwrap().iter().map(|message| {
            // Pictures carry the address, and so the port.
            let content = message["content"]
                .as_str()
                .unwrap()
                .replace(&backend.running.url(), "");
            format!("{} {} {content}", message["_id"], message["sender"]["name"])
        }));
    }
    contents
}

#[tokio::test]
async fn the_seed_determines_the_data() {
    let (one, same, other) = tokio::join!(
        demo(7, Pace::Still),
        demo(7, Pace::Still),
        demo(8, Pace::Still)
    );
    let first = contents(&one).await;
    assert_eq!(first, contents(&same).await);
    assert_ne!(first, contents(&other).await);
}

#[tokio::test]
async fn the_demo_has_chats_of_every_kind() {
    let backend = demo(1, Pace::Still).await;
    let all = list(&backend, "admin").await;
    assert!(all.len() >= 60, "{} conversations", all.len());
    let statuses: BTreeSet<&str> = all
        .iter()
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    assert_eq!(
        statuses,
        BTreeSet::from(["closed", "open", "pending", "resolved"])
    );
    assert!(
        all.iter().take(6).all(|one| one["unreadCount"] != 0),
        "the unread are on top"
    );
    let restaurants = list(&backend, "restaurant").await.len();
    assert!(
        (20..=30).contains(&restaurants),
        "the restaurant sees {restaurants}"
    );
    for who in ["restaurant2", "market", "pharmacy", "user"] {
        assert!(
            !list(&backend, who).await.is_empty(),
            "{who} has something to see"
        );
    }

    let (mut longest, mut pictures) = (0, BTreeSet::new());
    for conversation in &all {
        let id = conversation["_id"].as_str().unwrap();
        let path = format!("/support/conversations/{id}/messages?limit=100");
        let page = backend.get("admin", &path).await.ok();
        longest = longest.max(page["total"].as_u64().unwrap());
        let messages = page["messages"].as_array().unwrap();
        let images = messages.iter().filter(|message| message["type"] == "image");
        pictures.extend(images.map(|message| message["content"].as_str().unwrap().to_owned()));
    }
    assert!(longest >= 400, "the longest has {longest} messages");
    assert!(pictures.len() >= 6, "{pictures:?}");
    for url in pictures {
        let answer = backend.client.get(&url).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "image/png", "{url}");
        assert!(
            answer.bytes().await.unwrap().starts_with(b"\x89PNG"),
            "{url} is a picture"
        );
    }
}

#[tokio::test]
async fn the_accounts_sign_in_with_the_password_demo() {
    let backend = demo(1, Pace::Still).await;
    for who in [
        "admin",
        "restaurant",
        "restaurant2",
        "market",
        "pharmacy",
        "user",
    ] {
        let body = serde_json::json!({ "username": who, "password": "demo" });
        let answer = backend.post("", "/auth/login", body).await.ok();
        assert_eq!(answer["user"]["username"], who);
    }
}

#[tokio::test]
async fn customers_write_answer_open_chats_and_get_delivered() {
    let backend = demo(1, Pace::Brisk).await;
    let all = list(&backend, "admin").await;
    let token = backend.token("admin").await;
    let mut admin = Socket::connect(&backend.running.url(), Some(&token)).await;
    for conversation in &all {
        admin.join(conversation["_id"].as_str().unwrap()).await;
    }
    let written = admin.event("new-message").await;
    assert_ne!(written["sender"]["role"], "admin", "a customer writes");
    let opened = admin.event("new-conversation").await;
    assert_eq!(
        opened["supportType"], "order",
        "a customer opens an order's chat"
    );

    let asked = all
        .iter()
        .find(|one| one["status"] == "open" && one["participants"][0]["name"] == "سارة المبروك");
    let asked = asked.expect("somebody has a question")["_id"]
        .as_str()
        .unwrap();
    backend.write("admin", asked, "حاضر، لحظة").await.ok();
    loop {
        let message = admin.event("new-message").await;
        if message["conversation"] == asked && message["sender"]["role"] == "user" {
            break;
        }
    }
    loop {
        let updated = admin.event("conversation-updated").await;
        if updated["status"] == "closed" {
            assert_eq!(
                updated["lastMessage"]["type"], "system",
                "an order is delivered"
            );
            break;
        }
    }
}

#[tokio::test]
async fn the_demo_is_not_seeded_twice() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        data: Some(folder.path().to_owned()),
        demo: Some(Demo {
            seed: 1,
            pace: Pace::Still,
        }),
        ..Settings::default()
    };
    let first = Backend::over(backend::start(settings.clone()).await.unwrap());
    let before = contents(&first).await;
    first.running.stop().await;
    let again = Backend::over(backend::start(settings).await.unwrap());
    assert_eq!(before, contents(&again).await);
}
