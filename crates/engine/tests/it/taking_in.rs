//! What is heard is taken in at a pace: what comes within it is one change.
use std::time::Duration;

use crate::common::*;
use backend::Dialect;

const SAID: usize = 20;

#[tokio::test]
async fn what_comes_within_the_pace_is_one_change() {
    let (backend, salma) = with_customer(Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let mut computer = Computer::new();
    computer.timing.take_every = Duration::from_secs(5);
    let engine = computer.start_signed_in(&backend.url()).await;
    salma.send_message(&chat, "قبل").await.unwrap();
    wait_for_message(&engine, &chat, "قبل").await;
    let mut changes = engine.subscribe_changes();
    for number in 0..SAID {
        let text = format!("رسالة {number}");
        salma.send_message(&chat, &text).await.unwrap();
    }
    let mut sets = Vec::new();
    let told = tokio::time::timeout(Duration::from_secs(90), async {
        while sets.iter().sum::<usize>() < SAID {
            let change = changes.recv().await.expect("the engine lives");
            if !change.new_messages.is_empty() {
                sets.push(change.new_messages.len());
            }
        }
    });
    told.await.expect("all of them are told");
    assert!(
        sets.len() <= 3,
        "{SAID} messages in a moment were told in so many changes: {sets:?}"
    );
    engine.shutdown().await;
    backend.stop().await;
}
