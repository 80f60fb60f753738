//! Images, fetched and decoded by the engine, so that the window neither talks to the network nor reads a
//! stranger's file.

pub(crate) mod allowed_hosts;
mod decode;
mod decoder_budget;
pub(crate) mod disk_cache;
mod encode;
mod fetch;
mod header;
pub(crate) mod image;
pub(crate) mod image_cache;
mod jpeg;
pub(crate) mod upload_path;
