//! Files that the user asks for: written to the downloads, never over another one.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use tauri::{AppHandle, Manager as _};

use crate::{
    command_error::CommandError,
    limits::{MOST_OF_A_NAME, RECEIVED_NAME_BYTES, RECEIVED_NAME_LETTERS, SAVED_EXTENSION_LETTERS},
    texts::without_direction_marks,
};

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

/// Endings of files that a file manager reads and obeys as soon as it shows their folder: it fetches a link's icon from the
/// host that the link names, and on Windows signs the user in there. Browsers keep them under another ending too.
const OBEYED_ENDINGS: [&str; 9] = [
    "desktop",
    "directory",
    "fileloc",
    "inetloc",
    "lnk",
    "local",
    "scf",
    "url",
    "webloc",
];

/// The files by which a folder is told how to look and what to start.
const OBEYED_NAMES: [&str; 3] = ["autorun.inf", "desktop.ini", "thumbs.db"];

/// A name that every system takes and none obeys, and its extension, of a file that somebody else named.
#[must_use]
pub fn safe_name(name: &str) -> (String, String) {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let extension: String = extension
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(SAVED_EXTENSION_LETTERS)
        .collect();
    let stem: String = stem.chars().filter(|letter| !is_special(*letter)).collect();
    // What ends with a dot or a space is another name on Windows, and what begins with a dot is hidden elsewhere.
    let stem = stem.trim_matches(|end: char| end == '.' || end.is_whitespace());
    let mut stem: String = stem.chars().take(RECEIVED_NAME_LETTERS).collect();
    stem.truncate(stem.floor_char_boundary(RECEIVED_NAME_BYTES));
    let stem = match stem.as_str() {
        "" => "file".to_owned(),
        // «CON» and its like are devices on Windows, with whatever extension.
        name if is_device(name) => format!("_{name}"),
        _ => stem,
    };
    if extension.is_empty() {
        return (stem, "bin".to_owned());
    }
    let (bare, ending) = (stem.to_lowercase(), extension.to_ascii_lowercase());
    if OBEYED_ENDINGS.contains(&ending.as_str()) {
        return (format!("{stem}.{extension}"), "download".to_owned());
    }
    if OBEYED_NAMES.contains(&format!("{bare}.{ending}").as_str()) {
        return (format!("_{stem}"), extension);
    }
    (stem, extension)
}

fn is_special(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
        || without_direction_marks(letter.encode_utf8(&mut [0; 4])).is_empty()
}

fn is_device(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or_default().trim_end();
    let base = base.to_ascii_uppercase();
    let numbered = |kind: &str| {
        base.strip_prefix(kind)
            .is_some_and(|number| number.chars().count() == 1)
    };
    let devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    devices.contains(&base.as_str()) || numbered("COM") || numbered("LPT")
}

/// A file that is being written. A part of one is of no use, and the full disk needs its room: what is not finished
/// is removed.
#[derive(Debug)]
pub struct NewFile {
    file: Option<File>,
    path: PathBuf,
}

impl NewFile {
    /// Begins a new file, numbered where there is one of this name. The folder is made if need be.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn create(folder: &Path, name: &str, extension: &str) -> Result<Self, CommandError> {
        fs::create_dir_all(folder).map_err(|error| refused(&error))?;
        for number in 1..=MOST_OF_A_NAME {
            let numbered = match number {
                1 => format!("{name}.{extension}"),
                _ => format!("{name} ({number}).{extension}"),
            };
            let path = folder.join(numbered);
            match File::create_new(&path) {
                Ok(file) => {
                    let file = Some(file);
                    return Ok(Self { file, path });
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

    /// Writes the next piece.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), CommandError> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        file.write_all(bytes).map_err(|error| refused(&error))
    }

    /// Has all of it on the disk, and answers its path.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(mut self) -> Result<String, CommandError> {
        if let Some(file) = &self.file {
            file.sync_all().map_err(|error| refused(&error))?;
        }
        drop(self.file.take());
        Ok(self.path.display().to_string())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            drop(fs::remove_file(&self.path));
        }
    }
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
    let mut file = NewFile::create(folder, name, extension)?;
    file.write(bytes)?;
    file.finish()
}

fn refused(error: &std::io::Error) -> CommandError {
    let code = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "disk-full",
        _ => "disk-failed",
    };
    CommandError::new(code, error)
}
