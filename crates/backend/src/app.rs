//! The state that requests and sockets share.

use std::sync::Arc;

use crate::api_error::{ApiError, INVALID_TOKEN};
use crate::clock;
use crate::database::Database;
use crate::login_rate_limit::LoginRateLimit;
use crate::password::PasswordChecks;
use crate::payloads::Payloads;
use crate::records::Person;
use crate::support::Support;
use crate::tables::people;
use crate::tokens::{Tokens, VerifiedToken};
use crate::uploads::Uploads;
use crate::user_rates::Rates;
use crate::{ConnectionLimits, ContentRules, Idempotency, SignOut};

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<AppParts>);

pub(crate) struct AppParts {
    pub(crate) database: Database,
    pub(crate) support: Support,
    pub(crate) tokens: Tokens,
    pub(crate) login_rate_limit: LoginRateLimit,
    pub(crate) password_checks: PasswordChecks,
    pub(crate) payloads: Payloads,
    pub(crate) rates: Rates,
    pub(crate) connections: ConnectionLimits,
    pub(crate) content: ContentRules,
    pub(crate) sign_out: SignOut,
    pub(crate) idempotency: Idempotency,
    pub(crate) uploads: Option<Uploads>,
}

impl App {
    pub(crate) fn new(parts: AppParts) -> Self {
        Self(Arc::new(parts))
    }

    /// What a token says, if it is good. Its account may be gone, or have signed out, since it was issued:
    /// [`App::account`] tells.
    pub(crate) async fn authenticate(
        &self,
        token: &str,
    ) -> Result<(Person, VerifiedToken), ApiError> {
        let verified = self.0.tokens.verify(token, clock::now());
        let verified = verified.ok_or(INVALID_TOKEN)?;
        let person = self.account(&verified).await?;
        Ok((person, verified))
    }

    /// The account that a token names, if the token is still of its newest version.
    pub(crate) async fn account(&self, verified: &VerifiedToken) -> Result<Person, ApiError> {
        let mut rows = self.0.database.read().await?;
        let account = people::account(&mut rows, &verified.user).await?;
        account
            .filter(|(_, version)| *version == verified.version)
            .map(|(person, _)| person)
            .ok_or(INVALID_TOKEN)
    }

    /// Ends all tokens of an account, and cuts its sockets. Nothing, if that was done since this token
    /// was issued.
    pub(crate) async fn end_tokens(&self, of: &VerifiedToken) -> Result<(), ApiError> {
        if self.0.sign_out == SignOut::KeepsTokens {
            return Ok(());
        }
        let mut write = self.0.database.write().await?;
        people::end_tokens(write.rows(), &of.user, of.version).await?;
        let committed = write.commit().await?;
        self.0.support.disconnect(&of.user);
        drop(committed);
        Ok(())
    }
}

impl std::ops::Deref for App {
    type Target = AppParts;
    fn deref(&self) -> &AppParts {
        &self.0
    }
}
