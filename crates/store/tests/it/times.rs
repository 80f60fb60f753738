//! No record's time decides for ever: one in the future counts as now, and what an earlier version took in so heals.
use crate::support::*;
use protocol::{ConversationStatus, UtcMs};
use store::{Batch, InboxFilter, Source};

/// The year 9990.
const FAR_FUTURE: i64 = 253_087_891_200_000;
const MINUTE: i64 = 60_000;
const ODD_TIMES: [i64; 7] = [
    i64::MIN,
    -62_167_219_200_000,
    -1,
    0,
    FAR_FUTURE,
    315_537_897_599_999_000,
    i64::MAX,
];

fn asked(conversations: Vec<protocol::Conversation>) -> Batch {
    Batch {
        source: Source::Rest,
        ..records(conversations)
    }
}

#[tokio::test]
async fn a_message_from_the_future_comes_before_the_next_one() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    apply(&store, events(vec![message("poison", FAR_FUTURE, "؟")])).await;
    home.pass(MINUTE);
    let change = apply(
        &store,
        events(vec![message("next", START + MINUTE, "أين طلبي؟")]),
    )
    .await;
    assert_eq!(
        keys(&store).await,
        ["poison", "next"],
        "the later comes later"
    );
    assert!(
        change.new_messages.iter().all(|message| message.unread),
        "what comes later is unread: {:?}",
        change.new_messages
    );
    assert_eq!(row(&store).await.last_message.unwrap().content, "أين طلبي؟");
}

#[tokio::test]
async fn reading_a_message_from_the_future_reads_nothing_later() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    apply(&store, events(vec![message("poison", FAR_FUTURE, "؟")])).await;
    store.mark_read(&chat("k")).await.expect("read");
    home.pass(MINUTE);
    apply(&store, events(vec![message("next", START + MINUTE, "سلام")])).await;
    assert_eq!(row(&store).await.unread, 1, "what came later is unread");
}

#[tokio::test]
async fn a_record_from_the_future_freezes_neither_status_nor_subject() {
    let home = Home::new();
    let store = home.open().await;
    let poison = protocol::Conversation {
        subject: Some(Some("قديم".into())),
        status: Some(ConversationStatus::Closed),
        ..whole("k", FAR_FUTURE)
    };
    apply(&store, records(vec![poison])).await;
    home.pass(MINUTE);
    let later = protocol::Conversation {
        subject: Some(Some("جديد".into())),
        status: Some(ConversationStatus::Open),
        ..whole("k", START + MINUTE)
    };
    apply(&store, records(vec![later])).await;
    let row = row(&store).await;
    assert_eq!(row.subject.as_deref(), Some("جديد"));
    assert_eq!(row.status, ConversationStatus::Open);
}

#[tokio::test]
async fn what_the_future_says_late_does_not_outlast_the_truth() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    home.pass(MINUTE);
    let poison = protocol::Conversation {
        status: Some(ConversationStatus::Closed),
        ..partial("k", FAR_FUTURE)
    };
    apply(&store, records(vec![poison])).await;
    assert_eq!(row(&store).await.status, ConversationStatus::Closed);
    // It was said half a minute before the other came.
    let truth = protocol::Conversation {
        status: Some(ConversationStatus::Open),
        ..partial("k", START + MINUTE / 2)
    };
    apply(&store, records(vec![truth])).await;
    assert_eq!(
        row(&store).await.status,
        ConversationStatus::Open,
        "the chat is not closed for ever"
    );
    let spoilt = protocol::Message {
        updated_at: Some(UtcMs(FAR_FUTURE)),
        ..message("m", START + 1, "كلام لم يقله")
    };
    apply(&store, events(vec![spoilt])).await;
    let said = protocol::Message {
        updated_at: Some(UtcMs(START + 2)),
        ..message("m", START + 1, "ما قاله")
    };
    apply(&store, events(vec![said])).await;
    assert_eq!(rows(&store).await[0].content, "ما قاله");
}

#[tokio::test]
async fn a_list_that_says_the_same_future_again_moves_nothing() {
    let home = Home::new();
    let store = home.open().await;
    let poison = message("poison", FAR_FUTURE, "؟");
    apply(&store, asked(vec![listed(FAR_FUTURE, &poison, 1)])).await;
    home.pass(MINUTE);
    let mut other = listed(START + MINUTE, &message("m", START + MINUTE, "سلام"), 1);
    other.id = chat("other");
    apply(&store, asked(vec![other])).await;
    home.pass(MINUTE);
    apply(&store, asked(vec![listed(FAR_FUTURE, &poison, 1)])).await;
    assert_eq!(
        inbox(&store, InboxFilter::All).await,
        ["other", "k"],
        "the order of the list goes by when it was first heard"
    );
}

#[tokio::test]
async fn a_cache_with_times_of_the_future_heals_with_the_next_list() {
    let home = Home::new();
    let store = home.open().await;
    let last = message("m1", START, "سلام");
    apply(&store, asked(vec![listed(START, &last, 0)])).await;
    newest_page(&store, vec![last.clone()], true).await;
    store.close().await.expect("closed");
    let cache = home.paths().cache;
    for sql in [
        "UPDATE messages SET created_at = 253087891200000, sort_time = 253087891200000, updated_at = 253087891200000",
        "UPDATE conversations SET status = 'closed', status_at = 253087891200000, subject_at = 253087891200000,
             updated_at = 253087891200000, last_at = 253087891200000, last_message_at = 253087891200000,
             head_at = 253087891200000, activity_at = 253087891200000, read_at = 253087891200000, read_id = 'm1',
             server_unread_as_of = 253087891200000, server_unread_until_time = 253087891200000",
        "UPDATE fetched_ranges SET to_time = 253087891200000",
        "UPDATE people SET name_at = 253087891200000, name = 'قديم'",
    ] {
        run(&cache, sql).await;
    }
    let store = home.open().await;
    home.pass(MINUTE);
    apply(&store, asked(vec![listed(START + MINUTE, &last, 0)])).await;
    home.pass(MINUTE);
    let next = message("m2", START + 2 * MINUTE, "أين طلبي؟");
    let change = apply(&store, events(vec![next])).await;
    assert!(
        change.new_messages.iter().any(|message| message.unread),
        "what comes is unread: {change:?}"
    );
    assert_eq!(keys(&store).await, ["m1", "m2"]);
    let row = row(&store).await;
    assert_eq!(row.last_message.as_ref().unwrap().content, "أين طلبي؟");
    assert_eq!(row.status, ConversationStatus::Open, "no status is frozen");
    assert!(
        row.activity_at <= Some(UtcMs(START + 2 * MINUTE)),
        "{row:?}"
    );
}

#[tokio::test]
async fn odd_times_break_nothing() {
    let home = Home::new();
    let store = home.open().await;
    for (number, at) in ODD_TIMES.into_iter().enumerate() {
        let id = format!("odd{number}");
        apply(&store, records(vec![whole("k", at)])).await;
        apply(&store, events(vec![message(&id, at, "؟")])).await;
        newest_page(&store, vec![message(&id, at, "؟")], false).await;
        apply(&store, asked(vec![listed(at, &message(&id, at, "؟"), 1)])).await;
    }
    home.pass(MINUTE);
    apply(&store, events(vec![message("now", START + MINUTE, "سلام")])).await;
    assert_eq!(keys(&store).await.last().map(String::as_str), Some("now"));
    assert_eq!(keys(&store).await.len(), ODD_TIMES.len() + 1);
    store.mark_read(&chat("k")).await.expect("read");
    assert_eq!(row(&store).await.unread, 0);
}
