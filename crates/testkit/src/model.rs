//! A model of sync and outbox, which random walks compare with the real parts.
//!
//! [`action`] holds what may happen, and `reference_machine` how often: the user writes, the server answers,
//! refuses, loses and is late, the line is cut, the computer crashes and its clock is set. [`server`] is the server
//! as the contract describes it, with misbehaviour on request; it also knows which entry each stored message is
//! from. [`system`] is the real store, either with the engine's calls played step by step or with the real engine,
//! which speaks HTTP with the server. [`invariants`] holds the rules that are checked after every step.
//! [`recovery`] ends each walk with a working line, after which nothing may be lost, doubled, out of order or
//! hidden.
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
