//! Canned replies: texts that the user answers with again and again.

use serde::{Deserialize, Serialize};

/// A text that the user answers with again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CannedReply {
    /// Its name here, which does not change.
    pub id: String,
    /// What is typed after a slash.
    pub shortcut: String,
    /// The group under which it is listed; empty for none.
    pub category: String,
    /// The text, with its variables (`{customer}`) and blanks (`{?minutes}`).
    pub text: String,
}

/// How often a reply was used in a context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ReplyUse {
    /// The context, in the window's words.
    pub context: String,
    /// The reply's id.
    pub reply: String,
    /// How often.
    pub uses: u32,
}

/// All canned replies, in the user's order, and where they were used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CannedReplies {
    /// The replies.
    pub replies: Vec<CannedReply>,
    /// Where they were used.
    pub uses: Vec<ReplyUse>,
}

/// What became of replies that were to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyWrite {
    /// They are on disk.
    Written,
    /// Another reply has the shortcut of one of them. Nothing was changed.
    ShortcutTaken,
    /// There would be more than [`crate::limits::MOST_REPLIES`]. Nothing was changed.
    TooMany,
}
