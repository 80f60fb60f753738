use crate::support::*;
use protocol::{Conversation, ConversationStatus, Message, SupportType, UtcMs};
use store::{DeliveryState, InboxFilter, Store};

fn with_status(id: &str, at: i64, status: ConversationStatus) -> Conversation {
    Conversation {
        status: Some(status),
        ..whole(id, at)
    }
}

/// A store with the chats `k` and, 10 ms newer, `l`.
async fn open_with_two_chats() -> (Home, Store) {
    let home = Home::new();
    let store = home.open().await;
    apply(
        &store,
        records(vec![whole("k", START), whole("l", START + 10)]),
    )
    .await;
    (home, store)
}

#[tokio::test]
async fn the_newest_activity_stands_first() {
    let (home, store) = open_with_two_chats().await;
    assert_eq!(inbox(&store, InboxFilter::Open).await, ["l", "k"]);
    apply(&store, events(vec![message("m1", START + 20, "سلام")])).await;
    assert_eq!(
        inbox(&store, InboxFilter::Open).await,
        ["k", "l"],
        "a message lifts its chat"
    );
    home.pass(60_000);
    store
        .queue_message(&chat("l"), "حاضر")
        .await
        .expect("queued");
    assert_eq!(
        inbox(&store, InboxFilter::Open).await,
        ["l", "k"],
        "so does one of mine that waits"
    );
}

#[tokio::test]
async fn each_filter_shows_and_counts_its_own() {
    let home = Home::new();
    let store = home.open().await;
    let order = Conversation {
        support_type: Some(SupportType::Order),
        ..whole("order", START + 5)
    };
    apply(
        &store,
        records(vec![
            with_status("open", START + 1, ConversationStatus::Open),
            with_status("pending", START + 2, ConversationStatus::Pending),
            with_status("closed", START + 3, ConversationStatus::Closed),
            with_status("resolved", START + 4, ConversationStatus::Resolved),
            order,
            with_status("k", START + 6, ConversationStatus::Other("snoozed".into())),
        ]),
    )
    .await;
    apply(&store, events(vec![message("m1", START + 7, "سلام")])).await;
    assert_eq!(
        inbox(&store, InboxFilter::Open).await,
        ["k", "order", "pending", "open"]
    );
    assert_eq!(
        inbox(&store, InboxFilter::Closed).await,
        ["resolved", "closed"]
    );
    assert_eq!(inbox(&store, InboxFilter::Orders).await, ["order"]);
    assert_eq!(inbox(&store, InboxFilter::Unread).await, ["k"]);
    assert_eq!(inbox(&store, InboxFilter::All).await.len(), 6);
    let counts = store
        .inbox(InboxFilter::All, 2)
        .await
        .expect("readable")
        .counts;
    assert_eq!(
        (
            counts.open,
            counts.closed,
            counts.orders,
            counts.unread,
            counts.all
        ),
        (4, 2, 1, 1, 6)
    );
    let open = store.open_conversations().await.expect("readable");
    assert_eq!(
        open.len(),
        4,
        "every chat that is not settled is to be followed"
    );
}

#[tokio::test]
async fn a_window_says_whether_there_is_more() {
    let home = Home::new();
    let store = home.open().await;
    apply(
        &store,
        records((0..5).map(|n| whole(&format!("k{n}"), START + n)).collect()),
    )
    .await;
    let window = store.inbox(InboxFilter::All, 3).await.expect("readable");
    assert_eq!((window.rows.len(), window.more), (3, true));
    let all = store.inbox(InboxFilter::All, 5).await.expect("readable");
    assert_eq!((all.rows.len(), all.more), (5, false));
}

#[tokio::test]
async fn the_preview_is_the_newest_message_wherever_it_was_heard_of() {
    let home = Home::new();
    let store = home.open().await;
    let heard = message("m2", START + 20, "من القائمة");
    apply(&store, records(vec![listed(START + 20, &heard, 1)])).await;
    apply(&store, events(vec![message("m1", START + 10, "أقدم")])).await;
    let preview = row(&store).await.last_message.expect("a preview");
    assert_eq!(
        preview.content, "من القائمة",
        "the list named a newer one than the event"
    );
    assert_eq!(preview.state, DeliveryState::Received);
    queue(&store, "في الانتظار").await;
    let row = row(&store).await;
    let preview = row.last_message.expect("a preview");
    assert_eq!(
        (preview.content.as_str(), preview.mine),
        ("في الانتظار", true)
    );
    assert_eq!((row.waiting, row.failed), (1, 0));
}

#[tokio::test]
async fn stale_heads_are_named_until_they_were_looked_for() {
    let home = Home::new();
    let store = home.open().await;
    let last = message("m9", START + 90, "الأخيرة");
    apply(&store, records(vec![listed(START + 90, &last, 0)])).await;
    assert_eq!(
        store.stale_heads().await.expect("readable"),
        vec![chat("k")]
    );
    newest_page(&store, vec![message("m8", START + 80, "قبلها")], true).await;
    let stale = store.stale_heads().await.expect("readable");
    assert_eq!(
        stale,
        vec![chat("k")],
        "the page may have been on its way when the list came"
    );
    newest_page(&store, vec![message("m8", START + 80, "قبلها")], true).await;
    assert!(
        store.stale_heads().await.expect("readable").is_empty(),
        "the server has it no more"
    );
    let newer = message("m10", START + 100, "أحدث");
    apply(&store, records(vec![listed(START + 100, &newer, 0)])).await;
    assert_eq!(
        store.stale_heads().await.expect("readable"),
        vec![chat("k")]
    );
    apply(&store, events(vec![newer])).await;
    assert!(
        store.stale_heads().await.expect("readable").is_empty(),
        "now it is here"
    );
}

#[tokio::test]
async fn a_chat_known_by_a_message_only_is_named_for_fetching() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m1", START, "سلام")])).await;
    assert_eq!(
        store.unknown_conversations().await.expect("readable"),
        vec![chat("k")]
    );
    assert_eq!(
        inbox(&store, InboxFilter::Open).await,
        ["k"],
        "it is shown all the same"
    );
    let change = apply(&store, records(vec![whole("k", START)])).await;
    assert_eq!(change.new_conversations, vec![chat("k")]);
    assert!(
        store
            .unknown_conversations()
            .await
            .expect("readable")
            .is_empty()
    );
    assert_eq!(row(&store).await.activity_at, Some(UtcMs(START)));
}

#[tokio::test]
async fn a_chat_known_by_a_partial_record_only_is_named_for_fetching() {
    let home = Home::new();
    let store = home.open().await;
    let update = Conversation {
        status: Some(ConversationStatus::Closed),
        ..partial("k", START)
    };
    let changes = apply(&store, records(vec![update])).await;
    assert!(
        changes.new_conversations.is_empty(),
        "a change of status is no new conversation"
    );
    assert_eq!(
        store.unknown_conversations().await.unwrap(),
        [chat("k")],
        "who is in it has to be asked"
    );
    let changes = apply(&store, records(vec![whole("k", START)])).await;
    assert_eq!(changes.new_conversations, [chat("k")], "now it is one");
}

#[tokio::test]
async fn a_newest_message_without_any_time_is_no_activity() {
    let home = Home::new();
    let store = home.open().await;
    let last = Message {
        created_at: None,
        ..message("m1", 0, "?")
    };
    let record = Conversation {
        created_at: None,
        updated_at: None,
        ..listed(START, &last, 1)
    };
    apply(&store, records(vec![record])).await;
    assert_eq!(row(&store).await.activity_at, None);
}

#[tokio::test]
async fn a_change_of_one_chat_reads_that_row_alone() {
    let home = Home::new();
    let store = home.open().await;
    apply(
        &store,
        records(vec![
            whole("k", START),
            whole("l", START + 10),
            with_status("closed", START + 20, ConversationStatus::Closed),
        ]),
    )
    .await;
    let set = apply(&store, events(vec![message("m1", START + 30, "سلام")])).await;
    let changes = store
        .inbox_changes(InboxFilter::Open, 10, &set.conversations)
        .await
        .expect("readable");
    let whole_window = store.inbox(InboxFilter::Open, 10).await.expect("readable");
    let order: Vec<_> = whole_window.rows.iter().map(|row| row.id.clone()).collect();
    assert_eq!(changes.order, order, "the order is that of the window");
    assert_eq!(
        changes.rows,
        whole_window.rows[..1],
        "only the chat that a message came to is read"
    );
    assert_eq!(changes.counts, whole_window.counts, "all are counted");
    assert_eq!(changes.revision, whole_window.revision);
    assert_eq!(store.unread_conversations().await.expect("readable"), 1);
}

#[tokio::test]
async fn how_chats_stand_is_told_of_many_at_once() {
    let (_home, store) = open_with_two_chats().await;
    let closed = with_status("l", START + 20, ConversationStatus::Closed);
    apply(&store, records(vec![closed])).await;
    apply(&store, events(vec![message("m1", START + 30, "سلام")])).await;
    let asked = [chat("k"), chat("l"), chat("unknown")];
    let states = store.conversation_states(&asked).await.expect("readable");
    assert_eq!(states.len(), 2, "one that is not known is left out");
    for id in &asked[..2] {
        let row = store.conversation(id).await.expect("readable");
        let row = row.expect("it is known");
        let said = &states[id];
        assert_eq!(
            (said.unread, &said.status),
            (row.unread, &row.status),
            "as its row says: {id}"
        );
    }
    assert_eq!(states[&chat("k")].unread, 1);
}

#[tokio::test]
async fn a_changed_chat_outside_the_window_has_no_row() {
    let (_home, store) = open_with_two_chats().await;
    let changes = store
        .inbox_changes(InboxFilter::All, 1, &[chat("k")])
        .await
        .expect("readable");
    assert_eq!(changes.order, [chat("l")], "the window holds the newest");
    assert_eq!(changes.rows, [], "what is not shown is not read");
    assert!(changes.more, "there is one more behind the window");
}
