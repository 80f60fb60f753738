//! The journal by itself, with tables that nothing else knows of: what cannot be proved through a store.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::task::Poll;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use tempfile::TempDir;

use super::{History, Journal, Rows, Tables, by_key, path_of, sequence_of};

const SCHEMA: &str = "
    CREATE TABLE _sqlx_migrations (version INTEGER);
    CREATE TABLE user_meta (
        id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, revision INTEGER NOT NULL
    ) STRICT;
    INSERT INTO user_meta VALUES (1, 0, 0);
    CREATE TABLE notes (
        number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, text TEXT,
        share REAL, picture BLOB, stars INTEGER NOT NULL DEFAULT 3
    ) STRICT;
    CREATE TABLE tags (
        word BLOB NOT NULL, chat TEXT NOT NULL, place INTEGER, PRIMARY KEY (chat, word)
    ) STRICT, WITHOUT ROWID;";

struct Home {
    folder: TempDir,
    conn: SqliteConnection,
    journal: Journal,
}

impl Home {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = opened(&folder, "user.db").await;
        sqlx::raw_sql(SCHEMA).execute(&mut conn).await.unwrap();
        let journal = begun(&folder, &mut conn).await;
        Self {
            folder,
            conn,
            journal,
        }
    }

    async fn write(&mut self, sql: &'static str) {
        let mut tx = self.conn.begin().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut *tx).await.unwrap();
        self.journal.commit(tx, 1).await.unwrap();
    }

    /// As at the next start.
    async fn reopen(&mut self) {
        self.conn = opened(&self.folder, "user.db").await;
        self.journal = begun(&self.folder, &mut self.conn).await;
    }

    fn history(&self) -> History {
        let path = path_of(&self.folder.path().join("user.db"));
        History::read(&path).unwrap().unwrap()
    }

    /// The journal says what the database says.
    async fn check(&mut self) {
        let history = self.history();
        assert!(!history.is_broken);
        let tables = Tables::read(&mut self.conn).await.unwrap();
        let rows = by_key(tables.rows(&mut self.conn).await.unwrap());
        assert_eq!(told(&history.rows()), told(&rows));
        let sequence = sequence_of(&mut self.conn).await.unwrap();
        assert_eq!(history.end.sequence, sequence);
        for (table, column, values) in [
            ("user_meta", "id", "[1]"),
            ("notes", "name", r#"["a", "b", "c", "d"]"#),
            ("tags", "chat", r#"["k"]"#),
        ] {
            let verified = self.journal.verify(&mut self.conn, table, column, values);
            verified.await.unwrap();
        }
    }
}

async fn opened(folder: &TempDir, name: &str) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join(name))
        .create_if_missing(true);
    options.connect().await.unwrap()
}

async fn begun(folder: &TempDir, conn: &mut SqliteConnection) -> Journal {
    Journal::open(&folder.path().join("user.db"), conn)
        .await
        .unwrap()
}

fn told(rows: &Rows) -> Vec<String> {
    let rows = rows.values();
    rows.map(|row| serde_json::to_string(row).unwrap())
        .collect()
}

/// A row of `notes`, as far as it can be compared.
type Note = (String, Option<String>, Option<f64>, String, String, i64);

const EVERY_KIND: &str = "INSERT INTO notes (name, text, share, picture) VALUES
    ('a', 'نص \"مقتبس\" \\ ' || char(10) || char(0) || 'بعد الصفر', 0.1, x'00ff0a'),
    ('b', NULL, 2.5e10, NULL), ('c', '5', -0.0, x''), ('d', '', 1.0 / 3, NULL);
    INSERT INTO tags VALUES (x'0a00', 'k', 9223372036854775807), (x'01', 'k', NULL);";

const CHANGES: [&str; 9] = [
    EVERY_KIND,
    "UPDATE notes SET text = 'غيره' WHERE name = 'a'",
    "INSERT OR REPLACE INTO notes (name, stars) VALUES ('b', 1)",
    "INSERT INTO notes (name) VALUES ('c') ON CONFLICT (name) DO UPDATE SET stars = stars + 1",
    "UPDATE notes SET number = 70 WHERE name = 'c'",
    "UPDATE tags SET word = x'02' WHERE word = x'01'",
    "INSERT OR REPLACE INTO tags VALUES (x'02', 'k', 7)",
    "DELETE FROM tags",
    "DELETE FROM notes WHERE name = 'a'; INSERT INTO notes (name) VALUES ('a')",
];

#[tokio::test]
async fn every_change_of_any_table_is_in_the_journal() {
    let mut home = Home::new().await;
    for sql in CHANGES {
        home.write(sql).await;
        home.check().await;
    }
}

#[tokio::test]
async fn what_was_rolled_back_is_not_in_the_journal() {
    let mut home = Home::new().await;
    let mut tx = home.conn.begin().await.unwrap();
    sqlx::raw_sql(EVERY_KIND).execute(&mut *tx).await.unwrap();
    tx.rollback().await.unwrap();
    let mut tx = home.conn.begin().await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO notes (name) VALUES ('kept'); SAVEPOINT part;
        INSERT INTO notes (name) VALUES ('given up'); ROLLBACK TO part;",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    let failed = sqlx::raw_sql("INSERT INTO notes (name) VALUES ('half'), ('kept')");
    failed.execute(&mut *tx).await.unwrap_err();
    home.journal.commit(tx, 1).await.unwrap();
    home.check().await;
    let names: Vec<_> = home
        .history()
        .rows()
        .into_keys()
        .filter(|(table, _)| table == "notes")
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[tokio::test]
async fn rows_come_back_byte_for_byte() {
    let mut home = Home::new().await;
    home.write(EVERY_KIND).await;
    let mut other = opened(&home.folder, "other.db").await;
    sqlx::raw_sql(SCHEMA).execute(&mut other).await.unwrap();
    let tables = Tables::read(&mut other).await.unwrap();
    tables.clear(&mut other).await.unwrap();
    for row in home.history().rows().values() {
        tables.write(&mut other, row).await.unwrap();
    }
    let compare =
        "SELECT name, text, share, hex(picture), typeof(picture), stars FROM notes ORDER BY name";
    let texts = |rows: Vec<Note>| format!("{rows:?}");
    let here = texts(
        sqlx::query_as(compare)
            .fetch_all(&mut home.conn)
            .await
            .unwrap(),
    );
    let there = texts(sqlx::query_as(compare).fetch_all(&mut other).await.unwrap());
    assert_eq!(here, there);
    let sum = "SELECT group_concat(hex(word) || chat || ifnull(place, '-')) FROM tags";
    let here: String = sqlx::query_scalar(sum)
        .fetch_one(&mut home.conn)
        .await
        .unwrap();
    let there: String = sqlx::query_scalar(sum).fetch_one(&mut other).await.unwrap();
    assert_eq!(here, there);
}

#[tokio::test]
async fn other_columns_are_left_out_or_take_their_default() {
    let mut home = Home::new().await;
    home.write("INSERT INTO notes (name, text, stars) VALUES ('a', 'نص', 5); INSERT INTO tags VALUES (x'01', 'k', 1)").await;
    let mut other = opened(&home.folder, "other.db").await;
    sqlx::raw_sql("CREATE TABLE notes (name TEXT PRIMARY KEY, text TEXT, hue TEXT NOT NULL DEFAULT 'أزرق') STRICT")
        .execute(&mut other)
        .await
        .unwrap();
    let tables = Tables::read(&mut other).await.unwrap();
    for row in home.history().rows().values() {
        tables.write(&mut other, row).await.unwrap();
    }
    let row: (String, String, String) = sqlx::query_as("SELECT name, text, hue FROM notes")
        .fetch_one(&mut other)
        .await
        .unwrap();
    assert_eq!(row, ("a".into(), "نص".into(), "أزرق".into()));
}

#[tokio::test]
async fn a_table_without_a_primary_key_is_refused() {
    let mut home = Home::new().await;
    sqlx::raw_sql("CREATE TABLE nameless (text TEXT)")
        .execute(&mut home.conn)
        .await
        .unwrap();
    Tables::read(&mut home.conn).await.unwrap_err();
}

#[tokio::test]
async fn the_last_line_torn_at_any_byte_is_a_write_never_acknowledged() {
    let mut home = Home::new().await;
    home.write(EVERY_KIND).await;
    let before = told(&home.history().rows());
    let path = path_of(&home.folder.path().join("user.db"));
    let from = std::fs::metadata(&path).unwrap().len();
    home.write("DELETE FROM notes WHERE name = 'b'").await;
    let whole = std::fs::read(&path).unwrap();
    for length in usize::try_from(from).unwrap()..whole.len() {
        std::fs::write(&path, &whole[..length]).unwrap();
        let history = home.history();
        assert!(!history.is_broken, "cut to {length}");
        assert_eq!(told(&history.rows()), before, "cut to {length}");
        assert_eq!(history.end.length, from, "cut to {length}");
    }
}

#[tokio::test]
async fn no_flipped_bit_or_cut_snapshot_goes_unnoticed() {
    let mut home = Home::new().await;
    home.write(EVERY_KIND).await;
    home.reopen().await;
    let snapshot = home.history().snapshot;
    home.write("UPDATE notes SET stars = 9 WHERE name = 'd'")
        .await;
    home.write("DELETE FROM notes WHERE name = 'b'").await;
    let path = path_of(&home.folder.path().join("user.db"));
    let whole = std::fs::read(&path).unwrap();
    for place in (0..whole.len()).rev().step_by(5) {
        let mut bytes = whole.clone();
        bytes[place] ^= 1 << (place % 8);
        std::fs::write(&path, &bytes).unwrap();
        let history = home.history();
        let is_torn = place + 1 == whole.len();
        assert!(history.is_broken || is_torn, "byte {place}");
    }
    for length in 1..usize::try_from(snapshot).unwrap() {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert!(home.history().is_broken, "cut to {length}");
    }
}

#[tokio::test]
async fn a_transaction_that_was_given_up_leaves_no_line() {
    let mut home = Home::new().await;
    home.write(EVERY_KIND).await;
    // As when the one that waits for a commit is gone.
    let rows = home.history().rows().into_values().collect();
    home.journal
        .with_file(|file| file.append(2, rows))
        .await
        .unwrap();
    home.write("DELETE FROM tags").await;
    home.check().await;
}

/// Polls a future this often, and then gives it up.
async fn given_up_after<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = std::pin::pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context| {
        let Some(rest) = left.checked_sub(1) else {
            return Poll::Ready(None);
        };
        left = rest;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

#[tokio::test]
async fn a_commit_given_up_at_any_moment_leaves_no_line() {
    let mut home = Home::new().await;
    home.write(EVERY_KIND).await;
    for after_rewriting in [false, true] {
        for polls in 0.. {
            if after_rewriting {
                // The line before is of another transaction: the journal is written anew.
                let rows = home.history().rows().into_values().collect();
                let append = |file: &mut super::JournalFile| file.append(9_000, rows);
                append(&mut home.journal.file.lock()).unwrap();
            }
            let commit = async {
                let mut tx = home.conn.begin().await.unwrap();
                let raise = "UPDATE notes SET stars = stars + 1";
                sqlx::raw_sql(raise).execute(&mut *tx).await.unwrap();
                home.journal.commit(tx, 1).await.unwrap();
            };
            let is_done = given_up_after(polls, commit).await.is_some();
            home.journal.finish(&mut home.conn).await.unwrap();
            home.check().await;
            if is_done {
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_row_that_changes_behind_its_back_is_noticed() {
    let mut home = Home::new().await;
    home.write(EVERY_KIND).await;
    let mut other = opened(&home.folder, "user.db").await;
    for (sql, changed) in [
        ("UPDATE notes SET text = 'x' WHERE name = 'b'", r#"["b"]"#),
        ("INSERT INTO notes (name) VALUES ('e')", r#"["e"]"#),
    ] {
        sqlx::query(sql).execute(&mut other).await.unwrap();
        let conn = &mut home.conn;
        let verified = home.journal.verify(conn, "notes", "name", changed).await;
        verified.unwrap_err();
        let others = home.journal.verify(conn, "notes", "name", r#"["a", "c"]"#);
        others.await.unwrap();
    }
}
