//! An open profile: one user on one server, with its folder, its store and its tasks. Opened at
//! start or sign-in, closed at sign-out or shutdown. A refused token does not close it.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use store::{ChangeSet, Notice, Store, StoreError, StorePaths};
use tokio::sync::{broadcast, mpsc, watch};

use crate::{
    Config, Connection, Error, Live, Origin, ProfileChoice,
    change_forwarder::Relay,
    clock::ServerClock,
    connection::{command::Command, session::Session, socket::Dial, socketio::SocketIo},
    context::Context,
    http::{
        auth_token::{Bearer, Standing, Token},
        client::Rest,
        rate_limit::Brake,
    },
    media::image_cache::Gallery,
    outbox::{in_flight::Flights, read_receipts, scheduler},
    profile::{
        directory::{Folder, Owner},
        vault::VaultKey,
    },
    tasks::Tasks,
};

/// How seldom a keyring is tried again at most.
const KEYRING_SELDOM: Duration = Duration::from_secs(15 * 60);

/// An open profile.
pub(crate) struct Profile {
    pub(crate) context: Context,
    /// What is in flight, where no session works the outbox off.
    pub(crate) flights: Option<tokio::sync::Mutex<Flights>>,
    pub(crate) gallery: Gallery,
    key: VaultKey,
    commands: mpsc::UnboundedSender<Command>,
    tasks: Tasks,
    dialler: Arc<dyn Dial>,
    /// Given back when the profile has closed, whoever still holds this.
    folder: Mutex<Option<Folder>>,
}

/// What a profile says to the engine that holds it.
#[derive(Clone)]
pub(crate) struct Voices {
    pub(crate) connection: watch::Sender<Connection>,
    pub(crate) changes: broadcast::Sender<ChangeSet>,
    /// What happens to the files while they are in use.
    pub(crate) notices: broadcast::Sender<Notice>,
    /// Told of my record whenever the server sends it: a pasted token names nobody.
    pub(crate) me: mpsc::UnboundedSender<protocol::Participant>,
}

impl Profile {
    /// Opens a profile's files and starts its tasks. With no token given, it is read from the vault
    /// in the background: the cache does not wait for the keyring.
    pub(crate) async fn open(
        config: &Config,
        clock: &ServerClock,
        folder: Folder,
        owner: &Owner,
        token: Option<Token>,
        voices: Voices,
    ) -> Result<(Arc<Self>, Vec<Notice>), Error> {
        if let Some(heard) = folder.server_time() {
            clock.recall(heard);
        }
        let files = StorePaths::in_folder(&folder.path);
        let opened = Store::open(files, clock.reader()).await?;
        let store = opened.store;
        match store.set_me(owner.me.clone()).await {
            Err(StoreError::DiskFull) => tracing::warn!("who I am is not kept: the disk is full"),
            set => drop(set?),
        }
        let origin = Origin::parse(&owner.server)?;
        let bearer = Bearer::new(token.clone().map_or(Standing::Unread, Standing::Good));
        let rest = Rest::new(
            origin.clone(),
            bearer.clone(),
            clock.clone(),
            config.timing.clone(),
        )?;
        // Whoever opens a profile has been there before, but for a script that names one.
        if token.is_some() || !matches!(config.profile, ProfileChoice::Of { .. }) {
            rest.vouch();
        }
        let context = Context {
            store,
            rest,
            clock: clock.clone(),
            timing: config.timing.clone(),
            network: config.network.clone(),
            connection: voices.connection.clone(),
            outgoing: watch::Sender::new(()),
            shown: Arc::new(Mutex::new(None)),
            me: voices.me,
            pages: Arc::default(),
            caught_up: Arc::default(),
            brake: Brake::new(config.steady.clone(), &config.timing),
            disk_full: Arc::default(),
        };
        let key = VaultKey {
            server: owner.server.clone(),
            user: owner.me.id.to_string(),
        };
        let gallery = Gallery::new(
            folder.path.join("media"),
            origin,
            bearer.clone(),
            config.timing.media_patience,
        )?;
        let tasks = Tasks::new();
        let (commands, orders) = mpsc::unbounded_channel();
        let relay = Relay::new(context.clone(), voices.changes.clone()).await?;
        tasks.start("relay", relay.run());
        tasks.start("notices", pass_on(context.store.notices(), voices.notices));
        if token.is_none() {
            start_unlocking(&tasks, config, key.clone(), bearer);
        }
        let dialler: Arc<dyn Dial> = Arc::new(SocketIo::new());
        if config.live == Live::Session {
            let session = Session::new(context.clone(), dialler.clone(), orders);
            tasks.start("session", session.run());
            tasks.start("outbox", scheduler::run(context.clone()));
            tasks.start("read receipts", read_receipts::run(context.clone()));
        }
        let flights = (config.live == Live::OnRequest).then(Default::default);
        let profile = Self {
            context,
            flights,
            gallery,
            key,
            commands,
            tasks,
            dialler,
            folder: Mutex::new(Some(folder)),
        };
        Ok((Arc::new(profile), opened.notices))
    }

    /// Names this profile's token in the vault.
    pub(crate) fn vault_key(&self) -> &VaultKey {
        &self.key
    }

    /// Goes on with a new token, where it stopped.
    pub(crate) fn resume(&self, token: Token) {
        self.context.rest.bearer().set(Standing::Good(token));
        self.context.ring();
    }

    /// Tells the session something.
    pub(crate) fn order(&self, command: Command) {
        if self.commands.send(command).is_err() {
            tracing::debug!("the session has ended");
        }
    }

    /// Stops the tasks, ends the calls and closes the files, in a bounded while; then the folder is
    /// given back, whoever still holds this profile.
    pub(crate) async fn close(&self) {
        let patience = self.context.timing.shutdown_patience;
        self.tasks.stop(patience).await;
        self.context.rest.hang_up();
        if tokio::time::timeout(patience, self.dialler.ended())
            .await
            .is_err()
        {
            tracing::warn!("a socket did not end in time");
        }
        let store = self.context.store.clone();
        let heard = self.context.clock.last_heard();
        let folder = self.folder.lock().ok().and_then(|mut folder| folder.take());
        // However long it takes: nobody may open the folder before.
        let closing = tokio::spawn(async move {
            if let Err(error) = store.close().await {
                tracing::error!(%error, "the store did not close cleanly");
            }
            if let (Some(folder), Some(heard)) = (folder, heard) {
                folder.note_server_time(heard);
            }
        });
        if tokio::time::timeout(patience, closing).await.is_err() {
            tracing::error!("the store is still closing");
        }
    }
}

/// Reads the token from the vault. A keyring that cannot be used now may be unlocked later: it is
/// tried again, ever more seldom, since it may ask its owner each time.
fn start_unlocking(tasks: &Tasks, config: &Config, key: VaultKey, bearer: Bearer) {
    let vault = config.vault.clone();
    let mut again_after = config.timing.keyring_again_after;
    tasks.start("unlock", async move {
        loop {
            let standing = match vault.load(&key).await {
                Ok(Some(token)) => Standing::Good(Token::new(&token)),
                Ok(None) => Standing::Lacking(Error::SignInNeeded),
                Err(error) => {
                    tracing::warn!(%error, "the keyring cannot be read");
                    Standing::Lacking(Error::KeyringUnavailable(error.to_string()))
                }
            };
            let locked = matches!(standing, Standing::Lacking(Error::KeyringUnavailable(_)));
            // Somebody may have signed in meanwhile.
            if !bearer.unlock(standing) || !locked {
                return;
            }
            tokio::time::sleep(again_after).await;
            again_after = again_after.saturating_mul(2).min(KEYRING_SELDOM);
        }
    });
}

/// Passes a store's notices on to listeners that outlive the profile.
async fn pass_on(mut heard: broadcast::Receiver<Notice>, notices: broadcast::Sender<Notice>) {
    loop {
        match heard.recv().await {
            // Nobody may be listening.
            Ok(notice) => drop(notices.send(notice)),
            Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}
