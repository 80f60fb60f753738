//! Which conversations the inbox shows, and in which order.

use serde::{Deserialize, Serialize};

use crate::model::rows::InboxFilter;

/// The order of the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum InboxSort {
    /// The unanswered ones first, the one that waits longest at their head; then the newest activity.
    Waiting,
    /// The newest activity first.
    Newest,
    /// The oldest activity first.
    Oldest,
}

/// A filter of the inbox with its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct InboxView {
    /// Which conversations.
    pub filter: InboxFilter,
    /// In which order.
    pub sort: InboxSort,
}

impl InboxFilter {
    /// The order that it has unless the user chose another.
    #[must_use]
    pub const fn usual_sort(self) -> InboxSort {
        match self {
            Self::Unanswered => InboxSort::Waiting,
            _ => InboxSort::Newest,
        }
    }
}

impl From<InboxFilter> for InboxView {
    fn from(filter: InboxFilter) -> Self {
        Self {
            filter,
            sort: filter.usual_sort(),
        }
    }
}
