//! An open profile: one user on one server, with its folder, its store and its tasks. Opened at
//! start or sign-in, closed at sign-out or shutdown. A refused token does not close it.

use std::sync::{Arc, Mutex};

use store::{ChangeSet, Notice, Store, StorePaths};
use tokio::sync::{broadcast, mpsc, watch};

use crate::{
    Config, Connection, Error, Live, Origin, ProfileChoice,
    bearer::{Bearer, Standing, Token},
    clock::ServerClock,
    context::Context,
    media::Gallery,
    outbox,
    profiles::{Folder, Owner},
    reads,
    relay::Relay,
    rest::Rest,
    session::{Command, Session},
    socket::SocketIo,
    tasks::Tasks,
    vault::VaultKey,
};

/// An open profile.
pub(crate) struct Profile {
    pub(crate) context: Context,
    pub(crate) gallery: Gallery,
    key: VaultKey,
    commands: mpsc::UnboundedSender<Command>,
    tasks: Tasks,
    folder: Folder,
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
        let opened = Store::open(StorePaths::in_folder(&folder.path), clock.reader()).await?;
        let store = opened.store;
        store.set_me(owner.me.clone()).await?;
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
            connection: voices.connection.clone(),
            outgoing: watch::Sender::new(()),
            shown: Arc::new(Mutex::new(None)),
            me: voices.me,
            pages: Arc::default(),
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
        if config.live == Live::Session {
            let session = Session::new(context.clone(), Arc::new(SocketIo), orders);
            tasks.start("session", session.run());
            tasks.start("outbox", outbox::run(context.clone()));
            tasks.start("read receipts", reads::run(context.clone()));
        }
        let profile = Self {
            context,
            gallery,
            key,
            commands,
            tasks,
            folder,
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

    /// Stops the tasks and closes the files; the folder's lock goes with the last holder.
    pub(crate) async fn close(&self) {
        self.tasks.stop(self.context.timing.shutdown_patience).await;
        if let Err(error) = self.context.store.close().await {
            tracing::error!(%error, "the store did not close cleanly");
        }
        if let Some(heard) = self.context.clock.last_heard() {
            self.folder.note_server_time(heard);
        }
    }
}

/// Reads the token from the vault.
fn start_unlocking(tasks: &Tasks, config: &Config, key: VaultKey, bearer: Bearer) {
    let vault = config.vault.clone();
    tasks.start("unlock", async move {
        let standing = match vault.load(&key).await {
            Ok(Some(token)) => Standing::Good(Token::new(&token)),
            Ok(None) => Standing::Lacking(Error::SignInNeeded),
            Err(error) => {
                tracing::warn!(%error, "the keyring cannot be read");
                Standing::Lacking(Error::KeyringUnavailable(error.to_string()))
            }
        };
        bearer.set(standing);
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
