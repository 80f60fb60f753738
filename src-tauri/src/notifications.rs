//! Notifications: [`batch`] decides which changes deserve one, [`format`] writes its text, [`task`]
//! follows an engine, and [`system`] shows it. Only [`system`] knows the platform.

pub mod batch;
pub mod format;
pub mod system;
pub mod task;

use protocol::ConversationId;

/// A notification, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Selects the notification that this one replaces, and what a click opens.
    pub tag: NotificationTag,
    /// One line: who, and in which chat.
    pub title: String,
    /// The message's text, or the fact that there is one.
    pub body: String,
}

/// The subject of a notification. At most one is shown for each tag.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NotificationTag {
    /// One conversation.
    Conversation(ConversationId),
    /// Many conversations at once, as after a long absence.
    Summary,
}

/// Shows notifications.
pub trait Notifier: Send + Sync {
    /// Shows a notification in place of the last one with the same tag.
    fn show(&self, notification: Notification);
    /// Closes the notification with this tag, if one is shown.
    fn withdraw(&self, tag: &NotificationTag);
    /// Closes every notification that is shown.
    fn withdraw_all(&self);
}
