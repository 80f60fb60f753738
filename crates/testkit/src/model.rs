//! A model of sync and outbox, report at random against the real parts.
//!
//! What may happen is in [`action`], and how often in `reference_machine`: the user writes, the server answers, refuses, loses and is late, the
//! line is cut, the computer crashes and its clock is set. [`server`] is the server as the contract
//! describes it, with its misbehaviour on order; it also remembers what it really stored, and on
//! whose behalf. [`system`] is the real store, with the engine's part played step by step or with
//! the real engine around it that talks HTTP with the server; [`invariants`] holds
//! after every step what DESIGN section 3 demands, and [`recovery`] ends each walk with a line that
//! works, after which nothing may be lost, doubled, out of order or hidden.
//!
//! A walk is a function of its seed. One that breaks a rule is shrunk to the fewest steps that still
//! break it, and told with its seed.

pub mod ack_log;
pub mod action;
mod client;
mod engine_driver;
pub mod environment;
mod http_api;
pub mod invariants;
pub mod recovery;
pub mod reference;
mod reference_machine;
pub mod server;
pub mod system;
pub mod walk;

pub use action::Action;
pub use system::Level;
pub use walk::{Counterexample, WalkReport, replay, walks};
