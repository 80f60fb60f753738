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
use crate::limits::PASSWORD_CHECKS_RETRY_AFTER;
use crate::login_rate_limit::AccountKey;
use crate::password::{Busy, Verdict};
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
    let found = {
        let mut rows = app.database.read().await?;
        people::login(&mut rows, username.trim()).await?
    };
    // An account is one, whether it is asked for by its username or by its phone number.
    let account = found
        .as_ref()
        .map_or(&*username, |login| &login.person.username);
    let attempt = app
        .login_rate_limit
        .begin(AccountKey::new(account), from.ip())
        .map_err(|retry_after| ApiError::TooManyRequests { retry_after })?;
    let hash = found.as_ref().and_then(|login| login.password_hash.clone());
    let verdict = app.password_checks.verify(password, hash).await;
    if verdict != Ok(Verdict::Wrong) {
        attempt.take_back();
    }
    let verdict = verdict.map_err(|Busy| ApiError::TooManyRequests {
        retry_after: PASSWORD_CHECKS_RETRY_AFTER,
    })?;
    let login = found.filter(|_| verdict == Verdict::Right).ok_or(WRONG)?;
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
