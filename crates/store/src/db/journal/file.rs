//! The file of a journal: lines are appended, the last one is removed when its transaction failed, and now and
//! then all of it is written anew. Nothing is done until it is on disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::history::{End, History, Line};
use super::tables::Row;
use crate::db::files;
use crate::db::private_file::create_private_file;

/// A journal that is written to.
#[derive(Debug)]
pub(crate) struct JournalFile {
    path: PathBuf,
    file: Option<File>,
    schema: i64,
    end: End,
    /// Where it ended before its last line.
    before: End,
    /// How long its snapshot is, in bytes.
    snapshot: u64,
    /// The file's content is unknown: the file has to be written anew.
    is_broken: bool,
}

impl JournalFile {
    /// Goes on with a journal that was read, if there is one and it is whole.
    pub(crate) fn resume(path: PathBuf, schema: i64, history: Option<&History>) -> Self {
        let whole = history.filter(|history| !history.is_broken);
        let end = whole.map(|history| history.end.clone()).unwrap_or_default();
        Self {
            path,
            file: None,
            schema,
            before: End::default(),
            end,
            snapshot: whole.map_or(0, |history| history.snapshot),
            is_broken: whole.is_none_or(|history| history.schema() != Some(schema)),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the transaction with this sequence is the next one. Removes the line of a transaction that was
    /// rolled back.
    pub(crate) fn expects(&mut self, sequence: i64) -> bool {
        if self.end.sequence >= sequence {
            self.take_back();
        }
        !self.is_broken && self.end.sequence + 1 == sequence
    }

    /// Whether it ends with this transaction.
    pub(crate) fn ends_with(&self, sequence: i64) -> bool {
        !self.is_broken && self.end.sequence == sequence
    }

    /// How much was appended since the snapshot, in bytes.
    pub(crate) fn appended(&self) -> u64 {
        self.end.length.saturating_sub(self.snapshot)
    }

    /// Appends a transaction.
    ///
    /// # Errors
    /// Those of the disk: nothing is appended then.
    pub(crate) fn append(&mut self, sequence: i64, rows: Vec<Row>) -> io::Result<()> {
        let (text, hash) = self.line(&self.end.hash, Some(sequence), rows)?;
        self.before = self.end.clone();
        let written = self.write(&text);
        self.end = End {
            length: self.end.length + text.len() as u64,
            hash,
            sequence,
        };
        if written.is_err() {
            self.take_back();
        }
        written
    }

    /// Removes the last transaction.
    pub(crate) fn take_back(&mut self) {
        if self.before == End::default() {
            self.is_broken = true;
            return;
        }
        self.end = self.before.clone();
        let cut = self.cut();
        if let Err(error) = cut {
            tracing::warn!(%error, "the journal has to be written anew");
            self.is_broken = true;
        }
    }

    /// Writes all of it anew. Until the new file is whole the old one stays.
    pub(crate) fn rewrite(&mut self, sequence: i64, rows: Vec<Row>) -> io::Result<()> {
        let fresh = files::with_suffix(&self.path, ".new");
        let written = self.write_fresh(&fresh, sequence, rows);
        let (end, snapshot) = match written {
            Ok(end) => (end.clone(), end.length),
            Err(error) => {
                drop(fs::remove_file(fresh));
                return Err(error);
            }
        };
        fail::fail_point!("store.files.journal.written");
        // Windows renames nothing onto an open file.
        self.file = None;
        self.is_broken = true;
        files::rename(&fresh, &self.path)?;
        fail::fail_point!("store.files.journal.in-place");
        files::sync_folder(&self.path)?;
        self.is_broken = false;
        // No transaction can be removed from a snapshot: the journal counts as broken.
        (self.before, self.end, self.snapshot) = (End::default(), end, snapshot);
        Ok(())
    }

    fn write_fresh(&self, fresh: &Path, sequence: i64, rows: Vec<Row>) -> io::Result<End> {
        let mut file = BufWriter::new(create_private_file(fresh)?);
        fail::fail_point!("store.files.journal.begun");
        let mut end = End {
            sequence,
            ..End::default()
        };
        let lines = rows.into_iter().map(|row| (None, vec![row]));
        for (sequence, rows) in lines.chain([(Some(sequence), Vec::new())]) {
            let (text, hash) = self.line(&end.hash, sequence, rows)?;
            file.write_all(text.as_bytes())?;
            end.length += text.len() as u64;
            end.hash = hash;
        }
        file.into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
        Ok(end)
    }

    fn line(
        &self,
        after: &str,
        sequence: Option<i64>,
        rows: Vec<Row>,
    ) -> io::Result<(String, String)> {
        let line = Line {
            after: after.to_owned(),
            schema: self.schema,
            sequence,
            rows,
        };
        Ok(line.encode()?)
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        files::fit_on_disk(&self.path, text.len() as u64)?;
        self.opened()?.write_all(text.as_bytes())?;
        self.opened()?.sync_data()
    }

    /// The file, at its end.
    fn opened(&mut self) -> io::Result<&mut File> {
        if self.file.is_none() {
            let mut file = fs::OpenOptions::new().write(true).open(&self.path)?;
            // Behind it may be a line that was torn.
            file.set_len(self.end.length)?;
            file.seek(SeekFrom::End(0))?;
            self.file = Some(file);
        }
        self.file
            .as_mut()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn cut(&mut self) -> io::Result<()> {
        let length = self.end.length;
        let file = self.opened()?;
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        file.sync_data()
    }
}
