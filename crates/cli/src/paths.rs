//! Where data lies on each system: the same folder that the application uses, so that `desk` and
//! the window share their profiles. The one module of this crate that knows the platform's folders.

use std::path::PathBuf;

const FOLDER: &str = "avvento-desk";

/// The chosen folder, else the system's usual one for this user's data.
pub(crate) fn data_folder(chosen: Option<PathBuf>) -> PathBuf {
    let folder = chosen.unwrap_or_else(usual);
    std::path::absolute(&folder).unwrap_or(folder)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn usual() -> PathBuf {
    variable("XDG_DATA_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| variable("HOME").map(|home| home.join(".local/share")))
        .unwrap_or_else(std::env::temp_dir)
        .join(FOLDER)
}

#[cfg(target_os = "macos")]
fn usual() -> PathBuf {
    variable("HOME")
        .map(|home| home.join("Library/Application Support"))
        .unwrap_or_else(std::env::temp_dir)
        .join(FOLDER)
}

#[cfg(windows)]
fn usual() -> PathBuf {
    variable("LOCALAPPDATA")
        .unwrap_or_else(std::env::temp_dir)
        .join(FOLDER)
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
