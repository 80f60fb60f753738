use crate::support::*;
use proptest::prelude::*;
use protocol::{Conversation, ConversationStatus, Message, Role, UnreadCounts, UtcMs};
use store::{Batch, ConversationRow, MessageRow, Source};

#[tokio::test]
async fn a_batch_applied_twice_changes_nothing_the_second_time() {
    let home = Home::new();
    let store = home.open().await;
    let batch = Batch {
        conversations: vec![listed(START, &message("m1", START, "سلام"), 1)],
        messages: vec![message("m1", START, "سلام")],
        source: Source::Rest,
    };
    let first = apply(&store, batch.clone()).await;
    assert_eq!(
        first.new_conversations,
        vec![chat("k")],
        "the conversation was not known before"
    );
    assert_eq!(
        first.new_messages.len(),
        1,
        "the message was not known before"
    );
    let again = apply(&store, batch).await;
    assert_eq!(again.conversations, vec![], "nothing in the record was new");
    assert_eq!(again.messages, vec![], "the message was known");
    assert_eq!(
        again.revision, first.revision,
        "what changes nothing has no revision of its own"
    );
}

#[tokio::test]
async fn a_partial_record_erases_nothing() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let closed = Conversation {
        status: Some(ConversationStatus::Closed),
        ..partial("k", START + 10)
    };
    apply(&store, records(vec![closed])).await;
    let row = row(&store).await;
    assert_eq!(row.status, ConversationStatus::Closed);
    assert_eq!(
        row.subject.as_deref(),
        Some("مشكلة في الطلب"),
        "the subject was not spoken of"
    );
    assert_eq!(row.people.len(), 1, "the people were not spoken of");
}

#[tokio::test]
async fn an_older_record_does_not_overwrite_a_newer_status() {
    let home = Home::new();
    let store = home.open().await;
    let closed = Conversation {
        status: Some(ConversationStatus::Closed),
        ..partial("k", START + 10)
    };
    apply(&store, records(vec![closed])).await;
    apply(&store, records(vec![whole("k", START)])).await;
    let row = row(&store).await;
    assert_eq!(
        row.status,
        ConversationStatus::Closed,
        "the list was older than the event"
    );
    assert_eq!(
        row.subject.as_deref(),
        Some("مشكلة في الطلب"),
        "only the list knew the subject"
    );
}

#[tokio::test]
async fn a_record_without_a_time_counts_as_of_now() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let event = Conversation {
        status: Some(ConversationStatus::Resolved),
        updated_at: None,
        ..partial("k", START)
    };
    apply(&store, records(vec![event])).await;
    assert_eq!(row(&store).await.status, ConversationStatus::Resolved);
}

#[tokio::test]
async fn a_burst_goes_in_together_and_every_caller_hears_of_it() {
    let home = Home::new();
    let store = home.open().await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..100 {
        let store = store.clone();
        tasks.spawn(async move {
            let message = message(&format!("m{number:03}"), START + number, "سلام");
            store.apply(events(vec![message])).await
        });
    }
    while let Some(done) = tasks.join_next().await {
        let change = done.expect("the task lives").expect("the batch goes in");
        assert_eq!(
            change.messages,
            vec![chat("k")],
            "each caller hears what its commit changed"
        );
    }
    assert_eq!(
        rows(&store).await.len(),
        100,
        "no message of the burst is lost"
    );
}

#[tokio::test]
async fn revisions_rise_over_restarts_and_a_lost_cache() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let before = store.revision();
    store.close().await.expect("the store closes");
    let store = home.open().await;
    let after = store.revision();
    assert!(
        after > before,
        "a restart goes on from {before}, not back to {after}"
    );
    queue(&store, "سلام").await;
    let before = store.revision();
    store.close().await.expect("the store closes");
    std::fs::remove_file(home.paths().cache).expect("the cache is thrown away");
    let after = home.open().await.revision();
    assert!(
        after > before,
        "an empty cache goes on from {before}, not back to {after}"
    );
}

#[tokio::test]
async fn change_sets_come_after_the_commit() {
    let home = Home::new();
    let store = home.open().await;
    let mut changes = store.changes();
    apply(&store, records(vec![whole("k", START)])).await;
    let change = changes.recv().await.expect("a change set is sent");
    assert_eq!(change.conversations, vec![chat("k")]);
    assert_eq!(
        change.revision,
        row(&store).await.revision,
        "the row carries its change's revision"
    );
}

/// Records that could come from one server: each stamp names one state of the conversation.
fn history() -> impl Strategy<Value = Vec<Batch>> {
    let people = prop::collection::vec(0..3_u8, 1..10);
    people.prop_map(|kinds| {
        kinds
            .iter()
            .enumerate()
            .map(|(index, kind)| batch(index, *kind))
            .collect()
    })
}

fn batch(index: usize, kind: u8) -> Batch {
    let at = START + i64::try_from(index).expect("small") * 1000;
    let said = Message {
        sender: Some(if index.is_multiple_of(3) {
            person("c", Some("سارة"), Some(Role::User))
        } else {
            only_id(if index.is_multiple_of(2) { "c" } else { "me" })
        }),
        is_read: index.is_multiple_of(4),
        created_at: (index % 5 != 4).then_some(UtcMs(at)),
        ..message(&format!("m{index}"), at, &format!("نص {index}"))
    };
    match kind {
        0 => events(vec![said]),
        1 => Batch {
            conversations: vec![listed(at, &said, u32::try_from(index).expect("small"))],
            messages: Vec::new(),
            source: Source::Rest,
        },
        _ => Batch {
            conversations: vec![Conversation {
                status: Some(if index.is_multiple_of(2) {
                    ConversationStatus::Closed
                } else {
                    ConversationStatus::Open
                }),
                subject: (index.is_multiple_of(3)).then(|| Some(format!("عنوان {index}"))),
                unread: UnreadCounts::default(),
                ..partial("k", at)
            }],
            messages: vec![said],
            source: Source::Event,
        },
    }
}

/// The rows, but for when they changed.
async fn shown(batches: &[Batch]) -> (Option<ConversationRow>, Vec<MessageRow>) {
    let home = Home::new();
    let store = home.open().await;
    for batch in batches {
        apply(&store, batch.clone()).await;
    }
    let row = store.conversation(&chat("k")).await.expect("readable");
    let row = row.map(|row| ConversationRow { revision: 0, ..row });
    let rows = rows(&store)
        .await
        .into_iter()
        .map(|row| MessageRow { revision: 0, ..row });
    (row, rows.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_with_repetitions_ends_in_the_same_rows(
        (history, shuffled) in history().prop_flat_map(|history| {
            let mut doubled = history.clone();
            doubled.extend(history.iter().step_by(2).cloned());
            (Just(history), Just(doubled).prop_shuffle())
        })
    ) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let (straight, anyhow) =
            runtime.block_on(async { (shown(&history).await, shown(&shuffled).await) });
        prop_assert_eq!(straight, anyhow, "the order of records shows");
    }
}

#[tokio::test]
async fn a_message_does_not_change_hands() {
    let home = Home::new();
    let store = home.open().await;
    let first = message("m1", START, "سؤال");
    let mut other = first.clone();
    other.sender = Some(admin("someone-else"));
    let both = vec![first.clone(), other];
    apply(&store, events(both.clone())).await;
    let shown = window(&store, 1).await.rows.pop().expect("a row");
    let whose = shown.sender.map(|sender| sender.id);
    assert_eq!(
        whose,
        first.sender.map(|sender| sender.id),
        "the first one's"
    );
    let before = store.revision();
    apply(&store, events(both)).await;
    assert_eq!(store.revision(), before, "and the same again is no news");
}

#[tokio::test]
async fn a_burst_over_many_chats_ends_like_its_events() {
    let (alone, together) = (Home::new(), Home::new());
    let (one_by_one, at_once) = (alone.open().await, together.open().await);
    let chats: Vec<String> = (0..40).map(|n| format!("k{n:02}")).collect();
    let records: Vec<_> = chats.iter().map(|id| whole(id, START)).collect();
    let messages: Vec<_> = (0_i64..400)
        .map(|n| {
            let written = if n % 7 == 0 { mine } else { message };
            let chat_number = usize::try_from(n * 13 % 40).unwrap();
            Message {
                conversation: chat(&chats[chat_number]),
                is_read: n % 5 == 0,
                ..written(
                    &format!("m{n:03}"),
                    START + n * 17 % 1_000,
                    &format!("نص {n}"),
                )
            }
        })
        .collect();
    for store in [&one_by_one, &at_once] {
        apply(
            store,
            Batch {
                conversations: records.clone(),
                ..Batch::default()
            },
        )
        .await;
    }
    for message in &messages {
        apply(&one_by_one, events(vec![message.clone()])).await;
    }
    apply(&at_once, events(messages)).await;
    for id in &chats {
        let one = one_by_one.conversation(&chat(id)).await.unwrap().unwrap();
        let all = at_once.conversation(&chat(id)).await.unwrap().unwrap();
        assert_eq!(
            (one.unread, &one.last_message, one.activity_at),
            (all.unread, &all.last_message, all.activity_at),
            "the row of {id}"
        );
    }
}
