//! Authentication: the bearer token of a request, verified.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use protocol::Role;

use crate::api_error::{ApiError, INVALID_TOKEN, WRONG_ROLE};
use crate::app::App;
use crate::records::Person;
use crate::tokens::VerifiedToken;

/// The person behind a request, and the token that says so.
#[derive(Clone, Debug)]
pub(crate) struct AuthenticatedUser(pub(crate) Person, pub(crate) VerifiedToken);

impl AuthenticatedUser {
    /// Refuses a user without one of these roles (CONTRACT section 3, «who»).
    pub(crate) fn require_role(&self, roles: &[Role]) -> Result<(), ApiError> {
        if roles.contains(&self.0.role) {
            Ok(())
        } else {
            Err(WRONG_ROLE)
        }
    }
}

impl FromRequestParts<App> for AuthenticatedUser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let header = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = header.and_then(bearer_token).ok_or(INVALID_TOKEN)?;
        let (person, verified) = app.authenticate(token).await?;
        app.rates
            .take_call(&person.id)
            .map_err(|retry_after| ApiError::TooManyRequests { retry_after })?;
        Ok(Self(person, verified))
    }
}

/// The token of an `Authorization` header.
pub(crate) fn bearer_token(header: &str) -> Option<&str> {
    let (scheme, token) = header.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
