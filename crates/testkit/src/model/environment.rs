//! Where a walk keeps its files, and what time it is there.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::Result;
use protocol::UtcMs;
use store::{Clock, StorePaths};
use tempfile::TempDir;

use crate::quick_folder::quick_folder;

/// When every walk begins (UTC, ms).
pub const START: i64 = 1_800_000_000_000;

/// The time of a walk: it passes only when the walk says so.
#[derive(Clone, Debug, Default)]
pub struct SimulatedTime {
    passed: Arc<AtomicI64>,
    /// How far the computer's clock is ahead of the truth (ms).
    ahead: Arc<AtomicI64>,
}

impl SimulatedTime {
    /// What has passed since the walk began: no clock that can be set.
    pub fn steady(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.passed.load(Ordering::SeqCst)).unwrap_or(0))
    }

    /// The true time (UTC, ms): the server's.
    pub fn true_now(&self) -> i64 {
        START + self.passed.load(Ordering::SeqCst)
    }

    /// The server's clock, which the engine hands the store whatever the computer's says: it learns it from each
    /// answer.
    pub fn server_clock(&self) -> Clock {
        let time = self.clone();
        Arc::new(move || UtcMs(time.true_now()))
    }

    /// The computer's clock.
    pub fn clock(&self) -> Clock {
        let time = self.clone();
        Arc::new(move || UtcMs(time.true_now() + time.ahead.load(Ordering::SeqCst)))
    }

    pub fn pass(&self, time: Duration) {
        let ms = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.passed.fetch_add(ms, Ordering::SeqCst);
    }

    /// Sets the computer's clock forward or back.
    pub fn set_clock(&self, by_ms: i64) {
        self.ahead.fetch_add(by_ms, Ordering::SeqCst);
    }

    pub fn set_clock_right(&self) {
        self.ahead.store(0, Ordering::SeqCst);
    }
}

/// The folder of a walk. After a crash the files are those that were there at that moment: they
/// are copied while the process that is about to die still has them open.
#[derive(Debug)]
pub struct DataFolder {
    root: TempDir,
    lives: usize,
}

impl DataFolder {
    pub fn new() -> Result<Self> {
        let data_folder = Self {
            root: quick_folder()?,
            lives: 0,
        };
        std::fs::create_dir(data_folder.folder())?;
        Ok(data_folder)
    }

    /// Where the files of this life are.
    pub fn folder(&self) -> PathBuf {
        self.root.path().join(format!("life-{}", self.lives))
    }

    pub fn paths(&self) -> StorePaths {
        StorePaths::in_folder(&self.folder())
    }

    /// Begins another life with a copy of the files as they are now, as after `kill -9`: the
    /// shared memory of the databases is not among them.
    pub fn fork_after_crash(&mut self) -> Result<PathBuf> {
        let old = self.folder();
        self.lives += 1;
        copy_tree(&old, &self.folder())?;
        Ok(old)
    }
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        let name = file.file_name();
        if file.file_type()?.is_dir() {
            copy_tree(&file.path(), &to.join(&name))?;
        } else if !name.to_string_lossy().ends_with("-shm") {
            std::fs::copy(file.path(), to.join(&name))?;
        }
    }
    Ok(())
}
