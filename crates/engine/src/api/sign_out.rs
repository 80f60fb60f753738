//! Signing out (CONTRACT section 1), and who is remembered on this computer.
//!
//! What an account wrote and did not send stays in its folder, unless all of it is to be removed: that is refused while
//! there is any.

use crate::{
    Account, Connection, Error, LeftBehind, Origin, OtherAccounts, SignOut, SignOutScope,
    api::Engine,
    http::auth_token::{Token, TokenState},
    profile::{
        directory::{ProfileFolder, StoredAccount},
        removal,
    },
};

impl Engine {
    /// Tells the server, forgets the token and puts the profile away. Never fails for want of a server.
    ///
    /// # Errors
    /// [`Error::UnsentRemains`] when everything is to be removed while something is not sent,
    /// [`Error::ProfileInUse`] when another process holds it; nobody was signed out then.
    /// [`Error::KeyringUnavailable`] when a token of everybody's is still in the keyring. The disk's errors.
    pub async fn sign_out(&self, how: SignOut) -> Result<(), Error> {
        let _sign_in = self.inner.sign_in_lock.lock().await;
        let mine = self.account();
        if how.left_behind == LeftBehind::Nothing {
            self.require_nothing_unsent(how.scope).await?;
        }
        self.close_session().await?;
        let forgotten = self.forget_left_tokens().await;
        if how.scope == SignOutScope::Everybody {
            forgotten?;
            for account in self.inner.profiles.accounts() {
                self.forget(&account).await?;
            }
        }
        match (how.left_behind, how.scope, mine) {
            (LeftBehind::Everything, ..) | (_, SignOutScope::Me, None) => Ok(()),
            (LeftBehind::Nothing, SignOutScope::Me, Some(mine)) => {
                let profiles = &self.inner.profiles;
                removal::remove_folder(profiles.lock_folder(&mine.server, &mine.me.id)?)
            }
            (LeftBehind::Nothing, SignOutScope::Everybody, _) => {
                for path in self.inner.profiles.folder_paths()? {
                    removal::remove_folder(ProfileFolder::lock(path)?)?;
                }
                Ok(())
            }
        }
    }

    /// Who is remembered on this computer, the last one last.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        let accounts = self.inner.profiles.accounts().into_iter();
        accounts.map(StoredAccount::into_account).collect()
    }

    /// Signs an account out that is not open: its token is forgotten, its chats stay.
    ///
    /// # Errors
    /// [`Error::KeyringUnavailable`]: it is still remembered then. The disk's errors.
    pub async fn forget_account(&self, server: &str, user: &protocol::UserId) -> Result<(), Error> {
        let _sign_in = self.inner.sign_in_lock.lock().await;
        let found = self.inner.profiles.accounts().into_iter();
        let mut found = found.filter(|one| one.server == server && one.me.id == *user);
        match found.next() {
            Some(account) => self.forget(&account).await,
            None => Ok(()),
        }
    }

    /// Whether signing in forgets who else is remembered.
    pub fn set_other_accounts(&self, others: OtherAccounts) {
        *self.inner.other_accounts.lock() = others;
    }

    /// Forgets all who are remembered but this one. Whom the keyring does not let go stays in the list.
    pub(super) async fn forget_others(&self, owner: &StoredAccount) {
        for account in self.inner.profiles.accounts() {
            if account.key() == owner.key() {
                continue;
            }
            if let Err(error) = self.forget(&account).await {
                tracing::warn!(%error, "an earlier account is still remembered");
            }
        }
    }

    /// Has the keyring forget the tokens of those who signed out while it could not.
    ///
    /// # Errors
    /// [`Error::KeyringUnavailable`]: it still cannot, and is asked again at the next sign-in or sign-out.
    pub(super) async fn forget_left_tokens(&self) -> Result<(), Error> {
        for key in self.inner.profiles.left_tokens() {
            let forgotten = self.inner.config.vault.forget(&key).await;
            forgotten.map_err(|error| Error::KeyringUnavailable(error.to_string()))?;
            self.inner.profiles.note_forgotten_token(&key).await?;
        }
        Ok(())
    }

    async fn forget(&self, account: &StoredAccount) -> Result<(), Error> {
        let forgotten = self.inner.config.vault.forget(&account.key()).await;
        // A token that no keyring took is in none.
        if let Err(error) = forgotten
            && account.remembered
        {
            return Err(Error::KeyringUnavailable(error.to_string()));
        }
        self.inner.profiles.remove_account(&account.key()).await
    }

    async fn require_nothing_unsent(&self, scope: SignOutScope) -> Result<(), Error> {
        let open = self.profile().ok();
        if let Some(profile) = &open {
            removal::require_none(profile.context.store.unsent().await?)?;
        }
        if scope == SignOutScope::Me {
            return Ok(());
        }
        let open = open.map(|profile| profile.path.clone());
        for path in self.inner.profiles.folder_paths()? {
            if Some(&path) == open.as_ref() {
                continue;
            }
            let folder = ProfileFolder::lock(path)?;
            let unsent = removal::unsent_in(&folder, self.inner.clock.reader()).await?;
            removal::require_none(unsent)?;
        }
        Ok(())
    }

    /// Ends the session of who is signed in, if anybody is.
    async fn close_session(&self) -> Result<(), Error> {
        let Some(profile) = self.take_profile() else {
            return Ok(());
        };
        let token = profile.context.rest.auth_token().valid_token();
        // A token that no keyring took is in none.
        let remembered = self.account().is_some_and(|mine| mine.remembered);
        let forgotten = self.inner.config.vault.forget(profile.vault_key()).await;
        if let Err(error) = &forgotten {
            tracing::warn!(%error, "the keyring did not forget the token");
        }
        fail::fail_point!("engine.sign-out.token-forgotten");
        profile.close().await;
        fail::fail_point!("engine.sign-out.closed");
        if let Some(token) = token {
            // The profile's own line is closed by now.
            self.log_out_on_server(profile.context.rest.origin(), &token)
                .await;
        }
        let key = profile.vault_key().clone();
        drop(profile);
        let since = self.inner.clock.now();
        self.inner
            .channels
            .connection
            .send_replace(Connection::SignedOut { since });
        self.inner.account.send_replace(None);
        self.resync();
        fail::fail_point!("engine.sign-out.before-forgetting");
        if remembered && forgotten.is_err() {
            self.inner.profiles.note_left_token(&key).await?;
        }
        self.inner.profiles.sign_out(&key).await
    }

    async fn log_out_on_server(&self, origin: &Origin, token: &Token) {
        let timeout = self.inner.config.timing.shutdown_timeout;
        let told = async {
            let rest = self.rest_client(origin, TokenState::Valid(token.clone()));
            rest.log_out(token).await.map_err(Error::from)
        };
        match tokio::time::timeout(timeout, told).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::info!(%error, "server not told"),
            Err(_) => tracing::info!("server not told: no answer"),
        }
    }
}
