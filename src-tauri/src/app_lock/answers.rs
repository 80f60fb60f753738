//! What the lock answers.

use std::io;

use serde::{Deserialize, Serialize};

use super::pin::HashError;

/// What the window knows of the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum LockStatus {
    /// No PIN is set.
    Off,
    /// A PIN is set, and the chats may be seen.
    Unlocked,
    /// The PIN is asked for.
    Locked {
        /// How long no PIN is checked, in ms.
        #[specta(type = f64)]
        wait_ms: u64,
    },
    /// The lock's file cannot be read: only signing out helps.
    Damaged,
}

/// What became of a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(
    tag = "answer",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum PinAnswer {
    /// It is the right one.
    Accepted,
    /// It is not.
    Wrong {
        /// How many more cost no pause.
        left: u32,
        /// How long the next one has to wait, in ms.
        #[specta(type = f64)]
        wait_ms: u64,
    },
    /// It was not looked at: too many were wrong.
    Paused {
        /// For how long, in ms.
        #[specta(type = f64)]
        wait_ms: u64,
    },
}

/// Why the lock could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// The disk refused.
    #[error("the lock was not written: {0}")]
    Disk(#[from] io::Error),
    /// No hash could be made.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// A PIN is set, and the one to be changed was not named; or none is set.
    #[error("the lock is not as the window takes it to be")]
    Unexpected,
    /// The task that hashes broke off.
    #[error("the PIN's check broke off")]
    BrokeOff,
}
