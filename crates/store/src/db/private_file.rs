//! How a file comes to be: for this user alone, in nobody else's place, and whole or not at all. A folder that the user
//! chose may be open to others, so nothing that lies there already is followed.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::db::files::{folder_of, make_folder, rename, sync_folder, with_suffix};

/// What stands behind a file's name while it is written anew.
const FRESH: &str = ".new";

/// Begins a file that only this user can read. What lies there goes: a link is not followed, a pipe not waited for.
///
/// # Errors
/// The disk's; also where a folder lies in its place.
pub fn create_private_file(path: &Path) -> io::Result<fs::File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Puts a small file in the place of what lies there, so that a crash leaves the old one or the new one, whole. Its folder
/// is made where it is missing. One at a time writes a file: whoever shares it with another process holds a lock.
///
/// # Errors
/// The disk's; the old file is then still there.
pub fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    make_folder(folder_of(path))?;
    let fresh = with_suffix(path, FRESH);
    let mut file = create_private_file(&fresh)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    // Windows renames no open file.
    drop(file);
    let replaced = written.and_then(|()| rename(&fresh, path));
    if let Err(error) = replaced {
        // A part of a file is of no use, and a full disk needs its room.
        drop(fs::remove_file(&fresh));
        return Err(error);
    }
    sync_folder(path)
}

/// Opens a file that is only there to be locked, and makes it for this user alone where it is missing. What lies there
/// and is no file goes.
///
/// # Errors
/// The disk's.
pub fn open_private_file(path: &Path) -> io::Result<fs::File> {
    if fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
        fs::remove_file(path)?;
    }
    let mut options = fs::OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
