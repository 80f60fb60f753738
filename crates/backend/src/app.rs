//! The state that requests and sockets share.

use std::sync::Arc;

use protocol::UserId;

use crate::api_error::{ApiError, INVALID_TOKEN};
use crate::clock;
use crate::database::Database;
use crate::login_rate_limit::LoginRateLimit;
use crate::payloads::Payloads;
use crate::records::Person;
use crate::support::Support;
use crate::tables::people;
use crate::tokens::{Tokens, VerifiedToken};

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<AppParts>);

pub(crate) struct AppParts {
    pub(crate) database: Database,
    pub(crate) support: Support,
    pub(crate) tokens: Tokens,
    pub(crate) login_rate_limit: LoginRateLimit,
    pub(crate) payloads: Payloads,
}

impl App {
    pub(crate) fn new(parts: AppParts) -> Self {
        Self(Arc::new(parts))
    }

    /// Checks a token without looking at the database.
    pub(crate) fn verify_token(&self, token: &str) -> Option<VerifiedToken> {
        self.0.tokens.verify(token, clock::now())
    }

    /// The person a good token names: they may have gone since it was issued.
    pub(crate) async fn person(&self, id: &UserId) -> Result<Person, ApiError> {
        let mut rows = self.0.database.read().await?;
        people::find(&mut rows, id).await?.ok_or(INVALID_TOKEN)
    }
}

impl std::ops::Deref for App {
    type Target = AppParts;
    fn deref(&self) -> &AppParts {
        &self.0
    }
}
