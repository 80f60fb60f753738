//! Passwords: argon2, computed away from the threads that serve requests.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};

use crate::Error;

/// A hash that no password fits: checked for unknown users, so that the time an answer takes does
/// not tell who has an account.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keQ$\
                      cf3vcLSvZ1YFvOyGTr5QcE2Lx2Bk0bFSu0RXMiFGvLk";

/// As RFC 9106 recommends.
const SALT_BYTES: usize = 16;

/// Hashes a password; takes some 20 ms of a processor and 19 MiB.
pub(crate) async fn hash(password: String) -> Result<String, Error> {
    tokio::task::spawn_blocking(move || {
        SaltString::encode_b64(&rand::random::<[u8; SALT_BYTES]>())
            .and_then(|salt| {
                Argon2::default()
                    .hash_password(password.as_bytes(), &salt)
                    .map(|hash| hash.to_string())
            })
            .map_err(|error| Error::Password(error.to_string()))
    })
    .await
    .unwrap_or_else(|error| Err(Error::Password(error.to_string())))
}

/// Whether the password fits the hash; never, where there is no hash.
pub(crate) async fn verify(password: String, hash: Option<String>) -> bool {
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
                && known
        })
    })
    .await
    .unwrap_or(false)
}
