//! The day in numbers.

use crate::support::*;
use protocol::{Message, MessageKind, UtcMs};
use store::{DayAsked, Store, Today};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// A day that begins with the tests, 24 hours long.
fn day(now: i64) -> DayAsked {
    DayAsked {
        hours: (0..24).map(|hour| UtcMs(START + hour * HOUR)).collect(),
        until: UtcMs(START + now),
    }
}

fn in_chat(conversation: &str, message: Message) -> Message {
    Message {
        conversation: chat(conversation),
        ..message
    }
}

async fn with_chats(home: &Home, ids: &[&str]) -> Store {
    // What was said lies in the past.
    home.pass(4 * HOUR);
    let store = home.open().await;
    for id in ids {
        apply(&store, records(vec![whole(id, START)])).await;
    }
    store
}

async fn told(store: &Store, now: i64) -> Today {
    store.today(&day(now)).await.expect("the day is read")
}

#[tokio::test]
async fn waits_are_counted_where_they_end_with_an_answer() {
    let home = Home::new();
    let store = with_chats(&home, &["k", "l"]).await;
    let said = vec![
        in_chat("k", message("m1", START + MINUTE, "أين الطلب؟")),
        in_chat("k", message("m2", START + 2 * MINUTE, "؟")),
        in_chat("k", mine("m3", START + 5 * MINUTE, "في الطريق")),
        in_chat("k", mine("m4", START + 6 * MINUTE, "دقائق")),
        in_chat("l", message("n1", START + HOUR, "سلام")),
        in_chat("l", mine("n2", START + HOUR + 2 * MINUTE, "أهلاً")),
        in_chat("l", message("n3", START + 2 * HOUR, "بقي شيء")),
    ];
    apply(&store, events(said)).await;
    let today = told(&store, 2 * HOUR + 30 * MINUTE).await;
    assert_eq!(today.answered, 2, "a second answer ends no wait");
    assert_eq!(today.answered_by_me, 2);
    assert_eq!(today.median_wait, Some(3 * MINUTE), "of 2 and 4 minutes");
    assert_eq!(
        today.longest_wait,
        Some(30 * MINUTE),
        "the one that goes on"
    );
    assert_eq!(today.waiting, 1);
    let hours: Vec<(u32, u32)> = today.hours[..3]
        .iter()
        .map(|hour| (hour.asked, hour.answered))
        .collect();
    assert_eq!(hours, [(2, 1), (1, 1), (1, 0)]);
    assert_eq!(today.hours.len(), 24);
}

#[tokio::test]
async fn a_wait_over_midnight_counts_with_its_beginning() {
    let home = Home::new();
    let store = with_chats(&home, &["k"]).await;
    let said = vec![
        in_chat("k", message("m0", START - 20 * MINUTE, "سلام")),
        in_chat("k", mine("m1", START - 15 * MINUTE, "أهلاً")),
        in_chat("k", message("m2", START - 10 * MINUTE, "أين الطلب؟")),
        in_chat("k", mine("m3", START + MINUTE, "في الطريق")),
    ];
    apply(&store, events(said)).await;
    let today = told(&store, HOUR).await;
    assert_eq!(today.answered, 1, "yesterday's answer is not of today");
    assert_eq!(today.longest_wait, Some(11 * MINUTE));
    assert_eq!(today.hours[0].asked, 0, "asked yesterday");
}

#[tokio::test]
async fn a_line_of_the_server_ends_a_wait_without_an_answer() {
    let home = Home::new();
    let store = with_chats(&home, &["k"]).await;
    let closed = Message {
        kind: MessageKind::System,
        sender: None,
        ..in_chat("k", message("m2", START + 2 * MINUTE, "أغلقت"))
    };
    let said = vec![in_chat("k", message("m1", START + MINUTE, "سلام")), closed];
    apply(&store, events(said)).await;
    let today = told(&store, HOUR).await;
    assert_eq!((today.answered, today.median_wait), (0, None));
}

#[tokio::test]
async fn a_day_without_a_message_has_its_hours() {
    let home = Home::new();
    let store = home.open().await;
    let today = told(&store, HOUR).await;
    assert_eq!(
        (today.answered, today.longest_wait, today.more),
        (0, None, false)
    );
    assert!(
        today
            .hours
            .iter()
            .all(|hour| hour.asked + hour.answered == 0)
    );
}
