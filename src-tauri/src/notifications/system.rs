//! The system's notifications through notify-rust.
//!
//! One thread owns what is shown and talks to the notification server, so that a slow server delays
//! nobody. Each shown notification has a thread that waits for its click and ends with the
//! notification, or with the process. At most [`MAX_WAITERS`] such threads run: before one more, the
//! oldest notification is closed.
//!
//! A later notification with the same tag closes the earlier one instead of updating it: on some
//! servers (dunst) an update binds the click to a new connection, and the thread that waits on the old
//! one would never end.

use std::{
    collections::HashMap,
    sync::{Arc, mpsc},
};

use notify_rust::{NotificationHandle, NotificationResponse};

use super::{Notification, NotificationTag, Notifier};

/// How many threads may wait for clicks.
const MAX_WAITERS: usize = 32;

/// Called with the tag of a notification that was clicked.
pub type OnClick = Arc<dyn Fn(NotificationTag) + Send + Sync>;

/// Shows notifications through the system's notification server.
pub struct SystemNotifier {
    commands: mpsc::Sender<Command>,
}

enum Command {
    Show(Notification),
    Withdraw(NotificationTag),
    WithdrawAll,
    Ended {
        tag: NotificationTag,
        id: u32,
        clicked: bool,
    },
}

impl SystemNotifier {
    /// Starts the thread that shows notifications. `label` gives the text of the button that opens a
    /// conversation.
    #[must_use]
    pub fn new(on_click: OnClick, label: impl Fn() -> String + Send + 'static) -> Self {
        let (commands, received) = mpsc::channel();
        let thread = NotifierThread {
            commands: commands.clone(),
            on_click,
            label: Box::new(label),
            shown: HashMap::new(),
            waiters: 0,
            markup: None,
        };
        let started = std::thread::Builder::new()
            .name("notifications".into())
            .spawn(move || thread.run(&received));
        if let Err(error) = started {
            tracing::warn!(%error, "no notifications in this run");
        }
        Self { commands }
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
        let _ = self.commands.send(Command::WithdrawAll);
    }
}

struct NotifierThread {
    commands: mpsc::Sender<Command>,
    on_click: OnClick,
    label: Box<dyn Fn() -> String + Send>,
    /// The notifications on screen, with the server's ids.
    shown: HashMap<NotificationTag, u32>,
    waiters: usize,
    markup: Option<BodyMarkup>,
}

/// Whether the notification server interprets markup in a body.
#[derive(Clone, Copy)]
enum BodyMarkup {
    #[cfg_attr(
        any(windows, target_os = "macos"),
        expect(dead_code, reason = "only notification servers of Linux read markup")
    )]
    Interpreted,
    Literal,
}

impl NotifierThread {
    fn run(mut self, received: &mpsc::Receiver<Command>) {
        while let Ok(command) = received.recv() {
            match command {
                Command::Show(notification) => self.show(notification),
                Command::Withdraw(tag) => self.withdraw(&tag),
                Command::WithdrawAll => self
                    .shown
                    .drain()
                    .for_each(|(_, id)| close_notification(id)),
                Command::Ended { tag, id, clicked } => self.finish(&tag, id, clicked),
            }
        }
    }

    fn show(&mut self, notification: Notification) {
        let body = self.escape_body(&notification.body);
        let mut shown = notify_rust::Notification::new();
        shown.summary(&notification.title).body(&body);
        set_platform_options(&mut shown, &(self.label)());
        self.withdraw(&notification.tag);
        if self.waiters >= MAX_WAITERS {
            self.withdraw_oldest();
        }
        match shown.show() {
            Ok(handle) => self.await_click(notification.tag, handle),
            Err(error) => tracing::warn!(%error, "a notification was not shown"),
        }
    }

    fn await_click(&mut self, tag: NotificationTag, handle: NotificationHandle) {
        // Some servers never report that a notification is closed: each would cost a thread for ever.
        if self.waiters >= 2 * MAX_WAITERS {
            return;
        }
        let id = notification_id(&handle);
        let commands = self.commands.clone();
        let waiting = tag.clone();
        let started = std::thread::Builder::new()
            .name("notification".into())
            .spawn(move || {
                let clicked = wait_for_click(handle);
                let _ = commands.send(Command::Ended {
                    tag: waiting,
                    id,
                    clicked,
                });
            });
        if started.is_ok() {
            self.waiters += 1;
            self.shown.insert(tag, id);
        }
    }

    fn finish(&mut self, tag: &NotificationTag, id: u32, clicked: bool) {
        self.waiters = self.waiters.saturating_sub(1);
        if self.shown.get(tag) == Some(&id) {
            self.shown.remove(tag);
            // Some servers leave a clicked notification on screen.
            close_notification(id);
        }
        if clicked {
            (self.on_click)(tag.clone());
        }
    }

    fn withdraw(&mut self, tag: &NotificationTag) {
        if let Some(id) = self.shown.remove(tag) {
            close_notification(id);
        }
    }

    fn withdraw_oldest(&mut self) {
        let oldest = self
            .shown
            .iter()
            .min_by_key(|(_, id)| **id)
            .map(|(tag, _)| tag.clone());
        if let Some(tag) = oldest {
            self.withdraw(&tag);
        }
    }

    fn escape_body(&mut self, text: &str) -> String {
        let markup = *self.markup.get_or_insert_with(server_body_markup);
        match markup {
            BodyMarkup::Interpreted => escape_markup(text),
            BodyMarkup::Literal => text.to_owned(),
        }
    }
}

/// Escapes a text for a server that interprets markup: a customer's `<b>` is text, not a tag.
#[must_use]
pub fn escape_markup(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
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
        heard.store(opens, std::sync::atomic::Ordering::SeqCst);
    });
    if let Err(error) = waited {
        tracing::debug!(%error, "a notification's answer did not come");
    }
    clicked.load(std::sync::atomic::Ordering::SeqCst)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn set_platform_options(notification: &mut notify_rust::Notification, label: &str) {
    use notify_rust::Hint;
    notification
        .appname("Avvento Desk")
        .icon("avvento-desk")
        .action("default", label)
        .hint(Hint::Category("im.received".into()))
        .hint(Hint::DesktopEntry("Avvento Desk".into()));
}

#[cfg(all(unix, not(target_os = "macos")))]
fn notification_id(handle: &NotificationHandle) -> u32 {
    handle.id()
}

#[cfg(all(unix, not(target_os = "macos")))]
fn server_body_markup() -> BodyMarkup {
    match notify_rust::get_capabilities() {
        Ok(known) if !known.iter().any(|capability| capability == "body-markup") => {
            BodyMarkup::Literal
        }
        // Without an answer: an `&amp;` on screen is ugly, a message that acts as markup is worse.
        _ => BodyMarkup::Interpreted,
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn close_notification(id: u32) {
    let closed = zbus::blocking::Connection::session().and_then(|bus| {
        bus.call_method(
            Some("org.freedesktop.Notifications"),
            "/org/freedesktop/Notifications",
            Some("org.freedesktop.Notifications"),
            "CloseNotification",
            &(id,),
        )
    });
    if let Err(error) = closed {
        tracing::debug!(%error, "a notification was not received away");
    }
}

#[cfg(windows)]
fn set_platform_options(notification: &mut notify_rust::Notification, _: &str) {
    // Windows shows toasts of registered applications only. The installer registers this one; a build
    // that was not installed keeps the library's default, which is always registered.
    if cfg!(not(debug_assertions)) {
        notification.app_id("com.avvento.desk");
    }
}

#[cfg(target_os = "macos")]
fn set_platform_options(_: &mut notify_rust::Notification, _: &str) {}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn notification_id(_: &NotificationHandle) -> u32 {
    0
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn server_body_markup() -> BodyMarkup {
    BodyMarkup::Literal
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn close_notification(_: u32) {}
