//! The token of this run and whether the server still takes it. Everybody who calls the server
//! reads it here, and whoever is answered 401 says so here: then the session asks for a sign-in,
//! the outbox pauses, and both go on when a new token is put in (CONTRACT section 1).

use std::{fmt, sync::Arc};

use protocol::{UtcMs, decode};
use tokio::sync::watch;

use crate::Error;

/// A bearer token. Its text is never shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(Arc<str>);

impl Token {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.trim().into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the token itself says that it has run out.
    pub(crate) fn has_run_out(&self, now: UtcMs) -> bool {
        decode::token_claims(&self.0)
            .ok()
            .and_then(|claims| claims.expires_at)
            .is_some_and(|end| end <= now)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// How the run stands with the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Still being read from the vault.
    Unread,
    /// Good as far as is known.
    Good(Token),
    /// None, or no longer good; the error's code says why.
    Lacking(Error),
}

/// The token of this run; a cheap clone.
#[derive(Clone)]
pub(crate) struct Bearer(Arc<watch::Sender<Standing>>);

impl Bearer {
    pub(crate) fn new(standing: Standing) -> Self {
        Self(Arc::new(watch::Sender::new(standing)))
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Standing> {
        self.0.subscribe()
    }

    pub(crate) fn set(&self, standing: Standing) {
        self.0.send_replace(standing);
    }

    /// What the vault says. Tells whether it still mattered: a sign-in meanwhile goes before.
    pub(crate) fn unlock(&self, read: Standing) -> bool {
        let mut wanted = false;
        self.0.send_if_modified(|standing| {
            wanted = matches!(
                standing,
                Standing::Unread | Standing::Lacking(Error::KeyringUnavailable(_))
            );
            let news = wanted && *standing != read;
            if news {
                *standing = read;
            }
            news
        });
        wanted
    }

    /// The token, if there is a good one. Waits for the vault, whose patience is bounded.
    pub(crate) async fn token(&self) -> Result<Token, Error> {
        let mut watch = self.0.subscribe();
        let standing = watch
            .wait_for(|standing| *standing != Standing::Unread)
            .await
            .map_err(|_| Error::SignInNeeded)?;
        match &*standing {
            Standing::Good(token) => Ok(token.clone()),
            Standing::Unread => Err(Error::SignInNeeded),
            Standing::Lacking(why) => Err(why.clone()),
        }
    }

    /// The token, if there is a good one now.
    pub(crate) fn token_now(&self) -> Option<Token> {
        match &*self.0.borrow() {
            Standing::Good(token) => Some(token.clone()),
            Standing::Unread | Standing::Lacking(_) => None,
        }
    }

    /// The server refused a token. If it is still the one in use, it is so no longer.
    pub(crate) fn refuse(&self, token: &Token, now: UtcMs) -> Error {
        let why = if token.has_run_out(now) {
            Error::ExpiredToken
        } else {
            Error::BadToken("the server does not take it any more".to_owned())
        };
        self.0.send_if_modified(|standing| match standing {
            Standing::Good(current) if current == token => {
                *standing = Standing::Lacking(why.clone());
                true
            }
            _ => false,
        });
        why
    }
}
