//! What the disk and the store say, in the engine's words.

use store::StoreError;

use crate::{Error, error::FileError};

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Self::DiskFull(error.to_string())
            }
            _ => Self::DiskFailed(error.to_string()),
        }
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::DiskFull(error.to_string()),
            StoreError::DiskFailed(detail) => Self::DiskFailed(detail),
            StoreError::Damaged(detail) => Self::CacheDamaged(detail),
            StoreError::MessageEmpty => Self::MessageEmpty,
            StoreError::MessageTooLong { .. } => Self::MessageTooLong,
            StoreError::DraftTooLong => Self::DraftTooLong,
            StoreError::FileEmpty => Self::File(FileError::Empty),
            StoreError::FileTooLarge => Self::File(FileError::TooLarge),
            StoreError::TooManyFiles => Self::File(FileError::TooMany),
            StoreError::NoteTooLong => Self::NoteTooLong,
            StoreError::TagTooLong => Self::TagTooLong,
            StoreError::TooManyTags => Self::TooManyTags,
            StoreError::QueryTooLong => Self::QueryTooLong,
            StoreError::Closed => Self::SignInNeeded, // The profile was closed meanwhile.
            StoreError::Unexpected(_) => Self::Internal(error.to_string()),
        }
    }
}
