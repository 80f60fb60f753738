use crate::support::*;
use protocol::{Conversation, Message, MessageKind, Role, UnreadCounts, UserId};
use store::{Batch, FirstUnread, MessageWindow, Source};

async fn unread(store: &store::Store) -> u32 {
    row(store).await.unread
}

fn at(id: &str, time: i64) -> FirstUnread {
    FirstUnread::Here {
        position: position(time, id),
    }
}

#[tokio::test]
async fn an_event_raises_the_count_until_the_list_says_otherwise() {
    let home = Home::new();
    let store = home.open().await;
    let first = message("m1", START, "سلام");
    apply(&store, records(vec![listed(START, &first, 2)])).await;
    assert_eq!(unread(&store).await, 2, "what the list says");
    apply(&store, events(vec![first])).await;
    assert_eq!(unread(&store).await, 2, "the list has counted that one");
    let second = message("m2", START + 10, "هل من أحد؟");
    apply(&store, events(vec![second.clone()])).await;
    assert_eq!(unread(&store).await, 3);
    apply(&store, records(vec![listed(START + 10, &second, 1)])).await;
    assert_eq!(unread(&store).await, 1, "the list says otherwise");
}

#[tokio::test]
async fn a_list_asked_before_the_event_does_not_lower_the_count() {
    let home = Home::new();
    let store = home.open().await;
    let first = message("m1", START, "سلام");
    apply(
        &store,
        events(vec![first.clone(), message("m2", START + 10, "؟")]),
    )
    .await;
    apply(&store, records(vec![listed(START, &first, 1)])).await;
    assert_eq!(unread(&store).await, 2);
}

#[tokio::test]
async fn neither_my_own_nor_the_servers_lines_are_unread() {
    let home = Home::new();
    let store = home.open().await;
    let line = Message {
        kind: MessageKind::System,
        sender: None,
        ..message("m2", START + 1, "أغلقت")
    };
    apply(&store, events(vec![mine("m1", START, "حاضر"), line])).await;
    assert_eq!(unread(&store).await, 0);
}

#[tokio::test]
async fn a_stale_list_does_not_bring_back_what_was_read() {
    let home = Home::new();
    let store = home.open().await;
    let last = message("m1", START, "سلام");
    apply(&store, records(vec![listed(START, &last, 4)])).await;
    store.mark_read(&chat("k")).await.expect("read");
    assert_eq!(unread(&store).await, 0, "at once, before the server knows");
    apply(&store, records(vec![listed(START, &last, 4)])).await;
    assert_eq!(unread(&store).await, 0, "the receipt is still on its way");
    let receipts = store.pending_reads().await.expect("readable");
    store.complete_read(&receipts[0]).await.expect("settled");
    apply(&store, records(vec![listed(START, &last, 4)])).await;
    assert_eq!(
        unread(&store).await,
        0,
        "a list from before the receipt may come even later"
    );
    let next = message("m2", START + 50, "شكرا");
    apply(&store, records(vec![listed(START + 50, &next, 1)])).await;
    assert_eq!(unread(&store).await, 1, "a new message is a new message");
}

#[tokio::test]
async fn while_the_receipt_waits_only_what_came_since_is_unread() {
    let home = Home::new();
    let store = home.open().await;
    let first = message("m1", START, "سلام");
    apply(&store, records(vec![listed(START, &first, 4)])).await;
    store.mark_read(&chat("k")).await.expect("read");
    let second = message("m2", START + 50, "؟");
    // The server still counts the four that I have read.
    apply(&store, records(vec![listed(START + 50, &second, 5)])).await;
    assert_eq!(unread(&store).await, 1);
}

#[tokio::test]
async fn reading_what_is_read_queues_no_receipt() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m1", START, "سلام")])).await;
    store.mark_read(&chat("k")).await.expect("read");
    let receipt = store.pending_reads().await.expect("readable").remove(0);
    store.complete_read(&receipt).await.expect("settled");
    let change = store.mark_read(&chat("k")).await.expect("read again");
    assert_eq!(change.conversations, vec![], "nothing was unread");
    assert_eq!(store.pending_reads().await.expect("readable"), vec![]);
}

#[tokio::test]
async fn settling_a_receipt_leaves_a_later_one_alone() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m1", START, "سلام")])).await;
    store.mark_read(&chat("k")).await.expect("read");
    let first = store.pending_reads().await.expect("readable").remove(0);
    apply(&store, events(vec![message("m2", START + 1, "؟")])).await;
    store.mark_read(&chat("k")).await.expect("read");
    store.complete_read(&first).await.expect("settled");
    assert_eq!(
        store.pending_reads().await.expect("readable").len(),
        1,
        "of m2 it has not heard"
    );
}

#[tokio::test]
async fn a_receipt_outlives_the_cache() {
    let home = Home::new();
    let store = home.open().await;
    let last = message("m1", START, "سلام");
    apply(&store, records(vec![listed(START, &last, 4)])).await;
    store.mark_read(&chat("k")).await.expect("read");
    store.close().await.expect("closed");
    std::fs::remove_file(home.paths().cache).expect("the cache is thrown away");
    let store = home.open().await;
    apply(&store, records(vec![listed(START, &last, 4)])).await;
    assert_eq!(unread(&store).await, 0);
    assert_eq!(store.pending_reads().await.expect("readable").len(), 1);
}

#[tokio::test]
async fn the_live_counts_are_picked_by_my_side() {
    let counts = UnreadCounts {
        mine: None,
        support: Some(3),
        participant: Some(7),
    };
    let side = |id: &str| vec![UserId::new(id).expect("an id")];
    for (me, support_side, expected) in [
        (admin("me"), side("me"), 3),
        (person("me", None, Some(Role::Restaurant)), side("me"), 3),
        (person("me", None, Some(Role::Restaurant)), side("other"), 7),
        (person("me", None, Some(Role::User)), side("other"), 7),
    ] {
        let home = Home::new();
        let store = home.opened().await.store;
        store.set_me(me.clone()).await.expect("me");
        let record = Conversation {
            support_side,
            unread: counts,
            participants: Some(vec![only_id("me"), only_id("c")]),
            ..whole("k", START)
        };
        apply(&store, records(vec![record])).await;
        assert_eq!(unread(&store).await, expected, "as {me:?}");
    }
}

#[tokio::test]
async fn a_chat_opens_at_its_first_unread_message() {
    let home = Home::new();
    let store = home.open().await;
    let said: Vec<Message> = (0..40)
        .map(|n| message(&format!("m{n:02}"), START + n, "نص"))
        .collect();
    let batch = Batch {
        conversations: vec![listed(START + 39, &said[39], 3)],
        messages: said
            .iter()
            .map(|m| Message {
                is_read: false,
                ..m.clone()
            })
            .collect(),
        source: Source::Rest,
    };
    apply(&store, batch).await;
    let window = MessageWindow::FirstUnread { limit: 5 };
    let shown = store
        .messages(&chat("k"), window.clone())
        .await
        .expect("readable");
    assert_eq!(
        shown.first_unread,
        at("m37", START + 37),
        "the last three were unread"
    );
    assert_eq!(shown.rows[0].key, "m27", "with some before it");
    assert_eq!(shown.rows.last().expect("rows").key, "m39");
    store.mark_read(&chat("k")).await.expect("read");
    let shown = store.messages(&chat("k"), window).await.expect("readable");
    assert_eq!(
        shown.first_unread,
        FirstUnread::Nothing,
        "opened again with nothing unread"
    );
    assert_eq!(shown.rows.len(), 5);
}

#[tokio::test]
async fn settling_a_receipt_brings_nothing_back() {
    let home = Home::new();
    let store = home.open().await;
    let third = message("m3", START + 3, "ثلاثة");
    apply(&store, records(vec![listed(START + 3, &third, 3)])).await;
    store.mark_read(&chat("k")).await.unwrap();
    let reads = store.pending_reads().await.unwrap();
    let fourth = message("m4", START + 4, "أربعة");
    apply(&store, records(vec![listed(START + 4, &fourth, 4)])).await;
    assert_eq!(unread(&store).await, 1, "only what came since");
    store.complete_read(&reads[0]).await.unwrap();
    assert_eq!(
        unread(&store).await,
        1,
        "the list was from before the server heard of it"
    );
}
