//! Files that the user asks for: written to the downloads, never over another one.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use tauri::{AppHandle, Manager as _};

use crate::command_error::CommandError;

/// How many files of one name are told apart by a number.
const MOST_OF_A_NAME: u32 = 1_000;

/// The user's folder for downloads, else the one for everything.
///
/// # Errors
/// When the system names neither.
pub fn downloads(app: &AppHandle) -> Result<PathBuf, CommandError> {
    let paths = app.path();
    let named = paths.download_dir().ok().filter(|folder| folder.is_dir());
    match named {
        Some(folder) => Ok(folder),
        None => paths
            .home_dir()
            .map_err(|error| CommandError::new("disk-failed", error)),
    }
}

/// Writes a new file, numbered where there is one of this name, and answers its path.
///
/// # Errors
/// When the disk refuses.
pub fn save(
    folder: &Path,
    name: &str,
    extension: &str,
    bytes: &[u8],
) -> Result<String, CommandError> {
    for number in 1..=MOST_OF_A_NAME {
        let numbered = match number {
            1 => format!("{name}.{extension}"),
            _ => format!("{name} ({number}).{extension}"),
        };
        let path = folder.join(numbered);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                let written = file.write_all(bytes).and_then(|()| file.sync_all());
                written.map_err(|error| refused(&error))?;
                return Ok(path.display().to_string());
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(refused(&error)),
        }
    }
    Err(CommandError::new(
        "disk-failed",
        "too many files of this name",
    ))
}

fn refused(error: &std::io::Error) -> CommandError {
    let code = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "disk-full",
        _ => "disk-failed",
    };
    CommandError::new(code, error)
}
