//! A chat opens where its unread messages begin, and only what was seen counts as read.
use crate::support::*;
use protocol::Message;
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use store::{FirstUnread, MessageWindow, Messages, Older, Position, Store};

const FIRST: MessageWindow = MessageWindow::FirstUnread { limit: 50 };

fn said(numbers: std::ops::Range<i64>) -> Vec<Message> {
    numbers
        .map(|n| message(&format!("m{n:04}"), START + n, "?"))
        .collect()
}

fn place(n: i64) -> Position {
    position(START + n, &format!("m{n:04}"))
}

fn begins_at(n: i64) -> FirstUnread {
    FirstUnread::Here { position: place(n) }
}

async fn opened(store: &Store, window: MessageWindow) -> Messages {
    store
        .messages(&chat("k"), window)
        .await
        .expect("the chat can be read")
}

async fn see(store: &Store, n: i64) {
    store.mark_seen(&chat("k"), &place(n)).await.expect("seen");
}

async fn receipts(store: &Store) -> usize {
    store.pending_reads().await.expect("readable").len()
}

#[tokio::test]
async fn thousands_unread_open_at_the_first_with_some_after_it() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(said(0..3_000))).await;
    assert_eq!(row(&store).await.unread, 3_000);
    let shown = opened(&store, FIRST).await;
    assert_eq!(shown.first_unread, begins_at(0));
    assert_eq!(shown.rows[0].key, "m0000");
    assert_eq!(shown.rows.len(), 200, "no more than is drawn soon");
    let end = shown.end.expect("more follows");
    assert_eq!(end, place(199));
    let next = MessageWindow::After {
        position: end,
        limit: 60,
    };
    let next = opened(&store, next).await;
    assert_eq!(
        next.rows[0].key, "m0200",
        "the place itself is not repeated"
    );
    assert_eq!((next.rows.len(), next.end.clone()), (60, Some(place(259))));
    let last = MessageWindow::After {
        position: place(2_990),
        limit: 60,
    };
    let last = opened(&store, last).await;
    assert_eq!(
        (last.rows.len(), last.end),
        (9, None),
        "the newest is reached"
    );
    let both = MessageWindow::From {
        position: place(100),
        until: Some(place(259)),
    };
    let both = opened(&store, both).await;
    assert_eq!((both.rows.len(), both.older), (160, Older::Cached));
    let around = MessageWindow::Around {
        position: place(1_000),
        limit: 50,
    };
    assert_eq!(opened(&store, around).await.rows[0].key, "m0990");
}

#[tokio::test]
async fn the_count_falls_by_what_was_seen_and_the_server_waits() {
    let home = Home::new();
    let store = home.open().await;
    let all = said(0..300);
    apply(&store, records(vec![listed(START + 299, &all[299], 300)])).await;
    newest_page(&store, all.clone(), true).await;
    see(&store, 19).await;
    assert_eq!(row(&store).await.unread, 280);
    assert_eq!(receipts(&store).await, 0, "its call would mark all of it");
    assert_eq!(opened(&store, FIRST).await.first_unread, begins_at(20));
    see(&store, 4).await;
    assert_eq!(row(&store).await.unread, 280, "it never moves back");
    apply(&store, records(vec![listed(START + 299, &all[299], 300)])).await;
    assert_eq!(row(&store).await.unread, 280, "the server knows no part");
    let next = message("m0300", START + 300, "!");
    apply(&store, events(vec![next.clone()])).await;
    assert_eq!(row(&store).await.unread, 281);
    apply(&store, records(vec![listed(START + 300, &next, 301)])).await;
    assert_eq!(row(&store).await.unread, 281);
    store.close().await.expect("closed");
    let store = home.open().await;
    assert_eq!(row(&store).await.unread, 281, "also after a restart");
    see(&store, 299).await;
    assert_eq!((row(&store).await.unread, receipts(&store).await), (1, 0));
    see(&store, 300).await;
    assert_eq!((row(&store).await.unread, receipts(&store).await), (0, 1));
}

#[tokio::test]
async fn another_device_that_read_lowers_what_was_seen_in_part() {
    let home = Home::new();
    let store = home.open().await;
    let all = said(0..100);
    apply(&store, records(vec![listed(START + 99, &all[99], 100)])).await;
    newest_page(&store, all.clone(), true).await;
    see(&store, 29).await;
    let next = message("m0100", START + 100, "!");
    apply(&store, records(vec![listed(START + 100, &next, 1)])).await;
    assert_eq!(row(&store).await.unread, 1);
    newest_page(&store, vec![all[99].clone(), next.clone()], false).await;
    assert_eq!(opened(&store, FIRST).await.first_unread, begins_at(100));
    apply(&store, records(vec![listed(START + 200, &next, 0)])).await;
    assert_eq!(row(&store).await.unread, 0);
}

#[tokio::test]
async fn an_end_with_words_of_mine_is_read_with_the_last_of_theirs() {
    let home = Home::new();
    let store = home.open().await;
    let mut all = said(0..9);
    all.push(mine("m0009", START + 9, "حاضر"));
    apply(&store, records(vec![listed(START + 8, &all[8], 9)])).await;
    newest_page(&store, all, true).await;
    see(&store, 8).await;
    assert_eq!((row(&store).await.unread, receipts(&store).await), (0, 1));
}

#[tokio::test]
async fn the_end_is_not_seen_while_its_message_is_not_here() {
    let home = Home::new();
    let store = home.open().await;
    newest_page(&store, said(0..5), true).await;
    apply(
        &store,
        records(vec![listed(START + 50, &said(50..51)[0], 6)]),
    )
    .await;
    see(&store, 4).await;
    assert_eq!((row(&store).await.unread, receipts(&store).await), (1, 0));
    assert_eq!(
        opened(&store, FIRST).await.first_unread,
        FirstUnread::NotFetched {
            known: None,
            before: None
        }
    );
}

#[tokio::test]
async fn unread_messages_that_are_not_here_are_said_to_be_missing() {
    let home = Home::new();
    let store = home.open().await;
    let all = said(0..200);
    apply(&store, records(vec![listed(START + 199, &all[199], 150)])).await;
    newest_page(&store, all[150..].to_vec(), false).await;
    let missing = |from| FirstUnread::NotFetched {
        known: Some(place(from)),
        before: Some(place(from)),
    };
    assert_eq!(opened(&store, FIRST).await.first_unread, missing(150));
    assert_eq!(opened(&store, FIRST).await.rows.len(), 50, "the newest");
    older_page(&store, place(150), all[100..150].to_vec(), false).await;
    assert_eq!(opened(&store, FIRST).await.first_unread, missing(100));
    // Old messages beyond a gap are not taken for unread ones.
    older_page(&store, place(20), all[0..20].to_vec(), true).await;
    assert_eq!(store.first_unread(&chat("k")).await.unwrap(), missing(100));
    older_page(&store, place(100), all[20..100].to_vec(), false).await;
    assert_eq!(opened(&store, FIRST).await.first_unread, begins_at(50));
}

#[tokio::test]
async fn a_count_beyond_the_whole_chat_begins_with_the_chat() {
    let home = Home::new();
    let store = home.open().await;
    let all = said(0..20);
    apply(&store, records(vec![listed(START + 19, &all[19], 150)])).await;
    newest_page(&store, all, true).await;
    assert_eq!(opened(&store, FIRST).await.first_unread, begins_at(0));
}

#[tokio::test]
async fn a_start_writes_no_row_of_what_was_read_offline_and_shown_so() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(said(0..3))).await;
    see(&store, 2).await;
    // A later revision, under which a start would write.
    let other = Message {
        conversation: chat("z"),
        ..message("other", START + 50, "?")
    };
    apply(&store, events(vec![other])).await;
    store.close().await.expect("closed");
    let written = revision_of(&home, "k").await;
    let store = home.open().await;
    assert_eq!(receipts(&store).await, 1, "the server is still to be told");
    store.close().await.expect("closed");
    assert_eq!(
        revision_of(&home, "k").await,
        written,
        "a row that says what was written is left as it is"
    );
}

async fn revision_of(home: &Home, conversation: &'static str) -> i64 {
    let options = SqliteConnectOptions::new().filename(&home.paths().cache);
    let mut cache = SqliteConnection::connect_with(&options)
        .await
        .expect("the cache opens");
    sqlx::query_scalar("SELECT revision FROM conversations WHERE id = ?")
        .bind(conversation)
        .fetch_one(&mut cache)
        .await
        .expect("the row is there")
}
