//! Why the backend could not start or do what the program embedding it asked.

use std::net::SocketAddr;
use std::path::PathBuf;

/// What can go wrong outside of requests. (What a request is refused with is another matter: that is
/// an answer.)
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The data folder cannot be made, read or written.
    #[error("cannot use {path}")]
    DataFolder {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The signing secret is too short to be one.
    #[error("{path} does not hold a signing secret")]
    Secret {
        /// The secret's file.
        path: PathBuf,
    },
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The database is of another version, or damaged.
    #[error("the database cannot be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Nobody has this username.
    #[error("there is no user {0}")]
    UnknownUser(String),
    /// Somebody has this username already.
    #[error("there is already a user {0}")]
    UsernameTaken(String),
    /// Nobody knows this order.
    #[error("there is no order {0}")]
    UnknownOrder(String),
    /// A name, username or role is empty.
    #[error("{0} must not be empty")]
    Empty(&'static str),
    /// Hashing a password failed.
    #[error("the password cannot be hashed: {0}")]
    Password(String),
    /// A token's claims cannot be written.
    #[error("the token cannot be written")]
    Token(#[from] serde_json::Error),
}
