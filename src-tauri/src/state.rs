//! The state that commands, tray and notifications share: the engine in use, the preferences, and what
//! the user has before them.
//!
//! Lifecycle: created at start-up; the first caller of [`AppState::engine`] starts the engine, which
//! lives until [`AppState::shut_down`]. In the demo an engine of its own takes the place of the real
//! one, against a server inside this process; the real one stays open meanwhile.

mod alert_output;
mod alerts;
pub mod chat_windows;
mod close;
mod deep_links;
mod engines;
mod focus;
mod lock;
mod preferences;
mod quit;
mod reopen;
mod session;
pub mod start_up;
pub mod turns;
mod unread_count;

use std::sync::{Arc, OnceLock, atomic::AtomicBool};

use logging::Log;
use parking_lot::Mutex;
use tauri::{AppHandle, Manager as _};
use tokio::sync::{Mutex as AsyncMutex, mpsc};

use protocol::ConversationId;

use self::{
    alert_output::Alerts,
    engines::Engines,
    turns::{Turn, Turns},
};
use crate::{
    app_lock::{AppLock, idle},
    arguments::Arguments,
    deep_link::{self, DeepLink},
    events::{self, ShellEvent},
    i18n::Translations,
    notifications::{
        NotificationTag,
        focus::Focus,
        notifier_command::{Activation, NotifierCallbacks},
        system::SystemNotifier,
        task::UserAction,
    },
    paths::Paths,
    preferences::{LoadedPreferences, Preferences},
    shutdown::{questions::Questions, quit_prompt::QuitPrompt},
    start_log::StartLog,
    tray::Tray,
    window::{self, chat_windows::ChatWindows},
};

/// What commands, tray and notifications share.
pub struct AppState {
    app: AppHandle,
    arguments: Arguments,
    paths: Paths,
    start_log: StartLog,
    /// Whether the first screen is painted: what could wait for it may begin.
    first_screen: AtomicBool,
    log: Arc<Log>,
    preferences: Mutex<Preferences>,
    /// Held while they change.
    preferences_update: AsyncMutex<()>,
    translations: Mutex<Translations>,
    focus: Mutex<Focus>,
    chat_windows: Mutex<ChatWindows>,
    turns: Turns,
    unread: Mutex<u32>,
    notices: Mutex<Vec<String>>,
    /// The last link that was clicked and has not been followed.
    link: Mutex<Option<DeepLink>>,
    user_actions: Mutex<Option<mpsc::UnboundedSender<UserAction>>>,
    notifier: SystemNotifier,
    alerts: Alerts,
    tray: OnceLock<Option<Tray>>,
    quit_prompt: QuitPrompt,
    lock: Arc<AppLock>,
    questions: Arc<Questions>,
    engines: AsyncMutex<Engines>,
}

impl AppState {
    /// Reads the preferences and prepares the rest. No engine is started yet.
    #[must_use]
    pub fn new(
        app: AppHandle,
        arguments: Arguments,
        paths: Paths,
        start_log: StartLog,
        log: Arc<Log>,
    ) -> Self {
        let LoadedPreferences {
            preferences,
            set_aside,
        } = LoadedPreferences::read(&paths.preferences());
        let link = arguments.link.as_deref().map(deep_link::parse).transpose();
        let notices = [
            set_aside.map(|_| "preferences-set-aside"),
            link.is_err().then_some(deep_link::BAD_LINK_NOTICE),
        ];
        let notices = notices.into_iter().flatten().map(str::to_owned);
        let questions = Arc::<Questions>::default();
        Self {
            translations: Mutex::new(Translations::for_preferences(&preferences)),
            alerts: Alerts::new(&preferences),
            preferences: Mutex::new(preferences),
            preferences_update: AsyncMutex::default(),
            focus: Mutex::default(),
            chat_windows: Mutex::default(),
            turns: Turns::default(),
            unread: Mutex::default(),
            notices: Mutex::new(notices.collect()),
            link: Mutex::new(link.unwrap_or_default()),
            user_actions: Mutex::default(),
            notifier: system_notifier(&app),
            tray: OnceLock::new(),
            quit_prompt: QuitPrompt::new(app.clone(), Arc::clone(&questions)),
            lock: open_lock(&app, &paths),
            questions,
            engines: AsyncMutex::new(Engines::new(arguments.demo)),
            app,
            arguments,
            paths,
            start_log,
            first_screen: AtomicBool::new(false),
            log,
        }
    }

    /// Where the shell's files are.
    #[must_use]
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// When each step of this start was reached.
    #[must_use]
    pub fn start_log(&self) -> &StartLog {
        &self.start_log
    }

    /// The current preferences.
    #[must_use]
    pub fn preferences(&self) -> Preferences {
        self.preferences.lock().clone()
    }

    /// The texts in the current language.
    #[must_use]
    pub fn translations(&self) -> Translations {
        self.translations.lock().clone()
    }

    /// Shows a notice in the main window: `notice-<code>` of `locales/`.
    pub fn send_notice(&self, code: &str) {
        events::send_to(
            &self.app,
            window::LABEL,
            ShellEvent::Notice(code.to_owned()),
        );
    }

    /// Waits until all that was asked of this conversation before is done, in whichever window.
    pub async fn turn(&self, conversation: &ConversationId) -> Turn {
        self.turns.take(conversation).await
    }
}

/// Opens the lock, before anything is sent to the window.
fn open_lock(app: &AppHandle, paths: &Paths) -> Arc<AppLock> {
    let lock = Arc::new(AppLock::open(paths.app_lock(), idle::system_moments()));
    app.manage(Arc::clone(&lock));
    lock
}

fn system_notifier(app: &AppHandle) -> SystemNotifier {
    let on_click = app.clone();
    let label = app.clone();
    SystemNotifier::start(NotifierCallbacks {
        on_click: Arc::new(move |clicked| open_notification(&on_click, clicked)),
        label: Box::new(move || {
            label
                .try_state::<Arc<AppState>>()
                .map_or_else(String::new, |state| {
                    state.translations().get("shell-notify-show")
                })
        }),
    })
}

fn open_notification(app: &AppHandle, clicked: Activation) {
    let conversation = match clicked.tag {
        NotificationTag::Conversation(conversation) => Some(conversation),
        _ => None,
    };
    if let Some(state) = app.try_state::<Arc<AppState>>() {
        state.raise_conversation(conversation, None, clicked.token);
    }
}
