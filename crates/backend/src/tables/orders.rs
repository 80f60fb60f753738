//! `orders`: what a chat needs to know of the platform's orders.

use protocol::{OrderId, UtcMs};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;

use crate::ids::stored;
use crate::orders::OrderStatus;
use crate::records::OrderRecord;

pub(crate) async fn insert(
    rows: &mut SqliteConnection,
    order: &OrderRecord,
    status: OrderStatus,
    now: UtcMs,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO orders (id, number, customer, restaurant, status, created_at)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(order.id.as_str())
    .bind(order.number)
    .bind(order.customer.as_ref().map(protocol::UserId::as_str))
    .bind(order.restaurant.as_ref().map(protocol::UserId::as_str))
    .bind(status.as_word())
    .bind(now.0)
    .execute(rows)
    .await
    .map(drop)
}

pub(crate) async fn find(
    rows: &mut SqliteConnection,
    id: &OrderId,
) -> Result<Option<OrderRecord>, sqlx::Error> {
    let row = sqlx::query("SELECT id, number, customer, restaurant FROM orders WHERE id = ?")
        .bind(id.as_str())
        .fetch_optional(rows)
        .await?;
    row.map(|row| {
        let customer: Option<String> = row.try_get("customer")?;
        let restaurant: Option<String> = row.try_get("restaurant")?;
        Ok(OrderRecord {
            id: stored(row.try_get("id")?)?,
            number: row.try_get("number")?,
            customer: customer.as_deref().map(stored).transpose()?,
            restaurant: restaurant.as_deref().map(stored).transpose()?,
        })
    })
    .transpose()
}

/// The number that the next order gets.
pub(crate) async fn next_number(rows: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT coalesce(max(number), 1000) + 1 FROM orders")
        .fetch_one(rows)
        .await
}

/// Sets the status; answers whether there is such an order.
pub(crate) async fn set_status(
    rows: &mut SqliteConnection,
    id: &OrderId,
    status: OrderStatus,
) -> Result<bool, sqlx::Error> {
    sqlx::query("UPDATE orders SET status = ? WHERE id = ?")
        .bind(status.as_word())
        .bind(id.as_str())
        .execute(rows)
        .await
        .map(|done| done.rows_affected() > 0)
}
