//! The operating system's keyring as a [`TokenVault`]: Secret Service on Linux, Credential Manager
//! on Windows, Keychain on macOS. All that is particular to a platform is in the crate `keyring`.
//!
//! A locked keyring blocks until somebody unlocks it, so each call runs on a thread of its own and
//! is given up after a while; the thread then ends whenever the keyring lets it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

use async_trait::async_trait;
use keyring::Entry;
use tokio::sync::oneshot;

use crate::{TokenVault, VaultError, VaultKey};

const SERVICE: &str = "Avvento Desk";

/// Tokens in the operating system's keyring.
#[derive(Clone, Debug)]
pub struct KeyringVault {
    timeout: Duration,
    /// Whether a read that was given up still waits for its owner: a second one would only add a
    /// thread, and perhaps a question on the screen.
    reading: Arc<AtomicBool>,
}

impl KeyringVault {
    /// A vault whose calls are given up after `timeout`.
    #[must_use]
    pub fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            reading: Arc::default(),
        }
    }

    async fn ask<T: Send + 'static>(
        &self,
        key: &VaultKey,
        act: impl FnOnce(Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, VaultError> {
        let name = key.entry();
        let (answer, answered) = oneshot::channel();
        std::thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || {
                // Nobody listens any more once the call has been given up.
                drop(answer.send(Entry::new(SERVICE, &name).and_then(act)));
            })
            .map_err(|error| VaultError(error.to_string()))?;
        match tokio::time::timeout(self.timeout, answered).await {
            Ok(Ok(outcome)) => outcome.map_err(|error| VaultError(error.to_string())),
            Ok(Err(_)) => Err(VaultError("the keyring call broke off".to_owned())),
            Err(_) => Err(VaultError("the keyring did not answer in time".to_owned())),
        }
    }
}

/// Says that a reading is over, however it ended.
struct Done(Arc<AtomicBool>);

impl Drop for Done {
    fn drop(&mut self) {
        self.0.store(false, SeqCst);
    }
}

#[async_trait]
impl TokenVault for KeyringVault {
    async fn load(&self, key: &VaultKey) -> Result<Option<String>, VaultError> {
        if self.reading.swap(true, SeqCst) {
            return Err(VaultError("the keyring has not answered yet".to_owned()));
        }
        let done = Done(self.reading.clone());
        self.ask(key, move |entry| {
            let _done = done;
            match entry.get_password() {
                Ok(token) => Ok(Some(token)),
                Err(keyring::Error::NoEntry) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
    }

    async fn keep(&self, key: &VaultKey, token: &str) -> Result<(), VaultError> {
        let token = token.to_owned();
        self.ask(key, move |entry| entry.set_password(&token)).await
    }

    async fn forget(&self, key: &VaultKey) -> Result<(), VaultError> {
        self.ask(key, |entry| match entry.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }
}
