//! The files: where they lie, who may read them, and how a damaged one is set aside.
//! All that differs between systems is here.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use protocol::UtcMs;

/// Where the two databases lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorePaths {
    /// The cache: can be thrown away.
    pub cache: PathBuf,
    /// The outbox: what the user wrote.
    pub user: PathBuf,
}

impl StorePaths {
    /// `cache.db` and `user.db` in one folder, which is made when it is missing.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            cache: folder.join("cache.db"),
            user: folder.join("user.db"),
        }
    }
}

/// Makes the file and its folder, for this user alone. SQLite gives its `-wal` and `-shm` files
/// the same permissions.
pub(crate) fn prepare(path: &Path) -> io::Result<()> {
    make_folder(folder_of(path))?;
    make_file(path)
}

#[cfg(unix)]
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn make_file(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let file = fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(path)?;
    // The file may be older, or copied here by hand.
    file.set_permissions(fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn make_file(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map(drop)
}

/// The byte of a database's header that says whether it may be written, and the highest value with which
/// it may: 1 with a rollback journal, 2 with a `-wal`.
const WRITE_VERSION: (u64, u8) = (18, 2);

/// Whether a database's header forbids SQLite to write it. This application writes no such header, so the
/// header is damaged; SQLite takes it for that of a newer version. An unreadable header forbids nothing.
pub(crate) fn forbids_writing(path: &Path) -> bool {
    let (position, highest) = WRITE_VERSION;
    let mut version = [0];
    let read = fs::File::open(path).and_then(|mut file| {
        file.seek(SeekFrom::Start(position))?;
        file.read_exact(&mut version)
    });
    read.is_ok() && version > [highest]
}

/// A database's file and what belongs to it.
const COMPANIONS: [&str; 3] = ["", "-wal", "-shm"];

/// Renames a database and what belongs to it; answers its new path.
pub(crate) fn set_aside(path: &Path, now: UtcMs) -> io::Result<PathBuf> {
    let mut aside = with_suffix(path, &format!(".damaged-{}", now.0));
    let mut count = 1;
    while COMPANIONS
        .iter()
        .any(|suffix| with_suffix(&aside, suffix).exists())
    {
        count += 1;
        aside = with_suffix(path, &format!(".damaged-{}-{count}", now.0));
    }
    for suffix in COMPANIONS {
        match rename(&with_suffix(path, suffix), &with_suffix(&aside, suffix)) {
            // The file was missing, or a connection that ends only now has just removed it.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fail::fail_point!("store.files.set-aside.part");
    }
    unmark(path);
    Ok(aside)
}

/// Renames what lies under another name.
#[cfg(not(windows))]
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Windows renames no open file, and a connection that failed to open closes its file a moment later, on a
/// thread of its own.
#[cfg(windows)]
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    use std::time::{Duration, Instant};
    const SHARING_VIOLATION: i32 = 32;
    let patience = Instant::now() + Duration::from_secs(5);
    loop {
        match fs::rename(from, to) {
            Err(error)
                if error.raw_os_error() == Some(SHARING_VIOLATION) && Instant::now() < patience =>
            {
                std::thread::sleep(Duration::from_millis(20));
            }
            done => return done,
        }
    }
}

/// Notes that a file was found damaged while in use, so that the next opening looks at
/// all of it, and sets it aside if it is.
/// Best effort: the disk may be the very thing that fails.
pub(crate) fn mark_damaged(path: &Path) {
    if let Err(error) = fs::write(with_suffix(path, ".damaged"), b"") {
        tracing::warn!(%error, "cannot note that a database is damaged");
    }
}

/// Whether [`mark_damaged`] was called for it.
pub(crate) fn is_marked(path: &Path) -> bool {
    with_suffix(path, ".damaged").exists()
}

/// Reverses [`mark_damaged`].
pub(crate) fn unmark(path: &Path) {
    // Missing is the usual case.
    drop(fs::remove_file(with_suffix(path, ".damaged")));
}

/// Whether so many bytes are free on the disk of a file. Where the system does not say, they count as free: the
/// write will fail if they are not.
pub(crate) fn has_room(path: &Path, bytes: u64) -> bool {
    fit_on_disk(path, bytes).is_ok()
        && fs4::available_space(folder_of(path)).map_or(true, |free| free >= bytes)
}

/// Fails where a test has set the size of the disk, in bytes, and has no room for so many more. Such a disk
/// holds nothing but the folder of the file.
pub(crate) fn fit_on_disk(_path: &Path, _bytes: u64) -> io::Result<()> {
    fail::fail_point!("store.disk-size", |size| {
        let size: u64 = size.and_then(|size| size.parse().ok()).unwrap_or_default();
        let files = fs::read_dir(folder_of(_path))?.filter_map(|file| file.ok()?.metadata().ok());
        let used: u64 = files.map(|file| file.len()).sum();
        match used + _bytes <= size {
            true => Ok(()),
            false => Err(io::ErrorKind::StorageFull.into()),
        }
    });
    Ok(())
}

/// The folder that a file lies in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new("."))
}

/// Whether there is a file with something in it.
pub(crate) fn is_there(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

/// Makes sure that a file is on disk as it is.
pub(crate) fn sync(path: &Path) -> io::Result<()> {
    // Windows syncs only what may be written.
    fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)?
        .sync_all()
}

/// Makes sure that the names in the folder of a file are on disk as they are.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    fs::File::open(folder_of(path))?.sync_all()
}

/// Windows opens no folder, and writes its names down by itself.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Removes a database and what belongs to it. Best effort.
pub(crate) fn remove(path: &Path) {
    for suffix in COMPANIONS {
        // Missing is the usual case.
        drop(fs::remove_file(with_suffix(path, suffix)));
    }
}

/// Removes a database, what belongs to it, and copies of it that were set aside.
pub(crate) fn remove_with_copies(path: &Path) -> io::Result<()> {
    // The file itself last: a `-wal` that is left alone would be read into a new one.
    for suffix in COMPANIONS.iter().rev() {
        match fs::remove_file(with_suffix(path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let damaged = with_suffix(path, ".damaged");
    for entry in fs::read_dir(folder_of(path))? {
        let copy = entry?.path();
        if copy
            .to_string_lossy()
            .starts_with(&*damaged.to_string_lossy())
        {
            fs::remove_file(copy)?;
        }
    }
    Ok(())
}

/// A path with something behind its name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
