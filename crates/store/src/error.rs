//! What can go wrong with the store, and the code under which a person hears of it.

use crate::limits::QUERY_CHARS;

/// The longest text that a message may have, in characters.
pub const LONGEST_MESSAGE: usize = 5_000;

/// Why the store could not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full. Nothing was changed.
    #[error("the disk is full")]
    DiskFull,
    /// The disk or the file system refused: a read or write failed, or it may not be written.
    #[error("the disk failed: {0}")]
    DiskFailed(String),
    /// A database file is damaged. Opened anew, it is set aside and begun again.
    #[error("a database file is damaged: {0}")]
    Damaged(String),
    /// A message without text.
    #[error("the message is empty")]
    MessageEmpty,
    /// A message longer than [`LONGEST_MESSAGE`] characters.
    #[error("the message has {characters} characters, more than {LONGEST_MESSAGE}")]
    MessageTooLong {
        /// How many it has.
        characters: usize,
    },
    /// A draft longer than [`crate::limits::LONGEST_DRAFT`] characters.
    #[error("the draft is too long")]
    DraftTooLong,
    /// A file without a byte.
    #[error("the file is empty")]
    FileEmpty,
    /// A file of more bytes than [`crate::limits::MOST_FILE_BYTES`].
    #[error("the file is too large")]
    FileTooLarge,
    /// As many files as [`crate::limits::MOST_FILES`] wait already.
    #[error("too many files wait")]
    TooManyFiles,
    /// A note longer than [`crate::limits::LONGEST_NOTE`] characters.
    #[error("the note is too long")]
    NoteTooLong,
    /// A tag longer than [`crate::limits::LONGEST_TAG`] characters.
    #[error("the tag is too long")]
    TagTooLong,
    /// More tags on one conversation than [`crate::limits::MOST_TAGS`].
    #[error("too many tags")]
    TooManyTags,
    /// More is searched for than anybody types.
    #[error("more than {QUERY_CHARS} characters cannot be searched for")]
    QueryTooLong,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// Anything else that the database says: a mistake of ours.
    #[error("the database refused: {0}")]
    Unexpected(String),
}

impl StoreError {
    /// The code that `locales/` has a sentence for (`error-<code>`).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::DiskFull => "disk-full",
            Self::DiskFailed(_) => "disk-failed",
            Self::Damaged(_) => "cache-damaged",
            Self::MessageEmpty => "message-empty",
            Self::MessageTooLong { .. } => "message-too-long",
            Self::DraftTooLong => "draft-too-long",
            Self::FileEmpty => "file-empty",
            Self::FileTooLarge => "file-too-large",
            Self::TooManyFiles => "too-many-files",
            Self::NoteTooLong => "note-too-long",
            Self::TagTooLong => "tag-too-long",
            Self::TooManyTags => "too-many-tags",
            Self::QueryTooLong => "query-too-long",
            Self::Closed | Self::Unexpected(_) => "internal",
        }
    }

    pub(crate) fn disk(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Self::DiskFull;
        }
        Self::DiskFailed(error.to_string())
    }
}

/// SQLite's primary result codes that have a meaning of their own here.
/// The low byte of an extended code is its primary code.
mod primary {
    pub(super) const ERROR: u32 = 1;
    pub(super) const PERM: u32 = 3;
    pub(super) const READONLY: u32 = 8;
    pub(super) const IOERR: u32 = 10;
    pub(super) const CORRUPT: u32 = 11;
    pub(super) const FULL: u32 = 13;
    pub(super) const CANTOPEN: u32 = 14;
    pub(super) const NOTADB: u32 = 26;
}

/// SQLite could not make room for a WAL's index: what a full disk answers when a file is opened.
const IOERR_SHMSIZE: u32 = 4874;

/// The file, not the disk, is at fault: it ends before what is read of it, or holds what does not fit its checksum
/// or the file system's own. Long texts are read past SQLite's page cache, which would take the end of a file for
/// zeroes.
const IOERR_OF_DAMAGE: [u32; 3] = [522, 8202, 8458];

/// A value that its column may not hold, that is missing, or that is there a second time (CHECK, NOT NULL, a primary key,
/// UNIQUE, a row's number, a type). No statement of the store leads to one over a whole file: it came from a damaged row.
const CONSTRAINTS_OF_DAMAGE: [u32; 6] = [275, 1299, 1555, 2067, 2579, 3091];

/// Whether SQLite looked for a name in vain, or takes the schema for that of another SQLite. Every
/// statement was checked against the schema when it was compiled and the migrations have made that
/// schema: so the file holds another than it was given.
fn is_another_schema(message: &str) -> bool {
    let said = [
        "no such ",
        "has no column named ",
        "unsupported file format",
        "vtable constructor failed",
        "invalid fts5 file format",
    ];
    said.iter().any(|words| message.contains(words))
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let text = error.to_string();
        match error {
            sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => Self::DiskFull,
            sqlx::Error::Io(_) => Self::DiskFailed(text),
            sqlx::Error::PoolClosed => Self::Closed,
            sqlx::Error::Database(database) => {
                let code = database.code().and_then(|code| code.parse::<u32>().ok());
                match code {
                    Some(IOERR_SHMSIZE) => return Self::DiskFull,
                    Some(code)
                        if IOERR_OF_DAMAGE.contains(&code)
                            || CONSTRAINTS_OF_DAMAGE.contains(&code) =>
                    {
                        return Self::Damaged(text);
                    }
                    _ => {}
                }
                match code.map(|code| code & 0xff) {
                    Some(primary::FULL) => Self::DiskFull,
                    Some(
                        primary::IOERR | primary::READONLY | primary::CANTOPEN | primary::PERM,
                    ) => Self::DiskFailed(text),
                    Some(primary::CORRUPT | primary::NOTADB) => Self::Damaged(text),
                    Some(primary::ERROR) if is_another_schema(database.message()) => {
                        Self::Damaged(text)
                    }
                    _ => Self::Unexpected(text),
                }
            }
            // Only what damage writes makes its thread break down.
            sqlx::Error::WorkerCrashed => Self::Damaged(text),
            // A value of a type that the column cannot hold: only damage writes those.
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Damaged(text),
            _ => Self::Unexpected(text),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            // A schema from a newer version, or one that is not ours.
            other => Self::Damaged(other.to_string()),
        }
    }
}
