//! A limit to the size of the two files, in place of the end of a disk.

use crate::health::disk_reserve::DiskReserve;

/// How large the two files may grow, in pages of 4,096 bytes. Beyond that they answer as on a full
/// disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiskLimit {
    /// The cache's pages.
    pub cache_pages: Option<u32>,
    /// The outbox's pages while there is room in reserve; giving that up makes room for 256 more, and
    /// for another 64 that only what waits already may use.
    pub outbox_pages: Option<u32>,
}

impl DiskLimit {
    /// The outbox's pages as things are.
    pub(crate) fn outbox(&self, reserve: &DiskReserve) -> Option<u32> {
        Some(self.outbox_pages?.saturating_add(reserve.pages_released()))
    }
}
