//! Profiles on disk: `profiles.json` remembers who signed in where, and each server and user has a
//! folder of its own (0700), held by a lock so that two processes never write the same cache.

use std::{
    fs::{self, File, TryLockError},
    io::Write,
    path::{Path, PathBuf},
};

use protocol::{Participant, UserId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Error, paths::make_private_folder};

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

/// `profiles.json`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Memory {
    /// Who is signed in; `None` after a sign-out.
    current: Option<Owner>,
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
        Ok(Self { root: root.to_owned() })
    }

    /// Who was signed in last and did not sign out. A file that cannot be read counts as nobody:
    /// signing in again finds the folder, with everything in it.
    pub(crate) fn current(&self) -> Option<Owner> {
        let text = fs::read(self.memory_path()).ok()?;
        match serde_json::from_slice::<Memory>(&text) {
            Ok(memory) => memory.current,
            Err(error) => {
                tracing::warn!(%error, "profiles.json cannot be read");
                None
            }
        }
    }

    /// Remembers who is signed in. The file is replaced whole, so a crash leaves the old or the new.
    pub(crate) fn remember(&self, owner: Option<&Owner>) -> Result<(), Error> {
        let memory = Memory { current: owner.cloned() };
        let text = serde_json::to_vec_pretty(&memory)
            .map_err(|error| Error::Internal(error.to_string()))?;
        let draft = self.root.join(format!("profiles.json.{}", std::process::id()));
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
        let name: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        self.root.join("profiles").join(name)
    }
}

/// A profile's folder, held until dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    _lock: File,
}
