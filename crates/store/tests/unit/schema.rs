//! The digest by which a start knows today's schema.
#![allow(clippy::unwrap_used)]

use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

use super::{Kind, NEWEST_USER_SCHEMA, Schema, connection, is_ours};

async fn migrated() -> SqliteConnection {
    let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    connection::migrate(Kind::User, &mut conn).await.unwrap();
    conn
}

async fn newest(conn: &mut SqliteConnection) -> i64 {
    crate::db::journal::schema_of(conn).await.unwrap()
}

#[tokio::test]
async fn the_digest_is_that_of_what_the_migrations_make() {
    let mut conn = migrated().await;
    let digest = Schema::load(&mut conn).await.unwrap().digest();
    assert_eq!(
        digest, NEWEST_USER_SCHEMA,
        "migrations of user.db were added: write the left digest into NEWEST_USER_SCHEMA"
    );
}

#[tokio::test]
async fn a_schema_that_differs_in_anything_is_not_ours() {
    for change in [
        "CREATE TABLE another (id INTEGER PRIMARY KEY) STRICT",
        "DROP TABLE stars",
        "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1",
        "UPDATE _sqlx_migrations SET success = FALSE WHERE version = 2",
    ] {
        let mut conn = migrated().await;
        let version = newest(&mut conn).await;
        assert!(is_ours(Kind::User, &mut conn, version).await.unwrap());
        sqlx::query(change).execute(&mut conn).await.unwrap();
        let ours = is_ours(Kind::User, &mut conn, version).await.unwrap();
        assert!(!ours, "«{change}» went unnoticed");
    }
}

#[tokio::test]
async fn the_schema_of_an_earlier_version_is_ours_too() {
    let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    connection::migrate_to(Kind::User, &mut conn, 3)
        .await
        .unwrap();
    assert!(is_ours(Kind::User, &mut conn, 3).await.unwrap());
}
