//! What others may cost this backend. What a deployment may want to change is in [`crate::Settings`]; both are
//! in `docs/limits.md`.

use std::time::Duration;

/// How often a socket's account is looked at, beside each join: an account may be removed by another process.
pub(crate) const ACCOUNT_CHECK_EVERY: Duration = Duration::from_secs(5);

/// The most bytes of a request's header: a token has 4 KiB at most.
pub(crate) const HEADER_BUFFER: usize = 64 * 1024;
/// The most bytes of a packet, or of several in one poll, that a client sends.
pub(crate) const SOCKET_PAYLOAD_LIMIT: usize = 100_000;
/// How many packets may be on their way to a socket; what comes after waits in its queue, which counts bytes. The
/// longest message is 30 KiB as JSON, so that these are 15 MiB at most.
pub(crate) const SOCKET_CHANNEL: usize = 512;
/// Joins and leaves that may wait; a client that piles up more is cut off.
pub(crate) const WAITING_REQUESTS: usize = 10_000;
/// The most bytes of a join's or leave's payload: more is not an id, and is forgotten.
pub(crate) const EVENT_PAYLOAD_LIMIT: usize = 1024;

/// The most characters of a `client_message_id`: a UUID and more.
pub(crate) const CLIENT_MESSAGE_ID_LIMIT: usize = 100;

/// How long an upload may take in all; between two pieces of it, as long as any other body. 25 MB within it are
/// 40 KB a second.
pub(crate) const UPLOAD_WITHIN: Duration = Duration::from_secs(10 * 60);
/// How many bytes of a refused upload are read and forgotten: a client that is cut off while it writes may not read
/// why it was refused.
pub(crate) const REFUSED_UPLOAD_READ: u64 = 64 * 1024 * 1024;
/// For how long a refused upload is read, in patiences for any other body: whoever sends it byte by byte need not hear
/// why.
pub(crate) const REFUSED_UPLOAD_PATIENCES: u32 = 3;
/// The part of the uploads under way that one user may have: a half, so that nobody takes all of them.
pub(crate) const UPLOADS_SHARE_OF_ONE_USER: usize = 2;
/// How much of a file is read and handed over at a time, in bytes: so much of it is in memory, however slowly the other
/// side reads.
pub(crate) const SERVED_PIECE: usize = 64 * 1024;
/// How many characters of an uploaded file's name stand in its address.
pub(crate) const UPLOAD_NAME_LIMIT: usize = 60;

/// How many times the attempts that an account has are had by an address, and by everybody in the same time. A
/// counter or an office signs in from one address; ten such at once are more than a shift changes.
pub(crate) const LOGINS_PER_ADDRESS_FACTOR: u32 = 5;
pub(crate) const LOGINS_IN_ALL_FACTOR: u32 = 50;

/// How many passwords are checked at a time: each takes a processor for some 2 ms.
pub(crate) const PASSWORD_CHECKS_AT_ONCE: usize = 2;
/// How many may wait for that: the last of them is answered within a fiftieth of a second.
pub(crate) const PASSWORD_CHECKS_WAITING: usize = 16;
/// When to come back if too many wait.
pub(crate) const PASSWORD_CHECKS_RETRY_AFTER: Duration = Duration::from_secs(1);
