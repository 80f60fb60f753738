//! A temporary folder in memory where the system has room for one. The campaigns write thousands of small
//! transactions, and none of them cuts the power: a killed process leaves its files as they are in memory, too.

use std::path::Path;

use anyhow::{Context as _, Result};
use tempfile::TempDir;

/// How much has to be free in memory, in bytes: more than any campaign writes but the long soak.
const FREE: u64 = 1024 * 1024 * 1024;

pub(crate) fn quick_folder() -> Result<TempDir> {
    let memory = Path::new("/dev/shm");
    let folder = if fs4::available_space(memory).is_ok_and(|free| free >= FREE) {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    folder.context("no temporary folder")
}
