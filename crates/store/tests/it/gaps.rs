use crate::support::*;
use protocol::{Message, UtcMs};
use store::{MessageRow, Older};

fn stretch(from: i64, to: i64) -> Vec<Message> {
    (from..=to)
        .rev()
        .map(|n| message(&format!("m{n:03}"), START + n, "نص"))
        .collect()
}

fn gaps(rows: &[MessageRow]) -> Vec<&str> {
    rows.iter()
        .filter(|row| row.gap_before)
        .map(|row| row.key.as_str())
        .collect()
}

#[tokio::test]
async fn a_page_that_does_not_reach_what_is_known_leaves_a_gap() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, stretch(0, 10), true).await;
    let page = newest_page(&store, stretch(20, 30), false).await;
    assert!(!page.joined, "nothing of the page was known");
    assert_eq!(
        (page.oldest, page.new),
        (Some(position(START + 20, "m020")), 11)
    );
    assert_eq!(gaps(&rows(&store).await), ["m020"]);
    let complete = store.complete_until(&chat("k")).await.expect("readable");
    assert_eq!(complete, Some(position(START + 30, "m030")));
}

#[tokio::test]
async fn a_gap_closes_when_its_page_is_fetched() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, stretch(0, 10), true).await;
    newest_page(&store, stretch(20, 30), false).await;
    let page = older_page(&store, position(START + 20, "m020"), stretch(15, 19), false).await;
    assert!(!page.joined, "there is still a hole below");
    assert_eq!(
        gaps(&rows(&store).await),
        ["m015"],
        "the gap has moved down"
    );
    let page = older_page(&store, position(START + 15, "m015"), stretch(10, 14), false).await;
    assert!(page.joined, "the page reached what was known");
    assert_eq!(gaps(&rows(&store).await), Vec::<&str>::new());
    assert_eq!(rows(&store).await.len(), 31);
}

#[tokio::test]
async fn a_page_that_overlaps_leaves_no_gap() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, stretch(0, 10), true).await;
    let page = newest_page(&store, stretch(8, 18), false).await;
    assert!(page.joined);
    let shown = window(&store, 100).await;
    assert_eq!(gaps(&shown.rows), Vec::<&str>::new());
    assert_eq!(shown.older, Older::Nothing, "the beginning is still known");
    assert_eq!(shown.complete_until, Some(UtcMs(START + 18)));
}

#[tokio::test]
async fn events_of_a_followed_chat_leave_no_gap() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, stretch(0, 5), true).await;
    apply(&store, events(stretch(6, 7))).await;
    assert_eq!(gaps(&rows(&store).await), Vec::<&str>::new());
    let complete = store.complete_until(&chat("k")).await.expect("readable");
    assert_eq!(
        complete,
        Some(position(START + 7, "m007")),
        "the stretch reaches to the event"
    );
}

#[tokio::test]
async fn an_event_after_a_lost_connection_leaves_a_gap_before_it() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, stretch(0, 5), true).await;
    store.connection_lost();
    apply(&store, events(stretch(60, 60))).await;
    assert_eq!(gaps(&rows(&store).await), ["m060"]);
    // A message that came alone is no proof of what lies before it.
    let page = newest_page(&store, stretch(40, 62), false).await;
    assert!(
        !page.joined,
        "a lone event is not what was known without a hole"
    );
    assert_eq!(gaps(&rows(&store).await), ["m040"]);
}

#[tokio::test]
async fn gaps_outlive_a_restart() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, stretch(0, 10), true).await;
    newest_page(&store, stretch(20, 30), false).await;
    store.close().await.expect("the store closes");
    let store = home.open().await;
    assert_eq!(gaps(&rows(&store).await), ["m020"]);
}

#[tokio::test]
async fn the_first_row_of_a_window_knows_of_the_gap_before_it() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, stretch(0, 10), true).await;
    newest_page(&store, stretch(20, 30), false).await;
    assert_eq!(gaps(&window(&store, 11).await.rows), ["m020"]);
}

#[tokio::test]
async fn old_history_is_no_news() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let first = newest_page(&store, stretch(20, 30), false).await;
    assert_eq!(first.changes.new_messages.len(), 11);
    let older = older_page(&store, position(START + 20, "m020"), stretch(10, 19), false).await;
    assert_eq!(
        older.changes.new_messages,
        vec![],
        "nobody is told of history"
    );
    let next = newest_page(&store, stretch(25, 31), false).await;
    let new_messages: Vec<_> = next
        .changes
        .new_messages
        .iter()
        .map(|a| (a.id.as_str(), a.unread))
        .collect();
    assert_eq!(new_messages, [("m031", true)]);
}

#[tokio::test]
async fn a_response_that_comes_before_its_event_leaves_no_gap() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, stretch(0, 3), true).await;
    let id = queue(&store, "نعم").await;
    store.mark_sending(&id).await.unwrap();
    let sent = mine("sent", START + 50_000, "نعم");
    store.complete_send(&id, sent.clone()).await.unwrap();
    apply(&store, events(vec![sent])).await;
    store.connection_lost();
    let rows = rows(&store).await;
    assert!(
        gaps(&rows).is_empty(),
        "the event came while nothing could be missed: {:?}",
        gaps(&rows)
    );
}

#[tokio::test]
async fn an_event_without_a_time_vouches_for_nothing() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, stretch(0, 3), true).await;
    // This computer's clock is an hour ahead of the server's.
    home.pass(3_600_000);
    let timeless = Message {
        created_at: None,
        updated_at: None,
        ..message("timeless", 0, "?")
    };
    apply(&store, events(vec![timeless])).await;
    store.connection_lost();
    newest_page(&store, stretch(20, 25), false).await;
    let rows = rows(&store).await;
    assert!(
        !gaps(&rows).is_empty(),
        "what was said between the two pages is not known"
    );
}

#[tokio::test]
async fn a_page_whose_caller_is_gone_is_told_of_all_the_same() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let mut changes = store.changes();
    let (said, keeper) = (message("m1", START, "قيلت"), store.clone());
    let fetching = tokio::spawn(async move { newest_page(&keeper, vec![said], true).await });
    tokio::task::yield_now().await;
    fetching.abort();
    let told = tokio::time::timeout(std::time::Duration::from_secs(10), changes.recv());
    let told = told.await.expect("somebody is told").expect("it lives");
    assert_eq!(told.messages, [chat("k")]);
    assert_eq!(keys(&store).await, ["m1"]);
}
