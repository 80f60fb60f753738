//! A PIN, and its hash.

use crate::limits::{
    PIN_DIGITS, PIN_MEMORY_KIB, PIN_MEMORY_KIB_AT_MOST, PIN_PASSES, PIN_PASSES_AT_MOST,
};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString},
};

/// As RFC 9106 recommends.
const SALT_BYTES: usize = 16;

/// Digits that the user chose, in Latin ones however they were typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

/// A text is no PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a PIN has 4 to 12 digits")]
pub struct NotAPin;

/// A PIN could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("the PIN could not be hashed: {0}")]
pub struct HashError(String);

impl Pin {
    /// Reads a PIN in Latin, Arabic-Indic or Persian digits.
    ///
    /// # Errors
    /// [`NotAPin`] for another number of digits, or anything beside them.
    pub fn parse(typed: &str) -> Result<Self, NotAPin> {
        let digits: Option<String> = typed.trim().chars().map(latin_digit).collect();
        digits
            .filter(|digits| PIN_DIGITS.contains(&digits.len()))
            .map(Self)
            .ok_or(NotAPin)
    }

    /// Hashes the PIN with a salt of its own.
    ///
    /// # Errors
    /// When argon2 refuses, for want of memory.
    pub fn hash(&self) -> Result<String, HashError> {
        let params = Params::new(PIN_MEMORY_KIB, PIN_PASSES, 1, None)
            .map_err(|error| HashError(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        SaltString::encode_b64(&rand::random::<[u8; SALT_BYTES]>())
            .and_then(|salt| {
                let hash = argon2.hash_password(self.0.as_bytes(), &salt)?;
                Ok(hash.to_string())
            })
            .map_err(|error| HashError(error.to_string()))
    }

    /// Whether `hash` is this PIN's.
    #[must_use]
    pub fn fits(&self, hash: &str) -> bool {
        PasswordHash::new(hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(self.0.as_bytes(), &hash)
                .is_ok()
        })
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// Whether a text is a hash that this program could have made: argon2id, at a bounded cost.
#[must_use]
pub fn is_pin_hash(text: &str) -> bool {
    let Ok(hash) = PasswordHash::new(text) else {
        return false;
    };
    let Ok(params) = Params::try_from(&hash) else {
        return false;
    };
    hash.algorithm == Algorithm::Argon2id.ident()
        && hash.hash.is_some()
        && hash.salt.is_some()
        && params.m_cost() <= PIN_MEMORY_KIB_AT_MOST
        && params.t_cost() <= PIN_PASSES_AT_MOST
        && params.p_cost() == 1
}

fn latin_digit(typed: char) -> Option<char> {
    let value = match typed {
        '0'..='9' => return Some(typed),
        '٠'..='٩' => u32::from(typed) - u32::from('٠'),
        '۰'..='۹' => u32::from(typed) - u32::from('۰'),
        _ => return None,
    };
    char::from_digit(value, 10)
}
