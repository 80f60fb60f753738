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
    pub(crate) fn is_expired(&self, now: UtcMs) -> bool {
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
pub(crate) enum TokenState {
    /// Still being read from the vault.
    Loading,
    /// Valid as far as is known.
    Valid(Token),
    /// None, or no longer good; the error's code says why.
    Missing(Error),
}

/// The token of this run; a cheap clone.
#[derive(Clone)]
pub(crate) struct AuthToken(Arc<watch::Sender<TokenState>>);

impl AuthToken {
    pub(crate) fn new(state: TokenState) -> Self {
        Self(Arc::new(watch::Sender::new(state)))
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<TokenState> {
        self.0.subscribe()
    }

    pub(crate) fn set(&self, state: TokenState) {
        self.0.send_replace(state);
    }

    /// What the vault says. Tells whether it still mattered: a sign-in meanwhile goes before.
    pub(crate) fn set_from_vault(&self, read: TokenState) -> bool {
        let mut wanted = false;
        self.0.send_if_modified(|state| {
            wanted = matches!(
                state,
                TokenState::Loading | TokenState::Missing(Error::KeyringUnavailable(_))
            );
            let news = wanted && *state != read;
            if news {
                *state = read;
            }
            news
        });
        wanted
    }

    /// The token, if there is a good one. Waits for the vault, whose patience is bounded.
    pub(crate) async fn wait_for_token(&self) -> Result<Token, Error> {
        let mut watch = self.0.subscribe();
        let state = watch
            .wait_for(|state| *state != TokenState::Loading)
            .await
            .map_err(|_| Error::SignInNeeded)?;
        match &*state {
            TokenState::Valid(token) => Ok(token.clone()),
            TokenState::Loading => Err(Error::SignInNeeded),
            TokenState::Missing(why) => Err(why.clone()),
        }
    }

    /// The token, if there is a good one now.
    pub(crate) fn valid_token(&self) -> Option<Token> {
        match &*self.0.borrow() {
            TokenState::Valid(token) => Some(token.clone()),
            TokenState::Loading | TokenState::Missing(_) => None,
        }
    }

    /// The server refused a token. If it is still the one in use, it is so no longer.
    pub(crate) fn mark_refused(&self, token: &Token, now: UtcMs) -> Error {
        let why = if token.is_expired(now) {
            Error::ExpiredToken
        } else {
            Error::BadToken("the server does not take it any more".to_owned())
        };
        self.0.send_if_modified(|state| match state {
            TokenState::Valid(current) if current == token => {
                *state = TokenState::Missing(why.clone());
                true
            }
            _ => false,
        });
        why
    }
}
