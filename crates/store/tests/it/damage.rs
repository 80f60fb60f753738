use crate::support::*;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use sqlx::Connection;
use store::{InboxFilter, Notice, StoreError};

async fn filled(home: &Home) {
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    for number in 0..400 {
        let text = format!(
            "رسالة طويلة بما يكفي لتملأ صفحات {number} {}",
            "و".repeat(200)
        );
        store
            .queue_message(&chat(&format!("k{number:03}")), &text)
            .await
            .expect("queued");
    }
    store
        .save_draft(&chat("k"), "كنت أكتب")
        .await
        .expect("saved");
    store.close().await.expect("closed");
}

fn spoil(path: &Path, from: u64, length: usize) {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .open(path)
        .expect("the file opens");
    file.seek(SeekFrom::Start(from))
        .expect("there is that much");
    file.write_all(&vec![0xA5; length])
        .expect("it is overwritten");
}

#[tokio::test]
async fn a_cache_that_is_no_database_is_set_aside_and_begun_anew() {
    let home = Home::new();
    filled(&home).await;
    spoil(&home.paths().cache, 0, 4096);
    let opened = home.opened().await;
    let [Notice::CacheSetAside { path }] = opened.notices.as_slice() else {
        panic!("the user is told: {:?}", opened.notices)
    };
    assert!(path.exists(), "the old file is kept at {}", path.display());
    let inbox = opened
        .store
        .inbox(InboxFilter::All, 1000)
        .await
        .expect("readable");
    assert_eq!(
        inbox.rows.len(),
        401,
        "what the user wrote is still shown, with its chats"
    );
    assert_eq!(opened.notices[0].code(), "cache-set-aside");
    opened.store.close().await.expect("closed");
    assert_eq!(home.opened().await.notices, vec![], "and only told once");
}

#[tokio::test]
async fn a_cache_from_a_newer_version_is_set_aside() {
    let home = Home::new();
    filled(&home).await;
    let url = format!("sqlite://{}", home.paths().cache.display());
    let mut conn = sqlx::SqliteConnection::connect(&url).await.expect("opens");
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .execute(&mut conn)
    .await
    .expect("the future comes");
    conn.close().await.expect("closed");
    let opened = home.opened().await;
    assert!(
        matches!(opened.notices.as_slice(), [Notice::CacheSetAside { .. }]),
        "{:?}",
        opened.notices
    );
}

#[tokio::test]
async fn a_damaged_page_of_the_outbox_costs_nothing() {
    let home = Home::new();
    filled(&home).await;
    let middle = std::fs::metadata(home.paths().user).expect("there").len() / 2 / 4096 * 4096;
    spoil(&home.paths().user, middle, 4096);
    let opened = home.opened().await;
    let [Notice::OutboxSalvaged { path, kept }] = opened.notices.as_slice() else {
        panic!("the user is told: {:?}", opened.notices)
    };
    assert!(path.exists(), "the old file is kept at {}", path.display());
    let entries = opened.store.outbox().await.expect("readable").entries;
    assert_eq!(entries.len(), 400, "also those of the damaged page");
    assert_eq!(*kept, 401, "the notice counts them, and the draft");
    let last = entries.last().expect("entries");
    assert_eq!(
        last.conversation,
        chat("k399"),
        "also those behind the damage, in their order"
    );
    assert_eq!(row(&opened.store).await.draft.as_deref(), Some("كنت أكتب"));
}

#[tokio::test]
async fn an_outbox_of_which_nothing_can_be_read_costs_nothing() {
    let home = Home::new();
    filled(&home).await;
    let length = std::fs::metadata(home.paths().user).expect("there").len();
    spoil(
        &home.paths().user,
        0,
        usize::try_from(length).expect("small"),
    );
    let opened = home.opened().await;
    assert_restored(&opened.notices, 401);
    opened
        .store
        .queue_message(&chat("k"), "من جديد")
        .await
        .expect("it works");
}

/// A chat with so many messages that they fill pages of their own.
async fn long_chat(home: &Home) {
    let store = home.open().await;
    let said = (0..400).map(|number| {
        let text = format!("رسالة {number} {}", "و".repeat(200));
        message(&format!("m{number:03}"), START + number, &text)
    });
    newest_page(&store, said.collect(), true).await;
    store.close().await.expect("closed");
}

#[tokio::test]
async fn a_cache_found_damaged_in_use_is_begun_anew_and_read_on() {
    let home = Home::new();
    long_chat(&home).await;
    let opened = home.opened().await;
    let store = opened.store;
    assert!(opened.notices.is_empty(), "{:?}", opened.notices);
    queue(&store, "ما كتبت").await;
    let length = std::fs::metadata(home.paths().cache).expect("there").len();
    let middle = length / 2 / 4096 * 4096;
    spoil(
        &home.paths().cache,
        middle,
        usize::try_from(length - middle).expect("small"),
    );
    let (mut changes, renewals, mut notices) = (store.changes(), store.renewals(), store.notices());
    let before = store.revision();
    assert_eq!(
        keys(&store).await.len(),
        1,
        "what the server said has to be fetched; what I wrote is there"
    );
    assert_eq!(
        *renewals.borrow(),
        1,
        "the engine hears that all is to be fetched"
    );
    let notice = notices.try_recv().expect("the user is told");
    assert!(matches!(&notice, Notice::CacheSetAside { path } if path.exists()));
    let change = changes.try_recv().expect("everybody asks again");
    assert!(change.resync && change.revision > before, "{change:?}");
    assert_eq!(store.me(), Some(admin("me")), "who I am is kept");
    apply(&store, events(vec![message("m1", START, "وصلت")])).await;
    assert_eq!(keys(&store).await.len(), 2, "and it works on");
    store.close().await.expect("closed");
    let opened = home.opened().await;
    assert!(opened.notices.is_empty(), "{:?}", opened.notices);
    assert_eq!(opened.store.me(), Some(admin("me")), "also in the new file");
    assert_eq!(keys(&opened.store).await.len(), 2);
}

#[tokio::test]
async fn an_outbox_found_damaged_while_in_use_is_salvaged_and_goes_on() {
    let home = Home::new();
    filled(&home).await;
    let store = home.open().await;
    let mut notices = store.notices();
    let middle = std::fs::metadata(home.paths().user).expect("there").len() / 2 / 4096 * 4096;
    spoil(&home.paths().user, middle, 4096);
    assert_eq!(inbox(&store, InboxFilter::All).await.len(), 401);
    let notice = notices.try_recv().expect("the user is told");
    assert!(
        matches!(&notice, Notice::OutboxSalvaged { .. }),
        "{notice:?}"
    );
    assert_eq!(store.outbox().await.expect("readable").entries.len(), 400);
    assert_eq!(*store.renewals().borrow(), 0, "the cache was not touched");
    queue(&store, "من جديد").await;
    assert_eq!(row(&store).await.draft, None, "it works on");
    store.close().await.expect("closed");
    let opened = home.opened().await;
    assert!(opened.notices.is_empty(), "{:?}", opened.notices);
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let store = home.open().await;
    queue(&store, "سر").await;
    let folder = home.folder.path().join("profile");
    let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for file in std::fs::read_dir(&folder).expect("readable") {
        let path = file.expect("an entry").path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

/// The pages of one index.
async fn spoil_index(path: &Path, index: &str, from: &[u8], to: &[u8]) {
    let url = format!("sqlite://{}", path.display());
    let mut conn = sqlx::SqliteConnection::connect(&url).await.expect("opens");
    let root: i64 = sqlx::query_scalar("SELECT rootpage FROM sqlite_master WHERE name = ?")
        .bind(index)
        .fetch_one(&mut conn)
        .await
        .expect("the index is there");
    conn.close().await.expect("closed");
    let mut bytes = std::fs::read(path).expect("readable");
    let start = (usize::try_from(root).expect("small") - 1) * 4096;
    let page = &mut bytes[start..start + 4096];
    let at = page.windows(from.len()).position(|part| part == from);
    let at = at.expect("the key is on the index's first page");
    page[at..at + to.len()].copy_from_slice(to);
    std::fs::write(path, bytes).expect("written");
}

#[tokio::test]
async fn a_cache_whose_index_lies_is_set_aside_once_there_is_time() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let said = (0..9).map(|number| message(&format!("said-{number}"), START + number, "نص"));
    newest_page(&store, said.collect(), true).await;
    store.close().await.expect("closed");
    spoil_index(
        &home.paths().cache,
        "sqlite_autoindex_messages_1",
        b"said-4",
        b"said-x",
    )
    .await;
    let opened = home.opened().await;
    assert_eq!(opened.notices, vec![], "the start sees nothing");
    opened.store.run_maintenance().await;
    assert_eq!(*opened.store.renewals().borrow(), 1, "it is begun anew");
}

/// A bit that flipped in the name of a column: the file is whole by every check.
async fn spoil_column(path: &Path, table: &str, column: &str, spoiled: &str) {
    let url = format!("sqlite://{}", path.display());
    let mut conn = sqlx::SqliteConnection::connect(&url).await.expect("opens");
    let changed = sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, '{column}', '{spoiled}') WHERE name = '{table}';"
    )))
    .execute(&mut conn)
    .await
    .expect("written");
    assert_eq!(changed.rows_affected(), 1, "the table is there");
    conn.close().await.expect("closed");
}

/// A byte that is part of no letter, in the types of a file's columns.
fn spoil_types(path: &Path) {
    const TYPE: &[u8] = b" TEXT NOT NULL";
    let mut bytes = std::fs::read(path).expect("the file");
    let positions: Vec<usize> = bytes
        .windows(TYPE.len())
        .enumerate()
        .filter_map(|(position, some)| (some == TYPE).then_some(position))
        .collect();
    assert!(!positions.is_empty(), "columns of text");
    for position in positions {
        bytes[position + 2] = 0xFF;
    }
    std::fs::write(path, bytes).expect("written");
}

#[tokio::test]
async fn a_cache_whose_schema_is_no_text_is_begun_anew() {
    let home = Home::new();
    filled(&home).await;
    spoil_types(&home.paths().cache);
    let opened = home.opened().await;
    assert!(
        matches!(opened.notices.as_slice(), [Notice::CacheSetAside { .. }]),
        "{:?}",
        opened.notices
    );
    apply(&opened.store, records(vec![whole("k", START)])).await;
}

#[tokio::test]
async fn an_outbox_whose_schema_is_no_text_is_salvaged() {
    let home = Home::new();
    filled(&home).await;
    spoil_types(&home.paths().user);
    let opened = home.opened().await;
    assert_restored(&opened.notices, 401);
    queue(&opened.store, "من جديد").await;
}

#[tokio::test]
async fn a_cache_whose_schema_names_another_column_is_begun_anew() {
    let home = Home::new();
    filled(&home).await;
    spoil_column(&home.paths().cache, "people", "phone", "phonf").await;
    let opened = home.opened().await;
    let refused = opened.store.apply(records(vec![whole("k", START)])).await;
    let refused = refused.expect_err("the column is not there");
    assert_eq!(refused.code(), "cache-damaged", "{refused}");
    opened.store.run_maintenance().await;
    assert_eq!(*opened.store.renewals().borrow(), 1, "it is begun anew");
    apply(&opened.store, records(vec![whole("k", START)])).await;
    apply(&opened.store, events(vec![message("m1", START, "وصلت")])).await;
    assert_eq!(keys(&opened.store).await.len(), 1, "and works on");
}

#[tokio::test]
async fn an_outbox_whose_schema_names_another_column_is_salvaged() {
    for (table, column, spoiled) in [
        ("outbox", "attempts", "attempus"),
        ("drafts", "saved_at", "saved_bt"),
        ("user_meta", "revision", "revisioo"),
        ("sent_links", "conversation", "conversatioo"),
        ("sent_links", "sent_at", "sent_bt"),
        ("read_receipts", "queued", "queuee"),
    ] {
        let home = Home::new();
        filled(&home).await;
        spoil_column(&home.paths().user, table, column, spoiled).await;
        let opened = home.opened().await;
        assert_restored(&opened.notices, 401);
        let entries = opened.store.outbox().await.expect("readable").entries;
        assert_eq!(entries.len(), 400, "{column}: nothing is lost");
        assert_eq!(row(&opened.store).await.draft.as_deref(), Some("كنت أكتب"));
    }
}

#[tokio::test]
async fn a_value_that_may_be_there_once_only_is_damage_when_it_is_twice() {
    let home = Home::new();
    let store = home.open().await;
    let (first, second) = (
        mine("m1", START + 1, "الأولى"),
        mine("m2", START + 2, "الثانية"),
    );
    apply(&store, events(vec![first.clone(), second])).await;
    store.close().await.expect("closed");
    // What a flipped bit does to a row: its index does not know of it.
    run(
        &home.paths().cache,
        "UPDATE messages SET local_id = id || ' here';
         CREATE TEMP TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'messages_written_here';
         PRAGMA writable_schema = ON;
         DELETE FROM sqlite_schema WHERE name = 'messages_written_here';
         PRAGMA writable_schema = RESET;
         UPDATE messages SET local_id = 'm2 here' WHERE id = 'm1';
         PRAGMA writable_schema = ON;
         INSERT INTO sqlite_schema SELECT * FROM kept;
         PRAGMA writable_schema = RESET;",
    )
    .await;
    let store = home.open().await;
    let mut notices = store.notices();
    let mut read = first;
    read.is_read = true;
    let refused = store.apply(events(vec![read.clone()])).await;
    assert!(
        matches!(refused, Err(StoreError::Damaged(_))),
        "{refused:?}"
    );
    let notice = notices.recv().await.expect("the user is told");
    assert!(
        matches!(&notice, Notice::CacheSetAside { path } if path.exists()),
        "{notice:?}"
    );
    apply(&store, events(vec![read])).await;
    assert_eq!(keys(&store).await.len(), 1, "the new cache takes it");
    store.close().await.expect("closed");
}
