//! A reply as somebody wrote it, before it is tidied and kept.

use store::limits::{LONGEST_CATEGORY, LONGEST_SHORTCUT};
use store::{CannedReply, LONGEST_MESSAGE};

use crate::canned_replies::model::{FileFault, ReplyFault};

/// A reply as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReplyDraft {
    pub(crate) shortcut: String,
    pub(crate) category: String,
    pub(crate) text: String,
}

/// A reply of a file, and the line on which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileReply {
    pub(crate) draft: ReplyDraft,
    pub(crate) line: u32,
}

impl ReplyDraft {
    /// The reply under an id, tidied.
    ///
    /// # Errors
    /// Why it cannot be kept.
    pub(crate) fn into_reply(self, id: String) -> Result<CannedReply, ReplyFault> {
        let shortcut = tidy_shortcut(&self.shortcut);
        let category = self
            .category
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let text = self.text.trim();
        if shortcut.is_empty() {
            return Err(ReplyFault::ShortcutEmpty);
        }
        if shortcut.chars().count() > LONGEST_SHORTCUT {
            return Err(ReplyFault::ShortcutTooLong);
        }
        if category.chars().count() > LONGEST_CATEGORY {
            return Err(ReplyFault::CategoryTooLong);
        }
        if text.is_empty() {
            return Err(ReplyFault::TextEmpty);
        }
        if text.chars().count() > LONGEST_MESSAGE {
            return Err(ReplyFault::TextTooLong);
        }
        Ok(CannedReply {
            id,
            shortcut,
            category,
            text: text.to_owned(),
        })
    }
}

/// A shortcut as it is typed after the slash: in one piece, without the slash.
pub(crate) fn tidy_shortcut(typed: &str) -> String {
    let bare = typed.trim().trim_start_matches('/');
    let words: Vec<&str> = bare.split_whitespace().collect();
    let joined = words.join("-").to_lowercase();
    joined.chars().filter(|char| !char.is_control()).collect()
}

impl From<ReplyFault> for FileFault {
    fn from(fault: ReplyFault) -> Self {
        match fault {
            ReplyFault::ShortcutEmpty => Self::ShortcutEmpty,
            ReplyFault::ShortcutTooLong => Self::ShortcutTooLong,
            ReplyFault::ShortcutTaken => Self::ShortcutTwice,
            ReplyFault::TextEmpty => Self::TextEmpty,
            ReplyFault::TextTooLong => Self::TextTooLong,
            ReplyFault::CategoryTooLong => Self::CategoryTooLong,
            ReplyFault::TooMany => Self::TooMany,
        }
    }
}
