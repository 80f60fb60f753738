//! Decides, of all that was found, what the new outbox holds.
//!
//! What was in it last stays as it was. What was in it once, and what only the backup knows, may have
//! been sent or given up since: it comes back as failed, so that nothing goes out by itself, unless
//! it is known to have been sent. A row that is not what was written comes back as failed too,
//! but for one of which a whole copy was found.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::findings::{Draft, Findings, Source};
use crate::health::seal::Seal;
use crate::tables::outbox::{OutboxRecord, state};

/// The code of a row that is not what was written.
const DAMAGED: &str = "row-damaged";
/// The code of a row that may have been sent or given up since.
pub(super) const RESTORED: &str = "row-restored";

/// What the new outbox holds.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) entries: Vec<OutboxRecord>,
    pub(crate) drafts: Vec<Draft>,
    /// How many of both only the backup had.
    pub(crate) restored: usize,
}

/// Judges. `sent` names entries whose message is in the cache.
pub(crate) fn judge(findings: &Findings, sent: &HashSet<String>) -> Verdict {
    let mut verdict = Verdict::default();
    let linked = findings.links.iter().map(|(link, _)| &link.local_id);
    let sent: HashSet<&String> = sent.iter().chain(linked).collect();
    let mut whole: BTreeMap<&str, Vec<(&OutboxRecord, Source)>> = BTreeMap::new();
    let mut broken = Vec::new();
    for (entry, source) in &findings.entries {
        match entry.seal() {
            Seal::Broken => broken.push((entry, *source)),
            Seal::Unsealed if is_illegible(entry) => broken.push((entry, *source)),
            Seal::Whole | Seal::Unsealed => {
                let found = whole.entry(entry.local_id.as_str()).or_default();
                found.push((entry, *source));
            }
        }
    }
    let mut settled: HashSet<&str> = HashSet::new();
    let mut numbers: HashSet<i64> = HashSet::new();
    for (local_id, found) in &whole {
        settled.insert(local_id);
        numbers.extend(found.iter().map(|(entry, _)| entry.number));
        let Some((entry, source)) = best(found) else {
            continue;
        };
        if source == Source::Live {
            verdict.entries.push(entry.clone());
        } else if !sent.contains(&entry.local_id) {
            let released = entry.state == state::CANCELLED;
            verdict.restored += usize::from(source == Source::Backup && !released);
            verdict.entries.push(restored(entry));
        }
    }
    for (entry, source) in broken {
        let known = settled.contains(entry.local_id.as_str()) || numbers.contains(&entry.number);
        if source == Source::Live && !known && !sent.contains(&entry.local_id) {
            numbers.insert(entry.number);
            verdict.entries.push(damaged(entry));
        }
    }
    verdict.entries.sort_by_key(|entry| entry.number);
    judge_drafts(findings, &mut verdict);
    verdict
}

/// What was there last before what was there once, then the newest.
fn best<'a>(found: &[(&'a OutboxRecord, Source)]) -> Option<(&'a OutboxRecord, Source)> {
    let rank = |source: &Source| match source {
        Source::Live => 2,
        Source::Doubtful => 1,
        Source::Backup => 0,
    };
    found
        .iter()
        .max_by_key(|(entry, source)| {
            let last = *source == Source::Live;
            (last, entry.revision, rank(source))
        })
        .copied()
}

fn is_illegible(entry: &OutboxRecord) -> bool {
    let marked = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
    marked(&entry.text) || marked(&entry.local_id) || marked(&entry.conversation)
}

/// The user decides whether it goes out; what was cancelled stays so.
fn restored(entry: &OutboxRecord) -> OutboxRecord {
    if entry.state == state::CANCELLED {
        return entry.clone();
    }
    failed(entry, RESTORED)
}

fn damaged(entry: &OutboxRecord) -> OutboxRecord {
    let mut entry = failed(entry, DAMAGED);
    entry.text = entry.text.replace('\0', "");
    if entry.conversation.is_empty() {
        "?".clone_into(&mut entry.conversation);
    }
    // The name may be damaged as well, and be another's.
    entry.local_id = uuid::Uuid::new_v4().to_string();
    entry
}

fn failed(entry: &OutboxRecord, code: &str) -> OutboxRecord {
    OutboxRecord {
        state: state::FAILED.to_owned(),
        code: Some(code.to_owned()),
        detail: None,
        not_before: None,
        cancelled_at: None,
        ..entry.clone()
    }
}

/// Of each conversation the newest whole draft. One that is not whole is better than none. One that
/// was there once, and whose text was queued since, is a draft no more.
fn judge_drafts(findings: &Findings, verdict: &mut Verdict) {
    let queued: HashSet<(&str, &str)> = findings
        .entries
        .iter()
        .map(|(entry, _)| (entry.conversation.as_str(), entry.text.as_str()))
        .collect();
    let mut best: HashMap<&str, (&Draft, Source)> = HashMap::new();
    for (draft, source) in &findings.drafts {
        let live = *source == Source::Live;
        let spoken = queued.contains(&(draft.conversation.as_str(), draft.text.as_str()));
        if !live && (findings.all_drafts || spoken || draft.seal() != Seal::Whole) {
            continue;
        }
        let rank = |draft: &Draft, source: Source| {
            let whole = draft.seal() != Seal::Broken;
            (whole, source == Source::Live, draft.saved_at)
        };
        let known = best.entry(&draft.conversation).or_insert((draft, *source));
        if rank(draft, *source) > rank(known.0, known.1) {
            *known = (draft, *source);
        }
    }
    let mut drafts: Vec<_> = best.into_values().collect();
    drafts.sort_by(|one, other| one.0.conversation.cmp(&other.0.conversation));
    for (draft, source) in drafts {
        verdict.restored += usize::from(source == Source::Backup);
        verdict.drafts.push(draft.clone());
    }
}
