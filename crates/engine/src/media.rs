//! Images, fetched by the engine so that the window never talks to the network.

pub(crate) mod detect;
pub(crate) mod disk_cache;
mod fetch;
pub(crate) mod image_cache;
