//! Profiles: one user on one server each, with a folder, a store and a token.

pub(crate) mod accepted_token;
pub(crate) mod directory;
pub(crate) mod keyring;
pub(crate) mod open;
pub(crate) mod open_chats;
pub(crate) mod removal;
pub(crate) mod vault;
