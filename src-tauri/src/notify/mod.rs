//! Notifications: what is worth one ([`rules`]), how it reads ([`words`]), how a burst is gathered
//! ([`watch`]), and the system's own mechanism behind a port ([`system`]), which is the only part that
//! knows the platform.

pub mod rules;
pub mod system;
pub mod watch;
pub mod words;

use protocol::ConversationId;

/// A notification, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it replaces and what a click on it opens.
    pub about: About,
    /// One line: who, and in which chat.
    pub title: String,
    /// The message, or that there is one.
    pub body: String,
}

/// What a notification is about. There is never more than one for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// One conversation.
    Conversation(ConversationId),
    /// Many at once, after a long absence.
    Many,
}

/// Something that can show notifications.
pub trait Board: Send + Sync {
    /// Shows a note, in place of the last one about the same.
    fn show(&self, note: Note);
    /// Takes away what is shown about this.
    fn withdraw(&self, about: &About);
}
