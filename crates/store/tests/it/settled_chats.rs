//! Who writes in a closed or resolved chat after it was settled waits for an answer.

use crate::support::*;
use crate::unanswered::{since, with_chat};
use protocol::{Conversation, ConversationStatus};
use store::InboxFilter;

fn with_status(status: ConversationStatus, at: i64) -> Conversation {
    Conversation {
        status: Some(status),
        ..partial("k", START + at)
    }
}

#[tokio::test]
async fn who_writes_in_a_settled_chat_waits_as_in_an_open_one() {
    for status in [ConversationStatus::Resolved, ConversationStatus::Closed] {
        let home = Home::new();
        let store = with_chat(&home).await;
        apply(&store, events(vec![message("m1", START + 1, "شكرا")])).await;
        apply(&store, records(vec![with_status(status.clone(), 2)])).await;
        assert_eq!(since(&store).await, None, "settled with what was said");
        apply(
            &store,
            events(vec![message("m2", START + 3, "وأين الفاتورة؟")]),
        )
        .await;
        apply(&store, events(vec![message("m3", START + 4, "؟")])).await;
        assert_eq!(since(&store).await, Some(3), "{status:?}: said after it");
        let shown = store.inbox(InboxFilter::Unanswered, 10).await.unwrap();
        assert_eq!((shown.rows.len(), shown.counts.unanswered), (1, 1));
        assert_eq!(shown.rows[0].status, status, "and it shows what it is");
        assert_eq!(shown.counts.open, 0, "it is not open");
        assert_eq!(inbox(&store, InboxFilter::Closed).await, ["k"]);
        let followed = store.conversations_to_follow().await.unwrap();
        assert_eq!(followed, [chat("k")], "its room is followed");

        apply(&store, events(vec![mine("m4", START + 5, "حاضر")])).await;
        assert_eq!(since(&store).await, None, "answered");
        assert!(inbox(&store, InboxFilter::Unanswered).await.is_empty());
    }
}

#[tokio::test]
async fn messages_and_records_of_a_settled_chat_may_come_in_any_order() {
    let asked = message("m2", START + 10_000, "سؤال");
    let resolved = with_status(ConversationStatus::Resolved, 5_000);
    let later = Conversation {
        status: Some(ConversationStatus::Resolved),
        ..listed(START + 10_040, &asked, 1)
    };
    let batches = [
        records(vec![resolved]),
        events(vec![asked.clone()]),
        records(vec![later]),
    ];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let home = Home::new();
        let store = with_chat(&home).await;
        apply(&store, events(vec![message("m1", START + 1, "سلام")])).await;
        for at in order {
            apply(&store, batches[at].clone()).await;
        }
        assert_eq!(since(&store).await, Some(10_000), "{order:?}");
        store.close().await.unwrap();
        assert_eq!(
            since(&home.open().await).await,
            Some(10_000),
            "after a start"
        );
    }
}

#[tokio::test]
async fn settled_anew_nobody_waits_there() {
    let home = Home::new();
    let store = with_chat(&home).await;
    let open = || with_status(ConversationStatus::Open, 10_000);
    apply(
        &store,
        records(vec![with_status(ConversationStatus::Resolved, 1)]),
    )
    .await;
    apply(&store, events(vec![message("m1", START + 2, "شكرا")])).await;
    assert_eq!(since(&store).await, Some(2));
    apply(&store, records(vec![open()])).await;
    assert_eq!(since(&store).await, Some(2), "opened again");
    apply(
        &store,
        records(vec![with_status(ConversationStatus::Resolved, 11_000)]),
    )
    .await;
    assert_eq!(since(&store).await, None, "and resolved");
    let without_time = Conversation {
        updated_at: None,
        ..with_status(ConversationStatus::Closed, 0)
    };
    apply(&store, events(vec![message("m2", START + 12_000, "؟")])).await;
    assert_eq!(since(&store).await, Some(12_000));
    apply(&store, records(vec![without_time])).await;
    assert_eq!(
        since(&store).await,
        None,
        "closed with what was known by then"
    );
    apply(&store, events(vec![message("m3", START + 13_000, "؟")])).await;
    assert_eq!(since(&store).await, Some(13_000));
}

#[tokio::test]
async fn settled_chats_of_a_first_list_wait_for_nobody() {
    let home = Home::new();
    let store = home.open().await;
    let thanks = message("m1", START + 1, "شكرا");
    let old = Conversation {
        status: Some(ConversationStatus::Resolved),
        ..listed(START + 1, &thanks, 1)
    };
    apply(&store, records(vec![old.clone()])).await;
    apply(&store, events(vec![thanks])).await;
    assert_eq!(since(&store).await, None, "an old chat's last words");
    let question = message("m2", START + 9_000, "سؤال");
    let now = Conversation {
        status: Some(ConversationStatus::Resolved),
        ..listed(START + 9_000, &question, 2)
    };
    apply(&store, records(vec![now])).await;
    assert_eq!(
        since(&store).await,
        Some(9_000),
        "written since, as a list says"
    );
}
