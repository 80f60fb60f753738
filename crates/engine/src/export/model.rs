//! What a file of a chat is, and in which words.

use serde::{Deserialize, Serialize};

/// The form of a file of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
pub enum ChatFileFormat {
    /// Lines of text.
    Text,
    /// A page for browsers.
    Html,
    /// JSON, for programs.
    Json,
}

impl ChatFileFormat {
    /// The ending of such a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Html => "html",
            Self::Json => "json",
        }
    }
}

/// The language of a file: what its page says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileLanguage {
    /// Arabic, from right to left.
    Arabic,
    /// English.
    English,
}

impl FileLanguage {
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
        }
    }

    pub(crate) fn direction(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            Self::English => "ltr",
        }
    }
}

/// The words of a file that nobody typed.
#[derive(Clone, Debug)]
pub struct FileWords {
    /// Their language.
    pub language: FileLanguage,
    /// What a chat without a subject is called.
    pub untitled: String,
    /// Somebody whose name is not known.
    pub someone: String,
    /// In the place of an image.
    pub image: String,
    /// In the place of a file.
    pub file: String,
    /// Where messages are missing.
    pub gap: String,
    /// Beside a message that the server does not have.
    pub not_sent: String,
    /// The heads of the conversation table's columns.
    pub columns: [String; 9],
}

impl FileWords {
    /// The words in English, as scripts know them.
    #[must_use]
    pub fn english() -> Self {
        Self {
            language: FileLanguage::English,
            untitled: "Conversation".to_owned(),
            someone: "Unknown".to_owned(),
            image: "Photo".to_owned(),
            file: "File".to_owned(),
            gap: "Messages are missing here: they were not fetched to this computer.".to_owned(),
            not_sent: "not sent".to_owned(),
            columns: [
                "id",
                "people",
                "phones",
                "subject",
                "status",
                "order",
                "unread",
                "waiting since",
                "last activity",
            ]
            .map(str::to_owned),
        }
    }
}
