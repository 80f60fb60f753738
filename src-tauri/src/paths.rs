//! Where things lie on disk, on each system. One of the three modules that know the platform.
//!
//! Below the data folder: `preferences.json`, `window.json`, `log/`, `webview/`, `demo/`, and the
//! engine's own folders, one per account.

use std::path::{Path, PathBuf};

/// The places that the shell reads and writes.
#[derive(Clone, Debug)]
pub struct Paths {
    data: PathBuf,
}

impl Paths {
    /// Puts everything below `chosen`, or below the system's usual folder for this user's data.
    #[must_use]
    pub fn new(chosen: Option<PathBuf>) -> Self {
        let data = chosen.unwrap_or_else(usual);
        // A relative folder would move with the working directory of a second start.
        Self {
            data: std::path::absolute(&data).unwrap_or(data),
        }
    }

    /// The folder that holds everything; the engine's data folder too.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The user's preferences.
    #[must_use]
    pub fn preferences(&self) -> PathBuf {
        self.data.join("preferences.json")
    }

    /// Where the window was when it was last closed.
    #[must_use]
    pub fn window(&self) -> PathBuf {
        self.data.join("window.json")
    }

    /// The log's folder.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.data.join("log")
    }

    /// What the webview itself keeps.
    #[must_use]
    pub fn webview(&self) -> PathBuf {
        self.data.join("webview")
    }

    /// The demo's data: made anew for each run, removed after it.
    #[must_use]
    pub fn demo(&self) -> PathBuf {
        self.data.join("demo")
    }
}

/// Makes a folder that only this user can look into, with its parents.
///
/// # Errors
/// When the disk refuses.
pub fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a file so that a crash leaves either the old or the new one, never half of it.
///
/// # Errors
/// When the disk refuses; the old file is then still there.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    if let Some(folder) = path.parent() {
        make_private(folder)?;
    }
    let beside = path.with_extension("new");
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn usual() -> PathBuf {
    variable("XDG_DATA_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| variable("HOME").map(|home| home.join(".local/share")))
        .unwrap_or_else(std::env::temp_dir)
        .join("avvento-desk")
}

#[cfg(target_os = "macos")]
fn usual() -> PathBuf {
    variable("HOME")
        .map(|home| home.join("Library/Application Support"))
        .unwrap_or_else(std::env::temp_dir)
        .join("Avvento Desk")
}

#[cfg(windows)]
fn usual() -> PathBuf {
    variable("LOCALAPPDATA")
        .unwrap_or_else(std::env::temp_dir)
        .join("Avvento Desk")
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
