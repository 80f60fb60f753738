//! The system's notifications through notify-rust. One of the three modules that know the platform.
//!
//! One thread owns what is shown and does the talking, so that a slow notification server holds up
//! nobody. Each shown notification has a thread that waits for its click; it ends with its notification,
//! and with the process. There are at most [`WAITERS`] of them: before one more, the oldest notification
//! is taken away.
//!
//! A later note about the same closes the earlier notification instead of rewriting it: rewriting binds
//! the click to a new connection on some servers (dunst), and the waiter of the old one would never end.

use std::{
    collections::HashMap,
    sync::{Arc, mpsc},
};

use notify_rust::{Notification, NotificationHandle, NotificationResponse};

use super::{About, Board, Note};

/// At most so many threads wait for clicks.
const WAITERS: usize = 32;

/// What happens when a notification is clicked.
pub type OnClick = Arc<dyn Fn(About) + Send + Sync>;

/// The system's notification centre.
pub struct System {
    orders: mpsc::Sender<Order>,
}

enum Order {
    Show(Note),
    Withdraw(About),
    Ended {
        about: About,
        id: u32,
        clicked: bool,
    },
}

impl System {
    /// Starts the thread that shows notifications. `label` is what the button that opens a chat says.
    #[must_use]
    pub fn new(on_click: OnClick, label: impl Fn() -> String + Send + 'static) -> Self {
        let (orders, taken) = mpsc::channel();
        let keeper = Keeper {
            orders: orders.clone(),
            on_click,
            label: Box::new(label),
            shown: HashMap::new(),
            waiters: 0,
            markup: None,
        };
        let started = std::thread::Builder::new()
            .name("notifications".into())
            .spawn(move || keeper.run(&taken));
        if let Err(error) = started {
            tracing::warn!(%error, "no notifications in this run");
        }
        Self { orders }
    }
}

impl Board for System {
    fn show(&self, note: Note) {
        let _ = self.orders.send(Order::Show(note));
    }

    fn withdraw(&self, about: &About) {
        let _ = self.orders.send(Order::Withdraw(about.clone()));
    }
}

struct Keeper {
    orders: mpsc::Sender<Order>,
    on_click: OnClick,
    label: Box<dyn Fn() -> String + Send>,
    /// What is on screen, by the server's ids.
    shown: HashMap<About, u32>,
    waiters: usize,
    markup: Option<Markup>,
}

/// What the server makes of `<` and `&` in a text.
#[derive(Clone, Copy)]
enum Markup {
    #[cfg_attr(
        any(windows, target_os = "macos"),
        expect(dead_code, reason = "only notification servers of Linux read markup")
    )]
    Read,
    Shown,
}

impl Keeper {
    fn run(mut self, taken: &mpsc::Receiver<Order>) {
        while let Ok(order) = taken.recv() {
            match order {
                Order::Show(note) => self.show(note),
                Order::Withdraw(about) => self.withdraw(&about),
                Order::Ended { about, id, clicked } => self.ended(&about, id, clicked),
            }
        }
    }

    fn show(&mut self, note: Note) {
        let body = self.written(&note.body);
        let mut notification = Notification::new();
        notification.summary(&note.title).body(&body);
        dress(&mut notification, &(self.label)());
        self.withdraw(&note.about);
        if self.waiters >= WAITERS {
            self.withdraw_oldest();
        }
        match notification.show() {
            Ok(handle) => self.keep(note.about, handle),
            Err(error) => tracing::warn!(%error, "a notification was not shown"),
        }
    }

    fn keep(&mut self, about: About, handle: NotificationHandle) {
        // A server that never says that a notification is gone must not cost a thread for each.
        if self.waiters >= 2 * WAITERS {
            return;
        }
        let id = id_of(&handle);
        let orders = self.orders.clone();
        let waiting = about.clone();
        let started = std::thread::Builder::new()
            .name("notification".into())
            .spawn(move || {
                let clicked = wait(handle);
                let _ = orders.send(Order::Ended {
                    about: waiting,
                    id,
                    clicked,
                });
            });
        if started.is_ok() {
            self.waiters += 1;
            self.shown.insert(about, id);
        }
    }

    fn ended(&mut self, about: &About, id: u32, clicked: bool) {
        self.waiters = self.waiters.saturating_sub(1);
        if self.shown.get(about) == Some(&id) {
            self.shown.remove(about);
            // Some servers leave a notification on screen that was clicked.
            close(id);
        }
        if clicked {
            (self.on_click)(about.clone());
        }
    }

    fn withdraw(&mut self, about: &About) {
        if let Some(id) = self.shown.remove(about) {
            close(id);
        }
    }

    fn withdraw_oldest(&mut self) {
        let oldest = self
            .shown
            .iter()
            .min_by_key(|(_, id)| **id)
            .map(|(about, _)| about.clone());
        if let Some(about) = oldest {
            self.withdraw(&about);
        }
    }

    fn written(&mut self, text: &str) -> String {
        let markup = *self.markup.get_or_insert_with(markup);
        match markup {
            Markup::Read => escaped(text),
            Markup::Shown => text.to_owned(),
        }
    }
}

/// A text for a server that reads markup: a customer's `<b>` is letters, not a command.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Waits until a notification is clicked (true) or gone (false).
fn wait(handle: NotificationHandle) -> bool {
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
fn dress(notification: &mut Notification, label: &str) {
    use notify_rust::Hint;
    notification
        .appname("Avvento Desk")
        .icon("avvento-desk")
        .action("default", label)
        .hint(Hint::Category("im.received".into()))
        .hint(Hint::DesktopEntry("Avvento Desk".into()));
}

#[cfg(all(unix, not(target_os = "macos")))]
fn id_of(handle: &NotificationHandle) -> u32 {
    handle.id()
}

#[cfg(all(unix, not(target_os = "macos")))]
fn markup() -> Markup {
    match notify_rust::get_capabilities() {
        Ok(known) if !known.iter().any(|one| one == "body-markup") => Markup::Shown,
        // When in doubt: an `&amp;` on screen is ugly, a message that acts as markup is worse.
        _ => Markup::Read,
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn close(id: u32) {
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
        tracing::debug!(%error, "a notification was not taken away");
    }
}

#[cfg(windows)]
fn dress(notification: &mut Notification, _: &str) {
    // Windows shows toasts of registered applications only, and the installer registers this one; a
    // build that was not installed borrows a name that is always there.
    if cfg!(not(debug_assertions)) {
        notification.app_id("com.avvento.desk");
    }
}

#[cfg(target_os = "macos")]
fn dress(_: &mut Notification, _: &str) {}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn id_of(_: &NotificationHandle) -> u32 {
    0
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn markup() -> Markup {
    Markup::Shown
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn close(_: u32) {}
