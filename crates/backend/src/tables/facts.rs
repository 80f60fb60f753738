//! `facts`: what the database knows of itself.

use sqlx::sqlite::SqliteConnection;

pub(crate) async fn find(
    rows: &mut SqliteConnection,
    name: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT value FROM facts WHERE name = ?")
        .bind(name)
        .fetch_optional(rows)
        .await
}

pub(crate) async fn set(
    rows: &mut SqliteConnection,
    name: &str,
    value: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
        .bind(name)
        .bind(value)
        .execute(rows)
        .await
        .map(drop)
}
