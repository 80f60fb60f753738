//! What was found of an outbox, and how sure it is that it was in it last.

use protocol::UtcMs;

use super::{judge::RESTORED, record::Value};
use crate::health::seal::{self, Seal};
use crate::tables::outbox::{OutboxRecord, hold, state};

/// How many columns a message had before rows were sealed, and has since.
const UNSEALED: usize = 16;
const SEALED: usize = 19;

/// Where something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// It was in the outbox last.
    Live,
    /// It was in the outbox once; perhaps it was sent or discarded since.
    Doubtful,
    /// In the backup.
    Backup,
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) conversation: String,
    pub(crate) text: String,
    pub(crate) saved_at: i64,
    pub(crate) hash: Option<Vec<u8>>,
}

impl Draft {
    pub(crate) fn seal(&self) -> Seal {
        let now = seal::of_draft(&self.conversation, &self.text, self.saved_at);
        Seal::of(self.hash.as_deref(), &now)
    }
}

/// Which message an entry has become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) message: String,
    pub(crate) local_id: String,
    pub(crate) conversation: String,
    pub(crate) sent_at: UtcMs,
}

/// What was read, and is to be told to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Receipt {
    pub(crate) conversation: String,
    pub(crate) at: i64,
    pub(crate) id: String,
    pub(crate) queued: i64,
}

/// All that was found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) entries: Vec<(OutboxRecord, Source)>,
    pub(crate) drafts: Vec<(Draft, Source)>,
    pub(crate) links: Vec<(Link, Source)>,
    pub(crate) receipts: Vec<(Receipt, Source)>,
    /// The drafts were read to the end: no other was in the outbox last.
    pub(crate) all_drafts: bool,
}

impl Findings {
    /// Takes a row in that SQLite has read. `number` is set for rows of tables that number them.
    pub(crate) fn take_from_sql(&mut self, number: Option<i64>, values: &[Value], source: Source) {
        match number {
            Some(number) => {
                let entry = entry(number, values);
                self.entries.extend(entry.map(|entry| (entry, source)));
            }
            None => self.take_unnumbered(values, source),
        }
    }

    /// Takes a row in that was found in a page, if it is one of a table of the outbox.
    pub(crate) fn take_from_page(&mut self, number: Option<i64>, values: &[Value], source: Source) {
        let known = self.entries.len();
        self.take_from_sql(number, values, source);
        for (entry, source) in self.entries.iter_mut().skip(known) {
            // What was deleted before rows were sealed was not overwritten.
            if entry.hash.is_none() && *source == Source::Live {
                *source = Source::Doubtful;
            }
        }
    }

    fn take_unnumbered(&mut self, values: &[Value], source: Source) {
        if let Some(draft) = draft(values) {
            self.drafts.push((draft, source));
        } else if let Some(link) = link(values) {
            self.links.push((link, source));
        } else if let Some(receipt) = receipt(values) {
            self.receipts.push((receipt, source));
        }
    }
}

/// A message's row. The migrations say which column is which.
pub(crate) fn entry(number: i64, values: &[Value]) -> Option<OutboxRecord> {
    let sealed = match values.len() {
        SEALED => true,
        UNSEALED => false,
        _ => return None,
    };
    let at = |index: usize| values.get(index);
    let text = |index: usize| at(index).and_then(Value::text);
    let int = |index: usize| at(index).and_then(Value::int);
    let written = text(4)?;
    let known = [
        state::PENDING,
        state::SENDING,
        state::CHECKING,
        state::FAILED,
        state::CANCELLED,
    ];
    let (state, code, detail) = if known.contains(&written.as_str()) {
        (written, text(5), text(6))
    } else {
        // A word that nobody knows may mean anything: the user decides.
        (state::FAILED.to_owned(), Some(RESTORED.to_owned()), None)
    };
    let (held, cancelled_at, hash) = if sealed {
        (text(15), int(16), at(17).and_then(Value::blob))
    } else {
        (None, None, None)
    };
    Some(OutboxRecord {
        number,
        local_id: text(1)?,
        conversation: text(2)?,
        text: text(3)?,
        state,
        code,
        detail,
        created_at: int(7)?,
        attempts: int(8)?,
        not_before: int(9),
        sending_since: int(10),
        maybe_sent: int(11)? != 0,
        known_head_time: int(12),
        known_head_id: text(13),
        known_ids: text(14).unwrap_or_else(|| "[]".to_owned()),
        // Without one it is looked up whether the chat is closed.
        hold: held.filter(|word| [hold::CLOSED, hold::RELEASED].contains(&word.as_str())),
        cancelled_at,
        hash,
        revision: int(if sealed { 18 } else { 15 })?,
        ..OutboxRecord::default()
    })
}

fn draft(values: &[Value]) -> Option<Draft> {
    let (Value::Text(_), Value::Text(_), Value::Int(saved_at)) =
        (values.first()?, values.get(1)?, values.get(2)?)
    else {
        return None;
    };
    let hash = match values.get(3..)? {
        [] | [Value::Null] => None,
        [Value::Blob(hash)] => Some(hash.clone()),
        _ => return None,
    };
    Some(Draft {
        conversation: values.first()?.text()?,
        text: values.get(1)?.text()?,
        saved_at: *saved_at,
        hash,
    })
}

fn link(values: &[Value]) -> Option<Link> {
    match values {
        [message, local_id, conversation, sent_at] => Some(Link {
            message: message.text()?,
            local_id: local_id.text()?,
            conversation: conversation.text()?,
            sent_at: UtcMs(sent_at.int()?),
        }),
        _ => None,
    }
}

fn receipt(values: &[Value]) -> Option<Receipt> {
    match values {
        [conversation, at, id, queued] => Some(Receipt {
            conversation: conversation.text()?,
            at: at.int()?,
            id: id.text()?,
            queued: queued.int()?,
        }),
        _ => None,
    }
}
