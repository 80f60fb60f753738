//! What a notifier is told, and what it tells the shell.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::{Notification, NotificationTag};

/// A notification was clicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activation {
    /// Which.
    pub tag: NotificationTag,
    /// What the notification server gave for taking the focus.
    pub token: Option<String>,
}

/// What a notifier asks and tells the shell.
pub struct NotifierCallbacks {
    /// Called when a notification was clicked.
    pub on_click: Arc<dyn Fn(Activation) + Send + Sync>,
    /// Gives the text of the button that opens a conversation.
    pub label: Box<dyn Fn() -> String + Send + Sync>,
}

pub(super) enum Command {
    Show(Notification),
    Withdraw(NotificationTag),
    /// The sender is dropped when all are withdrawn.
    WithdrawAll(oneshot::Sender<()>),
}
