//! Where data lies on each system, and folders that only their owner may look into.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use crate::limits::SMALL_FILE_BYTES;

const FOLDER: &str = "avvento-desk";

/// Where everything lies: the chosen folder, else the system's usual one for this user's data. The
/// window and `desk` share it, and so their profiles. Always absolute: a relative folder would move
/// with the working directory of a second start.
#[must_use]
pub fn data_folder(chosen: Option<PathBuf>) -> PathBuf {
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

/// Reads a small file of this program. What is no file, or is larger, is not waited for: a pipe in its place never ends.
///
/// # Errors
/// As the disk does; [`io::ErrorKind::InvalidInput`] for what is no file, [`io::ErrorKind::FileTooLarge`] for what is
/// too large.
pub fn read_small_file(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(SMALL_FILE_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SMALL_FILE_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Makes a folder, with those above it, closed to everybody else. One that is there stays as it is: it may be the user's
/// own, and shared on purpose. Outside of Unix a user's folders are private by inheritance.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
