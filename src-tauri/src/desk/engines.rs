//! Which engine is in use: the real one, or that of the demo. Starting, signing in and out, following
//! and ending them, one at a time.

use std::{sync::Arc, time::Duration};

use engine::{Account, Credentials, Engine};
use tauri::{
    Manager as _,
    async_runtime::{JoinHandle, spawn},
};
use tokio::sync::mpsc;

use super::{Desk, held};
use crate::{changes, demo::Demo, failure::Failure, notify::watch};

/// How long everything together may take to end.
const PATIENCE: Duration = Duration::from_secs(6);

/// The engines: the real one, and that of the demo.
#[derive(Default)]
pub(super) struct Engines {
    pub(super) own: Option<Engine>,
    pub(super) demo: Option<Demo>,
    pub(super) demo_due: bool,
    pub(super) following: Vec<JoinHandle<()>>,
}

impl Desk {
    /// The engine in use, started if it is not yet.
    ///
    /// # Errors
    /// When it cannot be started: the profile is in use, the disk refuses. The next call tries again.
    pub async fn engine(&self) -> Result<Engine, Failure> {
        let mut engines = self.engines.lock().await;
        if std::mem::take(&mut engines.demo_due)
            && let Err(failure) = self.enter_demo(&mut engines).await
        {
            tracing::error!(
                code = failure.code,
                detail = failure.detail,
                "the demo did not start"
            );
            held(&self.notices).push(failure.code);
        }
        if let Some(demo) = &engines.demo {
            return Ok(demo.engine().clone());
        }
        self.own(&mut engines).await
    }

    /// Signs in; leaves the demo first, if that is where we are.
    ///
    /// # Errors
    /// Whatever the engine says.
    pub async fn sign_in(
        &self,
        server: &str,
        credentials: Credentials,
    ) -> Result<Account, Failure> {
        let mut engines = self.engines.lock().await;
        self.leave_demo(&mut engines).await?;
        let engine = self.own(&mut engines).await?;
        drop(engines);
        Ok(engine.sign_in(server, credentials).await?)
    }

    /// Enters the demo.
    ///
    /// # Errors
    /// When its server or its engine cannot be started.
    pub async fn sign_in_demo(&self) -> Result<Account, Failure> {
        let mut engines = self.engines.lock().await;
        if let Some(account) = engines
            .demo
            .as_ref()
            .and_then(|demo| demo.engine().account())
        {
            return Ok(account);
        }
        self.enter_demo(&mut engines).await
    }

    /// Signs out; leaves the demo, if that is where we are.
    ///
    /// # Errors
    /// Whatever the engine says.
    pub async fn sign_out(&self) -> Result<(), Failure> {
        self.look_at(None);
        let mut engines = self.engines.lock().await;
        let in_demo = engines.demo.is_some();
        self.leave_demo(&mut engines).await?;
        let engine = self.own(&mut engines).await?;
        drop(engines);
        if !in_demo {
            engine.sign_out().await?;
        }
        Ok(())
    }

    /// Ends the engines and the demo's server, within a bounded time.
    pub async fn close(&self) {
        let ended = tokio::time::timeout(PATIENCE, async {
            let mut engines = self.engines.lock().await;
            engines.unfollow();
            if let Some(demo) = engines.demo.take() {
                demo.end().await;
            }
            if let Some(own) = engines.own.take() {
                own.shutdown().await;
            }
        });
        if ended.await.is_err() {
            tracing::warn!("not everything ended in time");
        }
    }

    async fn own(&self, engines: &mut Engines) -> Result<Engine, Failure> {
        if let Some(engine) = &engines.own {
            return Ok(engine.clone());
        }
        let config = engine::Config::new(self.paths.data());
        let engine = Engine::start(config).await?;
        self.follow(engines, &engine);
        engines.own = Some(engine.clone());
        Ok(engine)
    }

    async fn enter_demo(&self, engines: &mut Engines) -> Result<Account, Failure> {
        let (demo, account) = Demo::begin(&self.paths.demo(), self.arguments.demo_pace).await?;
        let engine = demo.engine().clone();
        engines.demo = Some(demo);
        self.follow(engines, &engine);
        Ok(account)
    }

    async fn leave_demo(&self, engines: &mut Engines) -> Result<(), Failure> {
        let Some(demo) = engines.demo.take() else {
            return Ok(());
        };
        engines.unfollow();
        demo.end().await;
        let engine = self.own(engines).await?;
        self.follow(engines, &engine);
        Ok(())
    }

    /// From now on the window, the tray and the notifications hear this engine.
    fn follow(&self, engines: &mut Engines, engine: &Engine) {
        engines.unfollow();
        let Some(desk) = self.app.try_state::<Arc<Self>>() else {
            return;
        };
        let desk = Arc::clone(&desk);
        let (hints, taken) = mpsc::unbounded_channel();
        *held(&self.hints) = Some(hints);
        let app = self.app.clone();
        engines.following = vec![
            spawn(changes::follow(
                engine.clone(),
                app.clone(),
                Arc::clone(&desk),
            )),
            spawn(changes::follow_connection(engine.clone(), app.clone())),
            spawn(changes::follow_account(engine.clone(), app.clone())),
            spawn(changes::follow_clock(engine.clone(), app)),
            spawn(changes::follow_notices(engine.clone(), Arc::clone(&desk))),
            spawn(watch::follow(engine.clone(), desk, taken)),
        ];
    }
}

impl Engines {
    fn unfollow(&mut self) {
        for task in self.following.drain(..) {
            task.abort();
        }
    }
}
