//! What can go wrong with a file that is sent.

/// Why a file is not sent. Each has a sentence in `locales/`, as `error-CODE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It has no byte.
    #[error("the file is empty")]
    Empty,
    /// It has more bytes than [`store::limits::MOST_FILE_BYTES`].
    #[error("the file is too large")]
    TooLarge,
    /// Too many wait already ([`store::limits::MOST_FILES`]).
    #[error("too many files wait")]
    TooMany,
    /// Its copy in the profile's folder is gone, or not what it was.
    #[error("the file's copy is missing")]
    Missing,
    /// No upload endpoint is set, or the server has none there.
    #[error("the server takes no files")]
    NoEndpoint,
    /// What is set as the upload endpoint is none that a file goes to.
    #[error("not a usable upload endpoint")]
    BadEndpoint,
    /// The server takes no file of that size (413).
    #[error("too large for the server")]
    TooLargeForServer,
    /// The server takes no file of that kind (415).
    #[error("a kind of file that the server does not take")]
    TypeRefused,
}

impl FileError {
    /// The code that `locales/` has a sentence for.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::TooLarge => "file-too-large",
            Self::TooMany => "too-many-files",
            Self::Missing => "file-missing",
            Self::NoEndpoint => "no-upload-endpoint",
            Self::BadEndpoint => "bad-upload-endpoint",
            Self::TooLargeForServer => "file-too-large-for-server",
            Self::TypeRefused => "file-type-refused",
        }
    }
}
