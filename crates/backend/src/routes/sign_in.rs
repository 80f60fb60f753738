//! `POST /auth/login` and `/auth/logout` (CONTRACT section 1, live).

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api_error::ApiError;
use crate::app::App;
use crate::auth::AuthenticatedUser;
use crate::clock::now;
use crate::password;
use crate::tables::people;
use crate::validation::{Body, BodyFields, TEXT_LIMIT};

const WRONG: ApiError = ApiError::Unauthorized("Invalid credentials");
const UNVERIFIED: ApiError = ApiError::Forbidden("Phone number is not verified");

pub(super) async fn login(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let mut fields = BodyFields::new(body);
    let username = fields.text("username", TEXT_LIMIT);
    let password = fields.text("password", TEXT_LIMIT);
    fields.finish()?;
    if let Some(retry_after) = app.login_rate_limit.retry_after(&username, from.ip()) {
        return Err(ApiError::TooManyRequests { retry_after });
    }
    let found = {
        let mut rows = app.database.read().await?;
        people::login(&mut rows, username.trim()).await?
    };
    let hash = found.as_ref().and_then(|login| login.password_hash.clone());
    let fits = password::verify(password, hash).await;
    let Some(login) = found.filter(|_| fits) else {
        app.login_rate_limit.record_failure(&username, from.ip());
        return Err(WRONG);
    };
    app.login_rate_limit.record_success(&username, from.ip());
    if !login.phone_checked {
        return Err(UNVERIFIED);
    }
    let token = app
        .tokens
        .issue((&login.person, login.token_version), now(), app.tokens.ttl)
        .map_err(crate::Error::from)?;
    let answer = app
        .payloads
        .sign_in(&login.person, login.phone_checked, &token);
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Ends all tokens of the account.
pub(super) async fn logout(
    State(app): State<App>,
    caller: AuthenticatedUser,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    app.end_tokens(&caller.1).await?;
    Ok((StatusCode::CREATED, Json(json!({ "success": true }))))
}
