//! What the window needs to draw its first frame.

use engine::{Account, Connection};
use serde::Serialize;

use super::AppState;
use crate::preferences::Preferences;

/// Everything the window needs to draw its first frame.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StartUp {
    /// Who is signed in.
    pub account: Option<Account>,
    /// Whether the engine is connected to the server.
    pub connection: Connection,
    /// The user's preferences.
    pub preferences: Preferences,
    /// Whether this is the demo.
    pub demo: bool,
    /// The server that the sign-in form proposes.
    pub default_server: String,
    /// What the user should know at once; codes of sentences in `locales/`.
    pub notices: Vec<String>,
    /// The application's version.
    pub version: String,
    /// The server's time minus this PC's, in ms.
    #[specta(type = f64)]
    pub clock_offset: i64,
}

impl AppState {
    /// Collects what the first frame needs; starts the engine if it does not run yet.
    pub async fn start_up(&self) -> StartUp {
        let engine = self.engine().await;
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
}
