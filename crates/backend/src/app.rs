//! What every request and every socket has at hand.

use std::sync::Arc;

use protocol::{UserId, UtcMs};

use crate::database::Database;
use crate::login_limit::LoginBrake;
use crate::records::Person;
use crate::refusal::{BAD_TOKEN, Refusal};
use crate::support::Support;
use crate::tables::people;
use crate::tokens::{Good, Tokens};
use crate::wire::Wire;

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Parts>);

pub(crate) struct Parts {
    pub(crate) database: Database,
    pub(crate) support: Support,
    pub(crate) tokens: Tokens,
    pub(crate) brake: LoginBrake,
    pub(crate) wire: Wire,
}

impl App {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Checks a token without looking at the database.
    pub(crate) fn check(&self, token: &str) -> Option<Good> {
        self.0.tokens.check(token, now())
    }

    /// The person a good token names: they may have gone since it was issued.
    pub(crate) async fn person(&self, id: &UserId) -> Result<Person, Refusal> {
        let mut rows = self.0.database.read().await?;
        people::find(&mut rows, id).await?.ok_or(BAD_TOKEN)
    }
}

impl std::ops::Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The time, to the millisecond.
pub(crate) fn now() -> UtcMs {
    UtcMs(jiff::Timestamp::now().as_millisecond())
}
