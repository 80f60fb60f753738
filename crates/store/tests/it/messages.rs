use crate::support::*;
use protocol::{Message, MessageId, MessageKind};
use store::{DeliveryState, MessageWindow, Older};

fn many(count: i64) -> Vec<Message> {
    (0..count)
        .map(|n| message(&format!("m{n:03}"), START + n, &format!("نص {n}")))
        .collect()
}

#[tokio::test]
async fn one_row_for_each_id_in_order_of_time_and_id() {
    let home = Home::new();
    let store = home.open().await;
    let batch = vec![
        message("b", START + 1, "ثالثة"),
        message("z", START, "أولى"),
        message("a", START + 1, "ثانية"),
        message("b", START + 1, "ثالثة"),
    ];
    apply(&store, events(batch.clone())).await;
    apply(&store, events(batch)).await;
    assert_eq!(keys(&store).await, ["z", "a", "b"]);
}

#[tokio::test]
async fn a_message_without_a_time_has_a_place_that_stays() {
    let home = Home::new();
    let store = home.open().await;
    let timeless = |id: &str| Message {
        created_at: None,
        updated_at: None,
        ..message(id, START, "؟")
    };
    // An ObjectId holds its second: this one is of START.
    let object_id = format!("{:08x}0000000000000001", START / 1000);
    apply(
        &store,
        events(vec![
            timeless("x"),
            timeless(&object_id),
            message("m", START + 5, "سلام"),
        ]),
    )
    .await;
    let before = keys(&store).await;
    home.pass(1_000_000);
    apply(&store, events(vec![timeless("x"), timeless(&object_id)])).await;
    assert_eq!(
        keys(&store).await,
        before,
        "seen again later, they stay where they are"
    );
    assert_eq!(
        rows(&store)
            .await
            .iter()
            .position(|row| row.key == object_id),
        Some(0)
    );
}

#[tokio::test]
async fn a_later_copy_adds_and_takes_nothing_away() {
    let home = Home::new();
    let store = home.open().await;
    let read = Message {
        is_read: true,
        updated_at: Some(protocol::UtcMs(START + 9)),
        ..mine("m", START, "سلام")
    };
    apply(&store, events(vec![read])).await;
    let bare = Message {
        sender: None,
        created_at: None,
        ..mine("m", START, "سلام")
    };
    apply(&store, events(vec![bare])).await;
    let rows = rows(&store).await;
    assert_eq!(rows.len(), 1);
    assert!(rows[0].mine, "the sender is not forgotten");
    assert_eq!(
        rows[0].delivery,
        DeliveryState::Read,
        "nobody unreads a message"
    );
}

#[tokio::test]
async fn kinds_that_this_version_does_not_know_are_kept() {
    let home = Home::new();
    let store = home.open().await;
    let odd = Message {
        kind: MessageKind::Other("poll".into()),
        ..message("m", START, "{}")
    };
    apply(&store, events(vec![odd])).await;
    assert_eq!(
        rows(&store).await[0].kind,
        MessageKind::Other("poll".into())
    );
}

#[tokio::test]
async fn windows_go_by_key() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, many(30), true).await;
    let newest = window(&store, 10).await;
    assert_eq!(newest.rows.len(), 10);
    assert_eq!(
        (newest.rows[0].key.as_str(), newest.older),
        ("m020", Older::Cached)
    );
    let start = newest.start.expect("it begins somewhere");
    let before = MessageWindow::Before {
        position: start.clone(),
        limit: 15,
    };
    let before = store.messages(&chat("k"), before).await.expect("readable");
    assert_eq!(
        (before.rows[0].key.as_str(), before.rows.len()),
        ("m005", 15)
    );
    assert_eq!(
        before.rows[14].key, "m019",
        "up to the position, without it"
    );
    let rest = MessageWindow::Before {
        position: before.start.expect("a start"),
        limit: 15,
    };
    let rest = store.messages(&chat("k"), rest).await.expect("readable");
    assert_eq!(
        (rest.rows.len(), rest.older),
        (5, Older::Nothing),
        "the chat begins there"
    );
    let from = store
        .messages(
            &chat("k"),
            MessageWindow::From {
                position: start,
                until: None,
            },
        )
        .await
        .expect("readable");
    assert_eq!((from.rows.len(), from.rows[0].key.as_str()), (10, "m020"));
}

#[tokio::test]
async fn the_server_has_perhaps_more_until_the_beginning_is_reached() {
    let home = Home::new();
    let store = home.open().await;
    assert_eq!(
        window(&store, 10).await.older,
        Older::OnServer,
        "nothing is known yet"
    );
    newest_page(&store, many(5), false).await;
    assert_eq!(window(&store, 10).await.older, Older::OnServer);
    older_page(&store, position(START, "m000"), vec![], true).await;
    assert_eq!(window(&store, 10).await.older, Older::Nothing);
}

#[tokio::test]
async fn an_empty_chat_is_known_to_be_empty() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, vec![], true).await;
    assert_eq!(window(&store, 10).await.older, Older::Nothing);
    apply(&store, events(vec![message("m1", START, "سلام")])).await;
    let first = window(&store, 10).await;
    assert_eq!(
        (first.older, first.rows[0].gap_before),
        (Older::Nothing, false)
    );
}

#[tokio::test]
async fn messages_can_be_looked_up() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, many(3), false).await;
    assert_eq!(
        store.oldest(&chat("k")).await.expect("readable"),
        Some(position(START, "m000"))
    );
    let [there, missing] = ["m001", "m999"].map(|id| MessageId::new(id).expect("an id"));
    assert_eq!(store.message(&missing).await.expect("readable"), None);
    let row = store
        .message(&there)
        .await
        .expect("readable")
        .expect("there");
    assert_eq!(row.content, "نص 1");
}

#[tokio::test]
async fn any_text_is_kept_as_it_came() {
    let home = Home::new();
    let store = home.open().await;
    let texts = [
        "قبل\0بعد",
        "\"quoted\" \\ and {\"json\": [1]}",
        "سطر\nآخر\r\n\t\u{2028}\u{2029}",
        "👩‍👩‍👧 \u{202e}mirrored\u{202c}",
        "'; DROP TABLE messages; --",
        "12345678901234567890.0000",
        "",
    ];
    let messages = (0..)
        .zip(texts)
        .map(|(n, text)| message(&format!("m{n}"), START + n, text));
    apply(&store, events(messages.collect())).await;
    let kept: Vec<String> = rows(&store)
        .await
        .into_iter()
        .map(|row| row.content)
        .collect();
    assert_eq!(kept, texts);
}

#[tokio::test]
async fn a_known_id_in_another_chat_overwrites_nothing() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, vec![message("m1", START, "لي")], true).await;
    let elsewhere = || Message {
        conversation: chat("other"),
        content: "ليس لك".into(),
        updated_at: Some(protocol::UtcMs(START + 5)),
        ..message("m1", START, "")
    };
    apply(&store, events(vec![elsewhere()])).await;
    let page = store::PageFetched {
        messages: vec![elsewhere()],
        reach: store::Reach::Newest { end: true },
    };
    store
        .apply_page(&chat("other"), page)
        .await
        .expect("taken in");
    apply(
        &store,
        events(vec![
            message("twin", START, "أ"),
            Message {
                conversation: chat("other"),
                ..message("twin", START, "ب")
            },
        ]),
    )
    .await;
    let contents: Vec<_> = rows(&store)
        .await
        .into_iter()
        .map(|row| row.content)
        .collect();
    assert_eq!(contents, ["لي", "أ"], "the chat keeps its messages");
    assert_eq!(store.unreadable_records(), 3, "each is counted");
}
