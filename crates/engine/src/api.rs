//! The engine's API: what the shell and `desk` call.

mod auth;
mod canned_replies;
mod conversations;
mod export;
pub(crate) mod files;
mod images;
mod marks;
mod on_request;
mod order_chats;
mod outbox;
pub(crate) mod own_views;
mod queries;
pub(crate) mod search;
mod sign_out;
mod snoozes;
mod storage;

use std::{collections::HashMap, sync::Arc};

use parking_lot::{Mutex, RwLock};
use protocol::ConversationId;
use store::{ChangeSet, LocalId, Notice};
use tokio::sync::{broadcast, mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::{
    Account, CatchUps, Config, Connection, Error, OtherAccounts, Prefetch, ProfileChoice,
    Retention,
    clock::ServerClock,
    connection::command::Command,
    profile::{
        directory::{ProfileDirectory, StoredAccount},
        open::{EventChannels, Profile, restarts},
    },
    tasks::Tasks,
    upload::progress::Uploads,
};

/// How many change sets a listener may lag behind before it is told to ask for everything again.
const CHANGES_KEPT: usize = 1024;

/// How many notices a listener may lag behind.
const NOTICES_KEPT: usize = 64;

/// The engine; a cheap clone. Ends with [`Engine::shutdown`].
///
/// # Errors
/// Every operation may fail as the disk does; one that asks the server, as the connection does and with the
/// server's refusal. What needs a profile answers [`Error::SignInNeeded`] without one.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<EngineInner>,
}

struct EngineInner {
    config: Config,
    /// This PC's clock, corrected by what servers say.
    clock: ServerClock,
    profiles: ProfileDirectory,
    open: RwLock<Option<Arc<Profile>>>,
    account: watch::Sender<Option<Account>>,
    retention: watch::Sender<Retention>,
    channels: EventChannels,
    notices: Mutex<Vec<Notice>>,
    /// Where the messages of this run went: the outbox forgets them once they are sent.
    written: Mutex<HashMap<LocalId, ConversationId>>,
    /// Signing in and out, one at a time.
    sign_in_lock: tokio::sync::Mutex<()>,
    /// Cancelled when the sign-in under way is not wanted any longer.
    sign_in_wanted: Mutex<CancellationToken>,
    /// Whether signing in forgets who else is remembered.
    other_accounts: Mutex<OtherAccounts>,
    /// Cancelled by the shutdown: no sign-in goes on.
    closing: CancellationToken,
    tasks: Tasks,
}

impl Engine {
    /// Opens the data folder and the profile that was used last, if nobody signed out of it. Its
    /// cache is readable when this returns; the session begins in the background. A token that is brought along
    /// ([`ProfileChoice::User`]) has to be accepted by the server first, now or at an earlier start.
    ///
    /// # Errors
    /// [`Error::ProfileInUse`] while another process works with that profile; with a token, those of signing in.
    pub async fn start(config: Config) -> Result<Self, Error> {
        let profiles = ProfileDirectory::open(&config.data_dir)?;
        let clock = ServerClock::new(config.clock.clone(), config.monotonic_clock.clone());
        let (connection, _) = watch::channel(Connection::SignedOut { since: clock.now() });
        let (changes, _) = broadcast::channel(CHANGES_KEPT);
        let (me, records_of_me) = mpsc::unbounded_channel();
        let tasks = Tasks::new(restarts(&config.timing));
        let upload_endpoint = config.upload_endpoint.clone();
        let inner = Arc::new(EngineInner {
            retention: watch::Sender::new(config.retention),
            other_accounts: Mutex::new(config.other_accounts),
            config,
            clock,
            profiles,
            open: RwLock::new(None),
            account: watch::Sender::new(None),
            channels: EventChannels {
                connection,
                changes,
                prefetch: watch::Sender::new(None),
                catch_ups: watch::Sender::default(),
                notices: broadcast::Sender::new(NOTICES_KEPT),
                uploads: Arc::new(Uploads::new(upload_endpoint)),
                me,
            },
            notices: Mutex::new(Vec::new()),
            written: Mutex::default(),
            sign_in_lock: tokio::sync::Mutex::new(()),
            sign_in_wanted: Mutex::default(),
            closing: CancellationToken::new(),
            tasks,
        });
        let engine = Self { inner };
        engine.start_account_updates(records_of_me);
        if let Some(owner) = engine
            .inner
            .profiles
            .find_account(&engine.inner.config.profile)?
        {
            let folder = engine
                .inner
                .profiles
                .lock_folder(&owner.server, &owner.me.id)?;
            if matches!(engine.inner.config.profile, ProfileChoice::User { .. }) {
                engine.require_accepted_token(&owner).await?;
            }
            engine.open_profile(folder, &owner, None).await?;
        }
        Ok(engine)
    }

    /// Who is signed in; also while the token is refused.
    #[must_use]
    pub fn account(&self) -> Option<Account> {
        self.inner.account.borrow().clone()
    }

    /// Follows who is signed in.
    #[must_use]
    pub fn subscribe_account(&self) -> watch::Receiver<Option<Account>> {
        self.inner.account.subscribe()
    }

    /// Follows the connection's state.
    #[must_use]
    pub fn subscribe_connection(&self) -> watch::Receiver<Connection> {
        self.inner.channels.connection.subscribe()
    }

    /// Follows how far this PC's clock is off: the server's time minus this PC's, in ms; 0 while that
    /// is less than two seconds. All times that the engine answers with are corrected by it.
    #[must_use]
    pub fn subscribe_clock_offset(&self) -> watch::Receiver<i64> {
        self.inner.clock.offset()
    }

    /// Follows the fetch of chats that were never opened here; `None` while there is none.
    #[must_use]
    pub fn subscribe_prefetch(&self) -> watch::Receiver<Option<Prefetch>> {
        self.inner.channels.prefetch.subscribe()
    }

    /// Follows the passes of catching up. Whoever takes change sets first has taken all that a pass brought when
    /// that pass is told.
    #[must_use]
    pub fn subscribe_catch_ups(&self) -> watch::Receiver<CatchUps> {
        self.inner.channels.catch_ups.subscribe()
    }

    /// Follows what changes in the cache; survives signing in and out (`resync` is set then, and
    /// revisions start over).
    #[must_use]
    pub fn subscribe_changes(&self) -> broadcast::Receiver<ChangeSet> {
        self.inner.channels.changes.subscribe()
    }

    /// What happened to the files when they were opened that the user should hear of.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.inner.notices.lock().clone()
    }

    /// Follows what happens to the files while they are in use; survives signing in and out.
    #[must_use]
    pub fn subscribe_notices(&self) -> broadcast::Receiver<Notice> {
        self.inner.channels.notices.subscribe()
    }

    /// Tries to connect at once: the user asks, or the network is back.
    pub fn try_now(&self) {
        if let Ok(profile) = self.profile() {
            profile.send_command(Command::TryNow);
        }
    }

    /// Stops the session and closes the files. Bounded in time; what is queued stays on disk. A
    /// sign-in that waits for its server ends without one; once is as good as twice.
    pub async fn shutdown(&self) {
        self.inner.closing.cancel();
        let _sign_in = self.inner.sign_in_lock.lock().await;
        if let Some(profile) = self.take_profile() {
            profile.close().await;
        }
        self.inner
            .tasks
            .stop(self.inner.config.timing.shutdown_timeout)
            .await;
    }

    fn profile(&self) -> Result<Arc<Profile>, Error> {
        self.inner.open.read().clone().ok_or(Error::SignInNeeded)
    }

    fn take_profile(&self) -> Option<Arc<Profile>> {
        self.inner.open.write().take()
    }

    /// Tells every listener to ask for everything again.
    fn resync(&self) {
        let revision = self
            .profile()
            .map_or(0, |profile| profile.context.store.revision());
        let change = ChangeSet::resync(revision);
        // Nobody may be listening yet.
        drop(self.inner.channels.changes.send(change));
    }

    fn set_account(&self, owner: &StoredAccount) {
        self.inner
            .account
            .send_replace(Some(owner.clone().into_account()));
    }
}
