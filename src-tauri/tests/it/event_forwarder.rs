//! Changes reach the window at most once a frame, and lag is a reload.
use std::time::Instant;

use futures_util::FutureExt as _;
use protocol::ConversationId;
use shell::event_forwarder::{Batches, FRAME};
use store::ChangeSet;
use tokio::sync::broadcast;

fn change(revision: u64, conversation: &str) -> ChangeSet {
    ChangeSet {
        revision,
        conversations: ConversationId::new(conversation).into_iter().collect(),
        ..ChangeSet::default()
    }
}

#[tokio::test]
async fn a_burst_becomes_one_change() {
    let (sender, receiver) = broadcast::channel(64);
    for revision in 1..=50 {
        sender
            .send(change(revision, if revision % 2 == 0 { "a" } else { "b" }))
            .unwrap();
    }
    let batch = Batches::of(receiver, FRAME).next().await.expect("a change");
    assert_eq!(batch.revision, 50, "the newest revision counts");
    assert_eq!(
        batch.conversations.len(),
        2,
        "each conversation is named once"
    );
    assert!(!batch.resync);
}

#[tokio::test]
async fn lag_becomes_a_resync() {
    let (sender, receiver) = broadcast::channel(4);
    for revision in 1..=20 {
        sender.send(change(revision, "a")).unwrap();
    }
    let batch = Batches::of(receiver, FRAME).next().await.expect("a change");
    assert!(
        batch.resync,
        "some changes were lost: everything must be asked for again"
    );
    assert_eq!(batch.revision, 20);
}

#[tokio::test]
async fn the_end_of_the_engine_ends_the_changes() {
    let (sender, receiver) = broadcast::channel::<ChangeSet>(4);
    drop(sender);
    assert_eq!(Batches::of(receiver, FRAME).next().await, None);
}

#[tokio::test]
async fn a_change_is_told_at_once_and_those_within_a_frame_of_it_as_one() {
    let (sender, receiver) = broadcast::channel(4);
    let mut batches = Batches::of(receiver, FRAME);
    let began = Instant::now();
    sender.send(change(1, "a")).unwrap();
    let first = batches.next().now_or_never();
    let first = first.expect("nothing is waited for").expect("a change");
    assert_eq!(first.revision, 1);
    sender.send(change(2, "a")).unwrap();
    sender.send(change(3, "b")).unwrap();
    let second = batches.next().await.expect("a change");
    assert_eq!(second.revision, 3, "what came meanwhile is one change");
    assert!(began.elapsed() >= FRAME, "the frame is over by then");
}
