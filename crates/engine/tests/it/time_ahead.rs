//! One record's time is no bound for others: what is news goes by what was known.
use std::time::Duration;

use crate::{catching_up::news_of_first_catch_up, common::*};
use backend::Dialect;
use protocol::UtcMs;
use serde_json::json;
use testkit_net::proxy::ListAnswer;

const AHEAD_MS: i64 = 3 * 60_000;
const SAID: usize = 5;

/// A list of one chat whose times lie ahead of every clock.
fn list_ahead() -> String {
    let ahead = UtcMs(store::system_clock()().0 + AHEAD_MS).to_iso();
    json!([{
        "_id": "65f0c0ffee65f0c0ffee0001", "subject": "سؤال", "status": "open",
        "participants": [{"_id": "p", "name": "سلمى"}],
        "createdAt": ahead, "updatedAt": ahead, "lastMessageAt": ahead,
        "lastMessage": {"_id": "65f0c0ffee65f0c0ffee0002", "content": "من الغد", "createdAt": ahead},
    }])
    .to_string()
}

#[tokio::test]
async fn one_time_three_minutes_ahead_silences_no_news() {
    for dialect in [Dialect::Live, Dialect::Documented] {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        *proxy.faults.list.lock() = Some(ListAnswer::Body(list_ahead()));
        let computer = Computer::new();
        let engine = computer.start_signed_in(&proxy.url()).await;
        let mut changes = engine.subscribe_changes();
        let told = news_of_first_catch_up(&engine, &mut changes).await;
        assert_eq!(told, Vec::<String>::new(), "{dialect:?}: a first sign-in");
        *proxy.faults.list.lock() = None;
        // With its first message a chat is told as new.
        let chat = salma.open_chat("سؤال").await.unwrap();
        salma.send_message(&chat, "سلام").await.unwrap();
        wait_for_message(&engine, &chat, "سلام").await;
        while changes.try_recv().is_ok() {}
        for number in 0..SAID {
            salma
                .send_message(&chat, &format!("خبر {number}"))
                .await
                .unwrap();
        }
        let mut told = 0;
        let all = tokio::time::timeout(Duration::from_secs(30), async {
            while told < SAID {
                told += changes
                    .recv()
                    .await
                    .expect("the engine lives")
                    .new_messages
                    .len();
            }
        });
        assert!(all.await.is_ok(), "{dialect:?}: {told} of {SAID} are told");
        engine.shutdown().await;
        drop(engine);

        let other = salma.open_chat("أثناء الإغلاق").await.unwrap();
        for number in 0..SAID {
            salma
                .send_message(&other, &format!("فات {number}"))
                .await
                .unwrap();
        }
        let engine = computer.start().await;
        let mut changes = engine.subscribe_changes();
        let told = news_of_first_catch_up(&engine, &mut changes).await;
        assert!(
            told.contains(&other.to_string()),
            "{dialect:?}: what was said while the program was closed is told too: {told:?}"
        );
        engine.shutdown().await;
    }
}
