//! `POST /orders/:id/status {status}`, admins only. Ours: orders belong to another part of the
//! platform, and this stands in for it, so that an order can be delivered or cancelled.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use protocol::Role;
use serde_json::{Value, json};

use super::order_chats::named;
use crate::api_error::ApiError;
use crate::app::App;
use crate::auth::AuthenticatedUser;
use crate::orders::OrderStatus;
use crate::validation::{Body, BodyFields};

pub(super) async fn set_status(
    State(app): State<App>,
    caller: AuthenticatedUser,
    Path(order): Path<String>,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require_role(&[Role::Admin])?;
    let mut fields = BodyFields::new(body);
    let word = fields.optional_word("status", &OrderStatus::ALL.map(OrderStatus::as_word));
    if word.is_none() {
        fields.add_error("status should not be empty".to_owned());
    }
    fields.finish()?;
    let status = word.as_deref().and_then(OrderStatus::from_word);
    let status = status.ok_or_else(|| ApiError::Malformed("status is unknown".to_owned()))?;
    app.support.move_order(&named(order)?, status).await?;
    Ok((
        StatusCode::CREATED,
        Json(json!({ "success": true, "status": status.as_word() })),
    ))
}
