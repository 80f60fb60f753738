//! The profiles on disk: `profiles.json` remembers who signed in where, and each server and user has a
//! folder of its own (0700), held by a lock so that two processes never write the same cache.

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use protocol::{Participant, UserId, UtcMs};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{open_private_file, replace_file};
use tokio::time::{Instant, sleep};

use crate::{
    Account, Error, Origin, ProfileChoice,
    clock::is_credible_server_time,
    http::auth_token::Token,
    limits::{PROFILES_LOOK_EVERY, PROFILES_WAIT},
    paths::{make_private_folder, read_small_file},
    profile::{accepted_token, vault::VaultKey},
};

/// The file with the server's time as it was last heard, in ms.
const SERVER_TIME: &str = "server-time";
/// The folder that holds a folder for each server and user.
const PROFILES: &str = "profiles";

/// The account a profile belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredAccount {
    /// The server's origin.
    pub(crate) server: String,
    /// The user.
    pub(crate) me: Participant,
    /// Whether the token went into the vault.
    pub(crate) remembered: bool,
}

impl StoredAccount {
    /// Names the account's token in the vault.
    pub(crate) fn key(&self) -> VaultKey {
        VaultKey {
            server: self.server.clone(),
            user: self.me.id.to_string(),
        }
    }

    pub(crate) fn into_account(self) -> Account {
        Account {
            server: self.server,
            me: self.me,
            remembered: self.remembered,
        }
    }

    fn belongs_to(&self, server: &str, user: &UserId) -> bool {
        self.server == server && self.me.id == *user
    }
}

/// `profiles.json`: who is signed in on this computer, the last one last.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ProfilesFile {
    signed_in: Vec<StoredAccount>,
    /// Whether the last to do anything signed out: then nobody is opened unasked.
    signed_out: bool,
    /// The tokens of those who signed out while the keyring did not forget them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_tokens: Vec<VaultKey>,
}

fn parse_file(text: &[u8]) -> ProfilesFile {
    serde_json::from_slice(text).unwrap_or_else(|error| {
        tracing::warn!(%error, "profiles.json cannot be read");
        ProfilesFile::default()
    })
}

/// Reads a `profiles.json` and tells how many people it names. For fuzzing: whatever the file holds,
/// reading it must not break the program down.
#[cfg(feature = "failpoints")]
#[must_use]
pub fn remembered_profiles(text: &[u8]) -> usize {
    parse_file(text).signed_in.len()
}

/// The data folder.
#[derive(Clone, Debug)]
pub(crate) struct ProfileDirectory {
    root: PathBuf,
}

impl ProfileDirectory {
    /// Opens the data folder; makes it if there is none.
    pub(crate) fn open(root: &Path) -> Result<Self, Error> {
        make_private_folder(root)?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// The account that a start opens, if there is one.
    pub(crate) fn find_account(
        &self,
        choice: &ProfileChoice,
    ) -> Result<Option<StoredAccount>, Error> {
        let mut file = self.read_file();
        match choice {
            ProfileChoice::Last if file.signed_out => Ok(None),
            ProfileChoice::Last => Ok(file.signed_in.pop()),
            ProfileChoice::LastOnServer(written) => {
                let server = Origin::parse(written)?.to_string();
                Ok(file
                    .signed_in
                    .into_iter()
                    .rfind(|owner| owner.server == server))
            }
            ProfileChoice::User {
                server: written,
                user,
            } => {
                let server = Origin::parse(written)?.to_string();
                let known = file
                    .signed_in
                    .into_iter()
                    .rfind(|owner| owner.belongs_to(&server, user));
                let me = Participant {
                    id: user.clone(),
                    name: None,
                    role: None,
                    phone: None,
                };
                Ok(Some(known.unwrap_or(StoredAccount {
                    server,
                    me,
                    remembered: false,
                })))
            }
        }
    }

    /// Remembers somebody who signed in, as the last one.
    pub(crate) async fn save_account(&self, owner: &StoredAccount) -> Result<(), Error> {
        self.change(|file| {
            file.signed_in
                .retain(|known| !known.belongs_to(&owner.server, &owner.me.id));
            file.left_tokens.retain(|left| *left != owner.key());
            file.signed_in.push(owner.clone());
            file.signed_out = false;
        })
        .await
    }

    /// Forgets somebody who signed out; the folder stays. The next start asks for a sign-in rather
    /// than opening somebody else's profile.
    pub(crate) async fn sign_out(&self, key: &VaultKey) -> Result<(), Error> {
        self.change(|file| {
            file.signed_in.retain(|known| known.key() != *key);
            file.signed_out = true;
        })
        .await
    }

    /// The tokens that the keyring has still to forget.
    pub(crate) fn left_tokens(&self) -> Vec<VaultKey> {
        self.read_file().left_tokens
    }

    /// Notes that the keyring did not forget the token of somebody who signed out.
    pub(crate) async fn note_left_token(&self, key: &VaultKey) -> Result<(), Error> {
        self.change(|file| {
            file.left_tokens.retain(|left| left != key);
            file.left_tokens.push(key.clone());
        })
        .await
    }

    /// The keyring has forgotten a token after all.
    pub(crate) async fn note_forgotten_token(&self, key: &VaultKey) -> Result<(), Error> {
        self.change(|file| file.left_tokens.retain(|left| left != key))
            .await
    }

    /// Forgets somebody who is not signed in at the moment; the folder stays.
    pub(crate) async fn remove_account(&self, key: &VaultKey) -> Result<(), Error> {
        self.change(|file| file.signed_in.retain(|known| known.key() != *key))
            .await
    }

    /// A file that cannot be read counts as empty: signing in again finds the folder, with
    /// everything in it.
    fn read_file(&self) -> ProfilesFile {
        let Ok(text) = read_small_file(&self.file_path()) else {
            return ProfilesFile::default();
        };
        parse_file(&text)
    }

    /// Reads the file, changes it and writes it, while nobody else does: a window and `desk` share it, and each knows
    /// other people.
    async fn change(&self, change: impl FnOnce(&mut ProfilesFile)) -> Result<(), Error> {
        let _lock = self.lock_file().await?;
        let mut file = self.read_file();
        change(&mut file);
        let text =
            serde_json::to_vec_pretty(&file).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(replace_file(&self.file_path(), &text)?)
    }

    /// Locks a file beside `profiles.json`, which itself is replaced with each change. Whoever holds it writes one small
    /// file, so it is free in a moment.
    async fn lock_file(&self) -> Result<File, Error> {
        let lock = open_private_file(&self.root.join("profiles.lock"))?;
        let patience = Instant::now() + PROFILES_WAIT;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(lock),
                Err(TryLockError::Error(error)) => return Err(error.into()),
                Err(TryLockError::WouldBlock) if Instant::now() >= patience => {
                    return Err(io::Error::from(ErrorKind::TimedOut).into());
                }
                Err(TryLockError::WouldBlock) => sleep(PROFILES_LOOK_EVERY).await,
            }
        }
    }

    /// Whether the server accepted this token before, for this user on this computer.
    pub(crate) fn is_accepted(&self, server: &str, user: &UserId, token: &Token) -> bool {
        accepted_token::is_accepted(&self.folder_path(server, user), token)
    }

    /// Notes that the server accepted this token. The user's folder is there.
    pub(crate) fn note_accepted(&self, server: &str, user: &UserId, token: &Token) {
        accepted_token::note_accepted(&self.folder_path(server, user), token);
    }

    /// Who is remembered on this computer, the last one last.
    pub(crate) fn accounts(&self) -> Vec<StoredAccount> {
        self.read_file().signed_in
    }

    /// The folders of all users, whether somebody remembers them or not.
    pub(crate) fn folder_paths(&self) -> Result<Vec<PathBuf>, Error> {
        let entries = match fs::read_dir(self.root.join(PROFILES)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut folders = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            }
        }
        Ok(folders)
    }

    /// Locks the folder of a user.
    ///
    /// # Errors
    /// [`Error::ProfileInUse`] while another process holds it.
    pub(crate) fn lock_folder(&self, server: &str, user: &UserId) -> Result<ProfileFolder, Error> {
        ProfileFolder::lock(self.folder_path(server, user))
    }

    fn file_path(&self) -> PathBuf {
        self.root.join("profiles.json")
    }

    /// The folder's name is a digest: ids and hosts may hold anything, and names must not.
    fn folder_path(&self, server: &str, user: &UserId) -> PathBuf {
        let digest = Sha256::digest(format!("{server}\n{user}"));
        let name: String = digest
            .iter()
            .take(12)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        self.root.join(PROFILES).join(name)
    }
}

/// A profile's folder, held until dropped.
#[derive(Debug)]
pub(crate) struct ProfileFolder {
    pub(crate) path: PathBuf,
    _lock: File,
}

impl ProfileFolder {
    /// The file whose lock holds the folder.
    pub(crate) const LOCK: &'static str = "lock";

    /// Locks a folder, which is made where it is missing.
    ///
    /// # Errors
    /// [`Error::ProfileInUse`] while another process holds it.
    pub(crate) fn lock(path: PathBuf) -> Result<Self, Error> {
        make_private_folder(&path)?;
        let lock = open_private_file(&path.join(Self::LOCK))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::ProfileInUse(path.display().to_string())),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// The server's time when this profile last heard it (UTC). A file that cannot be read, or that says what no server
    /// says, counts as none.
    pub(crate) fn read_server_time(&self) -> Option<UtcMs> {
        let text = read_small_file(&self.path.join(SERVER_TIME)).ok()?;
        let text = String::from_utf8(text).ok()?;
        let heard = text.trim().parse().ok().map(UtcMs);
        heard.filter(|at| is_credible_server_time(*at))
    }

    /// Notes the server's time. Losing it costs no more than a guess.
    pub(crate) fn write_server_time(&self, at: UtcMs) {
        let text = at.0.to_string();
        if let Err(error) = replace_file(&self.path.join(SERVER_TIME), text.as_bytes()) {
            tracing::info!(%error, "the server's time could not be noted");
        }
    }
}

#[cfg(test)]
#[path = "../../tests/unit/profile_directory.rs"]
mod tests;
