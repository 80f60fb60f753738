//! A file that begins anew when it is full, a bounded number of full ones beside it.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// A log file and its predecessors: `NAME.log`, `NAME.log.1`, `NAME.log.2`, the oldest last.
#[derive(Debug)]
pub struct RollingFile {
    path: PathBuf,
    /// `None` while it cannot be written.
    file: Option<File>,
    size: u64,
    largest: u64,
    kept: usize,
}

impl RollingFile {
    /// Opens the file, whose folder exists, to go on where it ended.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(path: &Path, largest: u64, kept: usize) -> io::Result<Self> {
        let file = File::options().create(true).append(true).open(path)?;
        Ok(Self {
            size: file.metadata()?.len(),
            file: Some(file),
            path: path.to_owned(),
            largest,
            kept,
        })
    }

    /// Empties the file, and removes those beside it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn clear(&mut self) -> io::Result<()> {
        for at in 1..=self.kept {
            remove_if_there(&self.older(at))?;
        }
        if let Some(file) = &self.file {
            file.set_len(0)?;
            self.size = 0;
        }
        Ok(())
    }

    fn roll(&mut self) -> io::Result<()> {
        // Closed first: Windows moves no open file.
        self.file = None;
        for at in (1..self.kept).rev() {
            rename_if_there(&self.older(at), &self.older(at + 1))?;
        }
        if self.kept == 0 {
            fs::remove_file(&self.path)?;
        } else {
            rename_if_there(&self.path, &self.older(1))?;
        }
        self.file = Some(File::options().create(true).append(true).open(&self.path)?);
        self.size = 0;
        Ok(())
    }

    fn older(&self, at: usize) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".{at}"));
        name.into()
    }
}

impl Write for RollingFile {
    /// Writes a line whole, into one file.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let length = line.len() as u64;
        if self.file.is_none() || (self.size > 0 && self.size + length > self.largest) {
            self.roll()?;
        }
        if let Some(file) = &mut self.file {
            file.write_all(line)?;
            self.size += length;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        renamed => renamed,
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
