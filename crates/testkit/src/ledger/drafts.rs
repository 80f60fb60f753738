//! Drafts: the last one that was kept is there, unless a message was sent since. What was meant and
//! never answered may have happened or not; but a draft that a message took away went out with it.

use std::collections::HashMap;

use protocol::ConversationId;

use super::{Entry, Observed};
use crate::outcome::{Finding, Outcome};

/// A text that the draft may have.
struct Possible<'a> {
    draft: &'a str,
    /// The message that took the draft away, where the draft was not acknowledged.
    by: Option<&'a str>,
}

pub(super) fn compare(entries: &[Entry], observed: &Observed, outcome: &mut Outcome) {
    let shown: HashMap<_, _> = observed
        .shown
        .drafts
        .iter()
        .map(|(id, text)| (id, text))
        .collect();
    for (conversation, possible) in possible(entries) {
        let found = shown.get(conversation).map_or("", |text| text.as_str());
        let explained = possible.iter().any(|one| {
            let kept = one
                .by
                .is_none_or(|text| is_somewhere(observed, conversation, text));
            one.draft == found && kept
        });
        if !explained {
            let texts: Vec<_> = possible.iter().map(|one| one.draft).collect();
            let finding = format!("{conversation}: «{found}» instead of one of {texts:?}");
            outcome.add_finding(Finding::WrongDraft, finding);
        }
    }
}

fn possible(entries: &[Entry]) -> HashMap<&ConversationId, Vec<Possible<'_>>> {
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for entry in entries {
        let (conversation, draft, by, known) = match entry {
            Entry::DraftMeant((conversation, text)) => (conversation, text.as_str(), None, false),
            Entry::DraftKept((conversation, text)) => (conversation, text.as_str(), None, true),
            Entry::Meant((conversation, text)) => (conversation, "", Some(text.as_str()), false),
            Entry::Acknowledged((conversation, _), _) => (conversation, "", None, true),
            _ => continue,
        };
        let nothing_yet = || {
            vec![Possible {
                draft: "",
                by: None,
            }]
        };
        let possible = all.entry(conversation).or_insert_with(nothing_yet);
        if known {
            possible.clear();
        }
        possible.push(Possible { draft, by });
    }
    all
}

fn is_somewhere(observed: &Observed, conversation: &ConversationId, text: &str) -> bool {
    let stored = observed.stored.get(conversation);
    let stored = stored.is_some_and(|messages| messages.iter().any(|m| m.text == text));
    let waits = |entry: &crate::engine_process::OutboxItem| {
        entry.conversation == *conversation && entry.text == text
    };
    stored || observed.shown.outbox.iter().any(waits)
}
