//! The demo: a server inside this process with invented people who write, and an engine of its own
//! signed in to it. Everything it keeps lies in a folder that is made anew and removed at the end, its
//! token in memory only: real accounts and their keyring entries are never touched.

use std::{path::Path, sync::Arc};

use backend::{Pace, Running, Settings};
use engine::{Account, Config, Credentials, Engine, MemoryVault};

use crate::{arguments, failure::Failure, paths};

/// The account that the demo shows: an admin sees the most.
const USERNAME: &str = "admin";
/// The password of all demo accounts.
const PASSWORD: &str = "demo";

/// The same people and chats each time.
const SEED: u64 = 20;

/// A demo that runs.
pub(crate) struct Demo {
    engine: Engine,
    server: Running,
    folder: tempfile::TempDir,
}

impl Demo {
    /// Starts the server and signs in to it. What earlier demos left behind below `folder` is removed.
    ///
    /// # Errors
    /// `disk-failed` when the folder cannot be made, `internal` when the server does not start, or
    /// whatever the engine says.
    pub(crate) async fn begin(
        folder: &Path,
        pace: arguments::Pace,
    ) -> Result<(Self, Account), Failure> {
        let folder = fresh(folder).map_err(|error| Failure::new("disk-failed", error))?;
        let demo = backend::Demo {
            seed: SEED,
            pace: backend_pace(pace),
        };
        let settings = Settings {
            data: Some(folder.path().join("server")),
            demo: Some(demo),
            ..Settings::default()
        };
        let server = backend::start(settings)
            .await
            .map_err(|error| Failure::new("internal", error))?;
        let mut config = Config::new(folder.path().join("profile"));
        config.vault = Arc::new(MemoryVault::new());
        let engine = Engine::start(config).await?;
        let address = server.url();
        let demo = Self {
            engine,
            server,
            folder,
        };
        let credentials = Credentials::Password {
            username: USERNAME.into(),
            password: PASSWORD.into(),
        };
        match demo.engine.sign_in(&address, credentials).await {
            Ok(account) => Ok((demo, account)),
            Err(error) => {
                demo.end().await;
                Err(error.into())
            }
        }
    }

    /// The demo's engine.
    #[must_use]
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Ends the engine, then the server, and removes what they kept.
    pub(crate) async fn end(self) {
        self.engine.shutdown().await;
        self.server.stop().await;
        if let Err(error) = self.folder.close() {
            tracing::info!(%error, "the demo's folder was not removed");
        }
    }
}

fn backend_pace(pace: arguments::Pace) -> Pace {
    match pace {
        arguments::Pace::Human => Pace::Human,
        arguments::Pace::Fast => Pace::Brisk,
        arguments::Pace::Still => Pace::Still,
    }
}

fn fresh(folder: &Path) -> std::io::Result<tempfile::TempDir> {
    // Only one instance runs at a time, so whatever is there was left by a crash.
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    paths::make_private(folder)?;
    tempfile::Builder::new().prefix("run-").tempdir_in(folder)
}
