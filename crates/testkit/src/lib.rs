//! What proves the promise of `docs/reliability.md`: a ledger outside the engine's process, engines to be
//! killed, and the campaigns that bring them together. Used by tests and by `cargo xtask soak` only. The proxy
//! that breaks lines is in `testkit_net`, for the engine's own tests use it too.
//!
//! - [`mutation`]: checks of the checks: each planted bug is found.
//! - [`failpoints`]: where a process may be stopped, to be killed there.
//! - [`backend_process`]: the backend as a process of its own, to be killed, frozen and started again.
//! - [`engine_process`]: the engine as a process of its own, driven by lines of JSON.
//! - [`damage`]: bits flipped and ends cut off in the databases.
//! - [`disk`]: a disk that fills up and is emptied again.
//! - [`kills`]: an engine that is killed at every stop point.
//! - [`ledger`]: what was acknowledged, what the backend holds, what the engine shows, and what differs.
//! - [`harness`]: all of them together.
//! - [`hostile`]: a customer and a server that try to cost everybody else something.
//! - [`sends`], [`stops`]: the campaigns of messages through the faults, and to a backend that freezes.
//! - [`model`]: walks through everything that may happen, against the real store and engine.
//! - [`fuzz`]: what comes from outside, mutated at random.
//! - [`soak`]: all campaigns in turn, in a box of time.

#![allow(
    missing_docs,
    reason = "used by tests alone: most names say what there is to say"
)]

pub mod backend_process;
pub mod damage;
pub mod disk;
pub mod engine_process;
pub mod failpoints;
pub mod fuzz;
pub mod harness;
pub mod hostile;
mod idle;
pub mod kills;
pub mod ledger;
pub mod model;
pub mod mutation;
pub mod outcome;
pub mod process_stats;
pub mod program;
mod quick_folder;
pub mod sends;
pub mod soak;
pub mod stops;

pub use outcome::Outcome;
