//! What is found of a damaged outbox: every row that is whole, wherever it lies; and nothing goes out
//! by itself of which that is not certain.

use std::path::Path;

use crate::support::*;
use store::{LocalId, Notice, OutboxState, Store};

const PAGE: usize = 4096;

/// As if the process had been killed now: the files as they lie, in another folder.
fn killed(home: &Home) -> Home {
    let after = Home::new();
    let (from, to) = (home.paths(), after.paths());
    std::fs::create_dir_all(to.user.parent().unwrap()).unwrap();
    for file in std::fs::read_dir(from.user.parent().unwrap()).unwrap() {
        let file = file.unwrap();
        // What maps the `-wal` is made anew.
        if !file.file_name().to_string_lossy().ends_with("-shm") {
            let name = to.user.with_file_name(file.file_name());
            std::fs::copy(file.path(), name).unwrap();
        }
    }
    after
}

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

fn is_failed(state: &OutboxState, with: &str) -> bool {
    matches!(state, OutboxState::Failed { code, .. } if code == with)
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
    drop(std::fs::remove_file(
        home.paths().user.with_extension("backup.db"),
    ));
    texts
}

#[tokio::test]
async fn a_lost_first_page_costs_nothing() {
    let home = Home::new();
    let texts = written(&home).await;
    change(&home.paths().user, |bytes| bytes[..PAGE].fill(0xA5));
    let opened = home.opened().await;
    assert!(
        matches!(
            opened.notices.as_slice(),
            [Notice::OutboxSalvaged { kept: 3, .. }]
        ),
        "{:?}",
        opened.notices
    );
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
async fn a_text_that_is_not_what_was_written_waits_for_the_user() {
    let home = Home::new();
    let [short, long] = written(&home).await;
    change(&home.paths().user, |bytes| {
        let at = find(bytes, &short);
        bytes[at + 1] ^= 0x02;
    });
    let opened = home.opened().await;
    let standings = standings(&opened.store).await;
    assert_eq!(standings.len(), 2, "{standings:?}");
    assert!(
        is_failed(&standings[0].1, "row-damaged"),
        "{:?}",
        standings[0]
    );
    assert_ne!(standings[0].0, short);
    assert_eq!(standings[1], (long, OutboxState::Pending));
    let next = opened.store.next_sends().await.expect("readable");
    assert!(next.iter().all(|entry| entry.text == standings[1].0));
}

#[tokio::test]
async fn a_text_that_changes_on_disk_while_in_use_does_not_go_out() {
    let home = Home::new();
    let [short, long] = written(&home).await;
    let store = home.open().await;
    change(&home.paths().user, |bytes| {
        let at = find(bytes, &short);
        bytes[at + 1] ^= 0x02;
    });
    let next = store.next_sends().await.expect("readable");
    let texts: Vec<_> = next.into_iter().map(|entry| entry.text).collect();
    assert_eq!(texts, [long], "the damaged one waits for the user");
    let standings = standings(&store).await;
    assert!(is_failed(&standings[0].1, "row-damaged"), "{standings:?}");
}

#[tokio::test]
async fn what_was_sent_does_not_come_back_from_the_history_of_the_file() {
    let home = Home::new();
    let store = home.open().await;
    let gone = queue(&store, "أُرسلت").await;
    is_sent(&store, &gone, "m1", "أُرسلت").await;
    let waiting = queue(&store, "تنتظر").await;
    let after = killed(&home);
    std::fs::write(after.paths().user, b"").expect("the file is lost, its wal is not");
    let store = after.open().await;
    let entries = store.outbox().await.expect("readable");
    let names: Vec<_> = entries.iter().map(|entry| entry.local_id.clone()).collect();
    assert_eq!(names, [waiting], "{entries:?}");
    assert_eq!(entries[0].state, OutboxState::Pending);
}

#[tokio::test]
async fn nothing_goes_out_by_itself_once_the_last_changes_are_torn() {
    let home = Home::new();
    let store = home.open().await;
    let first = queue(&store, "الأولى").await;
    assert!(store.mark_sending(&first).await.expect("noted"));
    queue(&store, "الثانية").await;
    let position = std::fs::metadata(wal(&home)).expect("there").len();
    store
        .discard(&queue(&store, "ملغاة").await)
        .await
        .expect("discarded");
    queue(&store, "الثالثة").await;
    let after = killed(&home);
    // One byte in the first frame after the second message.
    change(&wal(&after), |bytes| {
        bytes[usize::try_from(position).expect("small") + 24 + 100] ^= 0x40;
    });
    let opened = after.opened().await;
    assert!(
        matches!(opened.notices.as_slice(), [Notice::OutboxSalvaged { .. }]),
        "SQLite alone would show the state before, without a word: {:?}",
        opened.notices
    );
    let entries = standings(&opened.store).await;
    for text in ["الأولى", "الثانية", "الثالثة"] {
        let found = entries.iter().find(|entry| entry.0 == text);
        assert!(
            found.is_some_and(|entry| is_failed(&entry.1, "row-restored")),
            "«{text}»: {entries:?}"
        );
    }
    assert!(
        opened
            .store
            .next_sends()
            .await
            .expect("readable")
            .is_empty()
    );
}

#[tokio::test]
async fn what_only_the_backup_has_comes_back_for_the_user_to_decide() {
    let home = Home::new();
    let store = home.open().await;
    let sent = queue(&store, "ستُرسل").await;
    let kept = queue(&store, "باقية").await;
    store.close().await.expect("closed");
    let store = home.open().await;
    store.run_maintenance().await;
    is_sent(&store, &sent, "m1", "ستُرسل").await;
    store.close().await.expect("closed");
    std::fs::remove_file(home.paths().user).expect("the file is gone");
    let opened = home.opened().await;
    assert_eq!(opened.notices, [Notice::RestoredFromBackup { count: 1 }]);
    let entries = opened.store.outbox().await.expect("readable");
    assert_eq!(entries.len(), 1, "the other was sent: {entries:?}");
    assert_eq!(entries[0].local_id, kept);
    assert!(is_failed(&entries[0].state, "row-restored"));
    assert!(
        opened.store.retry(&kept).await.expect("noted"),
        "and can be sent"
    );
}

#[tokio::test]
async fn the_backup_is_made_again_only_when_something_changed() {
    let home = Home::new();
    let backup = home.paths().user.with_extension("backup.db");
    let written = |backup: &Path| {
        std::fs::metadata(backup)
            .expect("there")
            .modified()
            .expect("a time")
    };
    let store = home.open().await;
    queue(&store, "ما كتبت").await;
    store.close().await.expect("closed");
    let store = home.open().await;
    store.run_maintenance().await;
    let first = written(&backup);
    store.close().await.expect("closed");
    let store = home.open().await;
    store.run_maintenance().await;
    assert_eq!(written(&backup), first, "nothing has changed");
    queue(&store, "وهذه").await;
    store.close().await.expect("closed");
    let store = home.open().await;
    store.run_maintenance().await;
    assert!(written(&backup) > first, "now it has");
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
async fn no_damage_loses_what_a_backup_has_nor_sends_what_was_not_written() {
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
        for entry in store.next_sends().await.expect("readable") {
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
    assert!(
        matches!(
            opened.notices.as_slice(),
            [Notice::OutboxSalvaged { kept: 2, .. }]
        ),
        "{:?}",
        opened.notices
    );
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
