//! The demo: a server inside this process with invented people who write, and an engine of its own that is
//! signed in to it. All its data lies in a folder that is created at the start and removed at the end,
//! its token in memory only: real accounts and their keyring entries are never touched.

use std::{path::Path, sync::Arc};

use backend::{Pace, Server, Settings, UploadLimits};
use engine::{Account, Config, Credentials, Engine, MemoryVault};

use crate::{arguments, command_error::CommandError, paths};

/// The account that the demo shows: an admin sees the most.
const USERNAME: &str = "admin";
/// The password of all demo accounts.
const PASSWORD: &str = "demo";

/// Where the demo's server takes files.
const UPLOADS: &str = "/uploads";

/// The same people and chats each time.
const SEED: u64 = 20;

/// A running demo.
pub struct Demo {
    engine: Engine,
    server: Server,
    folder: tempfile::TempDir,
}

impl Demo {
    /// Starts the server and signs in to it. What an earlier demo left below `folder` is removed.
    ///
    /// # Errors
    /// `disk-failed` when the folder cannot be created, `internal` when the server does not start, or
    /// the engine's.
    pub async fn start(
        folder: &Path,
        pace: arguments::Pace,
    ) -> Result<(Self, Account), CommandError> {
        let folder =
            create_run_folder(folder).map_err(|error| CommandError::new("disk-failed", error))?;
        let demo = backend::Demo {
            seed: SEED,
            pace: backend_pace(pace),
        };
        let settings = Settings {
            data: Some(folder.path().join("server")),
            demo: Some(demo),
            uploads: Some(UploadLimits::default()),
            ..Settings::default()
        };
        let server = backend::start(settings)
            .await
            .map_err(|error| CommandError::new("internal", error))?;
        let mut config = Config::new(folder.path().join("profile"));
        config.vault = Arc::new(MemoryVault::new());
        UPLOADS.clone_into(&mut config.upload_endpoint);
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
                demo.stop().await;
                Err(error.into())
            }
        }
    }

    /// The demo's engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Ends the engine, then the server, and removes their data.
    pub async fn stop(self) {
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

fn create_run_folder(folder: &Path) -> std::io::Result<tempfile::TempDir> {
    // Only one instance runs at a time, so an existing folder was left by a crash.
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    paths::create_private_dir(folder)?;
    tempfile::Builder::new().prefix("run-").tempdir_in(folder)
}
