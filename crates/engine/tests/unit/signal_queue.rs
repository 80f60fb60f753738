//! The queue by itself, with nobody who takes from it.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use protocol::decode;
use serde_json::json;

use super::*;

fn message(content: &str) -> Signal {
    let record = json!({"_id": "m", "conversation": "c", "content": content});
    Signal::Event(Event::Message(Box::new(
        decode::message_value(&record).unwrap(),
    )))
}

/// How many of these signals find room within moments.
async fn pushed(sender: SignalSender, signal: Signal, times: usize) -> usize {
    let mut pushed = 0;
    for _ in 0..times {
        let push = sender.push(signal.clone());
        if tokio::time::timeout(Duration::from_millis(50), push)
            .await
            .is_err()
        {
            break;
        }
        pushed += 1;
    }
    pushed
}

#[tokio::test]
async fn long_events_wait_on_the_network() {
    let (sender, mut signals) = signal_queue();
    let long = message(&"م".repeat(100_000));
    let waiting = pushed(sender.clone(), long.clone(), 200).await;
    let most = SIGNAL_BYTES_WAITING / 200_000;
    assert!(
        waiting <= most,
        "{waiting} messages of 200 KB wait in memory"
    );
    assert!(waiting + 2 >= most, "no more than {waiting} are taken");
    // What is in the session's hand counts until the store has it.
    let (taken, room) = signals.recv().await.unwrap().split();
    assert_eq!(taken, long);
    assert_eq!(pushed(sender.clone(), long.clone(), 1).await, 0);
    drop(room);
    assert_eq!(pushed(sender, long, 5).await, 1);
}

#[tokio::test]
async fn short_events_are_as_many_as_ever() {
    let (sender, _signals) = signal_queue();
    let waiting = pushed(sender, message("أين طلبي؟"), 2 * SIGNALS_WAITING).await;
    assert_eq!(waiting, SIGNALS_WAITING);
}
