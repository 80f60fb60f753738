//! The bearer token: a JWT (HS256) with `userId`, `role`, `exp` and the account's token version (CONTRACT section 1).

use std::time::Duration;

use protocol::{UserId, UtcMs};
use serde::{Deserialize, Serialize};

use crate::jwt::Jwt;
use crate::records::{Person, TokenVersion};

/// Issues and checks tokens.
pub(crate) struct Tokens {
    jwt: Jwt,
    pub(crate) ttl: Duration,
}

/// A token that was found good, as far as it says itself: its account may be gone or have signed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerifiedToken {
    pub(crate) user: UserId,
    pub(crate) version: TokenVersion,
    pub(crate) expires_at: UtcMs,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Claims {
    user_id: String,
    role: Option<String>,
    /// A token from before there were versions is of the first.
    #[serde(default)]
    token_version: TokenVersion,
    iat: Option<i64>,
    exp: i64,
}

impl Tokens {
    pub(crate) fn new(secret: &[u8], ttl: Duration) -> Self {
        Self {
            jwt: Jwt::new(secret),
            ttl,
        }
    }

    /// A token that is good for `ttl`, rounded down to whole seconds since 1970: a `ttl` of zero is
    /// expired at once.
    pub(crate) fn issue(
        &self,
        (person, version): (&Person, TokenVersion),
        now: UtcMs,
        ttl: Duration,
    ) -> Result<String, serde_json::Error> {
        let ttl = i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX / 2);
        self.jwt.sign(&Claims {
            user_id: person.id.as_str().to_owned(),
            role: Some(person.role.as_word().to_owned()),
            token_version: version,
            iat: Some(now.0 / 1000),
            exp: now.0.saturating_add(ttl) / 1000,
        })
    }

    /// Checks signature, expiry and that somebody is named.
    pub(crate) fn verify(&self, token: &str, now: UtcMs) -> Option<VerifiedToken> {
        let claims: Claims = self.jwt.verify(token)?;
        let expires_at = UtcMs(claims.exp.saturating_mul(1000));
        let user = UserId::new(claims.user_id)?;
        (now < expires_at).then_some(VerifiedToken {
            user,
            version: claims.token_version,
            expires_at,
        })
    }
}
