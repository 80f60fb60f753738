//! Opening, repair and room on the disk.

pub(crate) mod checkpoints;
pub(crate) mod clear_cache;
pub(crate) mod contradictions;
pub(crate) mod disk_reserve;
pub(crate) mod disk_space;
pub(crate) mod integrity_check;
pub(crate) mod maintenance;
pub(crate) mod maintenance_loop;
pub(crate) mod open;
pub(crate) mod read_only;
pub(crate) mod repair;
pub(crate) mod restore;
pub(crate) mod retention;
pub(crate) mod retry;
pub(crate) mod search_indexing;
pub(crate) mod startup_recovery;
pub(crate) mod storage_usage;
