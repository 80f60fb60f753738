//! Reading with the server away: the cache answers, and stderr says so.

use engine::Error;

use crate::{
    output,
    problem::{self, Problem},
};

/// Whether what follows shows the server's state or the cache's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// Just asked.
    Fresh,
    /// The server is out of reach.
    Cached,
}

/// Takes the outcome of a refresh: out of reach is no failure for a reading verb.
pub(crate) fn tolerate<T>(refreshed: Result<T, Error>) -> Result<Freshness, Problem> {
    match refreshed {
        Ok(_) => Ok(Freshness::Fresh),
        Err(error) if problem::is_out_of_reach(&error) => {
            let why = Problem::Engine(error).sentence().unwrap_or_default();
            output::remark(&format!("{why}; answering from the cache"));
            Ok(Freshness::Cached)
        }
        Err(error) => Err(error.into()),
    }
}
