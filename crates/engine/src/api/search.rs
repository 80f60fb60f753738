//! Searching the cache: answers at once, with or without a server.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::SearchResults;

use crate::search_text::{self, TypedFilter};
use crate::{Error, api::Engine};

/// What a search found, and how what was typed was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SearchAnswer {
    /// The filters in it.
    pub filters: Vec<TypedFilter>,
    /// What was found.
    pub results: SearchResults,
}

impl Engine {
    /// Searches the cache for what somebody typed: words, and filters (`from:`, `in:`, `order:`, `before:`, `after:`,
    /// `has:image`, `tag:`). At most `limit` messages, newest first.
    ///
    /// # Errors
    /// [`Error::QueryTooLong`]; [`Error::SignInNeeded`] when no profile is open.
    pub async fn search(&self, typed: &str, limit: u32) -> Result<SearchAnswer, Error> {
        if typed.chars().count() > store::limits::QUERY_CHARS {
            return Err(Error::QueryTooLong);
        }
        let context = &self.profile()?.context;
        let now = self.inner.clock.now();
        let (mut request, filters) = search_text::read(typed, now, &TimeZone::system());
        request.limit = limit;
        let results = context.store.search(&request).await?;
        Ok(SearchAnswer { filters, results })
    }

    /// What was searched for before on this device, the last one first.
    pub async fn recent_searches(&self) -> Result<Vec<String>, Error> {
        Ok(self.profile()?.context.store.recent_searches().await?)
    }

    /// Keeps a search as the last one.
    pub async fn remember_search(&self, typed: &str) -> Result<(), Error> {
        Ok(self.profile()?.context.store.remember_search(typed).await?)
    }

    /// Forgets what was searched for before.
    pub async fn forget_searches(&self) -> Result<(), Error> {
        Ok(self.profile()?.context.store.forget_searches().await?)
    }
}
