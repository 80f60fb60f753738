//! The bearer token: a JWT (HS256) with `userId`, `role` and `exp` (CONTRACT section 1).

use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use protocol::{UserId, UtcMs};
use serde::{Deserialize, Serialize};

use crate::records::Person;

/// Issues and checks tokens.
pub(crate) struct Tokens {
    signing: EncodingKey,
    checking: DecodingKey,
    validation: Validation,
    pub(crate) ttl: Duration,
}

/// A token that was found good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerifiedToken {
    pub(crate) user: UserId,
    pub(crate) expires_at: UtcMs,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Claims {
    user_id: String,
    role: Option<String>,
    iat: Option<i64>,
    exp: i64,
}

impl Tokens {
    pub(crate) fn new(secret: &[u8], ttl: Duration) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        // Checked below, to the second and against the same clock as everything else.
        validation.validate_exp = false;
        Self {
            signing: EncodingKey::from_secret(secret),
            checking: DecodingKey::from_secret(secret),
            validation,
            ttl,
        }
    }

    /// A token that is good for `ttl`, rounded down to whole seconds since 1970: a `ttl` of zero is
    /// expired at once.
    pub(crate) fn issue(
        &self,
        person: &Person,
        now: UtcMs,
        ttl: Duration,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let ttl = i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX / 2);
        let claims = Claims {
            user_id: person.id.as_str().to_owned(),
            role: Some(person.role.as_word().to_owned()),
            iat: Some(now.0 / 1000),
            exp: now.0.saturating_add(ttl) / 1000,
        };
        jsonwebtoken::encode(&Header::default(), &claims, &self.signing)
    }

    /// Checks signature, expiry and that somebody is named.
    pub(crate) fn verify(&self, token: &str, now: UtcMs) -> Option<VerifiedToken> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.checking, &self.validation)
            .ok()?
            .claims;
        let expires_at = UtcMs(claims.exp.saturating_mul(1000));
        let user = UserId::new(claims.user_id)?;
        (now < expires_at).then_some(VerifiedToken { user, expires_at })
    }
}
