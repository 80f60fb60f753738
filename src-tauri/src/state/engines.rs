//! The engines of this process, the real one and the demo's, and the tasks that follow the one in use.

use engine::{Engine, OtherAccounts, Retention};
use tauri::async_runtime::JoinHandle;

use crate::demo::Demo;

/// The engines that run. The demo's engine is the one in use while there is one.
#[derive(Default)]
pub(super) struct Engines {
    pub(super) real: Option<Engine>,
    pub(super) demo: Option<Demo>,
    /// Whether the command line asked for the demo, and it was not started yet.
    demo_requested: bool,
    following_tasks: Vec<JoinHandle<()>>,
}

impl Engines {
    pub(super) fn new(demo_requested: bool) -> Self {
        Self {
            demo_requested,
            ..Self::default()
        }
    }

    /// Whether the demo must be started now; only the first call can return true.
    pub(super) fn take_demo_request(&mut self) -> bool {
        std::mem::take(&mut self.demo_requested)
    }

    pub(super) fn replace_following_tasks(&mut self, tasks: Vec<JoinHandle<()>>) {
        self.abort_following_tasks();
        self.following_tasks = tasks;
    }

    pub(super) fn abort_following_tasks(&mut self) {
        for task in self.following_tasks.drain(..) {
            task.abort();
        }
    }

    /// Has both engines keep messages for so long.
    pub(super) fn set_retention(&self, retention: Retention) {
        let demo = self.demo.as_ref().map(Demo::engine);
        for engine in demo.into_iter().chain(&self.real) {
            engine.set_retention(retention);
        }
    }

    /// Has the real engine forget who else is remembered, or not. The demo's remembers nobody.
    pub(super) fn set_other_accounts(&self, others: OtherAccounts) {
        if let Some(real) = &self.real {
            real.set_other_accounts(others);
        }
    }

    /// Has the real engine upload files there. The demo's takes them itself.
    pub(super) fn set_upload_endpoint(&self, written: &str) {
        if let Some(real) = &self.real {
            real.set_upload_endpoint(written);
        }
    }

    /// Ends both engines and the demo's server.
    pub(super) async fn shut_down(&mut self) {
        self.abort_following_tasks();
        if let Some(demo) = self.demo.take() {
            demo.stop().await;
        }
        if let Some(real) = self.real.take() {
            real.shutdown().await;
        }
    }
}
