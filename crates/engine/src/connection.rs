//! The connection to the server: a session that opens sockets one after another, listens, and polls
//! where no socket gets through.

pub(crate) mod command;
mod connect;
mod disconnect;
mod disk_full;
mod event;
mod event_decoding;
mod health_check;
mod inbound;
mod interrupts;
mod online;
mod polling;
mod recent_losses;
pub(crate) mod rooms;
pub(crate) mod session;
pub(crate) mod signal;
pub(crate) mod signal_queue;
pub(crate) mod socket;
pub(crate) mod socket_words;
pub(crate) mod socketio;
mod suspects;
mod system_events;
mod tasks;
