//! What people uploaded: a folder with a file for each, under an id that nobody guesses. Who has the address has the
//! file, as with the server that is live; what is served is never run or shown as a page.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::Request;
use axum::http::Method;
use parking_lot::Mutex;
use protocol::UserId;
use rand::Rng as _;
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::api_error::ApiError;
use crate::limits::{UPLOAD_NAME_LIMIT, UPLOADS_SHARE_OF_ONE_USER};
use crate::{Error, UploadLimits};

/// Below which path uploads are served.
pub(crate) const UPLOADS: &str = "/uploads/";
/// Where files are sent.
const RECEIVER: &str = "/uploads";

/// What is refused whoever sends it: pages and scripts, that a browser would run in this server's name.
const REFUSED_TYPES: [&str; 6] = [
    "text/html",
    "application/xhtml+xml",
    "image/svg+xml",
    "text/javascript",
    "application/javascript",
    "text/xml",
];

/// Whether a request brings a file.
pub(crate) fn is_upload(request: &Request) -> bool {
    request.method() == Method::POST && request.uri().path() == RECEIVER
}

/// Whether a file that calls itself so is refused.
pub(crate) fn is_refused_type(declared: Option<&str>) -> bool {
    let kind = declared.unwrap_or_default().split(';').next();
    let kind = kind.unwrap_or_default().trim().to_ascii_lowercase();
    REFUSED_TYPES.contains(&kind.as_str())
}

/// The files of one backend.
#[derive(Debug)]
pub(crate) struct Uploads {
    folder: PathBuf,
    limits: UploadLimits,
    turns: Semaphore,
    users: Users,
    kept: AtomicUsize,
}

/// How many uploads of each user are under way.
type Users = Mutex<HashMap<UserId, usize>>;

/// A file that is being received; gone with its drop unless it is kept.
pub(crate) struct Receiving<'u> {
    uploads: &'u Uploads,
    file: NamedTempFile,
    _turn: Turn<'u>,
}

/// A user's place among the uploads under way; given back with its drop.
struct Turn<'u> {
    users: &'u Users,
    user: UserId,
    _permit: SemaphorePermit<'u>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut users = self.users.lock();
        if let Some(count) = users.get_mut(&self.user) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                users.remove(&self.user);
            }
        }
    }
}

/// A file that is served piece by piece.
pub(crate) struct ServedFile {
    pub(crate) file: File,
    pub(crate) length: u64,
    /// What it is served as.
    pub(crate) kind: &'static str,
}

impl Uploads {
    /// Opens the folder, which is made when it is missing.
    pub(crate) fn open(folder: &Path, limits: UploadLimits) -> Result<Self, Error> {
        let kept = fs::create_dir_all(folder).and_then(|()| Ok(fs::read_dir(folder)?.count()));
        let kept = kept.map_err(|source| Error::DataFolder {
            path: folder.to_owned(),
            source,
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            turns: Semaphore::new(limits.at_once),
            users: Mutex::default(),
            kept: AtomicUsize::new(kept),
            limits,
        })
    }

    /// The most bytes of a file.
    pub(crate) fn file_bytes(&self) -> u64 {
        self.limits.file_bytes
    }

    /// Begins to receive a file of a user.
    pub(crate) fn begin(&self, user: &UserId) -> Result<Receiving<'_>, ApiError> {
        if self.kept.load(Ordering::Relaxed) >= self.limits.kept {
            return Err(ApiError::NoRoom);
        }
        let turn = self.turn_of(user).ok_or(ApiError::TooManyRequests {
            retry_after: std::time::Duration::from_secs(1),
        })?;
        Ok(Receiving {
            uploads: self,
            file: NamedTempFile::new_in(&self.folder).map_err(|error| self.failed(error))?,
            _turn: turn,
        })
    }

    fn turn_of(&self, user: &UserId) -> Option<Turn<'_>> {
        let most = (self.limits.at_once / UPLOADS_SHARE_OF_ONE_USER).max(1);
        let permit = self.turns.try_acquire().ok()?;
        let mut users = self.users.lock();
        let count = users.entry(user.clone()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Turn {
            users: &self.users,
            user: user.clone(),
            _permit: permit,
        })
    }

    /// A file by its id.
    pub(crate) async fn open_file(&self, id: &str) -> Option<ServedFile> {
        let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !plain {
            return None;
        }
        let mut file = File::open(self.folder.join(id)).await.ok()?;
        let length = file.metadata().await.ok()?.len();
        let mut beginning = [0; MAGIC_BYTES];
        let mut read = 0;
        while let Ok(more @ 1..) = file.read(beginning.get_mut(read..)?).await {
            read += more;
        }
        file.rewind().await.ok()?;
        let kind = content_type(beginning.get(..read)?);
        Some(ServedFile { file, length, kind })
    }

    fn failed(&self, source: std::io::Error) -> ApiError {
        ApiError::Internal(Error::DataFolder {
            path: self.folder.clone(),
            source,
        })
    }
}

impl Receiving<'_> {
    /// Takes in the next piece.
    pub(crate) fn write(&mut self, piece: &[u8]) -> Result<(), ApiError> {
        use std::io::Write as _;
        let written = self.file.write_all(piece);
        written.map_err(|error| self.uploads.failed(error))
    }

    /// Keeps the file, and answers the path under which it is served.
    pub(crate) fn keep(self, name: &str) -> Result<String, ApiError> {
        let id: [u8; 16] = rand::rng().random();
        let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        let uploads = self.uploads;
        let kept = self.file.persist(uploads.folder.join(&id));
        kept.map_err(|error| uploads.failed(error.error))?;
        uploads.kept.fetch_add(1, Ordering::Relaxed);
        Ok(format!("{UPLOADS}{id}/{}", plain_name(name)))
    }
}

/// A file's name as it stands in an address: the end of it, so that its kind is seen.
fn plain_name(name: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let name: String = name.chars().filter(plain).collect();
    let from = name.len().saturating_sub(UPLOAD_NAME_LIMIT);
    match name.get(from..).unwrap_or_default().trim_start_matches('.') {
        "" => "file".to_owned(),
        name => name.to_owned(),
    }
}

/// How many bytes of a file tell what it is.
const MAGIC_BYTES: usize = 16;

/// The type that a file is served as, told by its content: a picture, or nothing that anybody opens by itself.
pub(crate) fn content_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        _ => "application/octet-stream",
    }
}
