//! The ledger finds what it is there to find: each kind of mistake, made on purpose, is told by its
//! name.
use std::collections::HashMap;

use protocol::ConversationId;
use store::LocalId;
use tempfile::TempDir;
use testkit::engine_process::{MessageView, OutboxItem, SendState, Snapshot};
use testkit::ledger::{Ledger, Observed};
use testkit::outcome::{Finding, Outcome};
use testkit_net::Stored;

fn chat() -> ConversationId {
    ConversationId::new("chat").unwrap()
}

/// A ledger of messages that were meant and acknowledged, in order.
fn ledger(texts: &[&str], more: &[serde_json::Value]) -> Ledger {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ledger");
    let mut lines = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let (chat, id) = (chat(), format!("local {number}"));
        lines.push(serde_json::json!({"meant": [chat, text]}));
        lines.push(serde_json::json!({"acknowledged": [[chat, text], id]}));
    }
    lines.extend_from_slice(more);
    let text: Vec<String> = lines.iter().map(ToString::to_string).collect();
    std::fs::write(&path, text.join("\n")).unwrap();
    Ledger::open(&path).unwrap()
}

fn stored(texts: &[&str]) -> Vec<Stored> {
    let message = |(number, text): (usize, &&str)| Stored {
        id: format!("id {number}"),
        at: format!("2026-11-22T00:00:0{number}.000Z"),
        sender: "me".to_owned(),
        text: (*text).to_owned(),
        is_read: false,
    };
    texts.iter().enumerate().map(message).collect()
}

fn shown(messages: &[Stored]) -> Vec<MessageView> {
    let row = |message: &Stored| MessageView {
        key: message.id.clone(),
        id: Some(message.id.clone()),
        local_id: None,
        mine: true,
        text: message.text.clone(),
        on_server: true,
        gap_before: false,
    };
    messages.iter().map(row).collect()
}

fn observed(messages: Vec<Stored>, rows: Vec<MessageView>) -> Observed {
    Observed {
        me: "me".to_owned(),
        stored: HashMap::from([(chat(), messages)]),
        shown: Snapshot {
            chats: vec![(chat(), rows)],
            ..Snapshot::default()
        },
        late: HashMap::new(),
    }
}

/// What is stored is shown just so.
fn judge(written: &[&str], there: &[&str]) -> Outcome {
    let messages = stored(there);
    let rows = shown(&messages);
    ledger(written, &[]).compare(&observed(messages, rows))
}

#[test]
fn what_was_acknowledged_stored_and_shown_is_clean() {
    let findings = judge(&["a", "b", "b"], &["a", "b", "b"]);
    assert!(findings.is_clean(), "{findings}");
}

#[test]
fn an_acknowledged_message_that_is_nowhere_is_lost() {
    let findings = judge(&["a", "b", "b"], &["a", "b"]);
    assert_eq!(findings.count_of(Finding::Lost), 1, "{findings}");
}

#[test]
fn a_finding_tells_what_was_done_with_the_text() {
    let again = serde_json::json!({"retried": "local 1"});
    let messages = stored(&["a"]);
    let rows = shown(&messages);
    let findings = ledger(&["a", "b"], &[again]).compare(&observed(messages, rows));
    let told = findings.to_string();
    let history = "meant, acknowledged local 1, retried local 1";
    assert!(told.contains(history), "{told}");
}

#[test]
fn what_waits_or_was_cancelled_is_not_lost() {
    let cancelled = serde_json::json!({"discarded": "local 2"});
    let waiting = OutboxItem {
        local_id: LocalId("local 1".to_owned()),
        conversation: chat(),
        text: "b".to_owned(),
        waiting: SendState::InProgress,
        details: String::new(),
    };
    let messages = stored(&["a"]);
    let mut rows = shown(&messages);
    rows.push(MessageView {
        key: "local 1".to_owned(),
        id: None,
        local_id: Some(waiting.local_id.clone()),
        mine: true,
        text: "b".to_owned(),
        on_server: false,
        gap_before: false,
    });
    let mut observed = observed(messages, rows);
    observed.shown.outbox.push(waiting);
    let ledger = ledger(&["a", "b", "c"], &[cancelled]);
    let findings = ledger.compare(&observed);
    assert!(findings.is_clean(), "{findings}");

    observed.shown.chats[0].1.pop();
    let findings = ledger.compare(&observed);
    assert_eq!(
        findings.count_of(Finding::Lost),
        1,
        "it waits and is not shown: {findings}"
    );
}

#[test]
fn a_late_commit_may_come_after_what_was_written_later() {
    let messages = stored(&["b", "a"]);
    let rows = shown(&messages);
    let mut observed = observed(messages, rows);
    let findings = ledger(&["a", "b"], &[]).compare(&observed);
    assert_eq!(findings.count_of(Finding::OutOfOrder), 1, "{findings}");
    observed.late.insert((chat(), "a".to_owned()), 1);
    let findings = ledger(&["a", "b"], &[]).compare(&observed);
    assert!(findings.is_clean(), "{findings}");
}

#[test]
fn a_message_stored_again_is_twice_unless_it_was_committed_late() {
    let written = ["a", "b"];
    let findings = judge(&written, &["a", "a", "b"]);
    assert_eq!(findings.count_of(Finding::Twice), 1, "{findings}");
    let messages = stored(&["a", "a", "b"]);
    let rows = shown(&messages);
    let mut observed = observed(messages, rows);
    observed.late.insert((chat(), "a".to_owned()), 1);
    let findings = ledger(&written, &[]).compare(&observed);
    assert!(findings.is_clean(), "{findings}");
}

#[test]
fn a_message_shown_again_is_twice() {
    let messages = stored(&["a", "b"]);
    let mut rows = shown(&messages);
    rows.insert(1, rows[0].clone());
    let findings = ledger(&["a", "b"], &[]).compare(&observed(messages, rows));
    assert_eq!(findings.count_of(Finding::Twice), 1, "{findings}");
}

#[test]
fn what_is_shown_as_sent_and_not_stored_is_told() {
    let messages = stored(&["a"]);
    let mut rows = shown(&stored(&["a", "b"]));
    rows[0].text = "another".to_owned();
    let findings = ledger(&["a"], &[]).compare(&observed(messages, rows));
    assert_eq!(findings.count_of(Finding::ShownUnstored), 2, "{findings}");
}

#[test]
fn another_order_is_told_but_for_what_the_user_sent_again() {
    let findings = judge(&["a", "b", "c"], &["b", "a", "c"]);
    assert_eq!(findings.count_of(Finding::OutOfOrder), 1, "{findings}");
    let retried = serde_json::json!({"retried": "local 0"});
    let messages = stored(&["b", "a", "c"]);
    let rows = shown(&messages);
    let findings = ledger(&["a", "b", "c"], &[retried]).compare(&observed(messages, rows));
    assert!(findings.is_clean(), "{findings}");
}

#[test]
fn a_hole_is_told_unless_a_gap_is_shown() {
    let messages = stored(&["a", "b", "c"]);
    let mut rows = shown(&messages);
    rows.remove(1);
    let ledger = ledger(&["a", "b", "c"], &[]);
    let mut observed = observed(messages, rows);
    let findings = ledger.compare(&observed);
    assert_eq!(findings.count_of(Finding::Hole), 1, "{findings}");
    observed.shown.chats[0].1[1].gap_before = true;
    let findings = ledger.compare(&observed);
    assert!(findings.is_clean(), "{findings}");
    observed.shown.chats[0].1.pop();
    let findings = ledger.compare(&observed);
    assert_eq!(
        findings.count_of(Finding::Hole),
        1,
        "the newest is missing: {findings}"
    );
}

#[test]
fn a_draft_is_the_last_that_was_kept_since_the_last_send() {
    let kept = serde_json::json!({"draft-kept": [chat(), "begun"]});
    let meant = serde_json::json!({"draft-meant": [chat(), "on"]});
    let ledger = ledger(&["a"], &[kept, meant]);
    let messages = stored(&["a"]);
    let rows = shown(&messages);
    let mut observed = observed(messages, rows);
    for (found, wrong) in [
        (Some("begun"), 0),
        (Some("on"), 0),
        (Some("else"), 1),
        (None, 1),
    ] {
        observed.shown.drafts = found
            .map(|text| (chat(), text.to_owned()))
            .into_iter()
            .collect();
        let findings = ledger.compare(&observed);
        assert_eq!(
            findings.count_of(Finding::WrongDraft),
            wrong,
            "{found:?}: {findings}"
        );
    }
}
