//! Lost, twice, and shown but not stored: how often each text was written, stored, and still waits.

use std::collections::{HashMap, HashSet};

use protocol::ConversationId;

use super::{Entry, Evidence, Verdict};
use crate::actor::{Shown, Waiting};

/// A text in a conversation.
type Saying = (ConversationId, String);

#[derive(Default)]
struct Sums {
    meant: u64,
    acknowledged: u64,
    stored: u64,
    unsent: u64,
    discarded: u64,
    late: u64,
}

pub(super) fn compare(entries: &[Entry], evidence: &Evidence, verdict: &mut Verdict) {
    for ((conversation, text), sums) in sum_up(entries, evidence) {
        let accounted = sums.stored + sums.unsent + sums.discarded;
        let missing = sums.acknowledged.saturating_sub(accounted);
        let again = sums.stored.saturating_sub(sums.meant);
        let spare = again.saturating_sub(sums.late);
        verdict.excused += again - spare;
        let told = format!(
            "«{text}» in {conversation}: acknowledged {}, stored {}, unsent {}, cancelled {}, late {}",
            sums.acknowledged, sums.stored, sums.unsent, sums.discarded, sums.late
        );
        (0..missing).for_each(|_| verdict.lost.push(told.clone()));
        (0..spare).for_each(|_| verdict.twice.push(told.clone()));
    }
    for (conversation, rows) in &evidence.shown.chats {
        shown_twice(conversation, rows, verdict);
        shown_unstored(conversation, rows, evidence, verdict);
    }
    unsent_and_not_shown(evidence, verdict);
}

fn sum_up(entries: &[Entry], evidence: &Evidence) -> HashMap<Saying, Sums> {
    let mut sums: HashMap<Saying, Sums> = HashMap::new();
    let mut named = HashMap::new();
    let still_there: HashSet<_> = evidence.shown.outbox.iter().map(|e| &e.local_id).collect();
    for entry in entries {
        match entry {
            Entry::Meant { conversation, text } => {
                sums.entry((conversation.clone(), text.clone()))
                    .or_default()
                    .meant += 1;
            }
            Entry::Acknowledged {
                conversation,
                text,
                local_id,
            } => {
                let saying = (conversation.clone(), text.clone());
                named.insert(local_id, saying.clone());
                sums.entry(saying).or_default().acknowledged += 1;
            }
            // One that the engine's outbox still names is counted there.
            Entry::Discarded(id) if !still_there.contains(id) => {
                if let Some(saying) = named.get(id) {
                    sums.entry(saying.clone()).or_default().discarded += 1;
                }
            }
            _ => {}
        }
    }
    for (conversation, messages) in &evidence.stored {
        for message in messages
            .iter()
            .filter(|message| message.sender == evidence.me)
        {
            let saying = (conversation.clone(), message.text.clone());
            sums.entry(saying).or_default().stored += 1;
        }
    }
    for entry in &evidence.shown.outbox {
        let saying = (entry.conversation.clone(), entry.text.clone());
        sums.entry(saying).or_default().unsent += 1;
    }
    for (saying, count) in &evidence.late {
        sums.entry(saying.clone()).or_default().late += count;
    }
    sums
}

fn shown_twice(conversation: &ConversationId, rows: &[Shown], verdict: &mut Verdict) {
    let (mut ids, mut keys, mut locals) = (HashSet::new(), HashSet::new(), HashSet::new());
    for row in rows {
        let again = !keys.insert(&row.key)
            | row.id.as_ref().is_some_and(|id| !ids.insert(id))
            | row.local_id.as_ref().is_some_and(|id| !locals.insert(id));
        if again {
            verdict
                .twice
                .push(format!("shown twice in {conversation}: {row:?}"));
        }
    }
}

fn shown_unstored(
    conversation: &ConversationId,
    rows: &[Shown],
    evidence: &Evidence,
    verdict: &mut Verdict,
) {
    let Some(messages) = evidence.stored.get(conversation) else {
        return;
    };
    let stored: HashMap<_, _> = messages.iter().map(|m| (&m.id, &m.text)).collect();
    let waiting: HashSet<_> = evidence.shown.outbox.iter().map(|e| &e.local_id).collect();
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
            verdict
                .shown_unstored
                .push(format!("{conversation}: {row:?}"));
        }
    }
}

fn unsent_and_not_shown(evidence: &Evidence, verdict: &mut Verdict) {
    let chats = &evidence.shown.chats;
    let shown: HashSet<_> = chats
        .iter()
        .flat_map(|(_, rows)| rows.iter().filter_map(|row| row.local_id.as_ref()))
        .collect();
    for entry in &evidence.shown.outbox {
        if entry.waiting != Waiting::Cancelled && !shown.contains(&entry.local_id) {
            verdict
                .lost
                .push(format!("waits and is not shown: {entry:?}"));
        }
    }
}
