//! Checkpoints beside the writer and the readers.
use std::path::Path;
use std::time::Duration;

use crate::support::*;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

/// How many rows a table has in the database's own file, without its `-wal` file.
async fn rows_in_file(path: &Path, count: &'static str) -> i64 {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(true);
    let Ok(mut conn) = options.connect().await else {
        return 0;
    };
    let rows = sqlx::query_scalar(count).fetch_one(&mut conn).await;
    drop(conn.close().await);
    // Before the first checkpoint the file has no tables.
    rows.unwrap_or(0)
}

async fn wait_for_rows(path: &Path, count: &'static str, wanted: i64) {
    let reached = async {
        while rows_in_file(path, count).await != wanted {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(30), reached).await;
    assert!(waited.is_ok(), "{wanted} rows of «{count}» in {path:?}");
}

#[tokio::test]
async fn what_was_written_goes_into_the_files_while_they_are_used() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m1", START, "وصلت")])).await;
    queue(&store, "في الانتظار").await;
    wait_for_rows(&home.paths().cache, "SELECT COUNT(*) FROM messages", 1).await;
    wait_for_rows(&home.paths().user, "SELECT COUNT(*) FROM outbox", 1).await;
    apply(&store, events(vec![message("m2", START + 1, "ثانية")])).await;
    wait_for_rows(&home.paths().cache, "SELECT COUNT(*) FROM messages", 2).await;
}

#[tokio::test]
async fn a_checkpoint_leaves_the_cache_clearable() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m1", START, "وصلت")])).await;
    wait_for_rows(&home.paths().cache, "SELECT COUNT(*) FROM messages", 1).await;
    store.clear_cache().await.unwrap();
    apply(&store, events(vec![message("m2", START, "من جديد")])).await;
    assert_eq!(keys(&store).await, ["m2"]);
    wait_for_rows(&home.paths().cache, "SELECT COUNT(*) FROM messages", 1).await;
}
