//! Where the shell's files are.
//!
//! Below the data folder: `preferences.json`, `window.json`, `chat-window.json`, `app-lock.json`, `log/`, `webview/`, `demo/`, and the
//! engine's own folders, one per account.

use std::path::{Path, PathBuf};

/// The files and folders that the shell reads and writes.
#[derive(Clone, Debug)]
pub struct Paths {
    data: PathBuf,
}

impl Paths {
    /// Paths below `chosen`, or below the system's usual folder for this user's data.
    #[must_use]
    pub fn new(chosen: Option<PathBuf>) -> Self {
        Self {
            data: engine::data_folder(chosen),
        }
    }

    /// The folder that holds everything; also the engine's data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The user's preferences.
    #[must_use]
    pub fn preferences(&self) -> PathBuf {
        self.data.join("preferences.json")
    }

    /// The PIN of the window's lock, as a hash.
    #[must_use]
    pub fn app_lock(&self) -> PathBuf {
        self.data.join("app-lock.json")
    }

    /// Where the window was when it was last closed.
    #[must_use]
    pub fn window(&self) -> PathBuf {
        self.data.join("window.json")
    }

    /// Where a chat's own window was when one was last closed.
    #[must_use]
    pub fn chat_window(&self) -> PathBuf {
        self.data.join("chat-window.json")
    }

    /// The log's folder.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.data.join("log")
    }

    /// The webview's own data.
    #[must_use]
    pub fn webview(&self) -> PathBuf {
        self.data.join("webview")
    }

    /// The demo's data: created for each run, removed after it.
    #[must_use]
    pub fn demo(&self) -> PathBuf {
        self.data.join("demo")
    }
}

/// Creates a folder that only this user can read, with its parents.
///
/// # Errors
/// When the disk refuses.
pub fn create_private_dir(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
