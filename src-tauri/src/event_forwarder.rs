//! Forwards the engine's changes to the window, at most once a frame, and the unread count to tray and
//! title, at the pace of somebody who reads it.
//!
//! A receiver that lags has lost changes for good, so lag becomes a resync.

use std::time::Duration;

use engine::Engine;
use store::ChangeSet;
use tauri::AppHandle;
use tokio::sync::broadcast::{
    Receiver,
    error::{RecvError, TryRecvError},
};
use tokio::time::Instant;

use crate::events::{self, ShellEvent};
use crate::window;

/// One frame of the window: a change is sent at once, and those within a frame of it as one.
pub const FRAME: Duration = Duration::from_millis(16);

/// Hands changes to `tell` until the engine ends or the task is aborted.
pub async fn forward_changes<Told: Future<Output = ()> + Send>(
    engine: Engine,
    tell: impl Fn(ChangeSet) -> Told + Send + 'static,
) {
    let mut batches = Batches::of(engine.subscribe_changes(), FRAME);
    // What changed before this subscription is unknown: begin with a reload.
    let mut next = Some(resync());
    while let Some(change) = next {
        tell(change).await;
        next = batches.next().await;
    }
}

/// How often the number of unread conversations is counted and shown at most: it is read by people.
const UNREAD_EVERY: Duration = Duration::from_millis(250);

/// Hands the number of unread conversations to `show_unread` until the engine ends or the task is aborted.
pub async fn forward_unread(engine: Engine, show_unread: impl Fn(u32) + Send + 'static) {
    let mut batches = Batches::of(engine.subscribe_changes(), UNREAD_EVERY);
    let mut next = Some(resync());
    while let Some(change) = next {
        // What is unread is a part of a conversation's row.
        let concerns_rows = change.resync || !change.conversations.is_empty();
        if concerns_rows && let Ok(unread) = engine.unread_conversations().await {
            show_unread(unread);
        }
        next = batches.next().await;
    }
}

/// Sends the state of the connection to the window.
pub async fn forward_connection(engine: Engine, app: AppHandle) {
    let mut connection = engine.subscribe_connection();
    loop {
        let now = connection.borrow_and_update().clone();
        events::send(&app, ShellEvent::ConnectionChanged(now));
        if connection.changed().await.is_err() {
            return;
        }
    }
}

/// Sends the account that is signed in to the windows. `another` is called first where it is another one than before.
pub async fn forward_account<Told: Future<Output = ()> + Send>(
    engine: Engine,
    app: AppHandle,
    another: impl Fn() -> Told + Send + 'static,
) {
    let mut account = engine.subscribe_account();
    let mut before = None;
    loop {
        let now = account.borrow_and_update().clone();
        let who = now
            .as_ref()
            .map(|account| (account.server.clone(), account.me.id.clone()));
        if before != who {
            another().await;
            before = who;
        }
        events::send(&app, ShellEvent::AccountChanged(now));
        if account.changed().await.is_err() {
            return;
        }
    }
}

/// Sends the offset of this PC's clock to the window.
pub async fn forward_clock_offset(engine: Engine, app: AppHandle) {
    let mut offset = engine.subscribe_clock_offset();
    loop {
        let now = *offset.borrow_and_update();
        events::send(&app, ShellEvent::ClockOffsetChanged(now));
        if offset.changed().await.is_err() {
            return;
        }
    }
}

/// How often the window is told that time goes on: waiting times are told in minutes.
const TICK: Duration = Duration::from_secs(60);

/// Tells the window each minute: the timers of a page that nobody sees stand still.
pub async fn forward_minutes(app: AppHandle) {
    loop {
        tokio::time::sleep(TICK).await;
        events::send(&app, ShellEvent::MinutePassed);
    }
}

/// How often the progress of a fetch is sent at most: it is read by people.
const PROGRESS_EVERY: Duration = Duration::from_millis(500);

/// Sends the progress of the background fetch to the window.
pub async fn forward_prefetch(engine: Engine, app: AppHandle) {
    let mut prefetch = engine.subscribe_prefetch();
    loop {
        let now = *prefetch.borrow_and_update();
        events::send_to(&app, window::LABEL, ShellEvent::PrefetchChanged(now));
        tokio::time::sleep(PROGRESS_EVERY).await;
        if prefetch.changed().await.is_err() {
            return;
        }
    }
}

/// How often the progress of uploads is sent at most: a bar that moves is enough.
const UPLOADS_EVERY: Duration = Duration::from_millis(100);

/// Sends the progress of the uploads to the window.
pub async fn forward_uploads(engine: Engine, app: AppHandle) {
    let mut uploads = engine.subscribe_uploads();
    while uploads.changed().await.is_ok() {
        let now = uploads.borrow_and_update().clone();
        events::send(&app, ShellEvent::UploadsChanged(now));
        tokio::time::sleep(UPLOADS_EVERY).await;
    }
}

/// Sends the engine's notices about its files to the window.
pub async fn forward_notices(engine: Engine, app: AppHandle) {
    let mut notices = engine.subscribe_notices();
    loop {
        match notices.recv().await {
            Ok(notice) => {
                events::send_to(
                    &app,
                    window::LABEL,
                    ShellEvent::Notice(notice.code().to_owned()),
                );
            }
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// Changes, so many of them as one that they come at a pace.
pub struct Batches {
    changes: Receiver<ChangeSet>,
    /// How much lies between two of them at least.
    pace: Duration,
    /// From when on the next one may be told.
    next_from: Instant,
}

impl Batches {
    /// Those that this receiver gets, at this pace.
    #[must_use]
    pub fn of(changes: Receiver<ChangeSet>, pace: Duration) -> Self {
        Self {
            changes,
            pace,
            next_from: Instant::now(),
        }
    }

    /// Waits for a change, which comes at once where the last one is long enough ago; else all that come until then are
    /// merged. `None` when there will be no more.
    pub async fn next(&mut self) -> Option<ChangeSet> {
        let mut batch = match self.changes.recv().await {
            Ok(change) => change,
            Err(RecvError::Lagged(_)) => resync(),
            Err(RecvError::Closed) => return None,
        };
        if Instant::now() < self.next_from {
            tokio::time::sleep_until(self.next_from).await;
        }
        loop {
            match self.changes.try_recv() {
                Ok(change) => batch.merge(change),
                Err(TryRecvError::Lagged(_)) => batch.merge(resync()),
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        self.next_from = Instant::now() + self.pace;
        Some(batch)
    }
}

fn resync() -> ChangeSet {
    ChangeSet {
        resync: true,
        ..ChangeSet::default()
    }
}
