//! The ledger: kept outside the engine's process, it knows what was written and acknowledged (A), and
//! compares that with what the backend stored (B) and what the engine shows at the end (C).
//!
//! - Lost = A − (B ∪ pending ∪ failed ∪ cancelled).
//! - Twice = Σ(count in B − count written), but for commits later than the settle time.
//! - In each conversation the order in B is the order of writing, and the order in C that of B.
//! - What C shows as sent is in B; where C shows no gap, B has nothing in between.
//!
//! Texts are compared per conversation; the same text written twice counts twice. Whoever writes into
//! one conversation does so one message after the other.

mod counts;
mod drafts;
mod order;

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use parking_lot::{Mutex, MutexGuard};
use protocol::ConversationId;
use serde::{Deserialize, Serialize};
use store::LocalId;

use crate::Outcome;
use crate::engine_process::{Command, EngineProcess, Snapshot};
use testkit_net::{Person, Stored};

/// How the local ids of messages from another device begin: the engine has none for them.
const ELSEWHERE: &str = "elsewhere-";

/// Whether a message was sent from another device.
fn is_elsewhere(id: &LocalId) -> bool {
    id.0.starts_with(ELSEWHERE)
}

/// A text in a conversation.
type Text = (ConversationId, String);

/// What happened, in the order in which it became known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Entry {
    Meant(Text),
    Acknowledged(Text, LocalId),
    /// The user is about to send a failed message again: it may come after later ones.
    Retried(LocalId),
    /// The user is about to cancel a message.
    Discarding(LocalId),
    Discarded(LocalId),
    /// Somebody is about to keep a draft.
    DraftMeant(Text),
    DraftKept(Text),
}

/// What the ledger is compared with.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Whose messages were written through the engine: a user id.
    pub me: String,
    /// B: what each conversation holds on the server, oldest first.
    pub stored: HashMap<ConversationId, Vec<Stored>>,
    /// C: what the engine shows.
    pub shown: Snapshot,
    /// How many commits of a text came later than the settle time.
    pub late: HashMap<(ConversationId, String), u64>,
}

impl Observed {
    /// Reads B through somebody who sits in all the conversations.
    pub async fn gather(
        reader: &Person,
        conversations: &[ConversationId],
        shown: Snapshot,
    ) -> Result<Self> {
        let mut stored = HashMap::new();
        for id in conversations {
            stored.insert(id.clone(), reader.messages(id).await?);
        }
        Ok(Self {
            me: reader.id().to_owned(),
            stored,
            shown,
            late: HashMap::new(),
        })
    }
}

/// What was written, on disk before anybody relies on it.
pub struct Ledger {
    file: Mutex<File>,
    entries: Mutex<Vec<Entry>>,
}

impl Ledger {
    /// Opens a ledger, and goes on with what it holds.
    pub fn open(path: &Path) -> Result<Self> {
        let mut entries = Vec::new();
        if path.is_file() {
            for line in std::fs::read_to_string(path)?.lines() {
                entries.push(serde_json::from_str(line).context("not a ledger")?);
            }
        }
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self {
            file: Mutex::new(file),
            entries: Mutex::new(entries),
        })
    }

    /// Sends through an engine, and notes what was meant before and what was acknowledged after.
    pub async fn send(
        &self,
        engine: &EngineProcess,
        conversation: &ConversationId,
        text: &str,
    ) -> Result<LocalId> {
        let text = (conversation.clone(), text.to_owned());
        self.note(Entry::Meant(text.clone()))?;
        let local_id = engine.send(conversation, &text.1).await?;
        self.note(Entry::Acknowledged(text, local_id.clone()))?;
        Ok(local_id)
    }

    /// The user of the engine sends from another device.
    pub async fn send_from_other_device(
        &self,
        me: &Person,
        conversation: &ConversationId,
        text: &str,
    ) -> Result<()> {
        let text = (conversation.clone(), text.to_owned());
        self.note(Entry::Meant(text.clone()))?;
        me.send_message(conversation, &text.1).await?;
        let local_id = LocalId(format!("{ELSEWHERE}{}", self.acknowledged()));
        self.note(Entry::Acknowledged(text, local_id))
    }

    /// Keeps a draft through an engine, and notes it.
    pub async fn draft(
        &self,
        engine: &EngineProcess,
        conversation: &ConversationId,
        text: &str,
    ) -> Result<()> {
        let text = (conversation.clone(), text.to_owned());
        self.note(Entry::DraftMeant(text.clone()))?;
        engine.draft(conversation, &text.1).await?;
        self.note(Entry::DraftKept(text))
    }

    /// Sends a failed message again through an engine, and notes it.
    pub async fn retry(&self, engine: &EngineProcess, id: &LocalId) -> Result<()> {
        self.send_again(engine, id, Command::Retry(id.clone()))
            .await
    }

    /// Notes that a text may be stored once more than it was written: whoever wrote it has it sent again, though
    /// it may be there.
    pub fn allow_another(&self, conversation: &ConversationId, text: &str) -> Result<()> {
        let text = (conversation.clone(), text.to_owned());
        self.note(Entry::Meant(text))
    }

    /// Gives an order by which a message is queued once more, perhaps behind later ones.
    pub async fn send_again(
        &self,
        engine: &EngineProcess,
        id: &LocalId,
        order: Command,
    ) -> Result<()> {
        self.note(Entry::Retried(id.clone()))?;
        engine.command(order).await.map(drop)
    }

    /// Cancels a message through an engine, and notes it.
    pub async fn discard(&self, engine: &EngineProcess, id: &LocalId) -> Result<()> {
        self.note(Entry::Discarding(id.clone()))?;
        engine.command(Command::Discard(id.clone())).await?;
        self.note(Entry::Discarded(id.clone()))
    }

    pub fn acknowledged(&self) -> u64 {
        let entries = self.entries();
        let acknowledged = entries
            .iter()
            .filter(|e| matches!(e, Entry::Acknowledged(..)));
        acknowledged.count() as u64
    }

    /// How often a text was written into a conversation.
    pub fn times_meant(&self, conversation: &ConversationId, text: &str) -> u64 {
        let entries = self.entries();
        let meant = entries.iter().filter(
            |entry| matches!(entry, Entry::Meant((c, t)) if c == conversation && t == text),
        );
        meant.count() as u64
    }

    /// Compares with what the backend holds and the engine shows.
    pub fn compare(&self, observed: &Observed) -> Outcome {
        let mut outcome = Outcome {
            cases: self.acknowledged(),
            ..Outcome::default()
        };
        let entries = self.entries();
        counts::compare(&entries, observed, &mut outcome);
        order::compare(&entries, observed, &mut outcome);
        drafts::compare(&entries, observed, &mut outcome);
        outcome
    }

    fn note(&self, entry: Entry) -> Result<()> {
        let mut line = serde_json::to_string(&entry)?;
        line.push('\n');
        {
            let mut file = self.file.lock();
            file.write_all(line.as_bytes())?;
            file.sync_data()?;
        }
        self.entries().push(entry);
        Ok(())
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock()
    }
}
