//! Shows notifications through the system. A task of its own owns what is shown and talks to the notification
//! server, so that a slow server delays nobody.

use tokio::sync::{mpsc, oneshot};

use super::{
    Notification, NotificationTag, Notifier,
    notifier_command::{Command, NotifierCallbacks},
};
use crate::limits::WITHDRAW_TIMEOUT;

/// Shows notifications through the system's notification server.
pub struct SystemNotifier {
    commands: mpsc::UnboundedSender<Command>,
}

impl SystemNotifier {
    /// Starts the task that shows notifications at the session's server.
    #[must_use]
    pub fn start(callbacks: NotifierCallbacks) -> Self {
        let (commands, received) = mpsc::unbounded_channel();
        #[cfg(all(unix, not(target_os = "macos")))]
        tauri::async_runtime::spawn(super::xdg::run(
            super::xdg::Bus::Session,
            received,
            callbacks,
        ));
        #[cfg(not(all(unix, not(target_os = "macos"))))]
        super::native::start(received, callbacks);
        Self { commands }
    }

    /// A notifier at another server, with the task that has to be run for it.
    #[cfg(all(unix, not(target_os = "macos")))]
    pub fn at(
        bus: super::xdg::Bus,
        callbacks: NotifierCallbacks,
    ) -> (Self, impl Future<Output = ()> + Send) {
        let (commands, received) = mpsc::unbounded_channel();
        (Self { commands }, super::xdg::run(bus, received, callbacks))
    }

    /// Withdraws all notifications and waits for that, but not for long: the program ends, and a click on one
    /// that stays would do nothing.
    pub async fn close(&self) {
        let (done, withdrawn) = oneshot::channel();
        let _ = self.commands.send(Command::WithdrawAll(done));
        if tokio::time::timeout(WITHDRAW_TIMEOUT, withdrawn)
            .await
            .is_err()
        {
            tracing::warn!("the notifications were not withdrawn in time");
        }
    }
}

impl Notifier for SystemNotifier {
    fn show(&self, notification: Notification) {
        let _ = self.commands.send(Command::Show(notification));
    }

    fn withdraw(&self, tag: &NotificationTag) {
        let _ = self.commands.send(Command::Withdraw(tag.clone()));
    }

    fn withdraw_all(&self) {
        let _ = self
            .commands
            .send(Command::WithdrawAll(oneshot::channel().0));
    }
}
