//! Since when somebody waits for an answer.

use crate::support::*;
use protocol::{Conversation, ConversationStatus, Message, MessageKind, Role, UserId, UtcMs};
use store::{InboxFilter, InboxSort, InboxView, Store};

const SECOND: i64 = 1_000;

async fn since(store: &Store) -> Option<i64> {
    row(store).await.unanswered_since.map(|at| at.0 - START)
}

fn said_by(sender: &str, id: &str, at: i64) -> Message {
    Message {
        sender: Some(only_id(sender)),
        ..message(id, at, "نص")
    }
}

fn line_of_server(id: &str, at: i64) -> Message {
    Message {
        kind: MessageKind::System,
        sender: None,
        ..message(id, at, "أغلقت")
    }
}

async fn with_chat(home: &Home) -> Store {
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    store
}

#[tokio::test]
async fn the_first_unanswered_message_says_since_when() {
    let home = Home::new();
    let store = with_chat(&home).await;
    assert_eq!(since(&store).await, None, "nobody has spoken");
    apply(&store, events(vec![message("m1", START + 1, "سلام")])).await;
    apply(&store, events(vec![message("m2", START + 2, "أين الطلب؟")])).await;
    assert_eq!(since(&store).await, Some(1), "the first, not the last");
    apply(&store, events(vec![mine("m3", START + 3, "حاضر")])).await;
    assert_eq!(since(&store).await, None, "answered");
    apply(&store, events(vec![message("m4", START + 4, "شكرا")])).await;
    assert_eq!(since(&store).await, Some(4));
}

#[tokio::test]
async fn any_order_of_messages_ends_in_the_same_waiting_time() {
    let messages = [
        message("m1", START + 1, "سلام"),
        mine("m2", START + 2, "حاضر"),
        message("m3", START + 3, "أين؟"),
        message("m4", START + 4, "؟"),
    ];
    let orders: [[usize; 4]; 6] = [
        [0, 1, 2, 3],
        [3, 2, 1, 0],
        [3, 0, 1, 2],
        [2, 3, 0, 1],
        [1, 3, 0, 2],
        [0, 3, 2, 1],
    ];
    for order in orders {
        let home = Home::new();
        let store = with_chat(&home).await;
        for at in order {
            apply(&store, events(vec![messages[at].clone()])).await;
        }
        assert_eq!(since(&store).await, Some(3), "{order:?}");
        apply(&store, events(messages.to_vec())).await;
        assert_eq!(since(&store).await, Some(3), "{order:?}, told again");
    }
}

#[tokio::test]
async fn support_and_the_server_answer_too() {
    for answer in [
        said_by("colleague", "m2", START + 2),
        said_by("r", "m2", START + 2),
        line_of_server("m2", START + 2),
    ] {
        let home = Home::new();
        let store = home.open().await;
        let restaurant = person("r", Some("البركة"), Some(Role::Restaurant));
        let order = Conversation {
            participants: Some(vec![customer("c"), restaurant, admin("me")]),
            support_side: vec![UserId::new("me").unwrap(), UserId::new("r").unwrap()],
            ..whole("k", START)
        };
        apply(&store, records(vec![order])).await;
        apply(&store, events(vec![message("m1", START + 1, "سلام")])).await;
        assert_eq!(since(&store).await, Some(1));
        apply(&store, events(vec![answer.clone()])).await;
        assert_eq!(since(&store).await, None, "{answer:?}");
    }
}

#[tokio::test]
async fn a_restaurant_is_asked_by_customer_and_admin_alike() {
    for sender in ["c", "boss"] {
        let home = Home::new();
        let store = home.opened().await.store;
        let me = person("me", Some("البركة"), Some(Role::Restaurant));
        store.set_me(me.clone()).await.unwrap();
        let order = Conversation {
            participants: Some(vec![customer("c"), me, admin("boss")]),
            support_side: vec![UserId::new("me").unwrap(), UserId::new("boss").unwrap()],
            ..whole("k", START)
        };
        apply(&store, records(vec![order])).await;
        apply(&store, events(vec![said_by(sender, "m1", START + 1)])).await;
        assert_eq!(since(&store).await, Some(1), "asked by {sender}");
        apply(&store, events(vec![mine("m2", START + 2, "حاضر")])).await;
        assert_eq!(since(&store).await, None, "answered to {sender}");
    }
}

#[tokio::test]
async fn the_message_that_a_list_names_counts_before_it_is_here() {
    let home = Home::new();
    let store = home.open().await;
    apply(
        &store,
        records(vec![listed(START, &message("m1", START + 1, "سلام"), 1)]),
    )
    .await;
    assert_eq!(since(&store).await, Some(1), "asked");
    let answer = mine("m2", START + 2, "حاضر");
    apply(&store, records(vec![listed(START + 2, &answer, 0)])).await;
    assert_eq!(since(&store).await, None, "answered elsewhere");
    let unnamed = Message {
        sender: None,
        ..message("m3", START + 3, "؟")
    };
    apply(&store, records(vec![listed(START + 3, &unnamed, 1)])).await;
    assert_eq!(since(&store).await, None, "who said it is not guessed");
    apply(&store, events(vec![message("m3", START + 3, "؟")])).await;
    assert_eq!(since(&store).await, Some(3), "it came");
}

#[tokio::test]
async fn a_settled_chat_waits_for_nobody() {
    let home = Home::new();
    let store = with_chat(&home).await;
    apply(&store, events(vec![message("m1", START + 1, "سلام")])).await;
    for (at, status) in [
        (2, ConversationStatus::Closed),
        (3, ConversationStatus::Resolved),
    ] {
        let record = Conversation {
            status: Some(status),
            ..partial("k", START + at)
        };
        apply(&store, records(vec![record])).await;
        assert_eq!(since(&store).await, None);
        assert!(inbox(&store, InboxFilter::Unanswered).await.is_empty());
    }
    let open = Conversation {
        status: Some(ConversationStatus::Open),
        ..partial("k", START + 4)
    };
    apply(&store, records(vec![open])).await;
    assert_eq!(
        since(&store).await,
        Some(1),
        "opened again it waits as before"
    );
}

#[tokio::test]
async fn an_answer_on_its_way_counts_and_a_failed_one_does_not() {
    let home = Home::new();
    let store = with_chat(&home).await;
    apply(&store, events(vec![message("m1", START + 1, "سلام")])).await;
    let unanswered = || async {
        let inbox = store.inbox(InboxFilter::Unanswered, 10).await.unwrap();
        assert_eq!(inbox.counts.unanswered as usize, inbox.rows.len());
        inbox.rows.len()
    };
    assert_eq!(unanswered().await, 1);
    let id = sending(&store, "حاضر").await;
    assert_eq!((since(&store).await, unanswered().await), (None, 0));
    store.mark_failed(&id, "refused", None).await.unwrap();
    assert_eq!((since(&store).await, unanswered().await), (Some(1), 1));
}

#[tokio::test]
async fn who_i_am_told_later_changes_who_waits() {
    let home = Home::new();
    let store = home.opened().await.store;
    apply(&store, records(vec![whole("k", START)])).await;
    apply(&store, events(vec![message("m1", START + 1, "سلام")])).await;
    apply(&store, events(vec![mine("m2", START + 2, "حاضر")])).await;
    store.set_me(admin("me")).await.unwrap();
    assert_eq!(since(&store).await, None, "the last words are mine");
    assert_eq!(inbox(&store, InboxFilter::TookPart).await, ["k"]);
}

#[tokio::test]
async fn each_order_of_the_inbox_walks_its_own_way() {
    let home = Home::new();
    let store = home.open().await;
    let chats = ["a", "b", "c", "d"].iter().zip(START..);
    apply(
        &store,
        records(chats.map(|(id, at)| whole(id, at)).collect()),
    )
    .await;
    for (chat_id, id, at) in [("b", "m1", 5), ("c", "m2", 3), ("b", "m3", 9)] {
        let said = Message {
            conversation: chat(chat_id),
            ..message(id, START + at * SECOND, "سلام")
        };
        apply(&store, events(vec![said])).await;
    }
    let ordered = |sort, filter| {
        let store = &store;
        async move {
            let inbox = store.inbox(InboxView { filter, sort }, 10).await.unwrap();
            let ids = inbox.rows.into_iter().map(|row| row.id.into_string());
            ids.collect::<Vec<_>>().join("")
        }
    };
    assert_eq!(ordered(InboxSort::Newest, InboxFilter::All).await, "bcda");
    assert_eq!(ordered(InboxSort::Oldest, InboxFilter::All).await, "adcb");
    assert_eq!(ordered(InboxSort::Waiting, InboxFilter::All).await, "cbda");
    assert_eq!(
        ordered(InboxSort::Waiting, InboxFilter::Unanswered).await,
        "cb"
    );
    assert_eq!(
        ordered(InboxSort::Newest, InboxFilter::Unanswered).await,
        "bc"
    );
    for id in ["a", "b"] {
        store.star(&chat(id)).await.unwrap();
    }
    assert_eq!(
        ordered(InboxSort::Waiting, InboxFilter::Starred).await,
        "ba"
    );
    assert_eq!(ordered(InboxSort::Oldest, InboxFilter::Starred).await, "ab");
    let view = InboxView {
        filter: InboxFilter::All,
        sort: InboxSort::Waiting,
    };
    let window = store.inbox(view, 3).await.unwrap();
    assert_eq!((window.rows.len(), window.more), (3, true));
}

#[tokio::test]
async fn i_took_part_where_i_wrote() {
    let home = Home::new();
    let store = with_chat(&home).await;
    let notice = Message {
        sender: Some(only_id("me")),
        ..line_of_server("m1", START + 1)
    };
    apply(
        &store,
        events(vec![notice, message("m2", START + 2, "سلام")]),
    )
    .await;
    assert!(inbox(&store, InboxFilter::TookPart).await.is_empty());
    apply(&store, events(vec![mine("m3", START + 3, "حاضر")])).await;
    assert_eq!(inbox(&store, InboxFilter::TookPart).await, ["k"]);
    let counts = store.inbox(InboxFilter::All, 1).await.unwrap().counts;
    assert_eq!(counts.took_part, 1);
    assert_eq!(UtcMs(START + 3), row(&store).await.activity_at.unwrap());
}
