//! Profiles on disk: `profiles.json` remembers who signed in where, and each server and user has a
//! folder of its own (0700), held by a lock so that two processes never write the same cache.

use std::{
    fs::{self, File, TryLockError},
    io::Write,
    path::{Path, PathBuf},
};

use protocol::{Participant, UserId, UtcMs};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Error, Origin, ProfileChoice, paths::make_private_folder};

/// The file with the server's time as it was last heard, in ms.
const SERVER_TIME: &str = "server-time";

/// Whom a profile belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Owner {
    /// The server's origin.
    pub(crate) server: String,
    /// The user.
    pub(crate) me: Participant,
    /// Whether the token went into the vault.
    pub(crate) remembered: bool,
}

impl Owner {
    fn is(&self, server: &str, user: &UserId) -> bool {
        self.server == server && self.me.id == *user
    }
}

/// `profiles.json`: who is signed in on this computer, the last one last.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Memory {
    signed_in: Vec<Owner>,
    /// Whether the last to do anything signed out: then nobody is opened unasked.
    signed_out: bool,
}

fn read(text: &[u8]) -> Memory {
    serde_json::from_slice(text).unwrap_or_else(|error| {
        tracing::warn!(%error, "profiles.json cannot be read");
        Memory::default()
    })
}

/// Reads a `profiles.json` and tells how many people it names. For fuzzing: whatever the file holds,
/// reading it must not break the program down.
#[cfg(feature = "failpoints")]
#[must_use]
pub fn remembered_profiles(text: &[u8]) -> usize {
    read(text).signed_in.len()
}

/// The data folder.
#[derive(Clone, Debug)]
pub(crate) struct Profiles {
    root: PathBuf,
}

impl Profiles {
    /// Opens the data folder; makes it if there is none.
    pub(crate) fn open(root: &Path) -> Result<Self, Error> {
        make_private_folder(root)?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// Whose profile is wanted, if there is one.
    pub(crate) fn choose(&self, choice: &ProfileChoice) -> Result<Option<Owner>, Error> {
        let mut memory = self.recall();
        match choice {
            ProfileChoice::Last if memory.signed_out => Ok(None),
            ProfileChoice::Last => Ok(memory.signed_in.pop()),
            ProfileChoice::OfServer(written) => {
                let server = Origin::parse(written)?.to_string();
                Ok(memory
                    .signed_in
                    .into_iter()
                    .rfind(|owner| owner.server == server))
            }
            ProfileChoice::Of {
                server: written,
                user,
            } => {
                let server = Origin::parse(written)?.to_string();
                let known = memory
                    .signed_in
                    .into_iter()
                    .rfind(|owner| owner.is(&server, user));
                let me = Participant {
                    id: user.clone(),
                    name: None,
                    role: None,
                    phone: None,
                };
                Ok(Some(known.unwrap_or(Owner {
                    server,
                    me,
                    remembered: false,
                })))
            }
        }
    }

    /// Remembers somebody who signed in, as the last one.
    pub(crate) fn remember(&self, owner: &Owner) -> Result<(), Error> {
        let mut memory = self.recall();
        memory
            .signed_in
            .retain(|known| !known.is(&owner.server, &owner.me.id));
        memory.signed_in.push(owner.clone());
        memory.signed_out = false;
        self.write(&memory)
    }

    /// Forgets somebody who signed out; the folder stays. The next start asks for a sign-in rather
    /// than opening somebody else's profile.
    pub(crate) fn forget(&self, server: &str, user: &str) -> Result<(), Error> {
        let mut memory = self.recall();
        memory
            .signed_in
            .retain(|known| known.server != server || known.me.id.as_str() != user);
        memory.signed_out = true;
        self.write(&memory)
    }

    /// A file that cannot be read counts as empty: signing in again finds the folder, with
    /// everything in it.
    fn recall(&self) -> Memory {
        let Ok(text) = fs::read(self.memory_path()) else {
            return Memory::default();
        };
        read(&text)
    }

    /// The file is replaced whole, so a crash leaves the old or the new.
    fn write(&self, memory: &Memory) -> Result<(), Error> {
        let text = serde_json::to_vec_pretty(memory)
            .map_err(|error| Error::Internal(error.to_string()))?;
        let draft = self
            .root
            .join(format!("profiles.json.{}", std::process::id()));
        let mut file = File::create(&draft)?;
        file.write_all(&text)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&draft, self.memory_path())?;
        Ok(())
    }

    /// Whether this user has a folder already.
    pub(crate) fn knows(&self, server: &str, user: &UserId) -> bool {
        self.folder_path(server, user).is_dir()
    }

    /// Takes the folder of a user, alone.
    ///
    /// # Errors
    /// [`Error::ProfileInUse`] while another process holds it.
    pub(crate) fn take(&self, server: &str, user: &UserId) -> Result<Folder, Error> {
        let path = self.folder_path(server, user);
        make_private_folder(&path)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Folder { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::ProfileInUse(path.display().to_string())),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    fn memory_path(&self) -> PathBuf {
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
        self.root.join("profiles").join(name)
    }
}

/// A profile's folder, held until dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    _lock: File,
}

impl Folder {
    /// The server's time when this profile last heard it (UTC). A file that cannot be read counts as
    /// none.
    pub(crate) fn server_time(&self) -> Option<UtcMs> {
        let text = fs::read_to_string(self.path.join(SERVER_TIME)).ok()?;
        text.trim().parse().ok().map(UtcMs)
    }

    /// Notes the server's time. Losing it costs no more than a guess.
    pub(crate) fn note_server_time(&self, at: UtcMs) {
        if let Err(error) = fs::write(self.path.join(SERVER_TIME), at.0.to_string()) {
            tracing::info!(%error, "the server's time could not be noted");
        }
    }
}
