//! Command and holes: B against the order of writing, C against B.

use std::collections::{HashMap, HashSet};

use protocol::ConversationId;

use super::{Entry, Observed, is_elsewhere};
use crate::engine_process::MessageView;
use crate::outcome::{Finding, Outcome};
use testkit_net::Stored;

pub(super) fn compare(entries: &[Entry], observed: &Observed, outcome: &mut Outcome) {
    let written = written(entries, observed);
    for (conversation, messages) in &observed.stored {
        if let Some(texts) = written.get(conversation) {
            stored_as_written(conversation, texts, messages, observed, outcome);
        }
    }
    for (conversation, rows) in &observed.shown.chats {
        if let Some(messages) = observed.stored.get(conversation) {
            shown_as_stored(conversation, rows, messages, outcome);
        }
    }
}

/// What was written in each conversation, in order; without what the user sent again, whose place
/// is another, and what was sent from another device. Of one that was never acknowledged, only the engine knows what it says.
fn written<'a>(
    entries: &'a [Entry],
    observed: &'a Observed,
) -> HashMap<&'a ConversationId, Vec<&'a str>> {
    let again: HashSet<_> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Retried(id) => Some(id),
            _ => None,
        })
        .collect();
    let mut moved: HashSet<_> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Acknowledged((conversation, text), local_id)
                if again.contains(local_id) || is_elsewhere(local_id) =>
            {
                Some((conversation, text))
            }
            _ => None,
        })
        .collect();
    for (conversation, rows) in &observed.shown.chats {
        let sent_again =
            |row: &&MessageView| row.local_id.as_ref().is_some_and(|id| again.contains(id));
        moved.extend(
            rows.iter()
                .filter(sent_again)
                .map(|row| (conversation, &row.text)),
        );
    }
    let mut written: HashMap<_, Vec<_>> = HashMap::new();
    for entry in entries {
        if let Entry::Meant((conversation, text)) = entry
            && !moved.contains(&(conversation, text))
        {
            written.entry(conversation).or_default().push(text.as_str());
        }
    }
    written
}

/// The n-th time that a text is stored is the n-th time that it was written; what is stored more
/// often is counted elsewhere.
fn stored_as_written(
    conversation: &ConversationId,
    texts: &[&str],
    messages: &[Stored],
    observed: &Observed,
    outcome: &mut Outcome,
) {
    let mut places: HashMap<&str, std::collections::VecDeque<usize>> = HashMap::new();
    for (place, text) in texts.iter().enumerate() {
        places.entry(text).or_default().push_back(place);
    }
    let mut last: Option<(usize, &str)> = None;
    for message in messages
        .iter()
        .filter(|message| message.sender == observed.me)
    {
        let queue = places.get_mut(message.text.as_str());
        let Some(place) = queue.and_then(std::collections::VecDeque::pop_front) else {
            continue;
        };
        if let Some((before, text)) = last
            && place < before
        {
            let finding = format!(
                "{conversation}: «{}» is stored after «{text}»",
                message.text
            );
            // It was given up as failed, and the server stored it all the same, later than anybody waits.
            let key = (conversation.clone(), message.text.clone());
            match observed.late.contains_key(&key) {
                true => outcome
                    .notes
                    .push(format!("{finding}, by the server's late commit")),
                false => outcome.add_finding(Finding::OutOfOrder, finding),
            }
            continue;
        }
        last = Some((place, &message.text));
    }
}

fn shown_as_stored(
    conversation: &ConversationId,
    rows: &[MessageView],
    messages: &[Stored],
    outcome: &mut Outcome,
) {
    let places: HashMap<_, _> = messages
        .iter()
        .enumerate()
        .map(|(n, m)| (&m.id, n))
        .collect();
    let mut last: Option<usize> = None;
    let mut unsent_seen = false;
    for row in rows {
        if !row.on_server {
            unsent_seen = true;
            continue;
        }
        if unsent_seen {
            let finding = format!("{conversation}: shown after what is not sent yet: {row:?}");
            outcome.add_finding(Finding::OutOfOrder, finding);
        }
        let Some(place) = row.id.as_ref().and_then(|id| places.get(id)).copied() else {
            continue;
        };
        match last {
            Some(before) if place <= before => {
                outcome.add_finding(
                    Finding::OutOfOrder,
                    format!("{conversation}: shown too late: {row:?}"),
                );
            }
            Some(before) if place > before + 1 && !row.gap_before => {
                let count = place - before - 1;
                let finding = format!("{conversation}: {count} missing before {row:?}");
                outcome.add_finding(Finding::Hole, finding);
            }
            _ => {}
        }
        last = Some(last.unwrap_or(0).max(place));
    }
    let newest = messages.len().checked_sub(1);
    if last != newest {
        let finding = format!("{conversation}: shown up to {last:?}, stored up to {newest:?}");
        outcome.add_finding(Finding::Hole, finding);
    }
}
