//! The schema that the one migration of each database makes.

use crate::support::*;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

/// What the outbox holds of each message: its number and its text.
async fn numbers(home: &Home) -> Vec<(i64, String)> {
    let options = SqliteConnectOptions::new()
        .filename(home.paths().user)
        .read_only(true);
    let mut conn = options.connect().await.unwrap();
    let rows = sqlx::query_as("SELECT number, text FROM outbox ORDER BY number")
        .fetch_all(&mut conn)
        .await
        .unwrap();
    conn.close().await.unwrap();
    rows
}

#[tokio::test]
async fn a_number_of_the_outbox_is_never_used_twice() {
    let home = Home::new();
    let store = home.open().await;
    queue(&store, "واحد").await;
    let last = queue(&store, "اثنان").await;
    assert!(store.mark_sending(&last).await.unwrap());
    let answer = mine("m1", START + 1, "اثنان");
    store.complete_send(&last, answer).await.unwrap();
    store.close().await.unwrap();
    let store = home.open().await;
    queue(&store, "ثلاثة").await;
    let expected = [(1, "واحد".to_owned()), (3, "ثلاثة".to_owned())];
    assert_eq!(numbers(&home).await, expected, "2 was used");
}

#[tokio::test]
async fn a_restored_message_goes_to_the_end_of_the_queue() {
    let home = Home::new();
    let store = home.open().await;
    let first = queue(&store, "واحد").await;
    queue(&store, "اثنان").await;
    assert!(store.discard(&first).await.unwrap());
    assert!(store.restore(&first).await.unwrap());
    let expected = [(2, "اثنان".to_owned()), (3, "واحد".to_owned())];
    assert_eq!(numbers(&home).await, expected);
}
