//! A disk of a few megabytes that can be filled and emptied: a tmpfs, where this process may mount one.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

/// What is written at a time, in bytes.
const STEP: usize = 64 * 1024;
/// The rest is filled in pages.
const PAGE: usize = 4096;

/// A small disk; unmounted when dropped.
pub(crate) struct Volume {
    folder: TempDir,
}

impl Volume {
    /// Mounts one of so many kilobytes; `None` where this process may not.
    pub(crate) fn mount(kilobytes: u32) -> Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        Ok(mounted
            .is_ok_and(|status| status.success())
            .then_some(Self { folder }))
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes one step of filler; answers whether the disk is full by now.
    pub(crate) fn fill_a_step(&self) -> Result<bool> {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.filler())
            .map(Some)
            .or_else(full_is_fine)?;
        for size in [STEP, PAGE] {
            let Some(file) = &mut file else {
                return Ok(true);
            };
            match file.write_all(&vec![0; size]) {
                Ok(()) => return Ok(false),
                Err(error) if error.kind() == ErrorKind::StorageFull => {}
                Err(error) => return Err(error).context("filling the disk"),
            }
        }
        Ok(true)
    }

    /// Fills it to the last page.
    pub(crate) fn fill(&self) -> Result<()> {
        while !self.fill_a_step()? {}
        Ok(())
    }

    /// Removes the filler.
    pub(crate) fn make_room(&self) -> Result<()> {
        match fs::remove_file(self.filler()) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Gives it another size, in kilobytes.
    pub(crate) fn enlarge(&self, kilobytes: u32) -> Result<()> {
        let mounted = Command::new("mount")
            .args(["-o", &format!("remount,size={kilobytes}k")])
            .arg(self.folder.path())
            .status()?;
        ensure!(mounted.success(), "the small disk got no other size");
        Ok(())
    }

    fn filler(&self) -> PathBuf {
        self.folder.path().join("filler")
    }
}

/// A disk that is too full for one more file.
fn full_is_fine(error: std::io::Error) -> std::io::Result<Option<fs::File>> {
    if error.kind() == ErrorKind::StorageFull {
        Ok(None)
    } else {
        Err(error)
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        // Lazily: a process that was just killed may still hold a file.
        let unmounted = Command::new("umount")
            .arg("-l")
            .arg(self.folder.path())
            .status();
        if let Err(error) = unmounted {
            tracing::warn!(%error, "a small disk stays mounted");
        }
    }
}
