//! The engine in use: starting it, signing in and out, entering and leaving the demo, one at a time.

use std::{sync::Arc, time::Duration};

use engine::{Account, Credentials, Engine, LeftBehind, SignOut};
use tauri::{Manager as _, async_runtime::spawn};
use tokio::sync::mpsc;

use super::{AppState, engines::Engines};
use crate::{
    command_error::CommandError,
    demo::Demo,
    event_forwarder,
    notifications::{Notifier as _, task},
    window,
};

/// How long the engines together may take to end.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(6);

impl AppState {
    /// The engine in use, started if it does not run yet.
    ///
    /// # Errors
    /// When it cannot be started: the profile is in use, the disk refuses. The next call tries again.
    pub async fn engine(&self) -> Result<Engine, CommandError> {
        let mut engines = self.engines.lock().await;
        if engines.take_demo_request()
            && let Err(error) = self.start_demo(&mut engines).await
        {
            tracing::error!(
                code = error.code,
                detail = error.detail,
                "the demo did not start"
            );
            self.notices.lock().push(error.code);
        }
        if let Some(demo) = &engines.demo {
            return Ok(demo.engine().clone());
        }
        self.real_engine(&mut engines).await
    }

    /// The engine in use, where one runs: none is started.
    pub(super) async fn running_engine(&self) -> Option<Engine> {
        let engines = self.engines.lock().await;
        let demo = engines.demo.as_ref().map(|demo| demo.engine().clone());
        demo.or_else(|| engines.real.clone())
    }

    /// Signs in; leaves the demo first.
    ///
    /// # Errors
    /// The engine's.
    pub async fn sign_in(
        &self,
        server: &str,
        credentials: Credentials,
    ) -> Result<Account, CommandError> {
        let mut engines = self.engines.lock().await;
        self.stop_demo(&mut engines).await?;
        let engine = self.real_engine(&mut engines).await?;
        drop(engines);
        Ok(engine.sign_in(server, credentials).await?)
    }

    /// Enters the demo.
    ///
    /// # Errors
    /// When the demo's server or engine cannot be started.
    pub async fn sign_in_demo(&self) -> Result<Account, CommandError> {
        self.close_chat_windows().await;
        let mut engines = self.engines.lock().await;
        if let Some(account) = engines
            .demo
            .as_ref()
            .and_then(|demo| demo.engine().account())
        {
            return Ok(account);
        }
        self.start_demo(&mut engines).await
    }

    /// Leaves the demo; outside it, signs out.
    ///
    /// # Errors
    /// The engine's.
    pub async fn sign_out(&self, how: SignOut) -> Result<(), CommandError> {
        self.forget_chat_windows().await;
        self.close_chat_windows().await;
        self.close_conversations();
        let mut engines = self.engines.lock().await;
        let in_demo = engines.demo.is_some();
        self.stop_demo(&mut engines).await?;
        let engine = self.real_engine(&mut engines).await?;
        drop(engines);
        if !in_demo {
            engine.sign_out(how).await?;
        }
        if engine.account().is_none() {
            self.drop_lock().await?;
        }
        if in_demo {
            return Ok(());
        }
        if how.left_behind == LeftBehind::Nothing {
            window::clear_browsing_data(&self.app);
            // It holds no texts, but who was signed in when.
            if let Err(error) = self.log.clear() {
                tracing::warn!(%error, "the log was not cleared");
            }
        }
        Ok(())
    }

    /// Leaves the demo, where we are in it.
    pub(super) async fn leave_demo(&self) -> Result<(), CommandError> {
        let mut engines = self.engines.lock().await;
        engines.take_demo_request();
        self.stop_demo(&mut engines).await
    }

    /// The engine of the real accounts, started if it does not run yet.
    pub(super) async fn real_engine_in_use(&self) -> Result<Engine, CommandError> {
        let mut engines = self.engines.lock().await;
        self.real_engine(&mut engines).await
    }

    /// Ends the engines and the demo's server, within a bounded time.
    pub async fn shut_down(&self) {
        self.notifier.close().await;
        let ended = tokio::time::timeout(SHUTDOWN_TIMEOUT, async {
            self.engines.lock().await.shut_down().await;
        });
        if ended.await.is_err() {
            tracing::warn!("not everything ended in time");
        }
    }

    async fn real_engine(&self, engines: &mut Engines) -> Result<Engine, CommandError> {
        if let Some(engine) = &engines.real {
            return Ok(engine.clone());
        }
        let mut config = engine::Config::new(self.paths.data());
        config.upload_path.clone_from(&self.arguments.upload_path);
        let preferences = self.preferences();
        config.retention = preferences.retention;
        config.other_accounts = preferences.other_accounts;
        config.upload_endpoint = preferences.upload_endpoint;
        let engine = Engine::start(config).await?;
        self.follow(engines, &engine);
        engines.real = Some(engine.clone());
        Ok(engine)
    }

    async fn start_demo(&self, engines: &mut Engines) -> Result<Account, CommandError> {
        let (demo, account) = Demo::start(&self.paths.demo(), self.arguments.demo_pace).await?;
        let engine = demo.engine().clone();
        engines.demo = Some(demo);
        self.follow(engines, &engine);
        Ok(account)
    }

    async fn stop_demo(&self, engines: &mut Engines) -> Result<(), CommandError> {
        let Some(demo) = engines.demo.take() else {
            return Ok(());
        };
        engines.abort_following_tasks();
        demo.stop().await;
        let engine = self.real_engine(engines).await?;
        self.follow(engines, &engine);
        Ok(())
    }

    /// Forwards this engine's changes to window, tray and notifications, and no other engine's.
    fn follow(&self, engines: &mut Engines, engine: &Engine) {
        engines.abort_following_tasks();
        let Some(state) = self.app.try_state::<Arc<Self>>() else {
            return;
        };
        let state = Arc::clone(&state);
        // What another engine's task showed, nobody would withdraw any more.
        self.notifier.withdraw_all();
        let (actions, received_actions) = mpsc::unbounded_channel();
        *self.user_actions.lock() = Some(actions);
        let app = || self.app.clone();
        let unread_state = Arc::clone(&state);
        let show_unread = move |unread| unread_state.show_unread(unread);
        let (told_state, told_engine) = (Arc::clone(&state), engine.clone());
        let tell = move |change| {
            let (state, engine) = (Arc::clone(&told_state), told_engine.clone());
            async move { state.tell_of_changes(&engine, change).await }
        };
        let closing_state = Arc::clone(&state);
        let another = move || {
            let state = Arc::clone(&closing_state);
            async move {
                state.close_chat_windows().await;
                state.reopen_chat_windows();
            }
        };
        engines.replace_following_tasks(vec![
            spawn(event_forwarder::forward_changes(engine.clone(), tell)),
            spawn(event_forwarder::forward_unread(engine.clone(), show_unread)),
            spawn(event_forwarder::forward_connection(engine.clone(), app())),
            spawn(event_forwarder::forward_account(
                engine.clone(),
                app(),
                another,
            )),
            spawn(event_forwarder::forward_clock_offset(engine.clone(), app())),
            spawn(event_forwarder::forward_minutes(app())),
            spawn(event_forwarder::forward_prefetch(engine.clone(), app())),
            spawn(event_forwarder::forward_uploads(engine.clone(), app())),
            spawn(event_forwarder::forward_notices(engine.clone(), app())),
            spawn(task::run(engine.clone(), state, received_actions)),
        ]);
    }
}
