//! What others may cost this backend. What a deployment may want to change is in [`crate::Settings`]; both are
//! in `docs/limits.md`.

use std::time::Duration;

/// How often a socket's account is looked at, beside each join: an account may be removed by another process.
pub(crate) const ACCOUNT_CHECK_EVERY: Duration = Duration::from_secs(5);

/// The most characters of a `client_message_id`: a UUID and more.
pub(crate) const CLIENT_MESSAGE_ID_LIMIT: usize = 100;

/// How many times the attempts that an account has are had by an address, and by everybody in the same time. A
/// counter or an office signs in from one address; ten such at once are more than a shift changes.
pub(crate) const LOGINS_PER_ADDRESS_FACTOR: u32 = 5;
pub(crate) const LOGINS_IN_ALL_FACTOR: u32 = 50;

/// How many passwords are checked at a time: each takes 19 MiB and a processor for some 20 ms.
pub(crate) const PASSWORD_CHECKS_AT_ONCE: usize = 2;
/// How many may wait for that: the last of them is answered within a fifth of a second.
pub(crate) const PASSWORD_CHECKS_WAITING: usize = 16;
/// When to come back if too many wait.
pub(crate) const PASSWORD_CHECKS_RETRY_AFTER: Duration = Duration::from_secs(1);
