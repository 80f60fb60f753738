//! A model of sync and outbox, walked at random against the real parts.
//!
//! What may happen is in [`act`]: the user writes, the server answers, refuses, loses and is late, the
//! line is cut, the computer crashes and its clock is set. [`server`] is the server as the contract
//! describes it, with its misbehaviour on order; it also remembers what it really stored, and on
//! whose behalf. [`desk`] is the real store, with the engine's part played step by step or with
//! the real engine around it that talks HTTP with the server; [`rules`] holds
//! after every step what DESIGN section 3 demands, and [`healing`] ends each walk with a line that
//! works, after which nothing may be lost, doubled, out of order or hidden.
//!
//! A walk is a function of its seed. One that breaks a rule is shrunk to the fewest steps that still
//! break it, and told with its seed.

pub mod act;
pub mod book;
pub mod desk;
pub mod healing;
pub mod home;
mod line;
mod machine;
pub mod plan;
pub mod rules;
pub mod server;
pub mod walk;
mod wire;

pub use act::Act;
pub use desk::Level;
pub use walk::{Broken, Walked, replay, walks};
