//! Images kept on disk, so that chats can be read with the connection down. Bounded: when it is full,
//! what was looked at longest ago goes first. Losing a file costs a fetch, nothing more, so errors
//! are logged and never reach anybody.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

use sha2::{Digest, Sha256};
use store::create_private_file;
use url::Url;

use crate::{
    limits::{MAX_IMAGE_BYTES, MAX_THUMBNAIL_BYTES},
    paths::make_private_folder,
};

/// What is kept of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// The file as it was fetched. The window never sees it.
    Source,
    /// What the engine made of it for the chat.
    Thumbnail,
}

impl Kept {
    fn largest(self) -> usize {
        match self {
            Self::Source => MAX_IMAGE_BYTES,
            Self::Thumbnail => MAX_THUMBNAIL_BYTES,
        }
    }
}

/// Images on disk.
#[derive(Clone, Debug)]
pub(crate) struct DiskCache {
    folder: PathBuf,
    /// How much is kept, in bytes.
    capacity: u64,
}

impl DiskCache {
    pub(crate) fn new(folder: PathBuf, capacity: u64) -> Self {
        Self { folder, capacity }
    }

    /// How much room the files take, in bytes. A folder that cannot be read counts as nothing.
    pub(super) async fn size(&self) -> u64 {
        let folder = self.folder.clone();
        let files = run_blocking(move || list_files(&folder)).await;
        let files = files.and_then(Result::ok).unwrap_or_default();
        files.iter().map(|file| file.size).sum()
    }

    /// Removes every file.
    pub(super) async fn clear(&self) {
        let folder = self.folder.clone();
        let removed = run_blocking(move || {
            for file in list_files(&folder)? {
                fs::remove_file(file.path)?;
            }
            Ok::<(), io::Error>(())
        });
        if let Some(Err(error)) = removed.await {
            tracing::warn!(%error, "not all images were removed");
        }
    }

    /// The file of an address, if it is kept.
    pub(super) async fn get(&self, url: &Url, kept: Kept) -> Option<Vec<u8>> {
        let path = self.path_for(url, kept);
        run_blocking(move || {
            let about = fs::metadata(&path).ok()?;
            if !about.is_file() || about.len() > kept.largest() as u64 {
                return None;
            }
            let bytes = fs::read(&path).ok()?;
            // Looking at it makes it young again.
            let touched = File::options()
                .write(true)
                .open(&path)
                .and_then(|file| file.set_modified(SystemTime::now()));
            if let Err(error) = touched {
                tracing::debug!(%error, "an image's age could not be noted");
            }
            Some(bytes)
        })
        .await
        .flatten()
    }

    /// Keeps a file.
    pub(super) async fn put(&self, url: &Url, kept: Kept, bytes: Vec<u8>) {
        let (folder, path) = (self.folder.clone(), self.path_for(url, kept));
        let capacity = self.capacity;
        let kept = run_blocking(move || write_file(&folder, &path, &bytes, capacity)).await;
        if let Some(Err(error)) = kept {
            tracing::warn!(%error, "an image could not be kept");
        }
    }

    fn path_for(&self, url: &Url, kept: Kept) -> PathBuf {
        let digest = Sha256::digest(url.as_str());
        let name: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        match kept {
            Kept::Source => self.folder.join(name),
            Kept::Thumbnail => self.folder.join(format!("{name}.thumbnail")),
        }
    }
}

/// Runs file work where it holds up nobody.
async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

fn write_file(folder: &Path, path: &Path, bytes: &[u8], capacity: u64) -> io::Result<()> {
    make_private_folder(folder)?;
    evict_oldest(folder, capacity.saturating_sub(bytes.len() as u64))?;
    // Two messages may show the same image, and be written at the same time.
    static DRAFTS: AtomicU64 = AtomicU64::new(0);
    let draft = path.with_extension(format!("part{}", DRAFTS.fetch_add(1, Ordering::Relaxed)));
    let mut file = create_private_file(&draft)?;
    file.write_all(bytes)?;
    // The disk's own clock goes in steps of some milliseconds.
    file.set_modified(SystemTime::now())?;
    fs::rename(&draft, path)
}

/// A file of the cache; the one that was looked at longest ago comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct CachedFile {
    looked_at: SystemTime,
    size: u64,
    path: PathBuf,
}

/// Removes what was looked at longest ago, until no more than `most` bytes are left.
fn evict_oldest(folder: &Path, most: u64) -> io::Result<()> {
    let mut files = list_files(folder)?;
    let mut used: u64 = files.iter().map(|file| file.size).sum();
    files.sort();
    for file in files {
        if used <= most {
            break;
        }
        fs::remove_file(file.path)?;
        used -= file.size;
    }
    Ok(())
}

fn list_files(folder: &Path) -> io::Result<Vec<CachedFile>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        let about = entry.metadata()?;
        files.push(CachedFile {
            looked_at: about.modified()?,
            size: about.len(),
            path: entry.path(),
        });
    }
    Ok(files)
}
