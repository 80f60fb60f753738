//! Changes reach the window next_batch, and lag is a reload.
use protocol::ConversationId;
use shell::event_forwarder::next_batch;
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
    let (sender, mut receiver) = broadcast::channel(64);
    for revision in 1..=50 {
        sender
            .send(change(revision, if revision % 2 == 0 { "a" } else { "b" }))
            .unwrap();
    }
    let batch = next_batch(&mut receiver).await.expect("a change");
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
    let (sender, mut receiver) = broadcast::channel(4);
    for revision in 1..=20 {
        sender.send(change(revision, "a")).unwrap();
    }
    let batch = next_batch(&mut receiver).await.expect("a change");
    assert!(
        batch.resync,
        "some changes were lost: everything must be asked for again"
    );
    assert_eq!(batch.revision, 20);
}

#[tokio::test]
async fn the_end_of_the_engine_ends_the_changes() {
    let (sender, mut receiver) = broadcast::channel::<ChangeSet>(4);
    drop(sender);
    assert_eq!(next_batch(&mut receiver).await, None);
}
