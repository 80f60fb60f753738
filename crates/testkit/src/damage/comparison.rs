//! What a store on damaged files must show.
//!
//! Damage to `user.db` alone, or to its journal alone, may cost nothing. Where both were damaged, every row whose
//! last line in the journal was not hit must be there. An entry that is sent without the user must hold what
//! somebody wrote, word for word, and not be sent or cancelled already. The cache must show the server's messages
//! once more as soon as they were fetched. Cached rows carry no hash: where no check sees the damage, a row
//! that was itself hit may stay garbled, and no other row may. A row counts as hit when a damaged byte lies in
//! its cell, or on a page that only its text fills.

use std::{collections::HashSet, fs, ops::Range, path::Path};

use anyhow::Result;
use store::{MessageWindow, OutboxEntry, OutboxState, Store, StoreError};

use super::{
    corruption::{Corruption, Database},
    fixture::{Fixture, Written},
    pages::Files,
};
use crate::outcome::{Finding, Outcome};

/// How much of a finding is told, in characters.
const NOTE: usize = 400;

/// Which rows the corruption left alone.
pub(crate) struct Intact {
    entries: Vec<Written>,
    drafts: Vec<(protocol::ConversationId, String)>,
    /// Ids of the cached messages that were hit.
    garbled: HashSet<String>,
}

impl Intact {
    /// Reads the files before they are damaged.
    pub(crate) fn before(
        corruption: &Corruption,
        folder: &Path,
        fixture: &Fixture,
    ) -> Result<Self> {
        let journal = fs::read(folder.join(Database::Journal.file()))?;
        let is_spared = |pieces: &[&str]| match &corruption.to_journal {
            Some(damage) => last_line(&journal, pieces).is_some_and(|line| !damage.hits(&line)),
            None => true,
        };
        let entries = fixture.entries.iter();
        let drafts = fixture.drafts.iter();
        Ok(Self {
            garbled: hit_in_cache(corruption, folder, fixture)?,
            entries: entries
                .filter(|entry| is_spared(&[&entry.id.0]))
                .cloned()
                .collect(),
            drafts: drafts
                .filter(|(conversation, _)| is_spared(&["\"drafts\"", conversation.as_str()]))
                .cloned()
                .collect(),
        })
    }

    pub(crate) fn count(&self) -> usize {
        self.entries.len() + self.drafts.len()
    }

    /// Adds entries that were acknowledged after the damage, and removes the drafts that sending them cleared.
    pub(crate) fn add(&mut self, later: &[Written]) {
        self.entries.extend_from_slice(later);
        let is_sent =
            |chat: &protocol::ConversationId| later.iter().any(|entry| entry.conversation == *chat);
        self.drafts.retain(|(chat, _)| !is_sent(chat));
    }
}

/// Where the last line of a journal lies that holds all of these pieces of text.
fn last_line(journal: &[u8], pieces: &[&str]) -> Option<Range<usize>> {
    let mut start = 0;
    let mut last = None;
    for line in journal.split_inclusive(|byte| *byte == b'\n') {
        let text = String::from_utf8_lossy(line);
        if pieces.iter().all(|piece| text.contains(piece)) {
            last = Some(start..start + line.len());
        }
        start += line.len();
    }
    last
}

/// Compares a store that was opened after the damage.
pub(crate) async fn compare(
    store: &Store,
    fixture: &Fixture,
    intact: &Intact,
) -> Result<Outcome, StoreError> {
    let mut outcome = Outcome::default();
    let kept = store.outbox().await?.entries;
    for entry in &intact.entries {
        let found = kept.iter().any(|found| same(found, entry));
        if !found {
            outcome.add_finding(Finding::Lost, entry.id.0.as_str());
        } else if store.outbox_entry(&entry.id).await?.is_none() {
            // The entry is listed, but not found by its id.
            outcome.add_finding(Finding::Breakdown, format!("out of reach: {}", entry.id.0));
        }
    }
    for entry in kept.iter().filter(|entry| goes_by_itself(entry)) {
        let is_among = |gone: &[Written]| gone.iter().any(|gone| gone.id == entry.local_id);
        if is_among(&fixture.sent) || is_among(&fixture.cancelled) {
            outcome.add_finding(Finding::Twice, format!("risen: {}", entry.local_id.0));
        } else if !fixture.entries.iter().any(|written| same(entry, written)) {
            outcome.add_finding(
                Finding::ShownUnstored,
                format!("garbled and sent: {entry:?}"),
            );
        }
    }
    for (conversation, text) in &intact.drafts {
        let row = store.conversation(conversation).await?;
        if row.and_then(|row| row.draft).as_ref() != Some(text) {
            outcome.add_finding(Finding::WrongDraft, conversation.as_str());
        }
    }
    compare_history(store, fixture, intact, &mut outcome).await?;
    Ok(outcome)
}

/// The ids of the cached messages that the damage hits.
fn hit_in_cache(
    corruption: &Corruption,
    folder: &Path,
    fixture: &Fixture,
) -> Result<HashSet<String>> {
    if corruption.database != Database::Cache {
        return Ok(HashSet::new());
    }
    let files = Files::read(&folder.join(Database::Cache.file()))?;
    let messages = fixture.history.iter().flat_map(|(_, messages)| messages);
    let hit = messages.filter(|message| {
        let rows = files.rows_with(&[message.id.as_str(), message.conversation.as_str()]);
        rows.iter()
            .flatten()
            .any(|stretch| corruption.hits(stretch))
    });
    Ok(hit.map(|message| message.id.to_string()).collect())
}

fn same(found: &OutboxEntry, written: &Written) -> bool {
    found.local_id == written.id
        && found.conversation == written.conversation
        && found.text == written.text
}

fn goes_by_itself(entry: &OutboxEntry) -> bool {
    matches!(
        entry.state,
        OutboxState::Pending | OutboxState::Sending | OutboxState::Checking
    )
}

async fn compare_history(
    store: &Store,
    fixture: &Fixture,
    intact: &Intact,
    outcome: &mut Outcome,
) -> Result<(), StoreError> {
    let garbled = &intact.garbled;
    for (record, messages) in &fixture.history {
        let window = MessageWindow::Newest { limit: 1000 };
        let rows = store.messages(&record.id, window).await?.rows;
        let known = |id: &str| messages.iter().any(|message| message.id.as_str() == id);
        let is_ghost = |id: &str| !known(id) || garbled.contains(id);
        let shown: Vec<_> = rows
            .iter()
            .filter_map(|row| Some((row.id.as_ref()?.as_str(), row.content.as_str())))
            .filter(|(id, _)| !is_ghost(id) || garbled.is_empty())
            .collect();
        let stored: Vec<_> = messages
            .iter()
            .map(|message| (message.id.as_str(), message.content.as_str()))
            .filter(|(id, _)| !garbled.contains(*id))
            .collect();
        if shown != stored {
            let wrong = shown
                .iter()
                .zip(&stored)
                .find(|(shown, stored)| shown != stored);
            let told = format!(
                "{} shows {} of {} messages; first wrong: {wrong:?}",
                record.id,
                shown.len(),
                stored.len()
            );
            let told: String = told.chars().take(NOTE).collect();
            outcome.add_finding(Finding::Hole, told);
        }
    }
    Ok(())
}
