//! What the user wrote on its way to the server.

pub(crate) mod attached_files;
pub(crate) mod enqueue;
pub(crate) mod enqueue_file;
pub(crate) mod holds;
pub(crate) mod inbox_sync;
pub(crate) mod list;
pub(crate) mod matching;
pub(crate) mod reconcile;
pub(crate) mod schedule;
pub(crate) mod scheduled;
pub(crate) mod transitions;
