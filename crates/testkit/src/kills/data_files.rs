//! The files in an engine's data folder, as the campaign finds and damages them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What a database's file begins with, in bytes: without it nothing can be read as it was.
const HEADER: usize = 100;

/// Overwrites the beginning of a database.
pub(crate) fn overwrite_header(path: &Path) -> io::Result<()> {
    use io::Write as _;
    let mut file = fs::OpenOptions::new().write(true).open(path)?;
    file.write_all(&[0xA5; HEADER])?;
    file.sync_all()
}

/// A file of the profile: its folder is named by the engine.
pub(crate) fn find_file(folder: &Path, name: &str) -> io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if let Some(found) = find_file(&path, name)? {
                return Ok(Some(found));
            }
        } else if path.file_name().is_some_and(|found| found == name) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}
