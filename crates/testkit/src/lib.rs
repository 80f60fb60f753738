//! What proves the promise of `docs/reliability.md`: a proxy that breaks lines, a ledger outside the
//! engine's process, actors to be killed, and the campaigns that bring them together. Used by tests
//! and by `cargo xtask soak` only.
//!
//! - [`proxy`]: fourteen faults, between engine and backend.
//! - [`stage`]: the backend as a process of its own, to be killed, frozen and started again.
//! - [`actor`]: the engine as a process of its own, driven by lines of JSON.
//! - [`ledger`]: what was acknowledged, what the backend holds, what the engine shows, and the verdict.
//! - [`theatre`]: all of them together.
//! - [`sends`]: the campaign of messages through the faults.

pub mod actor;
pub mod ledger;
pub mod outcome;
pub mod program;
pub mod proxy;
pub mod sends;
pub mod stage;
pub mod theatre;

pub use outcome::Outcome;
