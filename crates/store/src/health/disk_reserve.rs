//! Room in reserve: files of real bytes beside `user.db`, released when the disk is full. The first is for
//! whatever the user writes. The last is only for the progress of messages that wait already: while it is
//! released the store refuses new messages, so that the waiting ones can still be sent and reconciled. The
//! cache never gets any of the reserve. Both files are allocated again when there is room.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::db::files;
use crate::db::private_file::create_private_file;
use crate::model::purpose::Purpose;

/// How much the first reserve is, in bytes: some hundred messages.
const FIRST: usize = 1024 * 1024;

/// How much the last one is, in bytes.
const LAST: usize = 256 * 1024;

/// How much has to be free before the reserve is allocated again, in bytes.
const FREE: u64 = 3 * 1024 * 1024;

/// The reserve of one outbox.
#[derive(Debug)]
pub(crate) struct DiskReserve {
    first: PathBuf,
    last: PathBuf,
    /// The disk was full: the remaining room belongs to what the user writes.
    released: AtomicBool,
    /// Only the progress of waiting messages may be written.
    last_released: AtomicBool,
    /// How often room was made.
    made: AtomicU64,
}

impl DiskReserve {
    /// `user.reserve` and `user.reserve.last` beside `user.db`.
    pub(crate) fn cached(outbox: &Path) -> Self {
        let first = outbox.with_extension("reserve");
        Self {
            last: files::with_suffix(&first, ".last"),
            first,
            released: AtomicBool::new(false),
            last_released: AtomicBool::new(false),
            made: AtomicU64::new(0),
        }
    }

    /// Whether something new may be written.
    pub(crate) fn allows_new(&self) -> bool {
        !self.last_released.load(Ordering::Acquire)
    }

    /// Whether both files are there.
    pub(crate) fn is_whole(&self) -> bool {
        self.first.exists() && self.last.exists()
    }

    /// Whether some of the reserve is released, so that the remaining room belongs to what the user writes.
    pub(crate) fn is_released(&self) -> bool {
        self.released.load(Ordering::Acquire)
    }

    /// How often room was made so far.
    pub(crate) fn made(&self) -> u64 {
        self.made.load(Ordering::Acquire)
    }

    /// Makes room; `false` when there was no reserve left for that purpose.
    pub(crate) fn release(&self, purpose: Purpose) -> bool {
        let made = match purpose {
            Purpose::Other => false,
            _ if release(&self.first) => true,
            Purpose::New => false,
            Purpose::Waiting => {
                let made = release(&self.last);
                self.last_released.fetch_or(made, Ordering::AcqRel);
                made
            }
        };
        if made {
            self.released.store(true, Ordering::Release);
            self.made.fetch_add(1, Ordering::AcqRel);
        }
        made
    }

    /// Allocates the reserve, if there is room for it and as much again. Best effort.
    pub(crate) fn allocate(&self) {
        if !self.is_whole() && !files::has_room(&self.first, FREE) {
            return;
        }
        let last = allocate(&self.last, LAST);
        if last.and_then(|()| allocate(&self.first, FIRST)).is_ok() {
            self.last_released.store(false, Ordering::Release);
            self.released.store(false, Ordering::Release);
        }
    }

    /// Whether there is room for the reserve and as much again, allocated or not.
    pub(crate) fn has_room(&self) -> bool {
        files::has_room(&self.first, FREE)
    }
}

fn release(file: &Path) -> bool {
    if !file.exists() {
        return false;
    }
    fail::fail_point!("store.files.reserve.before-giving-up");
    // Emptied first: where a file system copies on write, removing may itself want room.
    let emptied = fs::OpenOptions::new()
        .write(true)
        .open(file)
        .and_then(|file| file.set_len(0));
    let removed = fs::remove_file(file);
    fail::fail_point!("store.files.reserve.given-up");
    emptied.is_ok() || removed.is_ok()
}

fn allocate(file: &Path, size: usize) -> io::Result<()> {
    if file.exists() {
        return Ok(());
    }
    let fresh = files::with_suffix(file, ".new");
    let laid = write(&fresh, size).and_then(|()| files::rename(&fresh, file));
    if let Err(error) = &laid {
        tracing::debug!(%error, "no room is kept in reserve");
        drop(fs::remove_file(&fresh));
    }
    laid
}

fn write(fresh: &Path, size: usize) -> io::Result<()> {
    let mut file = create_private_file(fresh)?;
    file.write_all(&noise(size))?;
    file.sync_all()?;
    fail::fail_point!("store.files.reserve.written");
    Ok(())
}

/// Bytes that no file system can store in less room.
fn noise(size: usize) -> Vec<u8> {
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut bytes = Vec::with_capacity(size);
    for _ in 0..size / 8 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes
}
