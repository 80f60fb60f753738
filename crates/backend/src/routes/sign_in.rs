//! `POST /auth/login` and `/auth/logout` (CONTRACT section 1, live).

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::{App, now};
use crate::body::{Body, Fields, TEXT_LIMIT};
use crate::caller::Caller;
use crate::password;
use crate::refusal::Refusal;
use crate::tables::people;

const WRONG: Refusal = Refusal::Unauthorized("Invalid credentials");
const UNVERIFIED: Refusal = Refusal::Forbidden("Phone number is not verified");

pub(super) async fn login(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    body: Body,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let mut fields = Fields::of(body);
    let username = fields.text("username", TEXT_LIMIT);
    let password = fields.text("password", TEXT_LIMIT);
    fields.check()?;
    if let Some(retry_after) = app.brake.wait(&username, from.ip()) {
        return Err(Refusal::TooMany { retry_after });
    }
    let found = {
        let mut rows = app.database.read().await?;
        people::login(&mut rows, username.trim()).await?
    };
    let hash = found.as_ref().and_then(|login| login.password_hash.clone());
    let fits = password::fits(password, hash).await;
    let Some(login) = found.filter(|_| fits) else {
        app.brake.failed(&username, from.ip());
        return Err(WRONG);
    };
    app.brake.succeeded(&username, from.ip());
    if !login.phone_checked {
        return Err(UNVERIFIED);
    }
    let token = app
        .tokens
        .issue(&login.person, now(), app.tokens.ttl)
        .map_err(crate::Error::from)?;
    let answer = app.wire.sign_in(&login.person, login.phone_checked, &token);
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Forgets nothing on the server: a token is good until it expires.
pub(super) async fn logout(_: Caller) -> (StatusCode, Json<Value>) {
    (StatusCode::CREATED, Json(json!({ "success": true })))
}
