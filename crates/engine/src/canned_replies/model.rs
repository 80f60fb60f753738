//! What becomes of canned replies that somebody writes or brings along in a file.

use serde::{Deserialize, Serialize};
use store::CannedReply;

/// What keeps a reply from being kept as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum ReplyFault {
    /// It has no shortcut.
    ShortcutEmpty,
    /// Its shortcut has more than [`store::limits::LONGEST_SHORTCUT`] characters.
    ShortcutTooLong,
    /// Another reply has its shortcut.
    ShortcutTaken,
    /// It has no text.
    TextEmpty,
    /// Its text is longer than a message may be.
    TextTooLong,
    /// Its category has more than [`store::limits::LONGEST_CATEGORY`] characters.
    CategoryTooLong,
    /// There are as many as are kept.
    TooMany,
}

/// What became of a reply that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum SavedReply {
    /// It is on disk, as it stands here.
    Saved {
        /// The reply, tidied.
        reply: CannedReply,
    },
    /// Nothing was changed.
    Refused {
        /// Why.
        fault: ReplyFault,
    },
}

/// What is wrong with a file of replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum FileFault {
    /// It is larger than is read.
    TooLarge,
    /// It holds something else than text.
    NotText,
    /// It holds no reply.
    Empty,
    /// The first line does not name the columns of shortcut and text.
    ColumnsUnnamed,
    /// A line has more columns than the first.
    ColumnsTooMany,
    /// A quotation mark is never closed.
    QuoteOpen,
    /// It is no JSON, or a reply in it is none.
    JsonUnreadable,
    /// Two replies have the same shortcut.
    ShortcutTwice,
    /// A reply has no shortcut.
    ShortcutEmpty,
    /// A shortcut is too long.
    ShortcutTooLong,
    /// A reply has no text.
    TextEmpty,
    /// A text is too long.
    TextTooLong,
    /// A category is too long.
    CategoryTooLong,
    /// With these there would be more replies than are kept.
    TooMany,
}

/// Why a file was not taken in: nothing of it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FileRefusal {
    /// What is wrong.
    pub fault: FileFault,
    /// The line on which, the first being 1; `None` where it is the whole file.
    pub line: Option<u32>,
}

impl FileRefusal {
    pub(crate) fn whole(fault: FileFault) -> Self {
        Self { fault, line: None }
    }

    pub(crate) fn on_line(fault: FileFault, line: u32) -> Self {
        let line = Some(line);
        Self { fault, line }
    }
}

/// What became of a file of replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum ImportedReplies {
    /// All of it was taken in.
    Imported {
        /// How many replies are new.
        added: u32,
        /// How many, known by their shortcut, have another text or category now.
        changed: u32,
    },
    /// None of it was.
    Refused {
        /// Why.
        #[serde(flatten)]
        refusal: FileRefusal,
    },
}

/// The form of a file of replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
pub enum ReplyFileFormat {
    /// A table, as spreadsheets read it.
    Csv,
    /// JSON.
    Json,
}

impl ReplyFileFormat {
    /// The ending of such a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}
