//! Drafts: the last one that was kept is there, unless a message was sent since. What was meant and
//! never answered may have happened or not.

use std::collections::HashMap;

use super::{Entry, Evidence, Verdict};

pub(super) fn compare(entries: &[Entry], evidence: &Evidence, verdict: &mut Verdict) {
    let mut possible: HashMap<_, Vec<&str>> = HashMap::new();
    for entry in entries {
        let (conversation, text, known) = match entry {
            Entry::DraftMeant { conversation, text } => (conversation, text.as_str(), false),
            Entry::DraftKept { conversation, text } => (conversation, text.as_str(), true),
            Entry::Meant { conversation, .. } => (conversation, "", false),
            Entry::Acknowledged { conversation, .. } => (conversation, "", true),
            _ => continue,
        };
        let texts = possible.entry(conversation).or_insert_with(|| vec![""]);
        if known {
            texts.clear();
        }
        texts.push(text);
    }
    let shown: HashMap<_, _> = evidence
        .shown
        .drafts
        .iter()
        .map(|(id, text)| (id, text))
        .collect();
    for (conversation, texts) in possible {
        let found = shown.get(conversation).map_or("", |text| text.as_str());
        if !texts.contains(&found) {
            let told = format!("{conversation}: «{found}» instead of one of {texts:?}");
            verdict.drafts_wrong.push(told);
        }
    }
}
