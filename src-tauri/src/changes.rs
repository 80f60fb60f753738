//! Hands the engine's changes to the window, at most once a frame, and keeps the unread count in tray
//! and title.
//!
//! Whoever misses changes must reload (DESIGN section 9: lag is lost truth): lag becomes a resync.

use std::{sync::Arc, time::Duration};

use engine::Engine;
use store::{ChangeSet, InboxFilter};
use tauri::AppHandle;
use tauri_specta::Event as _;
use tokio::sync::broadcast::{
    Receiver,
    error::{RecvError, TryRecvError},
};

use crate::{
    desk::Desk,
    events::{AccountChanged, Changed, ClockOffsetChanged, ConnectionChanged},
};

/// One frame: changes within it are told as one.
pub const FRAME: Duration = Duration::from_millis(16);

/// Tells the window of changes until the engine is gone or the task is aborted.
pub async fn follow(engine: Engine, app: AppHandle, desk: Arc<Desk>) {
    let mut changes = engine.changes();
    // What changed before anybody listened is not known: begin with a reload.
    let mut next = Some(ChangeSet {
        resync: true,
        ..ChangeSet::default()
    });
    while let Some(change) = next {
        if let Err(error) = Changed(change).emit(&app) {
            tracing::warn!(%error, "the window was not told of a change");
        }
        if let Ok(inbox) = engine.inbox(InboxFilter::Unread, 1).await {
            desk.show_unread(inbox.counts.unread);
        }
        next = gathered(&mut changes).await;
    }
}

/// Tells the window how the connection is.
pub async fn follow_connection(engine: Engine, app: AppHandle) {
    let mut connection = engine.connection();
    loop {
        let now = connection.borrow_and_update().clone();
        if let Err(error) = ConnectionChanged(now).emit(&app) {
            tracing::warn!(%error, "the window was not told of the connection");
        }
        if connection.changed().await.is_err() {
            return;
        }
    }
}

/// Tells the window who is signed in.
pub async fn follow_account(engine: Engine, app: AppHandle) {
    let mut account = engine.accounts();
    loop {
        let now = account.borrow_and_update().clone();
        if let Err(error) = AccountChanged(now).emit(&app) {
            tracing::warn!(%error, "the window was not told of the account");
        }
        if account.changed().await.is_err() {
            return;
        }
    }
}

/// Tells the window how far this PC's clock is off.
pub async fn follow_clock(engine: Engine, app: AppHandle) {
    let mut offset = engine.clock_offset();
    loop {
        let now = *offset.borrow_and_update();
        if let Err(error) = ClockOffsetChanged(now).emit(&app) {
            tracing::warn!(%error, "the window was not told of the clock");
        }
        if offset.changed().await.is_err() {
            return;
        }
    }
}

/// Tells the window what happens to the files while the engine runs.
pub async fn follow_notices(engine: Engine, desk: Arc<Desk>) {
    let mut notices = engine.hear_notices();
    loop {
        match notices.recv().await {
            Ok(notice) => desk.notice(notice.code()),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// The next change, and all that come within a frame of it. `None` when there will be no more.
pub async fn gathered(changes: &mut Receiver<ChangeSet>) -> Option<ChangeSet> {
    let mut all = match changes.recv().await {
        Ok(change) => change,
        Err(RecvError::Lagged(_)) => lagged(),
        Err(RecvError::Closed) => return None,
    };
    tokio::time::sleep(FRAME).await;
    loop {
        match changes.try_recv() {
            Ok(change) => fold(&mut all, change),
            Err(TryRecvError::Lagged(_)) => fold(&mut all, lagged()),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return Some(all),
        }
    }
}

fn lagged() -> ChangeSet {
    ChangeSet {
        resync: true,
        ..ChangeSet::default()
    }
}

fn fold(all: &mut ChangeSet, more: ChangeSet) {
    all.revision = all.revision.max(more.revision);
    all.resync |= more.resync;
    add(&mut all.conversations, more.conversations);
    add(&mut all.messages, more.messages);
    add(&mut all.opened, more.opened);
    all.arrived.extend(more.arrived);
}

fn add<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !known.contains(&one) {
            known.push(one);
        }
    }
}
