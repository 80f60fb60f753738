//! Drafts: the last one that was kept is there, unless a message was sent since. What was meant and
//! never answered may have happened or not; but a draft that a message took away went out with it.

use std::collections::HashMap;

use protocol::ConversationId;

use super::{Entry, Evidence, Verdict};

/// A text that the draft may have.
struct Possible<'a> {
    draft: &'a str,
    /// The message that took the draft away, where nobody was told that it was kept.
    by: Option<&'a str>,
}

pub(super) fn compare(entries: &[Entry], evidence: &Evidence, verdict: &mut Verdict) {
    let shown: HashMap<_, _> = evidence
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
                .is_none_or(|text| is_somewhere(evidence, conversation, text));
            one.draft == found && kept
        });
        if !explained {
            let texts: Vec<_> = possible.iter().map(|one| one.draft).collect();
            let told = format!("{conversation}: «{found}» instead of one of {texts:?}");
            verdict.drafts_wrong.push(told);
        }
    }
}

fn possible(entries: &[Entry]) -> HashMap<&ConversationId, Vec<Possible<'_>>> {
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for entry in entries {
        let (conversation, draft, by, known) = match entry {
            Entry::DraftMeant { conversation, text } => (conversation, text.as_str(), None, false),
            Entry::DraftKept { conversation, text } => (conversation, text.as_str(), None, true),
            Entry::Meant { conversation, text } => (conversation, "", Some(text.as_str()), false),
            Entry::Acknowledged { conversation, .. } => (conversation, "", None, true),
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

fn is_somewhere(evidence: &Evidence, conversation: &ConversationId, text: &str) -> bool {
    let stored = evidence.stored.get(conversation);
    let stored = stored.is_some_and(|messages| messages.iter().any(|m| m.text == text));
    let waits =
        |entry: &crate::actor::Unsent| entry.conversation == *conversation && entry.text == text;
    stored || evidence.shown.outbox.iter().any(waits)
}
