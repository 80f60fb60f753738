//! What the user has before them, as far as notifications go by it.

use protocol::ConversationId;
use serde::Deserialize;

/// What the user has before them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// Whether the window has the system's input focus.
    pub window: WindowFocus,
    /// Whether somebody looks at it.
    pub attention: Attention,
    /// The conversation that is open in the window.
    pub conversation: Option<ConversationId>,
}

/// Whether somebody looks at the chat on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Attention {
    /// Nothing lies over the chat, and somebody sits at the computer.
    #[default]
    Present,
    /// Something lies over it, or nobody has touched the computer for a while.
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
    /// The conversation whose messages are seen as they come, if there is one.
    pub(crate) fn conversation_seen(&self) -> Option<&ConversationId> {
        let seen = self.window == WindowFocus::Focused && self.attention == Attention::Present;
        self.conversation.as_ref().filter(|_| seen)
    }

    pub(super) fn is_on_conversation(&self, conversation: &ConversationId) -> bool {
        self.conversation_seen() == Some(conversation)
    }
}
