//! One read of what changed since a revision.
use crate::support::*;
use protocol::Message;
use store::{Batch, MessageWindow, Store};

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

/// The keys of all messages that changed since a revision, however many reads it takes.
async fn changed_since(store: &Store, mut since: u64) -> Vec<String> {
    let mut keys = Vec::new();
    loop {
        let changed = store.changed_rows(&[], since).await.expect("a read");
        keys.extend(changed.messages.into_iter().map(|row| row.key));
        if !changed.more {
            return keys;
        }
        since = changed.revision;
    }
}

#[tokio::test]
async fn what_changed_before_the_store_was_opened_is_found_as_well() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m1", START, "أولى")])).await;
    let since = store.revision();
    apply(&store, events(vec![message("m2", START + 1, "ثانية")])).await;
    store.close().await.expect("closed");
    let store = home.open().await;
    apply(&store, events(vec![message("m3", START + 2, "ثالثة")])).await;
    assert_eq!(changed_since(&store, since).await, ["m2", "m3"]);
}

#[tokio::test]
async fn whoever_is_behind_by_more_changes_than_are_remembered_gets_each_message_once() {
    const REMEMBERED: i64 = 32_768;
    const EACH: i64 = 1_024;
    let home = Home::new();
    let store = home.open().await;
    let since = store.revision();
    let mut written = Vec::new();
    for first in (0..REMEMBERED + EACH).step_by(EACH as usize) {
        let ids: Vec<String> = (first..first + EACH).map(|n| format!("m{n:05}")).collect();
        let messages = ids.iter().zip(first..);
        let messages = messages.map(|(id, n)| message(id, START + n, "نص"));
        apply(&store, events(messages.collect())).await;
        written.extend(ids);
    }
    assert_eq!(changed_since(&store, since).await, written);
}

#[tokio::test]
async fn messages_of_one_millisecond_are_read_back_in_the_order_of_their_ids() {
    const LIMIT: u32 = 10;
    let home = Home::new();
    let store = home.open().await;
    let ids: Vec<String> = (0..30).map(|n| format!("m{n:02}")).collect();
    let arrived = ids.iter().rev().map(|id| message(id, START, "نص"));
    newest_page(&store, arrived.collect(), true).await;
    let mut window = MessageWindow::Newest { limit: LIMIT };
    let mut read = Vec::new();
    loop {
        let part = store.messages(&chat("k"), window).await.expect("a part");
        let keys = part.rows.iter().map(|row| row.key.clone());
        read.splice(..0, keys);
        let Some(position) = part.start.filter(|_| part.rows.len() == LIMIT as usize) else {
            break;
        };
        window = MessageWindow::Before {
            position,
            limit: LIMIT,
        };
    }
    assert_eq!(read, ids, "each once, the oldest first");
}
