//! One read of what changed since a revision.
use crate::support::*;
use protocol::Message;
use store::Batch;

fn in_chat(chat_id: &str, written: Message) -> Message {
    Message {
        conversation: chat(chat_id),
        ..written
    }
}

#[tokio::test]
async fn a_read_returns_what_changed_since_the_last_one() {
    let home = Home::new();
    let store = home.open().await;
    let conversations = ["k", "l", "m"].map(|id| whole(id, START)).to_vec();
    apply(
        &store,
        Batch {
            conversations,
            ..Batch::default()
        },
    )
    .await;
    apply(&store, events(vec![message("m1", START, "قديمة")])).await;
    let since = store.revision();

    apply(
        &store,
        events(vec![
            message("m2", START + 1, "أولى"),
            in_chat("l", message("m3", START + 2, "ثانية")),
        ]),
    )
    .await;
    queue(&store, "في الانتظار").await;
    let changed = store
        .changed_rows(&[chat("l"), chat("k")], since)
        .await
        .unwrap();
    let texts: Vec<&str> = changed
        .messages
        .iter()
        .map(|row| row.content.as_str())
        .collect();
    assert_eq!(texts, ["أولى", "ثانية", "في الانتظار"]);
    let ids: Vec<&str> = changed
        .conversations
        .iter()
        .map(|row| row.id.as_str())
        .collect();
    assert_eq!(ids, ["l", "k"], "those that were asked for, in their order");
    assert!(!changed.more);

    let nothing = store.changed_rows(&[], changed.revision).await.unwrap();
    assert_eq!(nothing.messages, []);
}

#[tokio::test]
async fn a_long_burst_is_read_in_parts_and_whole() {
    const TRANSACTIONS: i64 = 25;
    const EACH: i64 = 500;
    let home = Home::new();
    let store = home.open().await;
    let since = store.revision();
    for number in 0..TRANSACTIONS {
        let messages = (number * EACH..(number + 1) * EACH)
            .map(|n| message(&format!("m{n:05}"), START + n, "نص"));
        apply(&store, events(messages.collect())).await;
    }
    let first = store.changed_rows(&[], since).await.unwrap();
    assert!(first.more, "the first read does not return everything");
    let second = store.changed_rows(&[], first.revision).await.unwrap();
    assert!(!second.more, "the second one returns the rest");
    let keys: Vec<String> = [first.messages, second.messages]
        .concat()
        .into_iter()
        .map(|row| row.key)
        .collect();
    let written: Vec<String> = (0..TRANSACTIONS * EACH)
        .map(|n| format!("m{n:05}"))
        .collect();
    assert_eq!(keys, written, "each once, in order");
}
