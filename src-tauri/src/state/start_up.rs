//! What the window needs to draw its first frame.

use std::sync::{Arc, atomic::Ordering};

use engine::{Account, Connection, Engine, OpenChats};
use protocol::ConversationId;
use serde::Serialize;
use store::{Inbox, InboxView};

use super::AppState;
use crate::{app_lock::answers::LockStatus, preferences::Preferences, start_log::StartStep};

/// Everything the window needs to draw its first frame.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StartUp {
    /// Who is signed in.
    pub account: Option<Account>,
    /// The first window of the inbox, so that the page need not ask a second time before it draws.
    pub inbox: Option<Inbox>,
    /// What this window shows.
    pub window: WindowKind,
    /// The chats that have a window of their own.
    pub chat_windows: Vec<ConversationId>,
    /// The chats that were open last, without those that are gone; in a chat's own window that chat.
    pub open_chats: OpenChats,
    /// Whether the engine is connected to the server.
    pub connection: Connection,
    /// The user's preferences.
    pub preferences: Preferences,
    /// Whether this is the demo.
    pub demo: bool,
    /// The server that the sign-in form proposes.
    pub default_server: String,
    /// Whether the PIN is asked for. Nothing of an account is here then.
    pub lock: LockStatus,
    /// What the user should know at once; codes of sentences in `locales/`.
    pub notices: Vec<String>,
    /// The application's version.
    pub version: String,
    /// The server's time minus this PC's, in ms.
    #[specta(type = f64)]
    pub clock_offset: i64,
}

/// What a window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum WindowKind {
    /// The inbox with its chats.
    Main,
    /// One chat alone.
    Chat,
}

impl AppState {
    /// Collects what the first frame of a window needs; starts the engine if it does not run yet.
    pub async fn start_up(&self, label: &str, limit: u32) -> StartUp {
        let own = self.chat_windows.lock().conversation_in(label).cloned();
        match own {
            None => self.main_start_up(limit).await,
            Some(_) if self.lock.is_locked() => StartUp {
                window: WindowKind::Chat,
                ..self.locked_start_up()
            },
            Some(chat) => self.chat_start_up(chat).await,
        }
    }

    /// What a chat's own window needs: the notices and the list are the main one's.
    async fn chat_start_up(&self, chat: ConversationId) -> StartUp {
        let engine = self.engine().await.ok();
        let account = engine.as_ref().and_then(Engine::account);
        let connection = engine
            .as_ref()
            .map(|engine| engine.subscribe_connection().borrow().clone());
        let clock_offset = engine.map_or(0, |engine| *engine.subscribe_clock_offset().borrow());
        let demo = self.engines.lock().await.demo.is_some();
        let blank = self.locked_start_up();
        StartUp {
            account,
            window: WindowKind::Chat,
            chat_windows: self.chat_windows.lock().conversations(),
            open_chats: OpenChats {
                chats: vec![chat.clone()],
                active: Some(chat),
            },
            connection: connection.unwrap_or_else(|| blank.connection.clone()),
            demo,
            clock_offset,
            ..blank
        }
    }

    async fn main_start_up(&self, limit: u32) -> StartUp {
        self.start_log.reach(StartStep::PageAsks);
        if self.lock.is_locked() {
            self.start_log.reach(StartStep::PageAnswered);
            return self.locked_start_up();
        }
        let engine = self.engine().await;
        let inbox = match &engine {
            Ok(engine) => first_window(engine, self.preferences().inbox_view(), limit).await,
            Err(_) => None,
        };
        let open_chats = match &engine {
            Ok(engine) => engine.open_chats().await,
            Err(_) => OpenChats::default(),
        };
        let mut notices = self.notices.lock().clone();
        let (account, connection) = match &engine {
            Ok(engine) => {
                let codes = engine.notices();
                notices.extend(codes.iter().map(|notice| notice.code().to_owned()));
                (
                    engine.account(),
                    engine.subscribe_connection().borrow().clone(),
                )
            }
            Err(error) => {
                notices.push(error.code.clone());
                let since = store::system_clock()();
                (None, Connection::SignedOut { since })
            }
        };
        notices.dedup();
        let clock_offset = engine
            .as_ref()
            .map_or(0, |engine| *engine.subscribe_clock_offset().borrow());
        let demo = self.engines.lock().await.demo.is_some();
        self.start_log.reach(StartStep::PageAnswered);
        StartUp {
            account,
            inbox,
            window: WindowKind::Main,
            chat_windows: self.chat_windows.lock().conversations(),
            open_chats,
            connection,
            preferences: self.preferences(),
            demo,
            default_server: self.arguments.server.clone(),
            lock: self.lock.status(),
            notices,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            clock_offset,
        }
    }

    /// What a locked window needs: nothing of who is signed in.
    fn locked_start_up(&self) -> StartUp {
        let since = store::system_clock()();
        StartUp {
            account: None,
            inbox: None,
            window: WindowKind::Main,
            chat_windows: Vec::new(),
            open_chats: OpenChats::default(),
            connection: Connection::SignedOut { since },
            preferences: self.preferences(),
            demo: false,
            default_server: self.arguments.server.clone(),
            lock: self.lock.status(),
            notices: Vec::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            clock_offset: 0,
        }
    }

    /// The first screen is painted: what could wait for it begins.
    pub fn finish_start(self: &Arc<Self>) {
        self.start_log.reach(StartStep::Painted);
        self.show_tray();
        self.first_screen.store(true, Ordering::Release);
        self.reopen_chat_windows();
    }
}

/// What the page cannot be given here it asks for itself, and hears why.
async fn first_window(engine: &Engine, view: InboxView, limit: u32) -> Option<Inbox> {
    engine.account()?;
    engine.inbox(view, limit).await.ok()
}
