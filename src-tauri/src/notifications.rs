//! Notifications: [`batch`] decides which changes deserve one, [`format`] writes its text, [`task`]
//! follows an engine, and [`system`] shows it, over D-Bus ([`xdg`]) or by the platform's own means.

pub mod batch;
pub mod focus;
pub mod format;
#[cfg(not(all(unix, not(target_os = "macos"))))]
mod native;
pub mod notifier_command;
#[cfg(all(unix, not(target_os = "macos")))]
mod shown;
pub mod system;
pub mod task;
#[cfg(all(unix, not(target_os = "macos")))]
pub mod xdg;

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
    /// That the program goes on in the tray.
    Tray,
    /// A test.
    Test,
}

/// Shows notifications.
pub trait Notifier: Send + Sync {
    /// Shows a notification in place of the last one with the same tag.
    fn show(&self, notification: Notification);
    /// Closes the notification with this tag, if one is shown.
    fn withdraw(&self, tag: &NotificationTag);
    /// Closes all notifications.
    fn withdraw_all(&self);
}
