//! The token from the environment: for scripts, `DESK_TOKEN` replaces the keyring.

use std::sync::Arc;

use async_trait::async_trait;
use engine::{TokenVault, VaultError, VaultKey};

/// The environment variable.
pub(crate) const VARIABLE: &str = "DESK_TOKEN";

/// The token in `DESK_TOKEN`, if there is one.
pub(crate) fn read() -> Option<String> {
    let token = std::env::var(VARIABLE).ok()?;
    let token = token.trim();
    (!token.is_empty()).then(|| token.to_owned())
}

/// A vault that returns the token of the environment and stores none: the caller owns that token. What the keyring has
/// of whoever signs out is forgotten there all the same.
pub(crate) struct EnvironmentVault {
    pub(crate) token: String,
    pub(crate) keyring: Arc<dyn TokenVault>,
}

#[async_trait]
impl TokenVault for EnvironmentVault {
    async fn load(&self, _key: &VaultKey) -> Result<Option<String>, VaultError> {
        Ok(Some(self.token.clone()))
    }

    async fn keep(&self, _key: &VaultKey, _token: &str) -> Result<(), VaultError> {
        Ok(())
    }

    async fn forget(&self, key: &VaultKey) -> Result<(), VaultError> {
        self.keyring.forget(key).await
    }
}

#[cfg(test)]
#[path = "../tests/unit/environment_token.rs"]
mod tests;
