//! The token from the environment: `DESK_TOKEN` stands in for the keyring, for scripts.

use async_trait::async_trait;
use engine::{TokenVault, VaultError, VaultKey};

/// The environment variable.
pub(crate) const VARIABLE: &str = "DESK_TOKEN";

/// The token in `DESK_TOKEN`, if there is one.
pub(crate) fn token_in_environment() -> Option<String> {
    let token = std::env::var(VARIABLE).ok()?;
    let token = token.trim();
    (!token.is_empty()).then(|| token.to_owned())
}

/// Hands out the one token it was given, and keeps nothing: what comes from the environment is the
/// caller's to keep.
pub(crate) struct GivenToken(pub(crate) String);

#[async_trait]
impl TokenVault for GivenToken {
    async fn load(&self, _key: &VaultKey) -> Result<Option<String>, VaultError> {
        Ok(Some(self.0.clone()))
    }

    async fn keep(&self, _key: &VaultKey, _token: &str) -> Result<(), VaultError> {
        Ok(())
    }

    async fn forget(&self, _key: &VaultKey) -> Result<(), VaultError> {
        Ok(())
    }
}
