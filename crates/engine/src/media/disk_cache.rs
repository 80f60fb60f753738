//! Images kept on disk, so that chats can be read with the connection down. Bounded: when it is full,
//! what was looked at longest ago goes first. Losing a file costs a fetch, nothing more, so errors
//! are logged and never reach anybody.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use sha2::{Digest, Sha256};
use url::Url;

use crate::{media::detect::MAX_IMAGE_BYTES, paths::make_private_folder};

/// How much is kept, in bytes.
const CAPACITY: u64 = 256 * 1024 * 1024;

/// Images on disk.
#[derive(Clone, Debug)]
pub(super) struct DiskCache {
    folder: PathBuf,
}

impl DiskCache {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The file of an address, if it is kept.
    pub(super) async fn get(&self, url: &Url) -> Option<Vec<u8>> {
        let path = self.path_for(url);
        run_blocking(move || {
            let bytes = fs::read(&path).ok()?;
            // Looking at it makes it young again.
            let touched = File::options()
                .write(true)
                .open(&path)
                .and_then(|file| file.set_modified(SystemTime::now()));
            if let Err(error) = touched {
                tracing::debug!(%error, "an image's age could not be noted");
            }
            (bytes.len() <= MAX_IMAGE_BYTES).then_some(bytes)
        })
        .await
        .flatten()
    }

    /// Keeps a file.
    pub(super) async fn put(&self, url: &Url, bytes: &[u8]) {
        let (folder, path, bytes) = (self.folder.clone(), self.path_for(url), bytes.to_vec());
        let kept = run_blocking(move || write_file(&folder, &path, &bytes)).await;
        if let Some(Err(error)) = kept {
            tracing::warn!(%error, "an image could not be kept");
        }
    }

    fn path_for(&self, url: &Url) -> PathBuf {
        let digest = Sha256::digest(url.as_str());
        let name: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(name)
    }
}

/// Runs file work where it holds up nobody.
async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

fn write_file(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    make_private_folder(folder)?;
    evict_oldest(folder, bytes.len() as u64)?;
    let draft = path.with_extension("part");
    fs::write(&draft, bytes)?;
    fs::rename(&draft, path)
}

fn evict_oldest(folder: &Path, wanted: u64) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        files.push((about.modified()?, about.len(), entry.path()));
    }
    let mut used: u64 = files.iter().map(|(_, size, _)| size).sum();
    files.sort();
    for (_, size, path) in files {
        if used + wanted <= CAPACITY {
            break;
        }
        fs::remove_file(path)?;
        used -= size;
    }
    Ok(())
}
