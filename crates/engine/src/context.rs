//! What the tasks of one profile share.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;
use protocol::{ConversationId, Participant, UtcMs};
use store::Store;
use tokio::sync::{Notify, mpsc, watch};

use crate::{
    CatchUps, Connection, Error, Network, Prefetch, Timing,
    clock::ServerClock,
    error::ErrorClass,
    http::{client::Rest, rate_limit::RateLimit},
    limits::SHOWN_CHATS,
    news::News,
    sync::{
        catch_up_pass::CatchUpPass, list_pause::ListPause, missing_records::MissingRecords,
        page_order::PageRules, synced_chats::SyncedChats,
    },
    upload::progress::Uploads,
};

/// What the tasks of one profile share; a cheap clone.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) store: Store,
    pub(crate) rest: Rest,
    /// The corrected clock: what people see runs by it. Waiting times run by its monotonic one.
    pub(crate) clock: ServerClock,
    pub(crate) timing: Timing,
    /// Which way out this PC has.
    pub(crate) network: Network,
    /// What the engine says of the connection.
    pub(crate) connection: watch::Sender<Connection>,
    /// Woken when there is something to send: a message or a read receipt.
    pub(crate) outbox_wake: watch::Sender<()>,
    /// The chats on screen, at most [`SHOWN_CHATS`], in the order in which somebody waits for them: they are kept freshest.
    pub(crate) shown: Arc<Mutex<Vec<ConversationId>>>,
    /// Told of my own record whenever the server sends it: a pasted token names nobody.
    pub(crate) me: mpsc::UnboundedSender<Participant>,
    /// Where in each chat the last search for older messages ended: the next begins there.
    pub(crate) history_pages: Arc<Mutex<HashMap<ConversationId, u32>>>,
    /// The last page of each chat, where the server gives the oldest first.
    pub(crate) last_pages: Arc<Mutex<HashMap<ConversationId, u32>>>,
    /// What this server's pages have shown of their order and size.
    pub(crate) page_rules: Arc<Mutex<PageRules>>,
    /// Which chats are complete as of this connection.
    pub(crate) synced_chats: Arc<SyncedChats>,
    /// The server asks for patience (429).
    pub(crate) rate_limit: RateLimit,
    /// When the list is asked for again that could not be had.
    pub(crate) list_pause: Arc<Mutex<ListPause>>,
    /// The conversations whose record could not be had lately.
    pub(crate) missing_records: Arc<Mutex<MissingRecords>>,
    /// Tells news from history.
    pub(crate) news: Arc<News>,
    /// How far the fetch of chats is that nobody waits for.
    pub(crate) prefetch: watch::Sender<Option<Prefetch>>,
    /// Which passes of catching up are under way.
    pub(crate) catch_ups: watch::Sender<CatchUps>,
    /// Whether the outbox could not write for want of room.
    pub(crate) disk_full: Arc<AtomicBool>,
    /// The uploads under way, and where they go.
    pub(crate) uploads: Arc<Uploads>,
    /// Woken when a conversation was put off.
    pub(crate) snoozes_changed: Arc<Notify>,
    /// A reminder was put.
    pub(crate) reminders_changed: Arc<Notify>,
}

impl Context {
    /// The same profile, for calls that nobody waits for.
    pub(crate) fn in_background(&self) -> Self {
        Self {
            rest: self.rest.in_background(),
            ..self.clone()
        }
    }

    /// A pass of catching up begins, and ends with the drop of what this returns.
    pub(crate) fn begin_catch_up(&self) -> CatchUpPass {
        CatchUpPass::begin(&self.catch_ups)
    }

    pub(crate) fn now(&self) -> UtcMs {
        self.clock.now()
    }

    /// The monotonic clock, which waiting times run by.
    pub(crate) fn monotonic_now(&self) -> Duration {
        self.clock.reading().monotonic
    }

    /// Notes whether there is room on the disk, as far as an outcome tells.
    pub(crate) fn record_disk<T>(&self, outcome: &Result<T, Error>) {
        match outcome {
            Ok(_) => self.disk_full.store(false, Ordering::Relaxed),
            Err(error) if error.class() == ErrorClass::DiskFull => {
                self.disk_full.store(true, Ordering::Relaxed)
            }
            Err(_) => {}
        }
    }

    /// The chats on screen, in the order in which somebody waits for them.
    pub(crate) fn shown(&self) -> Vec<ConversationId> {
        self.shown.lock().clone()
    }

    /// These chats are on screen now, and no others.
    pub(crate) fn set_shown(&self, chats: impl IntoIterator<Item = ConversationId>) {
        let mut known = HashSet::new();
        let chats = chats.into_iter().filter(|chat| known.insert(chat.clone()));
        *self.shown.lock() = chats.take(SHOWN_CHATS).collect();
    }

    /// The page at which the last search for older messages ended, by the server's number.
    pub(crate) fn history_page(&self, conversation: &ConversationId) -> Option<u32> {
        self.history_pages.lock().get(conversation).copied()
    }

    /// Notes the page at which a search for older messages ended.
    pub(crate) fn set_history_page(&self, conversation: &ConversationId, page: u32) {
        self.history_pages.lock().insert(conversation.clone(), page);
    }

    /// The last page of a chat, as it was found last.
    pub(crate) fn last_page(&self, conversation: &ConversationId) -> Option<u32> {
        self.last_pages.lock().get(conversation).copied()
    }

    /// Notes a chat's last page.
    pub(crate) fn set_last_page(&self, conversation: &ConversationId, page: u32) {
        self.last_pages.lock().insert(conversation.clone(), page);
    }

    /// The cache was rebuilt: every search for older messages begins at its first page again.
    pub(crate) fn clear_history_pages(&self) {
        self.history_pages.lock().clear();
        self.last_pages.lock().clear();
    }

    /// What was fetched of these chats does not cover what follows.
    pub(crate) fn mark_stale(&self, ids: &[ConversationId]) {
        self.synced_chats.remove(ids);
        self.store.mark_stale(ids);
    }

    /// Wakes the outbox and the read receipts.
    pub(crate) fn wake_outbox(&self) {
        self.outbox_wake.send_replace(());
    }

    /// Sets the connection's state. One that goes on keeps its beginning.
    pub(crate) fn set_connection(&self, next: Connection) {
        self.connection.send_if_modified(|current| {
            let next = keep_beginning(current, next);
            if *current == next {
                return false;
            }
            tracing::info!(from = ?current, to = ?next, "connection");
            *current = next;
            true
        });
    }

    /// Whether the server is being heard, so that sending makes sense.
    pub(crate) fn is_up(&self) -> bool {
        self.connection.borrow().is_up()
    }
}

fn keep_beginning(current: &Connection, next: Connection) -> Connection {
    match (current, next) {
        (Connection::SignedOut { since }, Connection::SignedOut { .. }) => {
            Connection::SignedOut { since: *since }
        }
        (Connection::Connecting { since, .. }, Connection::Connecting { waking, .. }) => {
            Connection::Connecting {
                since: *since,
                waking,
            }
        }
        (Connection::Online { since }, Connection::Online { .. }) => {
            Connection::Online { since: *since }
        }
        (Connection::Polling { since }, Connection::Polling { .. }) => {
            Connection::Polling { since: *since }
        }
        (Connection::Offline { since, .. }, Connection::Offline { next_try, code, .. }) => {
            Connection::Offline {
                since: *since,
                next_try,
                code,
            }
        }
        (Connection::SignInNeeded { since, .. }, Connection::SignInNeeded { code, .. }) => {
            Connection::SignInNeeded {
                since: *since,
                code,
            }
        }
        (_, next) => next,
    }
}
