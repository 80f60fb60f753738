//! `/support/order-chat/:orderId` (CONTRACT section 3).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use protocol::OrderId;
use serde_json::Value;

use crate::app::App;
use crate::body::TEXT_LIMIT;
use crate::caller::Caller;
use crate::refusal::{Refusal, no_conversation};
use crate::tables::messages::Page;

pub(super) async fn open(
    State(app): State<App>,
    caller: Caller,
    Path(order): Path<String>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let opened = app
        .support
        .open_order_chat(&caller.0, &named(order)?)
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(app.wire.conversation(&opened, &caller.0.id)),
    ))
}

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(order): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let found = app
        .support
        .look_up_order_chat(&caller.0, &named(order)?)
        .await?;
    Ok(Json(app.wire.conversation(&found, &caller.0.id)))
}

pub(super) async fn page(
    State(app): State<App>,
    caller: Caller,
    Path(order): Path<String>,
    page: Page,
) -> Result<Json<Value>, Refusal> {
    let conversation = app
        .support
        .look_up_order_chat(&caller.0, &named(order)?)
        .await?;
    let (messages, total) = app.support.page(&conversation, page).await?;
    Ok(Json(app.wire.page(&messages, total, page)))
}

/// The order that a path names.
pub(super) fn named(order: String) -> Result<OrderId, Refusal> {
    if order.chars().count() > TEXT_LIMIT {
        return Err(no_conversation());
    }
    OrderId::new(order).ok_or_else(no_conversation)
}
