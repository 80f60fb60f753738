//! What the tests of the engine and the campaigns of the test kit share, without an engine in it: a proxy that
//! breaks lines, people who speak with the backend over REST, and pictures that are not what they say. A crate of its own, so that the engine's tests
//! need no second engine, and none with failpoints.

#![allow(
    missing_docs,
    reason = "used by tests alone: most names say what there is to say"
)]

pub mod leaks;
pub mod person;
pub mod pictures;
pub mod proxy;

pub use person::{Person, Stored};
pub use proxy::Proxy;
