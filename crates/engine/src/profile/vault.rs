//! Where tokens are kept between runs: a port, so that tests and scripts need no keyring.

use std::collections::HashMap;

use async_trait::async_trait;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// Names one token: the server's origin and the user's id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VaultKey {
    /// The server's origin.
    pub server: String,
    /// The user's id.
    pub user: String,
}

impl VaultKey {
    /// One text for both, for stores that name entries by one.
    #[must_use]
    pub fn entry(&self) -> String {
        format!("{}@{}", self.user, self.server)
    }
}

/// The vault could not be used; the text says why and holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct VaultError(pub String);

/// Keeps tokens between runs.
#[async_trait]
pub trait TokenVault: Send + Sync {
    /// The token kept under a key.
    ///
    /// # Errors
    /// When the vault cannot be used or does not answer in time.
    async fn load(&self, key: &VaultKey) -> Result<Option<String>, VaultError>;

    /// Keeps a token under a key, in place of an earlier one.
    ///
    /// # Errors
    /// When the vault cannot be used or does not answer in time.
    async fn keep(&self, key: &VaultKey, token: &str) -> Result<(), VaultError>;

    /// Forgets the token under a key; none is fine too.
    ///
    /// # Errors
    /// When the vault cannot be used or does not answer in time.
    async fn forget(&self, key: &VaultKey) -> Result<(), VaultError>;
}

/// A vault in memory: for this run only.
#[derive(Debug, Default)]
pub struct MemoryVault(Mutex<HashMap<VaultKey, String>>);

impl MemoryVault {
    /// An empty vault.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

#[async_trait]
impl TokenVault for MemoryVault {
    async fn load(&self, key: &VaultKey) -> Result<Option<String>, VaultError> {
        Ok(self.0.lock().get(key).cloned())
    }

    async fn keep(&self, key: &VaultKey, token: &str) -> Result<(), VaultError> {
        self.0.lock().insert(key.clone(), token.to_owned());
        Ok(())
    }

    async fn forget(&self, key: &VaultKey) -> Result<(), VaultError> {
        self.0.lock().remove(key);
        Ok(())
    }
}
