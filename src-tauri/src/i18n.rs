//! The shell's own texts (tray, notifications, window title), from the Fluent files of the window. Their keys
//! begin with `shell-`.

use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use crate::{
    digits,
    preferences::{Digits, Language, Preferences},
};

const ARABIC: &str = include_str!("../../locales/ar.ftl");
const ENGLISH: &str = include_str!("../../locales/en.ftl");

/// Every key that the shell uses.
pub const KEYS: &[&str] = &[
    "shell-title",
    "shell-title-unread",
    "shell-tray-show",
    "shell-tray-lock",
    "shell-tray-quit",
    "shell-tray-quiet",
    "shell-tray-quiet-end",
    "shell-tray-hint",
    "shell-tray-hint-body",
    "shell-tray-unread",
    "shell-notify-in",
    "shell-notify-count",
    "shell-notify-hidden",
    "shell-notify-image",
    "shell-notify-file",
    "shell-notify-opened",
    "shell-notify-order",
    "shell-notify-many",
    "shell-notify-many-opened",
    "shell-notify-show",
    "shell-someone",
    "shell-test-alert",
    "shell-test-alert-body",
    "shell-file-untitled",
    "shell-file-image",
    "shell-file-file",
    "shell-file-gap",
    "shell-file-not-sent",
    "shell-column-id",
    "shell-column-people",
    "shell-column-phones",
    "shell-column-subject",
    "shell-column-status",
    "shell-column-order",
    "shell-column-unread",
    "shell-column-waiting",
    "shell-column-activity",
];

/// The texts of one language. Cheap to clone.
#[derive(Clone)]
pub struct Translations {
    bundle: Arc<FluentBundle<FluentResource>>,
    language: Language,
    digits: Digits,
}

impl Translations {
    /// The texts that the user chose, with their numbers in the chosen digits.
    #[must_use]
    pub fn for_preferences(preferences: &Preferences) -> Self {
        Self::build(preferences.language, preferences.digits)
    }

    /// The texts of a language, with Latin digits. A broken line in a file costs that line alone.
    #[must_use]
    pub fn load(language: Language) -> Self {
        Self::build(language, Digits::Latin)
    }

    fn build(language: Language, digits: Digits) -> Self {
        let digits = digits::shown(language, digits);
        let (tag, source) = match language {
            Language::Ar => ("ar", ARABIC),
            Language::En => ("en", ENGLISH),
        };
        let mut bundle = FluentBundle::new_concurrent(tag.parse().into_iter().collect());
        // Isolation marks stay on: a customer's name must not reorder the sentence around it.
        if digits == Digits::Arabic {
            bundle.set_formatter(Some(format_in_arabic_digits));
        }
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(whole, _errors)| whole);
        // Where a key is there twice, the first one counts.
        let _ = bundle.add_resource(resource);
        Self {
            bundle: Arc::new(bundle),
            language,
            digits,
        }
    }

    /// Their language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// A number in the chosen digits.
    #[must_use]
    pub fn number(&self, number: u32) -> String {
        digits::write_in(self.digits, &number.to_string())
    }

    /// A text without variables; its key where there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.format(key, &[])
    }

    /// A text with variables; its key where there is none.
    #[must_use]
    pub fn format(&self, key: &str, variables: &[(&'static str, Value<'_>)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in variables {
            arguments.set(*name, value.fluent(self.digits));
        }
        self.find(key, &arguments).unwrap_or_else(|| key.to_owned())
    }

    /// Whether there is such a text.
    #[must_use]
    pub fn has_key(&self, key: &str) -> bool {
        self.bundle
            .get_message(key)
            .is_some_and(|message| message.value().is_some())
    }

    fn find(&self, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(message.value()?, Some(arguments), &mut errors);
        Some(text.into_owned())
    }
}

/// How many, as a Fluent text shows it.
fn format_in_arabic_digits<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(digits::write_in(Digits::Arabic, &number.as_string())),
        _ => None,
    }
}

/// A variable of a text.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Something that a person wrote.
    Text(&'a str),
    /// A number that is a name, as an order's is.
    Identifier(&'a str),
    /// How many.
    Count(u32),
}

impl Value<'_> {
    fn fluent(&self, digits: Digits) -> FluentValue<'static> {
        match self {
            Self::Identifier(text) => FluentValue::from(digits::write_in(digits, text)),
            Self::Text(text) => FluentValue::from((*text).to_owned()),
            Self::Count(count) => FluentValue::from(*count),
        }
    }
}
