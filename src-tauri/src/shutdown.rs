//! The end of the application: asking first ([`questions`], [`quit_prompt`]), signals that end it ([`signals`]), and the
//! time limit behind the engine's own bounded shutdown ([`watchdog`]).

pub mod close;
pub mod questions;
pub mod quit_prompt;
pub(crate) mod signals;
pub(crate) mod watchdog;
