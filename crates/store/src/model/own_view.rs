//! The user's own views of the inbox.

use serde::{Deserialize, Serialize};

use crate::model::inbox_view::InboxSort;
use crate::model::rows::InboxFilter;

/// A view that the user made: conversations for which all of this holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OwnView {
    /// Its name here, which does not change.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The filters whose conversations it shows: those that are in each of them.
    pub filters: Vec<InboxFilter>,
    /// Words that people's names, the subject or the order hold; empty for none.
    pub words: String,
    /// The user's own tags that they have: each of them.
    pub tags: Vec<String>,
    /// In which order.
    pub sort: InboxSort,
}

/// A view with the number of its conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CountedView {
    /// The view.
    pub view: OwnView,
    /// How many conversations it holds.
    pub count: u32,
}

/// All own views, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OwnViews {
    /// The views.
    pub views: Vec<CountedView>,
    /// The store's revision that this answer reflects: an answer with a lower one is older.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub revision: u64,
}

/// What became of a view that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewWrite {
    /// It is on disk.
    Written,
    /// Another view has its name. Nothing was changed.
    NameTaken,
    /// There would be more than [`crate::limits::MOST_VIEWS`]. Nothing was changed.
    TooMany,
}
