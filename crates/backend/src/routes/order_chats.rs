//! `/support/order-chat/:orderId` (CONTRACT section 3).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use protocol::OrderId;
use serde_json::Value;

use crate::api_error::{ApiError, conversation_not_found};
use crate::app::App;
use crate::auth::AuthenticatedUser;
use crate::tables::messages::Page;
use crate::validation::{TEXT_LIMIT, is_unseen, unseen_characters};

pub(super) async fn open(
    State(app): State<App>,
    caller: AuthenticatedUser,
    Path(order): Path<String>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let opened = app
        .support
        .open_order_chat(&caller.0, &named(order)?)
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(app.payloads.conversation(&opened, &caller.0.id)),
    ))
}

pub(super) async fn show(
    State(app): State<App>,
    caller: AuthenticatedUser,
    Path(order): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let found = app
        .support
        .look_up_order_chat(&caller.0, &named(order)?)
        .await?;
    Ok(Json(app.payloads.conversation(&found, &caller.0.id)))
}

pub(super) async fn page(
    State(app): State<App>,
    caller: AuthenticatedUser,
    Path(order): Path<String>,
    page: Page,
) -> Result<Json<Value>, ApiError> {
    let conversation = app
        .support
        .look_up_order_chat(&caller.0, &named(order)?)
        .await?;
    let (messages, total) = app.support.page(&conversation, page).await?;
    Ok(Json(app.payloads.page(&messages, total, page)))
}

/// The order that a path names.
pub(super) fn named(order: String) -> Result<OrderId, ApiError> {
    if order.chars().count() > TEXT_LIMIT {
        return Err(conversation_not_found());
    }
    if order.chars().any(is_unseen) {
        return Err(ApiError::Invalid(vec![unseen_characters("orderId")]));
    }
    OrderId::new(order).ok_or_else(conversation_not_found)
}
