//! `/support/conversations` (CONTRACT section 3).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use protocol::{ConversationId, ConversationStatus, Role, UserId};
use serde_json::{Value, json};

use crate::api_error::{ApiError, conversation_not_found};
use crate::app::App;
use crate::auth::AuthenticatedUser;
use crate::support::update::ConversationUpdate;
use crate::validation::{Body, BodyFields, TEXT_LIMIT};

const STATUSES: [&str; 4] = ["open", "closed", "resolved", "pending"];

pub(super) async fn list(
    State(app): State<App>,
    caller: AuthenticatedUser,
) -> Result<Json<Value>, ApiError> {
    let found = app.support.list(&caller.0).await?;
    let written: Vec<Value> = found
        .iter()
        .map(|record| app.payloads.conversation(record, &caller.0.id))
        .collect();
    Ok(Json(Value::Array(written)))
}

pub(super) async fn show(
    State(app): State<App>,
    caller: AuthenticatedUser,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let found = app.support.look_up(&caller.0, &named(id)?).await?;
    Ok(Json(app.payloads.conversation(&found, &caller.0.id)))
}

pub(super) async fn open(
    State(app): State<App>,
    caller: AuthenticatedUser,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require_role(&[Role::Admin, Role::Restaurant])?;
    let mut fields = BodyFields::new(body);
    let other = UserId::new(fields.text("participantId", TEXT_LIMIT));
    let subject = fields.optional_line("subject", TEXT_LIMIT, app.content);
    fields.finish()?;
    let other = other.ok_or_else(|| ApiError::Malformed("participantId is empty".to_owned()))?;
    let opened = app.support.open_with(&caller.0, &other, subject).await?;
    Ok((
        StatusCode::CREATED,
        Json(app.payloads.conversation(&opened, &caller.0.id)),
    ))
}

pub(super) async fn open_with_admin(
    State(app): State<App>,
    caller: AuthenticatedUser,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require_role(&[Role::User, Role::Restaurant, Role::Market, Role::Pharmacy])?;
    let mut fields = BodyFields::new(body);
    let subject = fields.optional_line("subject", TEXT_LIMIT, app.content);
    fields.finish()?;
    let opened = app.support.open_with_admin(&caller.0, subject).await?;
    Ok((
        StatusCode::CREATED,
        Json(app.payloads.conversation(&opened, &caller.0.id)),
    ))
}

pub(super) async fn change(
    State(app): State<App>,
    caller: AuthenticatedUser,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    caller.require_role(&[Role::Admin])?;
    let mut fields = BodyFields::new(body);
    let status = fields.optional_word("status", &STATUSES);
    let subject = fields.optional_line("subject", TEXT_LIMIT, app.content);
    fields.finish()?;
    let change = ConversationUpdate {
        status: status.as_deref().map(ConversationStatus::from_word),
        subject,
    };
    let changed = app.support.change(&named(id)?, change).await?;
    Ok(Json(app.payloads.conversation(&changed, &caller.0.id)))
}

pub(super) async fn mark_read(
    State(app): State<App>,
    caller: AuthenticatedUser,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    app.support.mark_read(&caller.0, &named(id)?).await?;
    Ok((StatusCode::CREATED, Json(json!({ "success": true }))))
}

/// The conversation that a path names.
pub(super) fn named(id: String) -> Result<ConversationId, ApiError> {
    ConversationId::new(id).ok_or_else(conversation_not_found)
}
