//! Sign-in and tokens (CONTRACT section 1). No error here carries any part of a token.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde_json::Value;

use super::decode_error::DecodeError;
use super::{fields::Record, limits, people};
use crate::{Role, SignIn, TokenClaims, UserId, UtcMs};

/// Takes the payload with and without padding: issuers differ.
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

pub(super) fn read(value: &Value) -> Result<SignIn, DecodeError> {
    let outer = Record::from_value(value).ok_or(DecodeError::WrongShape {
        expected: "sign-in",
    })?;
    let record = match outer.record("data") {
        Some(inner) if token(outer).is_none() => inner,
        _ => outer,
    };
    let token = token(record).ok_or(DecodeError::Unreadable {
        record: "sign-in",
        id: None,
        reason: "it carries no token",
    })?;
    Ok(SignIn {
        user: record.get(&["user"]).and_then(people::person),
        token,
    })
}

fn token(record: Record<'_>) -> Option<String> {
    let value = record.get(&["token", "accessToken", "access_token"])?;
    value
        .as_str()
        .map(str::trim)
        .filter(|token| is_token(token))
        .map(str::to_owned)
}

/// Whether a text can stand in a header as a token.
fn is_token(text: &str) -> bool {
    (1..=limits::MAX_TOKEN_BYTES).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Reads a token's claims without verifying it: the client only wants to know whose it is and
/// until when. The user is `userId`, then `_id`, `id`, `sub`; `exp` is in seconds on the wire and
/// in milliseconds (UTC) in the answer.
///
/// # Errors
/// When it is no JWT, its payload is no JSON object, or it names no user.
pub fn token_claims(token: &str) -> Result<TokenClaims, DecodeError> {
    let not_a_token = DecodeError::WrongShape { expected: "token" };
    let mut parts = token.trim().split('.');
    let payload = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(payload), Some(_), None) if !payload.is_empty() => payload,
        _ => return Err(not_a_token),
    };
    if payload.len() >= limits::MAX_PAYLOAD_BYTES {
        return Err(DecodeError::TooLarge {
            bytes: payload.len(),
        });
    }
    let json = BASE64_URL
        .decode(payload)
        .map_err(|_| not_a_token.clone())?;
    let claims = match limits::parse(&json) {
        Ok(claims) => claims,
        Err(DecodeError::NotJson(_)) => return Err(not_a_token),
        Err(other) => return Err(other),
    };
    let record = Record::from_value(&claims).ok_or(not_a_token)?;
    let user = record
        .id(&["userId", "_id", "id", "sub"])
        .and_then(UserId::new)
        .ok_or(DecodeError::Unreadable {
            record: "token",
            id: None,
            reason: "it names no user",
        })?;
    Ok(TokenClaims {
        user,
        role: record.label(&["role"]).map(|word| Role::from_word(&word)),
        expires_at: record.count(&["exp"]).map(from_seconds),
    })
}

fn from_seconds(seconds: u64) -> UtcMs {
    UtcMs(
        i64::try_from(seconds)
            .unwrap_or(i64::MAX)
            .saturating_mul(1_000),
    )
}
