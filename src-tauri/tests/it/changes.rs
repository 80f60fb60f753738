//! Changes reach the window gathered, and lag is a reload.
use protocol::ConversationId;
use shell::changes::gathered;
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
async fn a_burst_is_told_as_one_change() {
    let (sender, mut receiver) = broadcast::channel(64);
    for revision in 1..=50 {
        sender
            .send(change(revision, if revision % 2 == 0 { "a" } else { "b" }))
            .unwrap();
    }
    let all = gathered(&mut receiver).await.expect("a change");
    assert_eq!(all.revision, 50, "the newest revision counts");
    assert_eq!(
        all.conversations.len(),
        2,
        "each conversation is named once"
    );
    assert!(!all.resync);
}

#[tokio::test]
async fn lag_becomes_a_resync() {
    let (sender, mut receiver) = broadcast::channel(4);
    for revision in 1..=20 {
        sender.send(change(revision, "a")).unwrap();
    }
    let all = gathered(&mut receiver).await.expect("a change");
    assert!(
        all.resync,
        "some changes were lost: everything must be asked for again"
    );
    assert_eq!(all.revision, 20);
}

#[tokio::test]
async fn without_an_engine_there_are_no_more_changes() {
    let (sender, mut receiver) = broadcast::channel::<ChangeSet>(4);
    drop(sender);
    assert_eq!(gathered(&mut receiver).await, None);
}
