//! The freedesktop notification server, over D-Bus.
//!
//! One connection shows all notifications and hears all clicks: a server tells a click to the connection that
//! showed the notification last, so a notification that is replaced over another one would be dead.

use futures_util::StreamExt as _;
use tokio::sync::mpsc::UnboundedReceiver;
use zbus::{MatchRule, MessageStream, message, zvariant::Value};

use super::{
    Notification,
    notifier_command::{Activation, Command, NotifierCallbacks},
    shown::Shown,
};
use crate::limits::{NOTIFICATION_SERVER_TIMEOUT, NOTIFICATIONS_SHOWN};

const SERVER: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// How many signals may wait to be read; others' are among them.
const SIGNALS_QUEUED: usize = 64;

/// Where the notification server is.
#[derive(Clone, Debug)]
pub enum Bus {
    /// On the session's bus.
    Session,
    /// At the other end of this connection.
    Peer(zbus::Connection),
}

/// Shows notifications until nobody asks for any more.
pub(super) async fn run(
    bus: Bus,
    mut commands: UnboundedReceiver<Command>,
    callbacks: NotifierCallbacks,
) {
    let mut client = Client {
        bus,
        callbacks,
        link: None,
        shown: Shown::default(),
        token: None,
    };
    loop {
        let signal = async {
            match &mut client.link {
                Some(link) => link.signals.next().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            command = commands.recv() => match command {
                Some(command) => client.obey(command).await,
                None => return,
            },
            signal = signal => match signal {
                Some(Ok(signal)) => client.hear(&signal).await,
                Some(Err(_)) => {}
                None => client.link = None,
            },
        }
    }
}

struct Client {
    bus: Bus,
    callbacks: NotifierCallbacks,
    link: Option<Link>,
    shown: Shown,
    /// What the server gave for the click that comes next: the notification, and the right to take the focus.
    token: Option<(u32, String)>,
}

/// A connection to the server.
struct Link {
    connection: zbus::Connection,
    signals: MessageStream,
    markup: BodyMarkup,
}

/// Whether the server interprets markup in a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BodyMarkup {
    Interpreted,
    Literal,
}

impl Client {
    async fn obey(&mut self, command: Command) {
        match command {
            Command::Show(notification) => self.show(notification).await,
            Command::Withdraw(tag) => {
                if let Some(id) = self.shown.remove(&tag) {
                    self.close(id).await;
                }
            }
            Command::WithdrawAll(done) => {
                for id in self.shown.take_all() {
                    self.close(id).await;
                }
                drop(done);
            }
        }
    }

    async fn show(&mut self, notification: Notification) {
        if let Some(oldest) = self.shown.make_room(&notification.tag, NOTIFICATIONS_SHOWN) {
            self.close(oldest).await;
        }
        let replaced = self.shown.id(&notification.tag).unwrap_or(0);
        match self.notify(&notification, replaced).await {
            Ok(id) => self.shown.insert(notification.tag, id),
            Err(error) => {
                tracing::warn!(%error, "a notification was not shown");
                self.lose_link_after(&error);
            }
        }
    }

    async fn notify(&mut self, notification: &Notification, replaced: u32) -> zbus::Result<u32> {
        let label = (self.callbacks.label)();
        let link = self.linked().await?;
        let body = match link.markup {
            BodyMarkup::Interpreted => escape_markup(&notification.body),
            BodyMarkup::Literal => notification.body.clone(),
        };
        let hints = std::collections::HashMap::from([
            ("category", Value::from("im.received")),
            ("desktop-entry", Value::from("Avvento Desk")),
            ("urgency", Value::from(1_u8)),
            // The program has sounds of its own.
            ("suppress-sound", Value::from(true)),
        ]);
        let actions = vec!["default", label.as_str()];
        let asked = (
            "Avvento Desk",
            replaced,
            "avvento-desk",
            notification.title.as_str(),
            body.as_str(),
            actions,
            hints,
            -1_i32,
        );
        let answer = link
            .connection
            .call_method(Some(SERVER), PATH, Some(SERVER), "Notify", &asked)
            .await?;
        answer.body().deserialize()
    }

    async fn close(&mut self, id: u32) {
        let Some(link) = &self.link else { return };
        let asked = link
            .connection
            .call_method(Some(SERVER), PATH, Some(SERVER), "CloseNotification", &id)
            .await;
        if let Err(error) = asked {
            // Servers may refuse to close what is closed already.
            tracing::debug!(%error, "a notification was not withdrawn");
            self.lose_link_after(&error);
        }
    }

    async fn hear(&mut self, signal: &message::Message) {
        let member = signal.header().member().map(ToString::to_string);
        match member.as_deref() {
            Some("NotificationClosed") => {
                if let Ok((id, _reason)) = signal.body().deserialize::<(u32, u32)>() {
                    self.shown.remove_id(id);
                }
            }
            Some("ActivationToken") => self.token = signal.body().deserialize().ok(),
            Some("ActionInvoked") => {
                if let Ok((id, _action)) = signal.body().deserialize::<(u32, String)>() {
                    self.click(id).await;
                }
            }
            _ => {}
        }
    }

    async fn click(&mut self, id: u32) {
        let token = self.token.take().filter(|(of, _)| *of == id);
        let Some(tag) = self.shown.remove_id(id) else {
            return;
        };
        // Some servers leave a clicked notification on screen.
        self.close(id).await;
        (self.callbacks.on_click)(Activation {
            tag,
            token: token.map(|(_, token)| token),
        });
    }

    async fn linked(&mut self) -> zbus::Result<&Link> {
        // What an earlier connection showed would not be heard of: it is not replaced, but shown anew.
        let link = match self.link.take() {
            Some(link) => link,
            None => {
                self.shown = Shown::default();
                connect(&self.bus).await?
            }
        };
        Ok(self.link.insert(link))
    }

    fn lose_link_after(&mut self, error: &zbus::Error) {
        if matches!(error, zbus::Error::InputOutput(_)) {
            self.link = None;
        }
    }
}

async fn connect(bus: &Bus) -> zbus::Result<Link> {
    let connection = match bus {
        Bus::Session => {
            let session = zbus::connection::Builder::session()?;
            session
                .method_timeout(NOTIFICATION_SERVER_TIMEOUT)
                .build()
                .await?
        }
        Bus::Peer(connection) => connection.clone(),
    };
    let rule = MatchRule::builder()
        .msg_type(message::Type::Signal)
        .interface(SERVER)?
        .build();
    let signals = MessageStream::for_match_rule(rule, &connection, Some(SIGNALS_QUEUED)).await?;
    let markup = body_markup(&connection).await;
    Ok(Link {
        connection,
        signals,
        markup,
    })
}

async fn body_markup(connection: &zbus::Connection) -> BodyMarkup {
    let asked = connection
        .call_method(Some(SERVER), PATH, Some(SERVER), "GetCapabilities", &())
        .await;
    let known = asked.and_then(|answer| answer.body().deserialize::<Vec<String>>());
    match known {
        Ok(known) if !known.iter().any(|one| one == "body-markup") => BodyMarkup::Literal,
        // Without an answer: an `&amp;` on screen is ugly, a message that acts as markup is worse.
        _ => BodyMarkup::Interpreted,
    }
}

/// Escapes a text for a server that interprets markup: a customer's `<b>` is text, not a tag.
fn escape_markup(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
