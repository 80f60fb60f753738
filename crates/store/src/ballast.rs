//! Room in reserve: a file of real bytes beside the outbox, given up when the disk is full, so that
//! what is waiting can still be noted, sent and settled. It is laid in again when there is room.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::{faults, files};

/// How much is kept in reserve, in bytes: some hundred messages.
const SIZE: usize = 1024 * 1024;

/// So many bytes have to be free besides before room is taken again.
const FREE_BESIDES: u64 = 2 * SIZE as u64;

/// The reserve of one outbox.
#[derive(Clone, Debug)]
pub(crate) struct Ballast {
    path: PathBuf,
}

impl Ballast {
    /// `outbox.ballast` beside `outbox.db`.
    pub(crate) fn beside(outbox: &Path) -> Self {
        Self {
            path: outbox.with_extension("ballast"),
        }
    }

    /// In pages of 4,096 bytes, how much giving it up makes room for.
    pub(crate) const PAGES: u32 = (SIZE / 4096) as u32;

    /// Whether there is a reserve.
    pub(crate) fn is_there(&self) -> bool {
        self.path.exists()
    }

    /// Makes room; `false` when there was no reserve left, or the disk does not even take that.
    pub(crate) fn give_up(&self) -> bool {
        faults::point("store.files.ballast.before-giving-up");
        // Emptied first: where a file system copies on write, removing may itself want room.
        let emptied = fs::OpenOptions::new()
            .write(true)
            .open(&self.path)
            .and_then(|file| file.set_len(0));
        let removed = fs::remove_file(&self.path);
        faults::point("store.files.ballast.given-up");
        emptied.is_ok() || removed.is_ok()
    }

    /// Lays the reserve in, if there is room for it and as much again twice. Best effort.
    pub(crate) fn lay_in(&self) {
        if self.is_there() || !files::has_room(&self.path, SIZE as u64 + FREE_BESIDES) {
            return;
        }
        let fresh = files::with_suffix(&self.path, ".new");
        if let Err(error) = self.write(&fresh) {
            tracing::debug!(%error, "no room is kept in reserve");
            drop(fs::remove_file(&fresh));
        }
    }

    fn write(&self, fresh: &Path) -> io::Result<()> {
        let mut file = files::create(fresh)?;
        file.write_all(&noise())?;
        file.sync_all()?;
        drop(file);
        faults::point("store.files.ballast.written");
        files::rename(fresh, &self.path)
    }
}

/// Bytes that no file system can store in less room.
fn noise() -> Vec<u8> {
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    words.take(SIZE / 8).flatten().collect()
}
