//! Signing in (CONTRACT section 1).
//!
//! A user who signs in again finds the profile as it was: drafts, outbox, cache. Signing in as
//! somebody else puts the open profile away, on disk, untouched.

use std::sync::Arc;

use futures_util::FutureExt;
use protocol::{Participant, decode};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{
    Account, Connection, Credentials, Error, Origin, OtherAccounts, ProfileChoice,
    api::Engine,
    http::{
        auth_token::{AuthToken, Token, TokenState},
        client::Rest,
    },
    profile::{
        directory::{ProfileFolder, StoredAccount},
        open::Profile,
        vault::VaultKey,
    },
};

/// Who signed in, with which token.
struct Authenticated {
    me: Participant,
    token: Token,
    acceptance: Acceptance,
}

/// What vouches for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Acceptance {
    /// The server took it just now.
    Now,
    /// The server is out of reach, and took it on this computer before.
    Earlier,
}

impl Engine {
    /// Signs in. A sleeping host is waited for (the connection shows «waking» meanwhile). A pasted
    /// token is checked with the server; if the server is out of reach and took this very token here
    /// before, the profile opens all the same and the token is checked again later.
    ///
    /// # Errors
    /// [`Error::WrongPassword`], [`Error::SignInCancelled`], [`Error::PhoneNotVerified`], [`Error::BadToken`],
    /// [`Error::ExpiredToken`], [`Error::BadAddress`], [`Error::NotAvvento`],
    /// [`Error::ProfileInUse`], and the connection's and the disk's errors.
    pub async fn sign_in(&self, server: &str, credentials: Credentials) -> Result<Account, Error> {
        let origin = Origin::parse(server)?;
        let _sign_in = self.inner.sign_in_lock.lock().await;
        let before = self.inner.channels.connection.borrow().clone();
        let wanted = CancellationToken::new();
        *self.inner.sign_in_wanted.lock() = wanted.clone();
        let authenticated = tokio::select! {
            biased;
            () = self.inner.closing.cancelled() => Err(Error::SignInNeeded),
            () = wanted.cancelled() => Err(Error::SignInCancelled),
            authenticated = self.authenticate(&origin, credentials) => authenticated,
        };
        let outcome = match authenticated {
            Ok(authenticated) => self.open_session(&origin, authenticated).await,
            Err(error) => Err(error),
        };
        if outcome.is_err() {
            self.restore_connection(before);
        }
        outcome
    }

    /// The user does not want to wait for the sign-in under way: it ends with [`Error::SignInCancelled`], unless the
    /// server has answered already.
    pub fn cancel_sign_in(&self) {
        self.inner.sign_in_wanted.lock().cancel();
    }

    async fn authenticate(
        &self,
        origin: &Origin,
        credentials: Credentials,
    ) -> Result<Authenticated, Error> {
        match credentials {
            Credentials::Password { username, password } => {
                self.authenticate_by_password(origin, &username, &password)
                    .await
            }
            Credentials::Token { token } => self.authenticate_by_token(origin, &token).await,
        }
    }

    async fn authenticate_by_password(
        &self,
        origin: &Origin,
        username: &str,
        password: &str,
    ) -> Result<Authenticated, Error> {
        let rest = self.rest_client(origin, TokenState::Missing(Error::SignInNeeded));
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
        Ok(Authenticated {
            me,
            token,
            acceptance: Acceptance::Now,
        })
    }

    async fn authenticate_by_token(
        &self,
        origin: &Origin,
        text: &str,
    ) -> Result<Authenticated, Error> {
        let token = Token::new(text);
        let claims = decode::token_claims(token.expose())
            .map_err(|error| Error::BadToken(error.to_string()))?;
        let mut me = Participant {
            id: claims.user,
            name: None,
            role: claims.role,
            phone: None,
        };
        let rest = self.rest_client(origin, TokenState::Valid(token.clone()));
        let asked = rest.find_own_record(&me.id, &|| self.show_waking()).await;
        let acceptance = match asked {
            Ok(found) => {
                if let Some(named) = found {
                    me = Participant {
                        role: named.role.or(me.role),
                        ..named
                    };
                }
                Acceptance::Now
            }
            Err(failure) if failure.error.class().is_temporary() => {
                let server = origin.to_string();
                if !self.inner.profiles.is_accepted(&server, &me.id, &token) {
                    return Err(failure.error);
                }
                Acceptance::Earlier
            }
            Err(failure) => return Err(failure.error),
        };
        Ok(Authenticated {
            me,
            token,
            acceptance,
        })
    }

    /// Lets a token that was brought along open its user's chats only once the server has accepted it.
    pub(super) async fn require_accepted_token(&self, owner: &StoredAccount) -> Result<(), Error> {
        let (server, user) = (&owner.server, &owner.me.id);
        let loaded = self.inner.config.vault.load(&owner.key()).await;
        let loaded = loaded.map_err(|error| Error::KeyringUnavailable(error.to_string()))?;
        let token = Token::new(&loaded.ok_or(Error::SavedSignInMissing)?);
        if self.inner.profiles.is_accepted(server, user, &token) {
            return Ok(());
        }
        let origin = Origin::parse(server)?;
        let rest = self.rest_client(&origin, TokenState::Valid(token.clone()));
        rest.find_own_record(user, &|| ()).await?;
        self.inner.profiles.note_accepted(server, user, &token);
        Ok(())
    }

    pub(super) fn rest_client(&self, origin: &Origin, token_state: TokenState) -> Rest {
        let config = &self.inner.config;
        Rest::new(
            origin.clone(),
            AuthToken::new(token_state),
            self.inner.clock.clone(),
            config.timing.clone(),
        )
    }

    /// Shows that the host is being waited for, unless a session is at work and shows its own state.
    fn show_waking(&self) {
        let since = self.inner.clock.now();
        self.inner.channels.connection.send_if_modified(|state| {
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

    fn restore_connection(&self, before: Connection) {
        self.inner.channels.connection.send_if_modified(|state| {
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

    /// Opens the profile of who was authenticated, or goes on with the one that is open.
    async fn open_session(
        &self,
        origin: &Origin,
        authenticated: Authenticated,
    ) -> Result<Account, Error> {
        let Authenticated {
            me,
            token,
            acceptance,
        } = authenticated;
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
            None => Some(self.inner.profiles.lock_folder(&server, &me.id)?),
        };
        if acceptance == Acceptance::Now {
            self.inner.profiles.note_accepted(&server, &me.id, &token);
        }
        fail::fail_point!("engine.sign-in.before-keeping-the-token");
        let remembered = match self.inner.config.vault.keep(&key, token.expose()).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "the token is kept for this run only");
                false
            }
        };
        let owner = StoredAccount {
            server,
            me,
            remembered,
        };
        match (same, folder) {
            (Some(profile), _) => self.resume_profile(&profile, &owner, token).await?,
            (None, Some(folder)) => self.switch_profile(folder, &owner, token).await?,
            (None, None) => return Err(Error::Internal("no profile folder".to_owned())),
        }
        fail::fail_point!("engine.sign-in.before-remembering");
        self.inner.profiles.save_account(&owner).await?;
        fail::fail_point!("engine.sign-in.remembered");
        if let Err(error) = self.forget_left_tokens().await {
            tracing::warn!(%error, "a token of somebody who signed out is still in the keyring");
        }
        if *self.inner.other_accounts.lock() == OtherAccounts::Forget {
            self.forget_others(&owner).await;
        }
        Ok(Account {
            server: owner.server,
            me: owner.me,
            remembered: owner.remembered,
        })
    }

    async fn resume_profile(
        &self,
        profile: &Arc<Profile>,
        owner: &StoredAccount,
        token: Token,
    ) -> Result<(), Error> {
        profile.context.store.set_me(owner.me.clone()).await?;
        profile.set_token(token);
        self.set_account(owner);
        Ok(())
    }

    async fn switch_profile(
        &self,
        folder: ProfileFolder,
        owner: &StoredAccount,
        token: Token,
    ) -> Result<(), Error> {
        if let Some(earlier) = self.take_profile() {
            earlier.close().await;
        }
        self.open_profile(folder, owner, Some(token)).await
    }

    pub(super) async fn open_profile(
        &self,
        folder: ProfileFolder,
        owner: &StoredAccount,
        token: Option<Token>,
    ) -> Result<(), Error> {
        let since = self.inner.clock.now();
        self.inner
            .channels
            .connection
            .send_replace(Connection::Connecting {
                since,
                waking: false,
            });
        let channels = self.inner.channels.clone();
        let (profile, notices) = Profile::open(
            &self.inner.config,
            &self.inner.clock,
            folder,
            owner,
            token,
            channels,
            self.inner.retention.subscribe(),
        )
        .await?;
        self.inner.notices.lock().extend(notices);
        *self.inner.open.write() = Some(profile);
        self.set_account(owner);
        self.resync();
        Ok(())
    }

    /// A pasted token names nobody: name and role are learned from the first records of me.
    pub(super) fn start_account_updates(&self, records: mpsc::UnboundedReceiver<Participant>) {
        let state = (Arc::downgrade(&self.inner), records);
        self.inner
            .tasks
            .start("account", state, |(inner, records)| {
                async {
                    while let Some(record) = records.recv().await {
                        fail::fail_point!("panic/account");
                        let Some(inner) = inner.upgrade() else { return };
                        let engine = Engine { inner };
                        if let Err(error) = engine.update_account(record).await {
                            tracing::warn!(%error, "the account's name could not be kept");
                        }
                    }
                }
                .boxed()
            });
    }

    async fn update_account(&self, record: Participant) -> Result<(), Error> {
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
        let owner = StoredAccount {
            server: account.server,
            me,
            remembered: account.remembered,
        };
        // A script that brought a token must not change what the application opens next.
        if !matches!(self.inner.config.profile, ProfileChoice::User { .. }) {
            self.inner.profiles.save_account(&owner).await?;
        }
        self.set_account(&owner);
        Ok(())
    }
}
