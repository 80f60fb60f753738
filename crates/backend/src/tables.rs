//! The tables, a module each: plain rows in, records out. Rules live in [`crate::support`].

pub(crate) mod conversations;
pub(crate) mod facts;
pub(crate) mod messages;
pub(crate) mod orders;
pub(crate) mod people;
