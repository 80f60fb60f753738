//! The words of exported files that nobody typed, in the language of the window.

use engine::{FileLanguage, FileWords};

use crate::{
    i18n::Translations,
    preferences::{Language, Preferences},
};

/// The words in the chosen language.
pub(crate) fn for_preferences(preferences: &Preferences) -> FileWords {
    let texts = Translations::for_preferences(preferences);
    FileWords {
        language: match preferences.language {
            Language::Ar => FileLanguage::Arabic,
            Language::En => FileLanguage::English,
        },
        untitled: texts.get("shell-file-untitled"),
        someone: texts.get("shell-someone"),
        image: texts.get("shell-file-image"),
        file: texts.get("shell-file-file"),
        gap: texts.get("shell-file-gap"),
        not_sent: texts.get("shell-file-not-sent"),
        columns: [
            "shell-column-id",
            "shell-column-people",
            "shell-column-phones",
            "shell-column-subject",
            "shell-column-status",
            "shell-column-order",
            "shell-column-unread",
            "shell-column-waiting",
            "shell-column-activity",
        ]
        .map(|key| texts.get(key)),
    }
}
