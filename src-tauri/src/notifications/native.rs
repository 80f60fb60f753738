//! The notifications of Windows and macOS, through notify-rust. They replace nothing and withdraw nothing: the system
//! gives no name to a notification there.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use notify_rust::{NotificationHandle, NotificationResponse};
use tokio::sync::mpsc::UnboundedReceiver;

use super::{
    Notification,
    notifier_command::{Activation, Command, NotifierCallbacks},
};
use crate::limits::NOTIFICATIONS_SHOWN;

/// Starts the thread that shows notifications.
pub(super) fn start(mut commands: UnboundedReceiver<Command>, callbacks: NotifierCallbacks) {
    let waiting = Arc::new(AtomicUsize::new(0));
    let started = std::thread::Builder::new()
        .name("notifications".into())
        .spawn(move || {
            while let Some(command) = commands.blocking_recv() {
                match command {
                    Command::Show(notification) => show(notification, &callbacks, &waiting),
                    Command::Withdraw(tag) => tracing::trace!(?tag, "nothing is withdrawn here"),
                    Command::WithdrawAll(done) => drop(done),
                }
            }
        });
    if let Err(error) = started {
        tracing::warn!(%error, "no notifications in this run");
    }
}

fn show(notification: Notification, callbacks: &NotifierCallbacks, waiting: &Arc<AtomicUsize>) {
    let mut shown = notify_rust::Notification::new();
    shown.summary(&notification.title).body(&notification.body);
    set_platform_options(&mut shown);
    let handle = match shown.show() {
        Ok(handle) => handle,
        Err(error) => {
            tracing::warn!(%error, "a notification was not shown");
            return;
        }
    };
    // Each waits for its click in a thread; a system that never says that one is closed costs no more of them.
    if waiting.load(Ordering::SeqCst) >= NOTIFICATIONS_SHOWN {
        return;
    }
    let (on_click, over) = (Arc::clone(&callbacks.on_click), Arc::clone(waiting));
    let started = std::thread::Builder::new()
        .name("notification".into())
        .spawn(move || {
            if wait_for_click(handle) {
                on_click(Activation {
                    tag: notification.tag,
                    token: None,
                });
            }
            over.fetch_sub(1, Ordering::SeqCst);
        });
    if started.is_ok() {
        waiting.fetch_add(1, Ordering::SeqCst);
    }
}

/// Waits until a notification is clicked (true) or closed (false).
fn wait_for_click(handle: NotificationHandle) -> bool {
    let clicked = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let heard = Arc::clone(&clicked);
    let waited = handle.wait_for_response(move |response: &NotificationResponse| {
        let opens = matches!(
            response,
            NotificationResponse::Default | NotificationResponse::Action(_)
        );
        heard.store(opens, Ordering::SeqCst);
    });
    if let Err(error) = waited {
        tracing::debug!(%error, "a notification's answer did not come");
    }
    clicked.load(Ordering::SeqCst)
}

#[cfg(windows)]
fn set_platform_options(notification: &mut notify_rust::Notification) {
    // Windows shows toasts of registered applications only. The installer registers this one; a build
    // that was not installed keeps the library's default, which is always registered.
    if cfg!(not(debug_assertions)) {
        notification.app_id("com.avvento.desk");
    }
}

#[cfg(not(windows))]
fn set_platform_options(_: &mut notify_rust::Notification) {}
