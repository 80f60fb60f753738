//! Lost, twice, and shown but not stored: how often each text was written, stored, and still waits.

use std::collections::{HashMap, HashSet};

use protocol::ConversationId;

use super::{Entry, Observed, Text};
use crate::engine_process::{MessageView, SendState};
use crate::outcome::{Finding, Outcome};

#[derive(Default)]
struct Counts {
    meant: u64,
    acknowledged: u64,
    stored: u64,
    unsent: u64,
    discarded: u64,
    late: u64,
}

pub(super) fn compare(entries: &[Entry], observed: &Observed, outcome: &mut Outcome) {
    for ((conversation, text), counts) in count_texts(entries, observed) {
        let accounted = counts.stored + counts.unsent + counts.discarded;
        let missing = counts.acknowledged.saturating_sub(accounted);
        let again = counts.stored.saturating_sub(counts.meant);
        let spare = again.saturating_sub(counts.late);
        outcome.excused += again - spare;
        if missing + spare == 0 {
            continue;
        }
        let finding = format!(
            "«{text}» in {conversation}: acknowledged {}, stored {}, unsent {}, cancelled {}, late {}",
            counts.acknowledged, counts.stored, counts.unsent, counts.discarded, counts.late
        );
        let finding = format!("{finding}; {}", history_of(entries, &(conversation, text)));
        (0..missing).for_each(|_| outcome.add_finding(Finding::Lost, finding.clone()));
        (0..spare).for_each(|_| outcome.add_finding(Finding::Twice, finding.clone()));
    }
    for (conversation, rows) in &observed.shown.chats {
        shown_twice(conversation, rows, outcome);
        shown_unstored(conversation, rows, observed, outcome);
    }
    unsent_and_not_shown(observed, outcome);
}

/// What was done with a text, in order: whoever reads the finding has only that.
fn history_of(entries: &[Entry], text: &Text) -> String {
    let mut ids = HashSet::new();
    let mut steps = Vec::new();
    for entry in entries {
        let (step, id) = match entry {
            Entry::Meant(of) if of == text => ("meant", None),
            Entry::Acknowledged(of, id) if of == text => {
                ids.insert(id);
                ("acknowledged", Some(id))
            }
            Entry::Retried(id) if ids.contains(id) => ("retried", Some(id)),
            Entry::Discarding(id) if ids.contains(id) => ("discarding", Some(id)),
            Entry::Discarded(id) if ids.contains(id) => ("discarded", Some(id)),
            _ => continue,
        };
        steps.push(id.map_or_else(|| step.to_owned(), |id| format!("{step} {}", id.0)));
    }
    steps.join(", ")
}

fn count_texts(entries: &[Entry], observed: &Observed) -> HashMap<Text, Counts> {
    let mut counts: HashMap<Text, Counts> = HashMap::new();
    let mut named = HashMap::new();
    let still_there: HashSet<_> = observed.shown.outbox.iter().map(|e| &e.local_id).collect();
    for entry in entries {
        match entry {
            Entry::Meant(text) => counts.entry(text.clone()).or_default().meant += 1,
            Entry::Acknowledged(text, local_id) => {
                named.insert(local_id, text.clone());
                counts.entry(text.clone()).or_default().acknowledged += 1;
            }
            // One that the engine's outbox still names is counted there.
            Entry::Discarded(id) if !still_there.contains(id) => {
                if let Some(text) = named.get(id) {
                    counts.entry(text.clone()).or_default().discarded += 1;
                }
            }
            _ => {}
        }
    }
    for (conversation, messages) in &observed.stored {
        for message in messages
            .iter()
            .filter(|message| message.sender == observed.me)
        {
            let text = (conversation.clone(), message.text.clone());
            counts.entry(text).or_default().stored += 1;
        }
    }
    for entry in &observed.shown.outbox {
        let text = (entry.conversation.clone(), entry.text.clone());
        counts.entry(text).or_default().unsent += 1;
    }
    for (text, count) in &observed.late {
        counts.entry(text.clone()).or_default().late += count;
    }
    counts
}

fn shown_twice(conversation: &ConversationId, rows: &[MessageView], outcome: &mut Outcome) {
    let (mut ids, mut keys, mut locals) = (HashSet::new(), HashSet::new(), HashSet::new());
    for row in rows {
        let again = !keys.insert(&row.key)
            | row.id.as_ref().is_some_and(|id| !ids.insert(id))
            | row.local_id.as_ref().is_some_and(|id| !locals.insert(id));
        if again {
            outcome.add_finding(
                Finding::Twice,
                format!("shown twice in {conversation}: {row:?}"),
            );
        }
    }
}

fn shown_unstored(
    conversation: &ConversationId,
    rows: &[MessageView],
    observed: &Observed,
    outcome: &mut Outcome,
) {
    let Some(messages) = observed.stored.get(conversation) else {
        return;
    };
    let stored: HashMap<_, _> = messages.iter().map(|m| (&m.id, &m.text)).collect();
    let waiting: HashSet<_> = observed.shown.outbox.iter().map(|e| &e.local_id).collect();
    for row in rows {
        let backed = if row.on_server {
            row.id
                .as_ref()
                .and_then(|id| stored.get(id))
                .is_some_and(|text| **text == row.text)
        } else {
            row.local_id.as_ref().is_some_and(|id| waiting.contains(id))
        };
        if !backed {
            outcome.add_finding(Finding::ShownUnstored, format!("{conversation}: {row:?}"));
        }
    }
}

fn unsent_and_not_shown(observed: &Observed, outcome: &mut Outcome) {
    let chats = &observed.shown.chats;
    let shown: HashSet<_> = chats
        .iter()
        .flat_map(|(_, rows)| rows.iter().filter_map(|row| row.local_id.as_ref()))
        .collect();
    for entry in &observed.shown.outbox {
        if entry.waiting != SendState::Cancelled && !shown.contains(&entry.local_id) {
            outcome.add_finding(Finding::Lost, format!("waits and is not shown: {entry:?}"));
        }
    }
}
