//! The REST half of the contract (docs/CONTRACT.md, section 3): calls, answers, failures, patience.

pub(crate) mod auth_token;
pub(crate) mod certificates;
pub(crate) mod client;
pub(crate) mod conversation_list;
mod decode;
pub(crate) mod endpoints;
pub(crate) mod failure;
mod knock;
mod priority;
pub(crate) mod proxy;
pub(crate) mod rate_limit;
mod request;
mod upload;
