//! Reading without the server: the cache answers, and stderr says so.

use engine::Error;

use crate::{
    cli_error::{self, CliError},
    output,
};

/// Whether the output shows the server's state or the cache's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// The refresh succeeded.
    Fresh,
    /// The server is unreachable.
    Cached,
}

/// Turns an unreachable server into [`Freshness::Cached`]: a subcommand that reads still has the cache.
pub(crate) fn fall_back_to_cache<T>(refreshed: Result<T, Error>) -> Result<Freshness, CliError> {
    match refreshed {
        Ok(_) => Ok(Freshness::Fresh),
        Err(error) if cli_error::is_unreachable(&error) => {
            let why = CliError::Engine(error).sentence().unwrap_or_default();
            output::warn(&format!("{why}; answering from the cache"));
            Ok(Freshness::Cached)
        }
        Err(error) => Err(error.into()),
    }
}
