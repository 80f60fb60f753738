//! An open profile: one user on one server, with its folder, its store and its tasks. Opened at
//! start or sign-in, closed at sign-out or shutdown. A refused token does not close it.

use std::{sync::Arc, time::Duration};

use futures_util::FutureExt;
use parking_lot::Mutex;
use store::{Backoff, ChangeSet, Notice, Store, StoreError, StorePaths};
use tokio::sync::{broadcast, mpsc, watch};

use crate::{
    CatchUps, Config, Connection, Error, Origin, Prefetch, ProfileChoice, Retention, SessionMode,
    Timing,
    change_forwarder::ChangeForwarder,
    clock::ServerClock,
    connection::{
        command::Command, session::Session, socket::Connector, socketio::SocketIoConnector,
    },
    context::Context,
    free_pages,
    http::{
        auth_token::{AuthToken, Token, TokenState},
        client::Rest,
        rate_limit::RateLimit,
    },
    media::{
        allowed_hosts::AllowedHosts, disk_cache::DiskCache, image_cache::ImageCache,
        upload_path::UploadPath,
    },
    outbox::{in_flight::InFlight, read_receipts, scheduler},
    profile::{
        directory::{ProfileFolder, StoredAccount},
        vault::{TokenVault, VaultKey},
    },
    reminders, retention, snoozes,
    tasks::Tasks,
    upload::progress::Uploads,
};

/// How seldom a keyring is tried again at most.
const KEYRING_RETRY_LONGEST: Duration = Duration::from_secs(15 * 60);

/// An open profile.
pub(crate) struct Profile {
    pub(crate) context: Context,
    /// What is in flight, where no session works the outbox off.
    pub(crate) in_flight: Option<tokio::sync::Mutex<InFlight>>,
    pub(crate) images: ImageCache,
    /// The profile's folder.
    pub(crate) path: std::path::PathBuf,
    key: VaultKey,
    commands: mpsc::UnboundedSender<Command>,
    tasks: Tasks,
    connector: Arc<dyn Connector>,
    /// Given back when the profile has closed, whoever still holds this.
    folder: Mutex<Option<ProfileFolder>>,
}

/// What a profile says to the engine that holds it.
#[derive(Clone)]
pub(crate) struct EventChannels {
    pub(crate) connection: watch::Sender<Connection>,
    pub(crate) changes: broadcast::Sender<ChangeSet>,
    pub(crate) prefetch: watch::Sender<Option<Prefetch>>,
    pub(crate) catch_ups: watch::Sender<CatchUps>,
    /// What happens to the files while they are in use.
    pub(crate) notices: broadcast::Sender<Notice>,
    /// The uploads under way, and where they go.
    pub(crate) uploads: Arc<Uploads>,
    /// Told of my record whenever the server sends it: a pasted token names nobody.
    pub(crate) me: mpsc::UnboundedSender<protocol::Participant>,
}

impl Profile {
    /// Opens a profile's files and starts its tasks. With no token given, it is read from the vault
    /// in the background: the cache does not wait for the keyring.
    pub(crate) async fn open(
        config: &Config,
        clock: &ServerClock,
        folder: ProfileFolder,
        owner: &StoredAccount,
        token: Option<Token>,
        channels: EventChannels,
        retention: watch::Receiver<Retention>,
    ) -> Result<(Arc<Self>, Vec<Notice>), Error> {
        if let Some(heard) = folder.read_server_time() {
            clock.restore(heard);
        }
        let files = StorePaths::in_folder(&folder.path);
        let opened = Store::open(files, clock.reader()).await?;
        let store = opened.store;
        match store.set_me(owner.me.clone()).await {
            Err(StoreError::DiskFull) => tracing::warn!("who I am is not kept: the disk is full"),
            set => drop(set?),
        }
        let origin = Origin::parse(&owner.server)?;
        let auth_token =
            AuthToken::new(token.clone().map_or(TokenState::Loading, TokenState::Valid));
        let rest = Rest::new(
            origin.clone(),
            auth_token.clone(),
            clock.clone(),
            config.timing.clone(),
        );
        // Whoever opens a profile has been there before, but for a script that names one.
        if token.is_some() || !matches!(config.profile, ProfileChoice::User { .. }) {
            rest.mark_known();
        }
        let context = Context {
            store,
            rest,
            clock: clock.clone(),
            timing: config.timing.clone(),
            network: config.network.clone(),
            connection: channels.connection.clone(),
            outbox_wake: watch::Sender::new(()),
            shown: Arc::default(),
            me: channels.me,
            history_pages: Arc::default(),
            last_pages: Arc::default(),
            page_rules: Arc::default(),
            synced_chats: Arc::default(),
            rate_limit: RateLimit::new(config.monotonic_clock.clone(), &config.timing),
            list_pause: Arc::default(),
            missing_records: Arc::default(),
            news: Arc::default(),
            prefetch: channels.prefetch.clone(),
            catch_ups: channels.catch_ups.clone(),
            disk_full: Arc::default(),
            uploads: channels.uploads,
            snoozes_changed: Arc::default(),
            reminders_changed: Arc::default(),
        };
        let key = VaultKey {
            server: owner.server.clone(),
            user: owner.me.id.to_string(),
        };
        let images = ImageCache::new(
            DiskCache::new(folder.path.join("media"), config.image_cache_bytes),
            origin,
            auth_token.clone(),
            UploadPath::new(&config.upload_path),
            AllowedHosts::read(&folder.path),
            config.timing.media_timeout,
        );
        let tasks = Tasks::new(restarts(&config.timing));
        let (commands, orders) = mpsc::unbounded_channel();
        let forwarder = ChangeForwarder::new(context.clone(), channels.changes.clone());
        tasks.start_telling(
            "forwarder",
            forwarder,
            |forwarder| forwarder.run().boxed(),
            |forwarder, _| forwarder.broke_off(),
        );
        tasks.start(
            "notices",
            (context.store.notices(), channels.notices),
            |(heard, notices)| forward_notices(heard, notices).boxed(),
        );
        if token.is_none() {
            start_loading_token(&tasks, config, key.clone(), auth_token);
        }
        let connector: Arc<dyn Connector> = Arc::new(SocketIoConnector::new());
        if config.session_mode == SessionMode::Background {
            let session = Session::new(context.clone(), connector.clone(), orders);
            tasks.start_telling(
                "session",
                session,
                |session| session.run().boxed(),
                Session::broke_off,
            );
            tasks.start("outbox", context.clone(), |context| {
                scheduler::run(context.clone()).boxed()
            });
            tasks.start("read receipts", context.clone(), |context| {
                read_receipts::run(context.clone()).boxed()
            });
            tasks.start("snoozes", context.clone(), |context| {
                snoozes::run(context).boxed()
            });
            tasks.start("reminders", context.clone(), |context| {
                reminders::run(context).boxed()
            });
            tasks.start(
                "retention",
                (context.clone(), retention),
                |(context, chosen)| retention::run(context, chosen).boxed(),
            );
            let changes = context.store.changes();
            tasks.start(
                "free pages",
                (changes, context.timing.free_pages_after),
                |(changes, after)| free_pages::run(changes, *after).boxed(),
            );
        }
        let in_flight = (config.session_mode == SessionMode::OnRequest).then(Default::default);
        let profile = Self {
            context,
            in_flight,
            images,
            path: folder.path.clone(),
            key,
            commands,
            tasks,
            connector,
            folder: Mutex::new(Some(folder)),
        };
        Ok((Arc::new(profile), opened.notices))
    }

    /// Names this profile's token in the vault.
    pub(crate) fn vault_key(&self) -> &VaultKey {
        &self.key
    }

    /// Goes on with a new token, where it stopped.
    pub(crate) fn set_token(&self, token: Token) {
        self.context.rest.auth_token().set(TokenState::Valid(token));
        self.context.wake_outbox();
    }

    /// Tells the session something.
    pub(crate) fn send_command(&self, command: Command) {
        if self.commands.send(command).is_err() {
            tracing::debug!("the session has ended");
        }
    }

    /// Stops the tasks, ends the calls and closes the files, in a bounded while; then the folder is
    /// given back, whoever still holds this profile.
    pub(crate) async fn close(&self) {
        let timeout = self.context.timing.shutdown_timeout;
        self.tasks.stop(timeout).await;
        self.context.rest.cancel_all();
        if tokio::time::timeout(timeout, self.connector.all_closed())
            .await
            .is_err()
        {
            tracing::warn!("a socket did not end in time");
        }
        let store = self.context.store.clone();
        let heard = self.context.clock.last_server_time();
        let folder = self.folder.lock().take();
        // However long it takes: nobody may open the folder before.
        let closing = tokio::spawn(async move {
            if let Err(error) = store.close().await {
                tracing::error!(%error, "the store did not close cleanly");
            }
            if let (Some(folder), Some(heard)) = (folder, heard) {
                folder.write_server_time(heard);
            }
        });
        if tokio::time::timeout(timeout, closing).await.is_err() {
            tracing::error!("the store is still closing");
        }
    }
}

/// The pauses of a task after a panic: those of the connection.
pub(crate) fn restarts(timing: &Timing) -> Backoff {
    Backoff::new(timing.backoff_first, timing.backoff_longest)
}

/// Reads the token from the vault. A keyring that cannot be used now may be unlocked later: it is
/// tried again, ever more seldom, since it may ask its owner each time.
fn start_loading_token(tasks: &Tasks, config: &Config, key: VaultKey, auth_token: AuthToken) {
    let vault = config.vault.clone();
    let backoff = Backoff::new(config.timing.keyring_retry_after, KEYRING_RETRY_LONGEST);
    tasks.start(
        "unlock",
        (vault, key, auth_token, backoff),
        |(vault, key, auth_token, backoff)| load_token(&**vault, key, auth_token, backoff).boxed(),
    );
}

async fn load_token(
    vault: &dyn TokenVault,
    key: &VaultKey,
    auth_token: &AuthToken,
    backoff: &mut Backoff,
) {
    loop {
        fail::fail_point!("panic/unlock");
        let token_state = match vault.load(key).await {
            Ok(Some(token)) => TokenState::Valid(Token::new(&token)),
            Ok(None) => TokenState::Missing(Error::SavedSignInMissing),
            Err(error) => {
                tracing::warn!(%error, "the keyring cannot be read");
                TokenState::Missing(Error::KeyringUnavailable(error.to_string()))
            }
        };
        let locked = matches!(
            token_state,
            TokenState::Missing(Error::KeyringUnavailable(_))
        );
        // Somebody may have signed in meanwhile.
        if !auth_token.set_from_vault(token_state) || !locked {
            return;
        }
        tokio::time::sleep(backoff.next_pause()).await;
    }
}

/// Passes a store's notices on to listeners that outlive the profile.
async fn forward_notices(
    heard: &mut broadcast::Receiver<Notice>,
    notices: &broadcast::Sender<Notice>,
) {
    loop {
        match heard.recv().await {
            // Nobody may be listening.
            Ok(notice) => drop(notices.send(notice)),
            Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}
