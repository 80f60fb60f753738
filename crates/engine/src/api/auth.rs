//! Signing in and out (CONTRACT section 1).
//!
//! A user who signs in again finds the profile as it was: drafts, outbox, cache. Signing in as
//! somebody else puts the open profile away, on disk, untouched.

use std::sync::Arc;

use protocol::{Participant, decode};
use tokio::sync::mpsc;

use crate::{
    Account, Connection, Credentials, Error, Origin, ProfileChoice,
    api::Engine,
    http::{
        auth_token::{Bearer, Standing, Token},
        client::Rest,
    },
    profile::{
        directory::{Folder, Owner},
        open::Profile,
        vault::VaultKey,
    },
    sync::list::find_person,
};

/// Who came in, and with what.
struct Admission {
    me: Participant,
    token: Token,
}

impl Engine {
    /// Signs in. A sleeping host is waited for (the connection shows «waking» meanwhile). A pasted
    /// token is checked with the server; if the server is out of reach and the user was here
    /// before, the profile opens all the same and the token is checked later.
    ///
    /// # Errors
    /// [`Error::WrongPassword`], [`Error::PhoneNotVerified`], [`Error::BadToken`],
    /// [`Error::ExpiredToken`], [`Error::BadAddress`], [`Error::NotAvvento`],
    /// [`Error::ProfileInUse`], and the line's and the disk's errors.
    pub async fn sign_in(&self, server: &str, credentials: Credentials) -> Result<Account, Error> {
        let origin = Origin::parse(server)?;
        let _turn = self.desk.turn.lock().await;
        let before = self.desk.voices.connection.borrow().clone();
        let admitted = tokio::select! {
            biased;
            () = self.desk.closing.cancelled() => Err(Error::SignInNeeded),
            admitted = self.admit(&origin, credentials) => admitted,
        };
        let outcome = match admitted {
            Ok(admission) => self.enter(&origin, admission).await,
            Err(error) => Err(error),
        };
        if outcome.is_err() {
            self.show_no_longer_waking(before);
        }
        outcome
    }

    /// Tells the server, forgets the token and puts the profile away. What was written and not sent
    /// stays in the profile's folder. Never fails for want of a server.
    ///
    /// # Errors
    /// The disk's errors.
    pub async fn sign_out(&self) -> Result<(), Error> {
        let _turn = self.desk.turn.lock().await;
        let Some(profile) = self.put_away() else {
            return Ok(());
        };
        let token = profile.context.rest.bearer().token_now();
        if let Err(error) = self.desk.config.vault.forget(profile.vault_key()).await {
            tracing::warn!(%error, "the keyring did not forget the token");
        }
        fail::fail_point!("engine.sign-out.token-forgotten");
        profile.close().await;
        fail::fail_point!("engine.sign-out.closed");
        if let Some(token) = token {
            // The profile's own line is closed by now.
            self.take_leave(profile.context.rest.origin(), &token).await;
        }
        let key = profile.vault_key().clone();
        drop(profile);
        let since = self.desk.clock.now();
        self.desk
            .voices
            .connection
            .send_replace(Connection::SignedOut { since });
        self.desk.account.send_replace(None);
        self.resync();
        fail::fail_point!("engine.sign-out.before-forgetting");
        self.desk.profiles.forget(&key.server, &key.user)
    }

    async fn take_leave(&self, origin: &Origin, token: &Token) {
        let patience = self.desk.config.timing.shutdown_patience;
        let told = async {
            let rest = self.caller(origin, Standing::Good(token.clone()))?;
            rest.log_out(token).await.map_err(Error::from)
        };
        match tokio::time::timeout(patience, told).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::info!(%error, "server not told"),
            Err(_) => tracing::info!("server not told: no answer"),
        }
    }

    async fn admit(&self, origin: &Origin, credentials: Credentials) -> Result<Admission, Error> {
        match credentials {
            Credentials::Password { username, password } => {
                self.admit_by_password(origin, &username, &password).await
            }
            Credentials::Token { token } => self.admit_by_token(origin, &token).await,
        }
    }

    async fn admit_by_password(
        &self,
        origin: &Origin,
        username: &str,
        password: &str,
    ) -> Result<Admission, Error> {
        let rest = self.caller(origin, Standing::Lacking(Error::SignInNeeded))?;
        let answer = rest
            .log_in(username.trim(), password, &|| self.show_waking())
            .await?;
        let token = Token::new(&answer.token);
        let claims = decode::token_claims(token.expose()).ok();
        let me = match (answer.user, claims) {
            (Some(user), _) => user,
            (None, Some(claims)) => Participant {
                id: claims.user,
                name: Some(username.trim().to_owned()),
                role: claims.role,
                phone: None,
            },
            (None, None) => {
                return Err(Error::UnreadableAnswer(
                    "the sign-in names nobody".to_owned(),
                ));
            }
        };
        Ok(Admission { me, token })
    }

    async fn admit_by_token(&self, origin: &Origin, text: &str) -> Result<Admission, Error> {
        let token = Token::new(text);
        let claims = decode::token_claims(token.expose())
            .map_err(|error| Error::BadToken(error.to_string()))?;
        let mut me = Participant {
            id: claims.user,
            name: None,
            role: claims.role,
            phone: None,
        };
        let rest = self.caller(origin, Standing::Good(token.clone()))?;
        match rest.first_list(&|| self.show_waking()).await {
            Ok(list) => {
                if let Some(named) = find_person(&list.conversations, &me.id) {
                    me = Participant {
                        role: named.role.or(me.role),
                        ..named
                    };
                }
            }
            Err(failure)
                if failure.error.may_pass()
                    && self.desk.profiles.knows(&origin.to_string(), &me.id) => {}
            Err(failure) => return Err(failure.error),
        }
        Ok(Admission { me, token })
    }

    fn caller(&self, origin: &Origin, standing: Standing) -> Result<Rest, Error> {
        let config = &self.desk.config;
        Rest::new(
            origin.clone(),
            Bearer::new(standing),
            self.desk.clock.clone(),
            config.timing.clone(),
        )
    }

    /// Shows that the host is being waited for, unless a session is at work and shows its own state.
    fn show_waking(&self) {
        let since = self.desk.clock.now();
        self.desk.voices.connection.send_if_modified(|state| {
            let idle = matches!(
                state,
                Connection::SignedOut { .. } | Connection::SignInNeeded { .. }
            );
            if idle {
                *state = Connection::Connecting {
                    since,
                    waking: true,
                };
            }
            idle
        });
    }

    fn show_no_longer_waking(&self, before: Connection) {
        self.desk.voices.connection.send_if_modified(|state| {
            let idle = matches!(
                before,
                Connection::SignedOut { .. } | Connection::SignInNeeded { .. }
            );
            let ours = idle && matches!(state, Connection::Connecting { .. });
            if ours {
                *state = before;
            }
            ours
        });
    }

    /// Opens the profile of who was admitted, or goes on with the one that is open.
    async fn enter(&self, origin: &Origin, admission: Admission) -> Result<Account, Error> {
        let Admission { me, token } = admission;
        let server = origin.to_string();
        let key = VaultKey {
            server: server.clone(),
            user: me.id.to_string(),
        };
        let same = self
            .profile()
            .ok()
            .filter(|profile| *profile.vault_key() == key);
        // Taken before anything is given up, so that a folder in use changes nothing.
        let folder = match same {
            Some(_) => None,
            None => Some(self.desk.profiles.take(&server, &me.id)?),
        };
        fail::fail_point!("engine.sign-in.before-keeping-the-token");
        let remembered = match self.desk.config.vault.keep(&key, token.expose()).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "the token is kept for this run only");
                false
            }
        };
        let owner = Owner {
            server,
            me,
            remembered,
        };
        match (same, folder) {
            (Some(profile), _) => self.go_on(&profile, &owner, token).await?,
            (None, Some(folder)) => self.change_over(folder, &owner, token).await?,
            (None, None) => return Err(Error::Internal("no profile folder".to_owned())),
        }
        fail::fail_point!("engine.sign-in.before-remembering");
        self.desk.profiles.remember(&owner)?;
        fail::fail_point!("engine.sign-in.remembered");
        Ok(Account {
            server: owner.server,
            me: owner.me,
            remembered: owner.remembered,
        })
    }

    async fn go_on(
        &self,
        profile: &Arc<Profile>,
        owner: &Owner,
        token: Token,
    ) -> Result<(), Error> {
        profile.context.store.set_me(owner.me.clone()).await?;
        profile.resume(token);
        self.show(owner);
        Ok(())
    }

    async fn change_over(&self, folder: Folder, owner: &Owner, token: Token) -> Result<(), Error> {
        if let Some(earlier) = self.put_away() {
            earlier.close().await;
        }
        self.open_profile(folder, owner, Some(token)).await
    }

    pub(super) async fn open_profile(
        &self,
        folder: Folder,
        owner: &Owner,
        token: Option<Token>,
    ) -> Result<(), Error> {
        let since = self.desk.clock.now();
        self.desk
            .voices
            .connection
            .send_replace(Connection::Connecting {
                since,
                waking: false,
            });
        let voices = self.desk.voices.clone();
        let (profile, notices) = Profile::open(
            &self.desk.config,
            &self.desk.clock,
            folder,
            owner,
            token,
            voices,
        )
        .await?;
        if let Ok(mut kept) = self.desk.notices.lock() {
            kept.extend(notices);
        }
        if let Ok(mut open) = self.desk.open.write() {
            *open = Some(profile);
        }
        self.show(owner);
        self.resync();
        Ok(())
    }

    /// A pasted token names nobody: name and role are learned from the first records of me.
    pub(super) fn start_learning_of_me(&self, mut records: mpsc::UnboundedReceiver<Participant>) {
        let desk = Arc::downgrade(&self.desk);
        self.desk.tasks.start("account", async move {
            while let Some(record) = records.recv().await {
                let Some(desk) = desk.upgrade() else { return };
                let engine = Engine { desk };
                if let Err(error) = engine.learn_of_me(record).await {
                    tracing::warn!(%error, "the account's name could not be kept");
                }
            }
        });
    }

    async fn learn_of_me(&self, record: Participant) -> Result<(), Error> {
        let Some(account) = self.account() else {
            return Ok(());
        };
        let me = Participant {
            id: account.me.id.clone(),
            name: record.name.clone().or_else(|| account.me.name.clone()),
            role: record.role.clone().or_else(|| account.me.role.clone()),
            phone: record.phone.clone().or_else(|| account.me.phone.clone()),
        };
        if record.id != account.me.id || me == account.me {
            return Ok(());
        }
        self.profile()?.context.store.set_me(me.clone()).await?;
        let owner = Owner {
            server: account.server,
            me,
            remembered: account.remembered,
        };
        // A script that brought a token must not change what the application opens next.
        if !matches!(self.desk.config.profile, ProfileChoice::Of { .. }) {
            self.desk.profiles.remember(&owner)?;
        }
        self.show(&owner);
        Ok(())
    }
}
