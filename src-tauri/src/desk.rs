//! The state that commands, tray and notifications share: the engine in use, the user's choices, and
//! where the user is looking.
//!
//! Lifecycle: made at start-up; the engine is started by whoever asks first and lives until the end. In
//! the demo an engine of its own takes its place, against a server inside this process, and the real
//! one rests. [`Desk::close`] ends all of it within a bounded time.

mod engines;
mod linked;
mod quitting;

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Instant,
};

use engine::Connection;
use protocol::ConversationId;
use tauri::{AppHandle, Manager as _};
use tauri_specta::Event as _;
use tokio::sync::{Mutex as AsyncMutex, Notify, mpsc};

use self::engines::Engines;
use crate::{
    arguments::Arguments,
    commands::session::StartUp,
    deep_link::{self, DeepLink},
    events::{FocusConversation, Notice, PreferencesChanged},
    failure::Failure,
    geometry,
    notify::{
        About, Board,
        rules::{Gaze, InFront},
        system::System,
        watch::{Hint, Surroundings},
    },
    paths::Paths,
    preferences::{self, Preferences},
    texts::Texts,
    tray::Tray,
    window,
};

/// What commands, tray and notifications share.
pub struct Desk {
    app: AppHandle,
    arguments: Arguments,
    paths: Paths,
    preferences: Mutex<Preferences>,
    texts: Mutex<Texts>,
    gaze: Mutex<Gaze>,
    unread: Mutex<u32>,
    notices: Mutex<Vec<String>>,
    /// The link that was clicked last and has not been followed.
    link: Mutex<Option<DeepLink>>,
    hints: Mutex<Option<mpsc::UnboundedSender<Hint>>>,
    board: System,
    tray: OnceLock<Option<Tray>>,
    /// When the user was last asked whether to quit, and has not answered.
    quit_asked: Mutex<Option<Instant>>,
    /// Told when the window has kept what is being typed.
    typed_kept: Notify,
    engines: AsyncMutex<Engines>,
}

impl Desk {
    /// Reads the preferences and makes the rest. No engine is started yet.
    #[must_use]
    pub fn new(app: AppHandle, arguments: Arguments, paths: Paths) -> Self {
        let read = preferences::read(&paths.preferences());
        let link = arguments.link.as_deref().map(deep_link::parse).transpose();
        let notices = [
            read.set_aside.map(|_| "preferences-set-aside"),
            link.is_err().then_some(linked::BAD),
        ];
        let notices = notices.into_iter().flatten().map(str::to_owned);
        let clicked = app.clone();
        let labelled = app.clone();
        let board = System::new(
            Arc::new(move |about| bring_up(&clicked, about)),
            move || {
                labelled
                    .try_state::<Arc<Self>>()
                    .map_or_else(String::new, |desk| desk.texts().get("shell-notify-show"))
            },
        );
        let engines = Engines {
            demo_due: arguments.demo,
            ..Engines::default()
        };
        Self {
            app,
            arguments,
            paths,
            texts: Mutex::new(Texts::of(read.preferences.language)),
            preferences: Mutex::new(read.preferences),
            gaze: Mutex::default(),
            unread: Mutex::default(),
            notices: Mutex::new(notices.collect()),
            link: Mutex::new(link.unwrap_or_default()),
            hints: Mutex::default(),
            board,
            tray: OnceLock::new(),
            quit_asked: Mutex::default(),
            typed_kept: Notify::new(),
            engines: AsyncMutex::new(engines),
        }
    }

    /// Where things lie on disk.
    #[must_use]
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// The preferences as they are now.
    #[must_use]
    pub fn preferences(&self) -> Preferences {
        held(&self.preferences).clone()
    }

    /// The texts in the language of now.
    #[must_use]
    pub fn texts(&self) -> Texts {
        held(&self.texts).clone()
    }

    /// What the first frame needs; starts the engine if nobody has.
    pub async fn start_up(&self) -> StartUp {
        let engine = self.engine().await;
        let mut notices = held(&self.notices).clone();
        let (account, connection) = match &engine {
            Ok(engine) => {
                notices.extend(
                    engine
                        .notices()
                        .iter()
                        .map(|notice| notice.code().to_owned()),
                );
                (engine.account(), engine.connection().borrow().clone())
            }
            Err(failure) => {
                notices.push(failure.code.clone());
                (
                    None,
                    Connection::SignedOut {
                        since: store::system_clock()(),
                    },
                )
            }
        };
        notices.dedup();
        let clock_offset = engine
            .as_ref()
            .map_or(0, |engine| *engine.clock_offset().borrow());
        StartUp {
            account,
            connection,
            preferences: self.preferences(),
            demo: self.engines.lock().await.demo.is_some(),
            default_server: self.arguments.server.clone(),
            notices,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            clock_offset,
        }
    }

    /// Takes over and keeps the user's choices.
    ///
    /// # Errors
    /// `disk-failed` when they cannot be kept; they hold for this run all the same.
    pub fn choose(&self, chosen: Preferences) -> Result<(), Failure> {
        let chosen = chosen.sound();
        let before = std::mem::replace(&mut *held(&self.preferences), chosen.clone());
        if before.language != chosen.language {
            *held(&self.texts) = Texts::of(chosen.language);
            self.translate();
        }
        window::follow(&self.app, &chosen);
        self.tell(PreferencesChanged(chosen.clone()).emit(&self.app));
        chosen
            .save(&self.paths.preferences())
            .map_err(|error| Failure::new("disk-failed", error))
    }

    /// This chat is on screen now, or none.
    pub fn look_at(&self, chat: Option<ConversationId>) {
        held(&self.gaze).chat.clone_from(&chat);
        if let Some(chat) = chat {
            self.hint(Hint::Looked(chat));
        }
    }

    /// The window came to the front, or left it.
    pub fn focus(&self, window: InFront) {
        let chat = {
            let mut gaze = held(&self.gaze);
            gaze.window = window;
            gaze.chat.clone()
        };
        if let (InFront::Yes, Some(chat)) = (window, chat) {
            self.hint(Hint::Looked(chat));
        }
    }

    /// Tells the watch over notifications something.
    pub fn hint(&self, hint: Hint) {
        if let Some(hints) = &*held(&self.hints) {
            let _ = hints.send(hint);
        }
    }

    /// Tells the user something, in the window.
    pub fn notice(&self, code: &str) {
        self.tell(Notice(code.to_owned()).emit(&self.app));
    }

    /// Shows in tray and title how many conversations are unread.
    pub fn show_unread(&self, unread: u32) {
        if std::mem::replace(&mut *held(&self.unread), unread) != unread {
            self.say_unread(unread);
        }
    }

    /// Makes the tray icon. Call it on the main thread.
    pub fn make_tray(&self) {
        let texts = self.texts();
        self.tray.get_or_init(|| Tray::make(&self.app, &texts));
    }

    /// Whether the window can be hidden and found again.
    #[must_use]
    pub fn has_tray(&self) -> bool {
        self.tray().is_some() && crate::tray::somewhere_to_show()
    }

    /// Keeps where the window is.
    pub fn keep_geometry(&self) {
        let window = self.app.get_webview_window(window::LABEL);
        // A hidden window tells some place or other.
        if let Some(window) = window.filter(|window| window.is_visible().unwrap_or(false)) {
            geometry::keep(&window, &self.paths.window());
        }
    }

    fn translate(&self) {
        if let Some(tray) = self.tray() {
            tray.translate(&self.app, &self.texts());
        }
        let unread = *held(&self.unread);
        self.say_unread(unread);
    }

    fn say_unread(&self, unread: u32) {
        let texts = self.texts();
        window::show_unread(&self.app, unread, &texts);
        if let Some(tray) = self.tray() {
            tray.show_unread(unread, &texts);
        }
    }

    fn tray(&self) -> Option<&Tray> {
        self.tray.get().and_then(Option::as_ref)
    }

    fn tell(&self, told: tauri::Result<()>) {
        if let Err(error) = told {
            tracing::warn!(%error, "the window was not told");
        }
    }
}

impl Surroundings for Desk {
    fn gaze(&self) -> Gaze {
        held(&self.gaze).clone()
    }

    fn preferences(&self) -> Preferences {
        Self::preferences(self)
    }

    fn texts(&self) -> Texts {
        Self::texts(self)
    }

    fn board(&self) -> &dyn Board {
        &self.board
    }
}

/// A notification was clicked.
fn bring_up(app: &AppHandle, about: About) {
    window::bring_up(app);
    if let About::Conversation(conversation) = about
        && let Err(error) = FocusConversation(conversation).emit(app)
    {
        tracing::warn!(%error, "the window was not told which chat to show");
    }
}

/// What a lock guards. A panic elsewhere must not take the shell down with it.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
