//! Files, connections and locks under both databases.

pub(crate) mod connection;
pub(crate) mod files;
pub(crate) mod journal;
pub(crate) mod json;
pub(crate) mod private_file;
pub(crate) mod read_pool;
pub(crate) mod schema;
pub(crate) mod user_db;
pub(crate) mod write_lock;
