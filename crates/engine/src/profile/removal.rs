//! Removing a profile from the computer: its chats, its images and what was set aside of damaged files. What was
//! written and not sent is looked for first, since it lies nowhere else.

use std::{fs, io, path::Path};

use store::{Clock, Store, StorePaths, Unsent};

use crate::{Error, profile::directory::ProfileFolder};

/// What is not sent in a profile that is closed.
pub(crate) async fn unsent_in(folder: &ProfileFolder, clock: Clock) -> Result<Unsent, Error> {
    let files = StorePaths::in_folder(&folder.path);
    if !files.user.exists() && !files.user.with_extension("journal").exists() {
        return Ok(Unsent::default());
    }
    let store = Store::open(files, clock).await?.store;
    let unsent = store.unsent().await;
    store.close().await?;
    Ok(unsent?)
}

/// Fails where something is not sent.
///
/// # Errors
/// [`Error::UnsentRemains`].
pub(crate) fn require_none(unsent: Unsent) -> Result<(), Error> {
    match unsent.messages().saturating_add(unsent.drafts) {
        0 => Ok(()),
        count => Err(Error::UnsentRemains(count)),
    }
}

/// Removes a folder and all that is in it. The lock goes last: until then nobody else opens the folder.
pub(crate) fn remove_folder(folder: ProfileFolder) -> Result<(), Error> {
    for entry in fs::read_dir(&folder.path)? {
        let entry = entry?;
        if entry.file_name() == ProfileFolder::LOCK {
            continue;
        }
        remove(&entry.path())?;
    }
    let path = folder.path.clone();
    drop(folder);
    fs::remove_dir_all(path)?;
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    // A link is removed, and not what it leads to.
    if fs::symlink_metadata(path)?.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
}
