//! Files that people send: where they are uploaded, and how far that is.

pub(crate) mod attachment;
pub(crate) mod endpoint;
pub(crate) mod progress;
