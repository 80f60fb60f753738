//! The lines of a journal, and the rows that follow from them.
//!
//! A line is the hash of a JSON text, a space, the text. The text names the hash of the line before, so that a line
//! that is lost or out of place shows. A snapshot has a line for each row; its last line has the
//! sequence of the transaction that it is of. Each line after that is one transaction.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::tables::Row;

/// How much of a SHA-256 is written, in bytes.
const HASH: usize = 16;

/// One line.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Line {
    /// The hash of the line before; empty in the first.
    pub(crate) after: String,
    /// The newest migration that the tables had.
    pub(crate) schema: i64,
    /// Which transaction is complete with this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sequence: Option<i64>,
    pub(crate) rows: Vec<Row>,
}

/// Where a journal ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct End {
    /// In bytes.
    pub(crate) length: u64,
    pub(crate) hash: String,
    pub(crate) sequence: i64,
}

/// Rows by table and key.
pub(crate) type Rows = BTreeMap<(String, String), Row>;

/// A journal that was read.
#[derive(Debug, Default)]
pub(crate) struct History {
    lines: Vec<Line>,
    /// A line is missing, unreadable or out of place. A last line without its end does not count: its
    /// transaction was never acknowledged.
    pub(crate) is_broken: bool,
    /// The last line has no end: a write that was never acknowledged, where no more is missing.
    pub(crate) is_torn: bool,
    pub(crate) end: End,
    /// How many lines after the last one that could be read.
    unreadable_at_end: i64,
    /// How long the snapshot is, in bytes.
    pub(crate) snapshot: u64,
}

impl Line {
    /// The line as it is written, and its hash.
    pub(crate) fn encode(&self) -> Result<(String, String), serde_json::Error> {
        let text = serde_json::to_string(self)?;
        let hash = hash_of(&text);
        Ok((format!("{hash} {text}\n"), hash))
    }

    fn decode(line: &[u8]) -> Option<(Self, &str)> {
        let (hash, text) = str::from_utf8(line).ok()?.split_once(' ')?;
        let line = (hash == hash_of(text)).then(|| serde_json::from_str(text))?;
        Some((line.ok()?, hash))
    }
}

impl History {
    /// `None` for a journal that is missing or empty.
    pub(crate) fn read(path: &Path) -> io::Result<Option<Self>> {
        match std::fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Ok(bytes) if bytes.is_empty() => Ok(None),
            bytes => Ok(Some(Self::parse(&bytes?))),
        }
    }

    fn parse(bytes: &[u8]) -> Self {
        let mut history = Self::default();
        let mut is_complete = false;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let Some(text) = line.strip_suffix(b"\n") else {
                history.is_torn = true;
                break;
            };
            history.end.length += line.len() as u64;
            let Some((line, hash)) = Line::decode(text) else {
                history.is_broken = true;
                history.unreadable_at_end += i64::from(history.snapshot > 0);
                continue;
            };
            history.unreadable_at_end = 0;
            history.is_broken |= line.after != history.end.hash;
            hash.clone_into(&mut history.end.hash);
            is_complete = line.sequence.is_some();
            if let Some(sequence) = line.sequence {
                history.end.sequence = sequence;
                if history.snapshot == 0 {
                    history.snapshot = history.end.length;
                }
            }
            history.lines.push(line);
        }
        history.is_broken |= !is_complete;
        history
    }

    /// The newest migration that its tables had.
    pub(crate) fn schema(&self) -> Option<i64> {
        self.lines.iter().map(|line| line.schema).max()
    }

    /// The rows after all of its lines.
    pub(crate) fn rows(&self) -> Rows {
        let mut rows = Rows::new();
        self.lines
            .iter()
            .for_each(|line| apply(&mut rows, &line.rows));
        rows
    }

    /// The sequence of the last transaction, also where its line cannot be read.
    pub(crate) fn last(&self) -> i64 {
        self.end.sequence + self.unreadable_at_end
    }

    /// Rows as they were after the transaction with this sequence, brought up to the last one; and whether
    /// a transaction in between is missing.
    pub(crate) fn brought_up(&self, mut rows: Rows, mut sequence: i64) -> (Rows, bool) {
        let mut is_missing = self.unreadable_at_end > 0;
        for line in &self.lines {
            if let Some(of) = line.sequence.filter(|of| *of > sequence) {
                is_missing |= of != sequence + 1;
                apply(&mut rows, &line.rows);
                sequence = of;
            }
        }
        (rows, is_missing)
    }
}

/// Rows by table and key.
pub(crate) fn by_key(rows: Vec<Row>) -> Rows {
    rows.into_iter().map(|row| (row.name(), row)).collect()
}

fn apply(rows: &mut Rows, changed: &[Row]) {
    for row in changed {
        match row.values {
            Some(_) => rows.insert(row.name(), row.clone()),
            None => rows.remove(&row.name()),
        };
    }
}

fn hash_of(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter()
        .take(HASH)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
