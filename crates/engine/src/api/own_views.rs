//! The user's own views of the inbox: known on this computer only.

use serde::Serialize;
use store::limits::{LONGEST_TAG, LONGEST_VIEW_NAME, MOST_TAGS, QUERY_CHARS};
use store::{Inbox, InboxFilter, InboxSort, OwnView, OwnViews, ViewWrite};

use crate::Error;
use crate::api::Engine;

/// A view as somebody describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewDraft {
    /// What it is called.
    pub name: String,
    /// The filters that all have to hold.
    pub filters: Vec<InboxFilter>,
    /// Words that people's names, the subject or the order hold.
    pub words: String,
    /// The user's own tags that they have: each of them.
    pub tags: Vec<String>,
    /// In which order.
    pub sort: InboxSort,
}

/// What keeps a view from being kept as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum ViewFault {
    /// It has no name.
    NameEmpty,
    /// Its name has more than [`store::limits::LONGEST_VIEW_NAME`] characters.
    NameTooLong,
    /// Another view has its name.
    NameTaken,
    /// Its words have more than [`store::limits::QUERY_CHARS`] characters.
    WordsTooLong,
    /// It asks for more than [`store::limits::MOST_TAGS`] tags.
    TooManyTags,
    /// One of its tags has more than [`store::limits::LONGEST_TAG`] characters.
    TagTooLong,
    /// There are as many as are kept.
    TooMany,
}

/// What became of a view that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum SavedView {
    /// It is on disk, as it stands here.
    Saved {
        /// The view, tidied.
        view: OwnView,
    },
    /// Nothing was changed.
    Refused {
        /// Why.
        fault: ViewFault,
    },
}

impl Engine {
    /// All own views with the number of their conversations.
    pub async fn own_views(&self) -> Result<OwnViews, Error> {
        Ok(self.profile()?.context.store.own_views().await?)
    }

    /// A window of the inbox through an own view.
    pub async fn inbox_of_own_view(&self, id: &str, limit: u32) -> Result<Inbox, Error> {
        let store = &self.profile()?.context.store;
        Ok(store.inbox_of_own_view(id, limit).await?)
    }

    /// Keeps a view: a new one where `id` is `None`.
    pub async fn save_own_view(
        &self,
        id: Option<String>,
        draft: ViewDraft,
    ) -> Result<SavedView, Error> {
        let profile = self.profile()?;
        let id = id.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
        let view = match draft.into_view(id) {
            Ok(view) => view,
            Err(fault) => return Ok(SavedView::Refused { fault }),
        };
        Ok(match profile.context.store.put_own_view(&view).await? {
            ViewWrite::Written => SavedView::Saved { view },
            ViewWrite::NameTaken => SavedView::Refused {
                fault: ViewFault::NameTaken,
            },
            ViewWrite::TooMany => SavedView::Refused {
                fault: ViewFault::TooMany,
            },
        })
    }

    /// Removes a view; its conversations stay.
    pub async fn delete_own_view(&self, id: &str) -> Result<(), Error> {
        Ok(self.profile()?.context.store.delete_own_view(id).await?)
    }
}

impl ViewDraft {
    /// The view under an id, tidied.
    fn into_view(self, id: String) -> Result<OwnView, ViewFault> {
        let name = in_one_line(&self.name);
        let words = in_one_line(&self.words);
        if name.is_empty() {
            return Err(ViewFault::NameEmpty);
        }
        if name.chars().count() > LONGEST_VIEW_NAME {
            return Err(ViewFault::NameTooLong);
        }
        if words.chars().count() > QUERY_CHARS {
            return Err(ViewFault::WordsTooLong);
        }
        let mut tags: Vec<String> = self.tags.iter().map(|tag| in_one_line(tag)).collect();
        tags.retain(|tag| !tag.is_empty());
        tags.sort_unstable();
        tags.dedup();
        if tags.len() > MOST_TAGS {
            return Err(ViewFault::TooManyTags);
        }
        if tags.iter().any(|tag| tag.chars().count() > LONGEST_TAG) {
            return Err(ViewFault::TagTooLong);
        }
        let mut filters = self.filters;
        filters.sort_unstable();
        filters.dedup();
        Ok(OwnView {
            id,
            name,
            filters,
            words,
            tags,
            sort: self.sort,
        })
    }
}

fn in_one_line(typed: &str) -> String {
    let visible: String = typed
        .chars()
        .filter(|char| !char.is_control() || char.is_whitespace())
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
