//! The files of messages that wait: a folder beside `user.db`, each under its entry's local id. A file is on disk before
//! its entry is, and goes when the entry does: one that no entry names belongs to nobody.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::db::connection::StorageMode;
use crate::db::files::{self, StorePaths};
use crate::db::private_file::create_private_file;
use crate::db::write_lock::Writer;
use crate::model::rows::LocalId;
use crate::store::Inner;
use crate::tables::outbox;

/// What stands behind a file's name until its entry is written.
const PART: &str = ".part";

/// The folder of the files, and the steps of one.
#[derive(Clone, Debug)]
pub(crate) struct AttachedFiles(PathBuf);

impl AttachedFiles {
    pub(crate) fn beside(paths: &StorePaths) -> Self {
        Self(files::folder_of(&paths.user).join("attachments"))
    }

    pub(crate) fn path(&self, id: &LocalId) -> PathBuf {
        self.0.join(&id.0)
    }

    /// Writes a file to the disk, for this user alone, where no entry names it yet.
    pub(crate) fn stage(&self, id: &LocalId, bytes: &[u8]) -> io::Result<()> {
        let part = self.part(id);
        files::fit_on_disk(&self.0, bytes.len() as u64)?;
        files::make_folder(&self.0)?;
        let mut file = create_private_file(&part)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        if written.is_err() {
            // A part of a file is of no use, and the full disk needs its room.
            drop(fs::remove_file(&part));
        }
        written
    }

    /// Gives a staged file the name that its entry knows it by. Once is as good as twice.
    pub(crate) fn keep(&self, id: &LocalId) -> io::Result<()> {
        let path = self.path(id);
        if !path.exists() {
            files::rename(&self.part(id), &path)?;
            files::sync_folder(&path)?;
            files::sync_folder(&self.0)?;
        }
        Ok(())
    }

    /// Removes what was staged or kept of a file whose entry was not written.
    pub(crate) fn forget(&self, id: &LocalId) {
        for path in [self.part(id), self.path(id)] {
            drop(fs::remove_file(path));
        }
    }

    fn part(&self, id: &LocalId) -> PathBuf {
        files::with_suffix(&self.path(id), PART)
    }

    /// Every file, those that are being written among them; nothing where there is no folder.
    fn list(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.0).into_iter().flatten();
        entries.flatten().map(|entry| entry.path()).collect()
    }
}

fn is_part(path: &Path) -> bool {
    path.to_string_lossy().ends_with(PART)
}

/// Which files go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sweep {
    /// Those that no entry names any more.
    Orphans,
    /// Those that an earlier run was writing, too.
    AtTheStart,
}

impl Inner {
    /// Removes the files that belong to nobody. Best effort: the next opening does it again. Whoever writes an entry
    /// with a file holds the writer too, so no file is taken for an orphan before its entry is there.
    pub(crate) async fn sweep_files(&self, writer: &mut Writer, sweep: Sweep) {
        // While `user.db` stands in memory for want of room, it is no witness of what may go.
        if self.maintenance.storage().user != StorageMode::File {
            return;
        }
        let attached = AttachedFiles::beside(&self.paths);
        let mut found = attached.list();
        if sweep == Sweep::Orphans {
            found.retain(|path| !is_part(path));
        }
        if found.is_empty() {
            return;
        }
        let named: HashSet<PathBuf> = match outbox::load_files(&mut writer.user).await {
            Ok(entries) => entries
                .into_iter()
                .map(|(id, _)| attached.path(&LocalId(id)))
                .collect(),
            Err(error) => {
                tracing::warn!(%error, "which attached files are still needed is not known");
                return;
            }
        };
        for path in found.iter().filter(|path| !named.contains(*path)) {
            if let Err(error) = fs::remove_file(path) {
                tracing::warn!(%error, "an attached file could not be removed yet");
            }
        }
    }
}
