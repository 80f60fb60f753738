//! The shell's own texts (tray, notifications, window title), from the Fluent files of the window. Their keys
//! begin with `shell-`.

use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use crate::preferences::Language;

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
];

/// The texts of one language. Cheap to clone.
#[derive(Clone)]
pub struct Translations {
    bundle: Arc<FluentBundle<FluentResource>>,
}

impl Translations {
    /// The texts of a language. A broken line in a file costs that line alone.
    #[must_use]
    pub fn load(language: Language) -> Self {
        let (tag, source) = match language {
            Language::Ar => ("ar", ARABIC),
            Language::En => ("en", ENGLISH),
        };
        let mut bundle = FluentBundle::new_concurrent(tag.parse().into_iter().collect());
        // Isolation marks stay on: a customer's name must not reorder the sentence around it.
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(whole, _errors)| whole);
        // Where a key is there twice, the first one counts.
        let _ = bundle.add_resource(resource);
        Self {
            bundle: Arc::new(bundle),
        }
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
            arguments.set(*name, value.fluent());
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

/// A variable of a text.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Something that a person wrote.
    Text(&'a str),
    /// How many.
    Count(u32),
}

impl Value<'_> {
    fn fluent(&self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::from((*text).to_owned()),
            Self::Count(count) => FluentValue::from(*count),
        }
    }
}
