//! Which chats have a window of their own. A chat has one at most, and while it has it the main window does not show it:
//! what is typed in a chat is typed in one place.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use engine::CHAT_WINDOWS;
use protocol::ConversationId;

/// The windows that show one chat each, by their labels.
#[derive(Debug, Default)]
pub struct ChatWindows {
    open: BTreeMap<String, ConversationId>,
    /// When the user last wished to close a window that is open still.
    asked: BTreeMap<String, Instant>,
}

/// Within this time a second wish to close a window means it, whatever its page says or does not say.
const ASKED_FOR: Duration = Duration::from_secs(10);

/// What becomes of the wish to see a chat in a window of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It has one, with this label.
    Known(String),
    /// A window with this label is to be made; so many others are open.
    New {
        /// The window's label; the capability names it too.
        label: String,
        /// How many windows are open beside it.
        others: usize,
    },
    /// [`CHAT_WINDOWS`] are open.
    TooMany,
}

impl ChatWindows {
    /// A chat is to be shown in a window of its own.
    pub fn open(&mut self, id: &ConversationId) -> Opening {
        if let Some(label) = self.label_of(id) {
            return Opening::Known(label.to_owned());
        }
        let others = self.open.len();
        let mut labels = (1..=CHAT_WINDOWS).map(|number| format!("chat-{number}"));
        match labels.find(|label| !self.open.contains_key(label)) {
            Some(label) => {
                self.open.insert(label.clone(), id.clone());
                Opening::New { label, others }
            }
            None => Opening::TooMany,
        }
    }

    /// The user wishes to close a window. Answers whether they did a moment ago, and were asked.
    pub fn ask_to_close(&mut self, label: &str, now: Instant) -> bool {
        let before = self.asked.insert(label.to_owned(), now);
        before.is_some_and(|before| now.saturating_duration_since(before) < ASKED_FOR)
    }

    /// A window is gone. Answers whether it was one of these.
    pub fn close(&mut self, label: &str) -> bool {
        self.asked.remove(label);
        self.open.remove(label).is_some()
    }

    /// The window that shows a chat.
    #[must_use]
    pub fn label_of(&self, id: &ConversationId) -> Option<&str> {
        let found = self.open.iter().find(|(_, open)| *open == id);
        found.map(|(label, _)| label.as_str())
    }

    /// Whether a window is the main one or one of these.
    #[must_use]
    pub fn has_window(&self, label: &str) -> bool {
        label == super::LABEL || self.open.contains_key(label)
    }

    /// The chat that a window shows; `None` for the main one.
    #[must_use]
    pub fn conversation_in(&self, label: &str) -> Option<&ConversationId> {
        self.open.get(label)
    }

    /// The chats that have a window of their own.
    #[must_use]
    pub fn conversations(&self) -> Vec<ConversationId> {
        self.open.values().cloned().collect()
    }

    /// Each window with its chat.
    #[must_use]
    pub fn all(&self) -> Vec<(String, ConversationId)> {
        let all = self.open.iter();
        all.map(|(label, id)| (label.clone(), id.clone())).collect()
    }
}
