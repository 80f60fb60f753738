//! `app-lock.json`: the PIN's hash, and how many wrong ones were tried since the last right one.

use std::{io, path::Path};

use serde::{Deserialize, Serialize};

use super::pin::is_pin_hash;

/// The file's layout.
const VERSION: u32 = 1;

/// What the lock's file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LockFile {
    /// There is none: no PIN is set.
    Absent,
    /// A PIN is set.
    Pin(PinRecord),
    /// There is one, and it cannot be read. Whoever damages it must not get in by that.
    Damaged,
}

/// A PIN that is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PinRecord {
    version: u32,
    pub(super) hash: String,
    /// The wrong PINs since the last right one, the one that is being checked included.
    pub(super) failed: u32,
}

impl PinRecord {
    pub(super) fn new(hash: String) -> Self {
        Self {
            version: VERSION,
            hash,
            failed: 0,
        }
    }

    pub(super) fn without_failures(self) -> Self {
        Self { failed: 0, ..self }
    }

    /// Writes the record, whole or not at all.
    pub(super) fn save(&self, path: &Path) -> io::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        engine::replace_file(path, &text)
    }
}

impl LockFile {
    pub(super) fn read(path: &Path) -> Self {
        let is_absent = std::fs::symlink_metadata(path)
            .is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        if is_absent {
            return Self::Absent;
        }
        let read = engine::read_small_file(path)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<PinRecord>(&bytes).ok())
            .filter(|record| record.version == VERSION && is_pin_hash(&record.hash));
        match read {
            Some(record) => Self::Pin(record),
            None => {
                tracing::warn!("the file of the lock cannot be read; the window stays locked");
                Self::Damaged
            }
        }
    }

    /// Removes the file; none is fine.
    pub(super) fn remove(path: &Path) -> io::Result<()> {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(_) if path.is_dir() => std::fs::remove_dir_all(path),
            removed => removed,
        }
    }
}
