//! A database of what the user wrote that was damaged, or is gone, comes back as it was last.

use std::path::Path;

use crate::support::*;
use store::{LocalId, OutboxState, Store};

const PAGE: usize = 4096;

fn change(path: &Path, with: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(path).expect("readable");
    with(&mut bytes);
    std::fs::write(path, bytes).expect("written");
}

fn wal(home: &Home) -> std::path::PathBuf {
    home.paths().user.with_file_name("user.db-wal")
}

fn find(bytes: &[u8], text: &str) -> usize {
    let found = bytes
        .windows(text.len())
        .position(|window| window == text.as_bytes());
    found.expect("the text stands in the file")
}

async fn is_sent(store: &Store, id: &LocalId, as_message: &str, text: &str) {
    assert!(store.mark_sending(id).await.expect("noted"));
    let answer = mine(as_message, START + 1, text);
    store.complete_send(id, answer).await.expect("sent");
}

/// A short message, one too long for its page, and a draft.
async fn written(home: &Home) -> [String; 2] {
    let store = home.open().await;
    let texts = ["قصيرة".to_owned(), format!("طويلة {}", "و".repeat(4_900))];
    for text in &texts {
        queue(&store, text).await;
    }
    let draft = format!("مسودة {}", "ي".repeat(2_000));
    store.save_draft(&chat("k"), &draft).await.expect("saved");
    store.close().await.expect("closed");
    texts
}

#[tokio::test]
async fn a_lost_first_page_costs_nothing() {
    let home = Home::new();
    let texts = written(&home).await;
    change(&home.paths().user, |bytes| bytes[..PAGE].fill(0xA5));
    let opened = home.opened().await;
    assert_restored(&opened.notices, 3);
    let expected = texts.map(|text| (text, OutboxState::Pending));
    assert_eq!(
        standings(&opened.store).await,
        expected,
        "in their order, to be sent as before"
    );
    let draft = row(&opened.store).await.draft.expect("the draft");
    assert!(draft.starts_with("مسودة") && draft.ends_with('ي'));
    assert_eq!(draft.chars().count(), 2_006);
    opened.store.close().await.expect("closed");
    assert_eq!(home.opened().await.notices, [], "and only told once");
}

#[tokio::test]
async fn a_text_that_changed_on_disk_is_what_was_written_again() {
    let home = Home::new();
    let texts = written(&home).await;
    change(&home.paths().user, |bytes| {
        let at = find(bytes, &texts[0]);
        bytes[at + 1] ^= 0x02;
    });
    let opened = home.opened().await;
    assert_restored(&opened.notices, 3);
    let expected = texts.map(|text| (text, OutboxState::Pending));
    assert_eq!(standings(&opened.store).await, expected);
}

#[tokio::test]
async fn a_text_that_changes_on_disk_while_in_use_does_not_go_out() {
    let home = Home::new();
    let texts = written(&home).await;
    let store = home.open().await;
    change(&home.paths().user, |bytes| {
        let at = find(bytes, &texts[0]);
        bytes[at + 1] ^= 0x02;
    });
    let next = store.outbox().await.expect("readable").due;
    let next: Vec<_> = next.into_iter().map(|entry| entry.text).collect();
    assert_eq!(next, [texts[0].clone()], "it is what was written again");
    let expected = texts.map(|text| (text, OutboxState::Pending));
    assert_eq!(standings(&store).await, expected);
}

#[tokio::test]
async fn a_sent_message_does_not_come_back_from_an_old_log() {
    let home = Home::new();
    let store = home.open().await;
    let gone = queue(&store, "أُرسلت").await;
    is_sent(&store, &gone, "m1", "أُرسلت").await;
    let waiting = queue(&store, "تنتظر").await;
    let after = killed(&home);
    std::fs::write(after.paths().user, b"").expect("the file is lost, its wal is not");
    let store = after.open().await;
    let entries = store.outbox().await.expect("readable").entries;
    let names: Vec<_> = entries.iter().map(|entry| entry.local_id.clone()).collect();
    assert_eq!(names, [waiting], "{entries:?}");
    assert_eq!(entries[0].state, OutboxState::Pending);
}

#[tokio::test]
async fn torn_last_changes_cost_nothing() {
    let home = Home::new();
    let store = home.open().await;
    let first = queue(&store, "الأولى").await;
    assert!(store.mark_sending(&first).await.expect("noted"));
    queue(&store, "الثانية").await;
    let place = std::fs::metadata(wal(&home)).expect("there").len();
    let given_up = queue(&store, "ملغاة").await;
    store.discard(&given_up).await.expect("discarded");
    queue(&store, "الثالثة").await;
    let after = killed(&home);
    // One byte in the first frame after the second message.
    change(&wal(&after), |bytes| {
        bytes[usize::try_from(place).expect("small") + 24 + 100] ^= 0x40;
    });
    let opened = after.opened().await;
    assert_eq!(opened.notices, [], "the file only lags behind");
    let entries = standings(&opened.store).await;
    for (text, state) in [
        ("الأولى", OutboxState::Checking),
        ("الثانية", OutboxState::Pending),
        ("الثالثة", OutboxState::Pending),
    ] {
        assert!(entries.contains(&(text.to_owned(), state)), "{entries:?}");
    }
    let given_up = opened
        .store
        .outbox_entry(&given_up)
        .await
        .expect("readable");
    let state = given_up.expect("kept for a while").state;
    assert!(matches!(state, OutboxState::Cancelled { .. }), "{state:?}");
}

#[tokio::test]
async fn a_file_that_is_gone_comes_back_without_what_was_sent() {
    let home = Home::new();
    let store = home.open().await;
    let sent = queue(&store, "ستُرسل").await;
    let kept = queue(&store, "باقية").await;
    store.close().await.expect("closed");
    let store = home.open().await;
    is_sent(&store, &sent, "m1", "ستُرسل").await;
    store.close().await.expect("closed");
    std::fs::remove_file(home.paths().user).expect("the file is gone");
    let opened = home.opened().await;
    assert_eq!(
        opened.notices,
        [],
        "nothing is lost, and no file to look at"
    );
    let entries = opened.store.outbox().await.expect("readable").entries;
    assert_eq!(entries.len(), 1, "the other was sent: {entries:?}");
    assert_eq!(entries[0].local_id, kept);
    assert_eq!(entries[0].state, OutboxState::Pending);
}

/// A small generator, so that a failure names its case.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).expect("small")).expect("small")
    }
}

#[tokio::test]
async fn no_damage_loses_anything_or_sends_what_was_not_written() {
    let home = Home::new();
    let store = home.open().await;
    let texts: Vec<String> = (0..60)
        .map(|number| format!("رسالة {number} {}", "و".repeat(40 * (number % 30))))
        .collect();
    for text in &texts {
        queue(&store, text).await;
    }
    store.close().await.expect("closed");
    let store = home.open().await;
    store.run_maintenance().await;
    for seed in 1..=30 {
        let case = killed(&home);
        let mut dice = Dice(seed * 0x9E37_79B9);
        let target = match dice.below(3) {
            0 => case.paths().cache,
            1 if wal(&case).exists() => wal(&case),
            _ => case.paths().user,
        };
        change(&target, |bytes| match dice.below(4) {
            0 => bytes.truncate(dice.below(bytes.len().max(1))),
            1 => {
                let from = dice.below(bytes.len().max(1)) / PAGE * PAGE;
                let to = (from + PAGE).min(bytes.len());
                bytes[from..to].fill(0);
            }
            _ => {
                for _ in 0..=dice.below(20) {
                    let at = dice.below(bytes.len().max(1));
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << dice.below(8);
                    }
                }
            }
        });
        let store = case.open().await;
        let entries = standings(&store).await;
        for text in &texts {
            let copies = entries.iter().filter(|entry| entry.0 == *text).count();
            assert_eq!(copies, 1, "seed {seed}, {}: {text}", target.display());
        }
        for entry in store.outbox().await.expect("readable").due {
            assert!(texts.contains(&entry.text), "seed {seed}: {}", entry.text);
        }
        queue(&store, "ويعمل بعدها").await;
    }
}

/// Spoils the keys of these rows in the leaf pages of indexes, and leaves the table as it is.
fn spoil_indexes(bytes: &mut [u8], ids: &[&LocalId]) -> usize {
    let mut spoiled = 0;
    for page in bytes.chunks_exact_mut(PAGE).filter(|page| page[0] == 0x0A) {
        for id in ids {
            let id = id.0.as_bytes();
            let at = page.windows(id.len()).position(|window| window == id);
            if let Some(at) = at {
                page[at] ^= 0x01;
                spoiled += 1;
            }
        }
    }
    spoiled
}

#[tokio::test]
async fn a_message_that_no_index_leads_to_is_found_and_goes_on() {
    let home = Home::new();
    let store = home.open().await;
    let first = queue(&store, "أولى").await;
    let second = queue(&store, "ثانية").await;
    store.close().await.expect("closed");
    change(&home.paths().user, |bytes| {
        assert_eq!(spoil_indexes(bytes, &[&first, &second]), 2);
    });
    let opened = home.opened().await;
    assert_restored(&opened.notices, 2);
    let store = opened.store;
    assert_eq!(
        standings(&store).await,
        ["أولى", "ثانية"].map(|text| (text.to_owned(), OutboxState::Pending))
    );
    assert!(store.edit(&second, "ثانية معدّلة").await.expect("edited"));
    is_sent(&store, &first, "m1", "أولى").await;
    is_sent(&store, &second, "m2", "ثانية معدّلة").await;
    assert!(standings(&store).await.is_empty());
}

#[tokio::test]
async fn a_database_that_ends_within_any_page_costs_nothing() {
    let home = Home::new();
    let texts = written(&home).await;
    let whole = std::fs::read(home.paths().user).expect("readable");
    let journal = home.paths().user.with_file_name("user.journal");
    let lines = std::fs::read(&journal).expect("readable");
    for page in 1..whole.len() / PAGE {
        // What is read past the end of a file is no fault of the disk.
        let length = page * PAGE + PAGE / 2;
        std::fs::write(home.paths().user, &whole[..length]).expect("written");
        std::fs::write(&journal, &lines).expect("written");
        let opened = home.opened().await;
        let kept: Vec<String> = standings(&opened.store)
            .await
            .into_iter()
            .map(|(text, _)| text)
            .collect();
        assert_eq!(kept, texts, "cut to {length} of {} bytes", whole.len());
        opened.store.close().await.expect("closed");
    }
}
