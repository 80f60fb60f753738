//! What a notification server is told, and what is done with its answers. The server is at the other end of a socket.
use std::{collections::HashMap, sync::Arc};

use parking_lot::Mutex;
use protocol::ConversationId;
use shell::{
    limits::NOTIFICATIONS_SHOWN,
    notifications::{
        Notification, NotificationTag, Notifier as _,
        notifier_command::{Activation, NotifierCallbacks},
        system::SystemNotifier,
        xdg::Bus,
    },
};
use tokio::sync::mpsc;
use zbus::{Connection, connection::Builder, interface, zvariant::OwnedValue};

const PATH: &str = "/org/freedesktop/Notifications";
const INTERFACE: &str = "org.freedesktop.Notifications";

/// What the server was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Notify {
        id: u32,
        replaces: u32,
        title: String,
        body: String,
    },
    Close(u32),
}

struct FakeServer {
    capabilities: Vec<String>,
    asked: mpsc::UnboundedSender<Asked>,
    last_id: Mutex<u32>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl FakeServer {
    fn get_capabilities(&self) -> Vec<String> {
        self.capabilities.clone()
    }

    #[allow(clippy::too_many_arguments)]
    fn notify(
        &self,
        _app: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let mut last = self.last_id.lock();
        let id = if replaces == 0 { *last + 1 } else { replaces };
        *last = id.max(*last);
        let _ = self.asked.send(Asked::Notify {
            id,
            replaces,
            title,
            body,
        });
        id
    }

    fn close_notification(&self, id: u32) {
        let _ = self.asked.send(Asked::Close(id));
    }
}

/// A notifier, and the server that it talks to.
struct Desk {
    notifier: SystemNotifier,
    server: Connection,
    asked: mpsc::UnboundedReceiver<Asked>,
    clicks: mpsc::UnboundedReceiver<Activation>,
}

impl Desk {
    async fn new(capabilities: &[&str]) -> Self {
        let (ours, theirs) = tokio::net::UnixStream::pair().unwrap();
        let (asked, received) = mpsc::unbounded_channel();
        let fake = FakeServer {
            capabilities: capabilities.iter().map(ToString::to_string).collect(),
            asked,
            last_id: Mutex::new(0),
        };
        let stream = |stream: tokio::net::UnixStream| {
            let stream = stream.into_std().unwrap();
            Builder::async_io_unix_stream(stream)
        };
        let server = stream(theirs)
            .server(zbus::Guid::generate())
            .unwrap()
            .p2p()
            .serve_at(PATH, fake)
            .unwrap();
        let (client, server) = tokio::join!(stream(ours).p2p().build(), server.build());
        let (clicked, clicks) = mpsc::unbounded_channel();
        let callbacks = NotifierCallbacks {
            on_click: Arc::new(move |activation| {
                let _ = clicked.send(activation);
            }),
            label: Box::new(|| "إظهار".to_owned()),
        };
        let (notifier, task) = SystemNotifier::at(Bus::Peer(client.unwrap()), callbacks);
        tokio::spawn(task);
        Self {
            notifier,
            server: server.unwrap(),
            asked: received,
            clicks,
        }
    }

    fn show(&self, tag: &NotificationTag, body: &str) {
        self.notifier.show(Notification {
            tag: tag.clone(),
            title: "منى".to_owned(),
            body: body.to_owned(),
        });
    }

    async fn next(&mut self) -> Asked {
        self.asked.recv().await.expect("the server lives")
    }

    /// Waits for a notification; its id, and which one it replaces.
    async fn shown(&mut self) -> (u32, u32) {
        match self.next().await {
            Asked::Notify { id, replaces, .. } => (id, replaces),
            other => panic!("expected a notification: {other:?}"),
        }
    }

    async fn signal(&self, name: &str, of: u32, word: &str) {
        let destination: Option<&str> = None;
        self.server
            .emit_signal(destination, PATH, INTERFACE, name, &(of, word))
            .await
            .unwrap();
    }
}

fn chat(name: &str) -> NotificationTag {
    NotificationTag::Conversation(ConversationId::new(name).unwrap())
}

#[tokio::test]
async fn a_conversations_notification_is_replaced() {
    let mut desk = Desk::new(&[]).await;
    desk.show(&chat("a"), "1");
    let (first, replaces) = desk.shown().await;
    assert_eq!(replaces, 0);
    desk.show(&chat("b"), "1");
    let (other, _) = desk.shown().await;
    assert_ne!(other, first, "each conversation has its own");
    desk.show(&chat("a"), "2");
    assert_eq!(
        desk.shown().await,
        (first, first),
        "nothing is closed before"
    );
}

#[tokio::test]
async fn a_notification_that_the_user_closed_is_shown_anew() {
    let mut desk = Desk::new(&[]).await;
    desk.show(&chat("a"), "1");
    let (first, _) = desk.shown().await;
    let destination: Option<&str> = None;
    desk.server
        .emit_signal(
            destination,
            PATH,
            INTERFACE,
            "NotificationClosed",
            &(first, 2_u32),
        )
        .await
        .unwrap();
    // A click behind it says that the signal was heard.
    desk.show(&chat("b"), "1");
    let (second, _) = desk.shown().await;
    desk.signal("ActionInvoked", second, "default").await;
    desk.clicks.recv().await.unwrap();
    assert_eq!(desk.next().await, Asked::Close(second));
    desk.show(&chat("a"), "2");
    assert_eq!(desk.shown().await.1, 0);
}

#[tokio::test]
async fn a_click_names_its_chat_and_brings_the_token() {
    let mut desk = Desk::new(&[]).await;
    desk.show(&chat("a"), "1");
    desk.show(&chat("b"), "1");
    let (first, _) = desk.shown().await;
    let (second, _) = desk.shown().await;
    desk.signal("ActivationToken", first, "token-1").await;
    desk.signal("ActionInvoked", first, "default").await;
    let clicked = desk.clicks.recv().await.unwrap();
    assert_eq!(clicked.tag, chat("a"));
    assert_eq!(clicked.token.as_deref(), Some("token-1"));
    desk.signal("ActionInvoked", second, "default").await;
    let clicked = desk.clicks.recv().await.unwrap();
    assert_eq!((clicked.tag, clicked.token), (chat("b"), None));
}

#[tokio::test]
async fn all_notifications_are_withdrawn_at_the_end() {
    let mut desk = Desk::new(&[]).await;
    let mut ids = Vec::new();
    for tag in [chat("a"), chat("b"), NotificationTag::Summary] {
        desk.show(&tag, "1");
        ids.push(desk.shown().await.0);
    }
    desk.notifier.close().await;
    for id in ids {
        assert_eq!(desk.next().await, Asked::Close(id));
    }
}

#[tokio::test]
async fn the_oldest_notification_makes_room() {
    let mut desk = Desk::new(&[]).await;
    for number in 0..=NOTIFICATIONS_SHOWN {
        desk.show(&chat(&number.to_string()), "1");
    }
    let (oldest, _) = desk.shown().await;
    for _ in 1..NOTIFICATIONS_SHOWN {
        desk.shown().await;
    }
    assert_eq!(desk.next().await, Asked::Close(oldest));
    desk.shown().await;
}

#[tokio::test]
async fn a_message_cannot_act_as_markup() {
    let typed = "<b>a</b> & <a href=\"https://e.org\">b</a>";
    for (capabilities, shown) in [
        (
            vec!["body", "body-markup"],
            "&lt;b&gt;a&lt;/b&gt; &amp; &lt;a href=\"https://e.org\"&gt;b&lt;/a&gt;",
        ),
        (vec!["body"], typed),
    ] {
        let mut desk = Desk::new(&capabilities).await;
        desk.show(&chat("a"), typed);
        match desk.next().await {
            Asked::Notify { body, .. } => assert_eq!(body, shown, "{capabilities:?}"),
            other => panic!("expected a notification: {other:?}"),
        }
    }
}
