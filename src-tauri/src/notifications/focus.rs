//! What the user has before them, as far as notifications go by it.

use std::collections::BTreeMap;

use engine::OPEN_CHATS;
use protocol::ConversationId;
use serde::Deserialize;

/// What the user has before them: the windows, by their labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    windows: BTreeMap<String, WindowView>,
}

/// What the user has before them in one window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WindowView {
    /// Whether the window has the system's input focus.
    pub window: WindowFocus,
    /// Whether somebody looks at it.
    pub attention: Attention,
    /// The conversations that are on screen in it, side by side; the one that was opened last stands last.
    conversations: Vec<ConversationId>,
}

/// Whether somebody looks at the chats on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Attention {
    /// Nothing lies over the chats, and somebody sits at the computer.
    #[default]
    Present,
    /// Something lies over them, or nobody has touched the computer for a while.
    Away,
}

/// Whether the window has the system's input focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WindowFocus {
    /// The window is in front.
    Focused,
    /// The window is behind others, minimised or hidden.
    #[default]
    Unfocused,
}

impl Focus {
    /// What is known of a window.
    pub fn window(&mut self, label: &str) -> &mut WindowView {
        self.windows.entry(label.to_owned()).or_default()
    }

    /// A window is gone.
    pub fn forget_window(&mut self, label: &str) {
        self.windows.remove(label);
    }

    /// No chat is on screen any more, in whichever window.
    pub fn close_all(&mut self) {
        for window in self.windows.values_mut() {
            window.conversations.clear();
        }
    }

    /// The conversations whose messages are seen as they come.
    pub fn conversations_seen(&self) -> impl Iterator<Item = &ConversationId> {
        self.windows
            .values()
            .filter(|window| window.is_seen())
            .flat_map(|window| &window.conversations)
    }

    /// The conversations on screen in whichever window, those before somebody's eyes first, and of a window's the one
    /// that was opened last.
    pub fn conversations_shown(&self) -> Vec<ConversationId> {
        let mut windows: Vec<_> = self.windows.values().collect();
        windows.sort_by_key(|window| window.window == WindowFocus::Unfocused);
        let shown = windows.into_iter();
        let shown = shown.flat_map(|window| window.conversations.iter().rev());
        shown.cloned().collect()
    }

    pub(super) fn is_on_conversation(&self, conversation: &ConversationId) -> bool {
        self.conversations_seen().any(|seen| seen == conversation)
    }
}

impl WindowView {
    /// A conversation is on screen now. Beyond [`OPEN_CHATS`], the one that was opened first counts no longer.
    pub fn open(&mut self, conversation: ConversationId) {
        self.close(&conversation);
        self.conversations.push(conversation);
        let beyond = self.conversations.len().saturating_sub(OPEN_CHATS);
        self.conversations.drain(..beyond);
    }

    /// A conversation is on screen no longer.
    pub fn close(&mut self, conversation: &ConversationId) {
        self.conversations.retain(|open| open != conversation);
    }

    /// None is on screen.
    pub fn close_all(&mut self) {
        self.conversations.clear();
    }

    fn is_seen(&self) -> bool {
        self.window == WindowFocus::Focused && self.attention == Attention::Present
    }
}
