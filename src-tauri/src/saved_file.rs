//! Files that the user asks for: written to the downloads, never over another one.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use tauri::{AppHandle, Manager as _};

use crate::{command_error::CommandError, limits::MOST_OF_A_NAME};

/// The user's folder for downloads. A bare system names none: then it is the one in the home.
///
/// # Errors
/// When the system names neither.
pub fn downloads(app: &AppHandle) -> Result<PathBuf, CommandError> {
    let paths = app.path();
    let named = paths.download_dir();
    named
        .or_else(|_| paths.home_dir().map(|home| home.join("Downloads")))
        .map_err(|error| CommandError::new("disk-failed", error))
}

/// Writes a new file, numbered where there is one of this name, and answers its path. The folder is made if need be.
///
/// # Errors
/// When the disk refuses.
pub fn save(
    folder: &Path,
    name: &str,
    extension: &str,
    bytes: &[u8],
) -> Result<String, CommandError> {
    fs::create_dir_all(folder).map_err(|error| refused(&error))?;
    for number in 1..=MOST_OF_A_NAME {
        let numbered = match number {
            1 => format!("{name}.{extension}"),
            _ => format!("{name} ({number}).{extension}"),
        };
        let path = folder.join(numbered);
        match File::create_new(&path) {
            Ok(mut file) => {
                let written = file.write_all(bytes).and_then(|()| file.sync_all());
                if let Err(error) = written {
                    // A part of a file is of no use, and the full disk needs its room.
                    drop(file);
                    drop(fs::remove_file(&path));
                    return Err(refused(&error));
                }
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
