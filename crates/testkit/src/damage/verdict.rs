//! What a store on damaged files must show.
//!
//! A row counts as hit when a damaged byte lies in its cell, or on a page that only its text fills. All
//! others must be there, whatever else of the file is broken. What may go out by itself must be what
//! somebody wrote, word for word, and not be sent or cancelled already. The cache must show the
//! server's messages once more as soon as they were fetched.
//!
//! One thing nobody can know: where the end of the log is gone, so is what was cancelled last.

use std::path::Path;

use anyhow::Result;
use store::{MessageWindow, OutboxEntry, OutboxState, Store, StoreError};

use super::{
    harm::{Database, Harm},
    pages::{Files, Half, Stretch},
    scene::{Scene, Written},
};
use crate::outcome::Outcome;

/// Which rows the harm left alone.
pub(crate) struct Untouched {
    entries: Vec<Written>,
    drafts: Vec<(protocol::ConversationId, String)>,
    /// Whether what was cancelled is still known to be.
    cancelled: bool,
}

impl Untouched {
    /// Looks at the files before the blow. A row that is not found there counts as hit: it stands in a
    /// page that is written only later.
    pub(crate) fn by(harm: &Harm, folder: &Path, scene: &Scene) -> Result<Self> {
        let files = Files::read(&folder.join(Database::Outbox.file()))?;
        let spared = |rows: Vec<Vec<Stretch>>| {
            !rows.is_empty() && rows.iter().flatten().all(|stretch| !harm.hits(stretch))
        };
        let elsewhere = harm.database != Database::Outbox;
        let entries = scene.entries.iter().filter(|entry| {
            elsewhere || spared(files.rows_with(&[&entry.id.0, entry.conversation.as_str()]))
        });
        let drafts = scene.drafts.iter().filter(|(conversation, text)| {
            let beginning: String = text.chars().take(12).collect();
            elsewhere || spared(files.keyed_rows_with(&[conversation.as_str(), &beginning]))
        });
        Ok(Self {
            entries: entries.cloned().collect(),
            drafts: drafts.cloned().collect(),
            cancelled: elsewhere || harm.half == Half::Main,
        })
    }

    /// How many rows they are.
    pub(crate) fn count(&self) -> usize {
        self.entries.len() + self.drafts.len()
    }

    /// What was acknowledged after the blow was not hit by it.
    pub(crate) fn add(&mut self, later: &[Written]) {
        self.entries.extend_from_slice(later);
    }
}

/// Judges a store that was opened after the blow.
///
/// # Errors
/// Those of the store: nothing may fail for good.
pub(crate) async fn judge(
    store: &Store,
    scene: &Scene,
    untouched: &Untouched,
) -> Result<Outcome, StoreError> {
    let mut outcome = Outcome::default();
    let kept = store.outbox().await?;
    for entry in &untouched.entries {
        let found = kept.iter().any(|found| same(found, entry));
        if !found {
            outcome.lost += 1;
            outcome.notes.push(format!("lost: {}", entry.id.0));
        }
    }
    for entry in kept.iter().filter(|entry| goes_by_itself(entry)) {
        let is_among = |gone: &[Written]| gone.iter().any(|gone| gone.id == entry.local_id);
        let cancelled = is_among(&scene.cancelled);
        if is_among(&scene.sent) || (cancelled && untouched.cancelled) {
            outcome.twice += 1;
            outcome.notes.push(format!("risen: {}", entry.local_id.0));
        } else if !cancelled && !scene.entries.iter().any(|written| same(entry, written)) {
            outcome.shown_unstored += 1;
            outcome.notes.push(format!("garbled and sent: {entry:?}"));
        }
    }
    for (conversation, text) in &untouched.drafts {
        let row = store.conversation(conversation).await?;
        if row.and_then(|row| row.draft).as_ref() != Some(text) {
            outcome.drafts_wrong += 1;
            outcome.notes.push(format!("draft lost: {conversation}"));
        }
    }
    compare_history(store, scene, &mut outcome).await?;
    Ok(outcome)
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
    scene: &Scene,
    outcome: &mut Outcome,
) -> Result<(), StoreError> {
    for (record, messages) in &scene.history {
        let window = MessageWindow::Newest { limit: 1000 };
        let rows = store.messages(&record.id, window).await?.rows;
        let shown: Vec<_> = rows
            .iter()
            .filter_map(|row| Some((row.id.as_ref()?, row.content.as_str())))
            .collect();
        let stored: Vec<_> = messages
            .iter()
            .map(|message| (&message.id, message.content.as_str()))
            .collect();
        if shown != stored {
            outcome.holes += 1;
            outcome.notes.push(format!(
                "{} shows {} of {} messages, or garbled ones",
                record.id,
                shown.len(),
                stored.len()
            ));
        }
    }
    Ok(())
}
