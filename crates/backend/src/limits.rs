//! What others may cost this backend. What a deployment may want to change is in [`crate::Settings`]; both are
//! in `docs/limits.md`.

use std::time::Duration;

/// How often a socket's account is looked at, beside each join: an account may be removed by another process.
pub(crate) const ACCOUNT_CHECK_EVERY: Duration = Duration::from_secs(5);
