//! Who is asking: the bearer token of a request, checked.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use protocol::Role;

use crate::app::App;
use crate::records::Person;
use crate::refusal::{BAD_TOKEN, Refusal, WRONG_ROLE};

/// The person behind a request.
#[derive(Clone, Debug)]
pub(crate) struct Caller(pub(crate) Person);

impl Caller {
    /// Refuses everybody without one of these roles (CONTRACT section 3, «who»).
    pub(crate) fn must_be(&self, roles: &[Role]) -> Result<(), Refusal> {
        if roles.contains(&self.0.role) {
            Ok(())
        } else {
            Err(WRONG_ROLE)
        }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let header = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = header.and_then(bearer).ok_or(BAD_TOKEN)?;
        let good = app.check(token).ok_or(BAD_TOKEN)?;
        app.person(&good.user).await.map(Self)
    }
}

/// The token of an `Authorization` header.
pub(crate) fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
