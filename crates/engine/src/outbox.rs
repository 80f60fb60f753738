//! Sending: what was written here and what was read here, until the server has it.

pub(crate) mod in_flight;
mod message_key;
mod outcome;
pub(crate) mod read_receipts;
mod reconcile;
mod resend;
pub(crate) mod scheduler;
mod send;
pub(crate) mod unsent;
mod upload;
pub(crate) mod wait_reason;
