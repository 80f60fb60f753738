//! How much room the store's files take, and what is kept in them.

/// How much room the store's files take, and what is kept in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageUsage {
    /// What the server said, in bytes, with copies that were set aside as damaged.
    pub cache_bytes: u64,
    /// How much of the cache is free for new messages.
    pub free_bytes: u64,
    /// What the user wrote and its journal, in bytes.
    pub user_bytes: u64,
    /// The room in reserve for a full disk, in bytes.
    pub reserve_bytes: u64,
    /// How many conversations the cache holds.
    pub conversations: u64,
    /// How many messages the cache holds.
    pub messages: u64,
}
