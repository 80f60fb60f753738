//! The end of the application: asking first ([`quit_prompt`]), signals that end it ([`signals`]), and the
//! time limit behind the engine's own bounded shutdown ([`watchdog`]).

pub mod close;
pub mod quit_prompt;
pub(crate) mod signals;
pub(crate) mod watchdog;
