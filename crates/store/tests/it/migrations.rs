//! What an earlier version wrote is taken over whole.

use std::path::Path;

use crate::support::*;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row};
use store::OutboxState;

/// The outbox as the first version made it, with these rows.
async fn first_version(path: &Path, sql: &'static str) {
    let only_the_first = tempfile::tempdir().unwrap();
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/outbox");
    let first = "0001_first.sql";
    std::fs::copy(migrations.join(first), only_the_first.path().join(first)).unwrap();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true);
    let mut conn = options.connect().await.unwrap();
    let migrator = Migrator::new(only_the_first.path()).await.unwrap();
    migrator.run(&mut conn).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
}

async fn reading(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    options.connect().await.unwrap()
}

const OLD: &str = "
    INSERT INTO outbox (number, local_id, conversation, text, state, code, created_at, attempts,
        maybe_sent, known_ids, revision)
    VALUES (3, 'a', 'k', 'واحد', 'pending', NULL, 5, 0, 0, '[]', 1),
           (7, 'b', 'k', 'اثنان', 'failed', 'forbidden', 6, 2, 1, '[\"m1\"]', 2),
           (9, 'gone', 'k', 'ثلاثة', 'pending', NULL, 7, 0, 0, '[]', 3);
    DELETE FROM outbox WHERE number = 9;
    INSERT INTO drafts (conversation, text, saved_at) VALUES ('k', 'كنت أكتب', 8);";

#[tokio::test]
async fn an_outbox_of_the_first_version_keeps_its_rows_their_order_and_the_count_of_numbers() {
    let home = Home::new();
    let paths = home.paths();
    first_version(&paths.outbox, OLD).await;
    let opened = home.opened().await;
    assert_eq!(opened.notices, vec![], "nothing was salvaged");
    let store = opened.store;
    let kept = store.outbox().await.unwrap();
    let names: Vec<&str> = kept.iter().map(|entry| entry.local_id.0.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert!(matches!(&kept[1].state, OutboxState::Failed { code, .. } if code == "forbidden"));
    assert!(kept[1].maybe_sent && kept[1].attempts == 2 && kept[1].known_ids.len() == 1);
    assert_eq!(row(&store).await.draft.as_deref(), Some("كنت أكتب"));
    store.queue_message(&chat("l"), "جديدة").await.unwrap();
    let mut conn = reading(&paths.outbox).await;
    let rows = sqlx::query("SELECT number, hash FROM outbox ORDER BY number")
        .fetch_all(&mut conn)
        .await
        .unwrap();
    let numbers: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(numbers, [3, 7, 10], "9 was used, and is never used again");
    let hashes: Vec<Option<Vec<u8>>> = rows.iter().map(|row| row.get(1)).collect();
    assert_eq!(
        (&hashes[0], &hashes[1]),
        (&None, &None),
        "taken at their word"
    );
    assert_eq!(
        hashes[2].as_ref().map(Vec::len),
        Some(32),
        "what is written now has its hash"
    );
    let sealed: Option<Vec<u8>> = sqlx::query_scalar("SELECT hash FROM drafts")
        .fetch_one(&mut conn)
        .await
        .unwrap();
    assert_eq!(sealed, None);
    conn.close().await.unwrap();
}
