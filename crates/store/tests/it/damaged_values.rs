//! Values that a column may not hold: only damage writes those. The file is put right, and what was
//! written is kept.

use crate::support::*;
use sqlx::Connection;
use store::{Notice, OutboxState};

/// A word that none of the columns knows.
const WORD: &str = "'conversatiom'";

/// Changes a column of the message with this text behind the store's back.
async fn spoil(home: &Home, column: &str, text: &str) {
    let url = format!("sqlite://{}", home.paths().user.display());
    let mut conn = sqlx::SqliteConnection::connect(&url).await.expect("opens");
    let changed = sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "PRAGMA ignore_check_constraints = ON;
         UPDATE outbox SET {column} = {WORD} WHERE text = '{text}';"
    )))
    .execute(&mut conn)
    .await
    .expect("written");
    assert_eq!(changed.rows_affected(), 1, "the message is there");
    conn.close().await.expect("closed");
}

#[tokio::test]
async fn a_message_with_a_value_that_its_column_may_not_hold_is_saved() {
    for column in ["hold", "state"] {
        let home = Home::new();
        let store = home.open().await;
        queue(&store, "الأولى").await;
        queue(&store, "الثانية").await;
        store.close().await.expect("closed");
        spoil(&home, column, "الأولى").await;
        let opened = home.opened().await;
        assert_restored(&opened.notices, 2);
        let wanted = vec![
            ("الأولى".to_owned(), OutboxState::Pending),
            ("الثانية".to_owned(), OutboxState::Pending),
        ];
        assert_eq!(standings(&opened.store).await, wanted, "{column}");
        opened.store.close().await.expect("closed");
        assert_eq!(home.opened().await.notices, vec![], "{column}: for good");
    }
}

#[tokio::test]
async fn such_a_value_found_while_in_use_is_put_right() {
    let home = Home::new();
    let store = home.open().await;
    let id = queue(&store, "الأولى").await;
    spoil(&home, "hold", "الأولى").await;
    let mut notices = store.notices();
    let sends = store.mark_sending(&id).await;
    assert!(sends.expect("put right at once"), "and it goes on");
    let notice = notices.try_recv().expect("the user is told");
    assert!(
        matches!(notice, Notice::OutboxSalvaged { kept: 1, .. }),
        "{notice:?}"
    );
    let wanted = vec![("الأولى".to_owned(), OutboxState::Sending)];
    assert_eq!(standings(&store).await, wanted);
}

#[tokio::test]
async fn a_bent_word_about_the_migrations_is_put_right() {
    for change in [
        "UPDATE _sqlx_migrations SET checksum = zeroblob(48) WHERE version = 7",
        "UPDATE _sqlx_migrations SET success = 0 WHERE version = 2",
        "UPDATE _sqlx_migrations SET version = 1007 WHERE version = 3",
    ] {
        let home = Home::new();
        let store = home.open().await;
        queue(&store, "الأولى").await;
        store.close().await.expect("closed");
        run(&home.paths().user, change).await;
        let opened = home.opened().await;
        let wanted = vec![("الأولى".to_owned(), OutboxState::Pending)];
        assert_eq!(standings(&opened.store).await, wanted, "{change}");
    }
}
