//! Passwords: argon2, computed away from the threads that serve requests.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::Error;
use crate::limits::{PASSWORD_CHECKS_AT_ONCE, PASSWORD_CHECKS_WAITING};

/// The accounts here are made up, and many programs sign in: a tenth of what is recommended for people's passwords.
const MEMORY_KIB: u32 = 4096;
const PASSES: u32 = 1;

/// A hash that no password fits, at the same cost: checked for unknown users, so that the time an answer takes does
/// not tell who has an account.
const NOBODY: &str = "$argon2id$v=19$m=4096,t=1,p=1$bm9ib2R5LW5vYm9keQ$\
                      cf3vcLSvZ1YFvOyGTr5QcE2Lx2Bk0bFSu0RXMiFGvLk";

/// As RFC 9106 recommends.
const SALT_BYTES: usize = 16;

/// Hashes a password; takes some 2 ms of a processor and 4 MiB.
pub(crate) async fn hash(password: String) -> Result<String, Error> {
    tokio::task::spawn_blocking(move || {
        hash_now(&password).map_err(|error| Error::Password(error.to_string()))
    })
    .await
    .unwrap_or_else(|error| Err(Error::Password(error.to_string())))
}

fn hash_now(password: &str) -> argon2::password_hash::Result<String> {
    let params = Params::new(MEMORY_KIB, PASSES, Params::DEFAULT_P_COST, None)?;
    let salt = SaltString::encode_b64(&rand::random::<[u8; SALT_BYTES]>())?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
}

/// Checks passwords, a few at a time: each takes a processor.
#[derive(Debug)]
pub(crate) struct PasswordChecks {
    /// Whoever is being checked or waits for it.
    places: Semaphore,
    running: Arc<Semaphore>,
}

/// Too many wait already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Busy;

/// Whether a password is the account's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Right,
    Wrong,
}

impl PasswordChecks {
    pub(crate) fn new() -> Self {
        Self {
            places: Semaphore::new(PASSWORD_CHECKS_AT_ONCE + PASSWORD_CHECKS_WAITING),
            running: Arc::new(Semaphore::new(PASSWORD_CHECKS_AT_ONCE)),
        }
    }

    /// Whether the password fits the hash; never, where there is no hash.
    pub(crate) async fn verify(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<Verdict, Busy> {
        let _place = self.places.try_acquire().map_err(|_| Busy)?;
        let running = Arc::clone(&self.running);
        let permit = running.acquire_owned().await.map_err(|_| Busy)?;
        let checked = tokio::task::spawn_blocking(move || {
            // Held by the computation, which goes on when whoever asked has hung up.
            let _permit = permit;
            fits(&password, hash)
        });
        Ok(match checked.await {
            Ok(true) => Verdict::Right,
            Ok(false) | Err(_) => Verdict::Wrong,
        })
    }
}

fn fits(password: &str, hash: Option<String>) -> bool {
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
    PasswordHash::new(&hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
            && known
    })
}
