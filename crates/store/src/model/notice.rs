//! What happens to the files that the user should hear of.

use std::path::PathBuf;

/// Something about the files that the user should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The cache could not be read. It was set aside and begun anew; everything in it can be fetched.
    CacheSetAside {
        /// Where the unreadable file lies now.
        path: PathBuf,
    },
    /// The outbox could not be read. It was set aside and begun anew with what its journal holds.
    OutboxSalvaged {
        /// Where the unreadable file lies now.
        path: PathBuf,
        /// How many messages and drafts were saved.
        kept: usize,
    },
    /// Messages were restored from a damaged journal, which may lack that they were sent or deleted: the user
    /// decides about each.
    RestoredFromBackup {
        /// How many.
        count: usize,
    },
    /// The disk is nearly full: the room that was kept in reserve for the outbox has been given up.
    RoomMade,
    /// The disk is full: what others say cannot be kept. What the user writes still can, in the room that is
    /// in reserve for it.
    CacheFull,
    /// The disk is so full that nothing can be written until there is room, not even from the reserve;
    /// or a file could only be opened for reading.
    ReadingOnly,
    /// There is room again: everything is written, and the reserve is allocated.
    RoomAgain,
}

impl Notice {
    /// The code that `locales/` has a sentence for.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::CacheSetAside { .. } => "cache-set-aside",
            Self::OutboxSalvaged { .. } => "outbox-salvaged",
            Self::RestoredFromBackup { .. } => "restored-from-backup",
            Self::RoomMade => "disk-low",
            Self::CacheFull => "cache-full",
            Self::ReadingOnly => "reading-only",
            Self::RoomAgain => "disk-fine",
        }
    }
}
