//! `/support/conversations` (CONTRACT section 3).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use protocol::{ConversationId, ConversationStatus, Role, UserId};
use serde_json::{Value, json};

use crate::app::App;
use crate::body::{Body, Fields, TEXT_LIMIT};
use crate::caller::Caller;
use crate::refusal::{Refusal, no_conversation};
use crate::support::Change;

const STATUSES: [&str; 4] = ["open", "closed", "resolved", "pending"];

pub(super) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Value>, Refusal> {
    let found = app.support.list(&caller.0).await?;
    let written: Vec<Value> = found
        .iter()
        .map(|record| app.wire.conversation(record, &caller.0.id))
        .collect();
    Ok(Json(Value::Array(written)))
}

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let found = app.support.look_up(&caller.0, &named(id)?).await?;
    Ok(Json(app.wire.conversation(&found, &caller.0.id)))
}

pub(super) async fn open(
    State(app): State<App>,
    caller: Caller,
    body: Body,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    caller.must_be(&[Role::Admin, Role::Restaurant])?;
    let mut fields = Fields::of(body);
    let other = UserId::new(fields.text("participantId", TEXT_LIMIT));
    let subject = fields.optional_text("subject", TEXT_LIMIT);
    fields.check()?;
    let other = other.ok_or_else(|| Refusal::Malformed("participantId is empty".to_owned()))?;
    let opened = app.support.open_with(&caller.0, &other, subject).await?;
    Ok((
        StatusCode::CREATED,
        Json(app.wire.conversation(&opened, &caller.0.id)),
    ))
}

pub(super) async fn open_with_admin(
    State(app): State<App>,
    caller: Caller,
    body: Body,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    caller.must_be(&[Role::User, Role::Restaurant, Role::Market, Role::Pharmacy])?;
    let mut fields = Fields::of(body);
    let subject = fields.optional_text("subject", TEXT_LIMIT);
    fields.check()?;
    let opened = app.support.open_with_admin(&caller.0, subject).await?;
    Ok((
        StatusCode::CREATED,
        Json(app.wire.conversation(&opened, &caller.0.id)),
    ))
}

pub(super) async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<Value>, Refusal> {
    caller.must_be(&[Role::Admin])?;
    let mut fields = Fields::of(body);
    let status = fields.optional_word("status", &STATUSES);
    let subject = fields.optional_text("subject", TEXT_LIMIT);
    fields.check()?;
    let change = Change {
        status: status.as_deref().map(ConversationStatus::from_word),
        subject,
    };
    let changed = app.support.change(&named(id)?, change).await?;
    Ok(Json(app.wire.conversation(&changed, &caller.0.id)))
}

pub(super) async fn mark_read(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    app.support.mark_read(&caller.0, &named(id)?).await?;
    Ok((StatusCode::CREATED, Json(json!({ "success": true }))))
}

/// The conversation that a path names.
pub(super) fn named(id: String) -> Result<ConversationId, Refusal> {
    ConversationId::new(id).ok_or_else(no_conversation)
}
