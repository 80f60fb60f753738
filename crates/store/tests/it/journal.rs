//! What the user wrote outlives the loss of its database, of its journal, and of a part of both.

use std::path::{Path, PathBuf};

use crate::support::*;
use store::{LocalId, Notice, OutboxState, Store};

const PAGE: usize = 4096;

/// What is shown of the messages and of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    entries: Vec<(LocalId, String, OutboxState)>,
    draft: Option<String>,
}

impl Shown {
    async fn by(store: &Store) -> Self {
        let entries = store.outbox().await.unwrap().entries.into_iter();
        Self {
            entries: entries
                .map(|entry| (entry.local_id, entry.text, entry.state))
                .collect(),
            draft: row(store).await.draft,
        }
    }

    fn is_waiting(&self, id: &LocalId) -> bool {
        let waits = |state: &OutboxState| {
            matches!(
                state,
                OutboxState::Pending | OutboxState::Sending | OutboxState::Checking
            )
        };
        self.entries
            .iter()
            .any(|(known, _, state)| known == id && waits(state))
    }
}

/// A profile with messages in each state, as a killed process leaves it.
struct Profile {
    home: Home,
    shown: Shown,
    /// The server has it.
    sent: LocalId,
    taken_back: LocalId,
}

impl Profile {
    async fn new() -> Self {
        let home = Home::new();
        let store = home.open().await;
        apply(&store, records(vec![whole("k", START)])).await;
        let sent = queue(&store, "أُرسلت").await;
        assert!(store.mark_sending(&sent).await.unwrap());
        let answer = mine("m1", START + 1, "أُرسلت");
        store.complete_send(&sent, answer).await.unwrap();
        queue(&store, "تنتظر").await;
        let failed = queue(&store, "رُفضت").await;
        store.mark_failed(&failed, "forbidden", None).await.unwrap();
        queue(&store, &format!("طويلة {}", "و".repeat(4_900))).await;
        let taken_back = queue(&store, "ملغاة").await;
        store.discard(&taken_back).await.unwrap();
        let home = killed(&home);
        let store = home.open().await;
        store.save_draft(&chat("k"), "كنت").await.unwrap();
        store.save_draft(&chat("k"), "كنت أكتب").await.unwrap();
        let shown = Shown::by(&store).await;
        let home = killed(&home);
        assert_eq!(shown.entries.len(), 4, "{shown:?}");
        Self {
            home,
            shown,
            sent,
            taken_back,
        }
    }

    fn copy(&self) -> Home {
        killed(&self.home)
    }

    /// Nothing is lost and nothing is to be sent that was not.
    async fn check(&self, home: &Home, case: &str) -> Vec<Notice> {
        let opened = home.opened().await;
        let store = opened.store;
        assert_eq!(Shown::by(&store).await, self.shown, "{case}");
        queue(&store, "ويعمل بعدها").await;
        store.close().await.unwrap();
        let again = home.opened().await;
        assert_eq!(again.notices, [], "{case}: told once");
        let count = again.store.outbox().await.unwrap().entries.len();
        assert_eq!(count, self.shown.entries.len() + 1, "{case}");
        opened.notices
    }

    /// Nothing goes out by itself that was sent or taken back. What is there can be used.
    async fn check_doubtful(&self, home: &Home, case: &str) -> Shown {
        let opened = home.opened().await;
        let store = opened.store;
        let shown = Shown::by(&store).await;
        for gone in [&self.sent, &self.taken_back] {
            assert!(!shown.is_waiting(gone), "{case}: {shown:?}");
        }
        for entry in store.outbox().await.unwrap().due {
            let is_as_written =
                |(id, text, _): &(LocalId, String, _)| *id == entry.local_id && *text == entry.text;
            assert!(self.shown.entries.iter().any(is_as_written), "{case}");
        }
        queue(&store, "ويعمل بعدها").await;
        store.close().await.unwrap();
        let again = home.opened().await;
        assert_eq!(again.notices, [], "{case}: told once");
        shown
    }
}

fn user(home: &Home) -> PathBuf {
    home.paths().user
}

fn journal(home: &Home) -> PathBuf {
    home.paths().user.with_extension("journal")
}

fn wal(home: &Home) -> PathBuf {
    home.paths().user.with_file_name("user.db-wal")
}

fn change(path: &Path, with: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(path).unwrap();
    with(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

fn remove(path: &Path) {
    drop(std::fs::remove_file(path));
}

/// Lengths at the borders of pages and between them.
fn lengths(whole: usize) -> impl Iterator<Item = usize> {
    let borders = (0..=whole / PAGE).flat_map(|page| {
        let border = page * PAGE;
        [border.saturating_sub(1), border, border + 1, border + 2_047]
    });
    let odd = [17, 50, 99, 100, 101, 511];
    borders.chain(odd).filter(move |length| *length < whole)
}

#[tokio::test]
async fn a_database_that_is_lost_or_of_another_kind_costs_nothing() {
    let profile = Profile::new().await;
    for case in ["gone", "empty", "zeroed", "nonsense", "a text"] {
        for has_wal in [true, false] {
            let home = profile.copy();
            match case {
                "gone" => remove(&user(&home)),
                "empty" => std::fs::write(user(&home), b"").unwrap(),
                "zeroed" => change(&user(&home), |bytes| bytes.fill(0)),
                "nonsense" => change(&user(&home), |bytes| bytes.fill(0xA5)),
                _ => std::fs::write(user(&home), b"a text").unwrap(),
            }
            if !has_wal {
                remove(&wal(&home));
            }
            let notices = profile.check(&home, case).await;
            let is_told = matches!(notices.as_slice(), [Notice::OutboxSalvaged { .. }]);
            assert!(
                is_told || matches!(case, "gone" | "empty"),
                "{case}: {notices:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_database_cut_to_any_length_costs_nothing() {
    let profile = Profile::new().await;
    let closed = profile.copy();
    closed.open().await.close().await.unwrap();
    let whole = std::fs::read(user(&closed)).unwrap();
    for length in lengths(whole.len()) {
        let home = killed(&closed);
        change(&user(&home), |bytes| bytes.truncate(length));
        profile.check(&home, &format!("cut to {length}")).await;
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_made_anew() {
    let profile = Profile::new().await;
    let home = profile.copy();
    let changes =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'from the future', 1, x'00', 0);
        ALTER TABLE outbox ADD COLUMN hue TEXT;";
    run(&user(&home), changes).await;
    let notices = profile.check(&home, "newer").await;
    assert!(matches!(
        notices.as_slice(),
        [Notice::OutboxSalvaged { .. }]
    ));
}

#[tokio::test]
async fn lost_last_changes_are_in_the_journal() {
    let profile = Profile::new().await;
    let length = std::fs::metadata(wal(&profile.home)).map_or(0, |wal| wal.len());
    assert!(length > 0, "there are some");
    for cut in lengths(usize::try_from(length).unwrap()) {
        let home = profile.copy();
        change(&wal(&home), |bytes| bytes.truncate(cut));
        let notices = profile.check(&home, &format!("cut to {cut}")).await;
        assert_eq!(notices, [], "it only lags behind");
    }
}

#[tokio::test]
async fn an_old_copy_of_the_database_is_brought_up() {
    let home = Home::new();
    let store = home.open().await;
    queue(&store, "أولى").await;
    let old = killed(&home);
    queue(&store, "ثانية").await;
    store.save_draft(&chat("k"), "كنت أكتب").await.unwrap();
    let shown = Shown::by(&store).await;
    std::fs::copy(journal(&home), journal(&old)).unwrap();
    let opened = old.opened().await;
    assert_eq!(opened.notices, []);
    assert_eq!(Shown::by(&opened.store).await, shown);
}

#[tokio::test]
async fn a_lost_or_damaged_journal_is_made_of_the_database() {
    let profile = Profile::new().await;
    let length = std::fs::metadata(journal(&profile.home)).unwrap().len();
    let length = usize::try_from(length).unwrap();
    for place in (0..length).step_by(length / 13) {
        for case in ["flipped", "cut", "zeroed"] {
            let home = profile.copy();
            change(&journal(&home), |bytes| match case {
                "flipped" => bytes[place] ^= 1 << (place % 8),
                "cut" => bytes.truncate(place),
                _ => bytes[place..].fill(0),
            });
            let notices = profile.check(&home, &format!("{case} at {place}")).await;
            assert_eq!(notices, [], "nothing was damaged but the copy");
        }
    }
    let home = profile.copy();
    remove(&journal(&home));
    profile.check(&home, "gone").await;
}

#[tokio::test]
async fn the_last_line_torn_at_any_byte_is_made_anew() {
    let profile = Profile::new().await;
    let whole = std::fs::read(journal(&profile.home)).unwrap();
    let before = whole[..whole.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n');
    let last = whole.len() - before.unwrap() - 1;
    // Every byte is tried without a store in the journal's own tests.
    for torn in (1..=last).step_by(last / 24) {
        let home = profile.copy();
        change(&journal(&home), |bytes| {
            bytes.truncate(whole.len() - torn);
        });
        let opened = home.opened().await;
        assert_eq!(opened.notices, []);
        assert_eq!(Shown::by(&opened.store).await, profile.shown, "{torn}");
    }
}

#[tokio::test]
async fn a_flipped_bit_in_the_database_costs_nothing() {
    let profile = Profile::new().await;
    let closed = profile.copy();
    closed.open().await.close().await.unwrap();
    let length = std::fs::metadata(user(&closed)).unwrap().len();
    let length = usize::try_from(length).unwrap();
    for place in (0..length).step_by(length / 60) {
        let home = killed(&closed);
        change(&user(&home), |bytes| bytes[place] ^= 1 << (place % 8));
        profile.check(&home, &format!("bit at {place}")).await;
    }
}

#[tokio::test]
async fn of_two_damaged_files_nothing_goes_out_by_itself() {
    let profile = Profile::new().await;
    let length = std::fs::metadata(journal(&profile.home)).unwrap().len();
    let length = usize::try_from(length).unwrap();
    for place in (0..length).step_by(length / 13) {
        let home = profile.copy();
        change(&user(&home), |bytes| bytes.fill(0));
        remove(&wal(&home));
        change(&journal(&home), |bytes| bytes[place] ^= 1 << (place % 8));
        let shown = profile
            .check_doubtful(&home, &format!("bit at {place}"))
            .await;
        let lost = self::lost(&profile.shown, &shown);
        assert!(lost <= 1, "bit at {place}: one line is one row: {shown:?}");
    }
    for cut in (0..length).step_by(length / 20) {
        let home = profile.copy();
        change(&user(&home), |bytes| bytes.fill(0));
        change(&journal(&home), |bytes| bytes.truncate(cut));
        let opened = home.opened().await;
        queue(&opened.store, "ويعمل بعدها").await;
    }
}

#[tokio::test]
async fn with_a_lost_or_repeated_line_nothing_goes_out_by_itself() {
    let profile = Profile::new().await;
    let text = std::fs::read_to_string(journal(&profile.home)).unwrap();
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    for place in 0..lines.len() - 1 {
        for copies in [0, 2] {
            let home = profile.copy();
            change(&user(&home), |bytes| bytes.fill(0));
            remove(&wal(&home));
            let mut changed = lines.clone();
            changed.splice(place..=place, std::iter::repeat_n(lines[place], copies));
            std::fs::write(journal(&home), changed.concat()).unwrap();
            let case = format!("line {place}, {copies} times");
            profile.check_doubtful(&home, &case).await;
        }
    }
}

#[tokio::test]
async fn the_journal_goes_on_behind_a_torn_line() {
    let profile = Profile::new().await;
    let home = profile.copy();
    change(&journal(&home), |bytes| {
        bytes.extend_from_slice(b"0123 {\"after\"");
    });
    let store = home.open().await;
    queue(&store, "بعد السطر").await;
    let shown = Shown::by(&store).await;
    let bare = killed(&home);
    remove(&user(&bare));
    remove(&wal(&bare));
    assert_eq!(Shown::by(&bare.open().await).await, shown);
}

#[tokio::test]
async fn a_damaged_database_without_a_journal_is_begun_anew() {
    let profile = Profile::new().await;
    let closed = profile.copy();
    closed.open().await.close().await.unwrap();
    remove(&journal(&closed));
    change(&user(&closed), |bytes| bytes.fill(0xA5));
    let opened = closed.opened().await;
    assert!(matches!(
        opened.notices.as_slice(),
        [Notice::OutboxSalvaged { kept: 0, path }] if path.exists()
    ));
    queue(&opened.store, "من جديد").await;
}

fn lost(before: &Shown, after: &Shown) -> usize {
    let is_there = |id: &LocalId| after.entries.iter().any(|(known, _, _)| known == id);
    before
        .entries
        .iter()
        .filter(|(id, _, _)| !is_there(id))
        .count()
}

#[tokio::test]
async fn a_database_that_changes_on_disk_while_in_use_is_put_right() {
    let profile = Profile::new().await;
    let home = profile.copy();
    let store = home.open().await;
    store.close().await.unwrap();
    let store = home.open().await;
    let mut notices = store.notices();
    let half = std::fs::metadata(user(&home)).unwrap().len() / 2;
    change(&user(&home), |bytes| {
        bytes[usize::try_from(half).unwrap()..].fill(0xA5);
    });
    assert_eq!(Shown::by(&store).await, profile.shown);
    assert!(matches!(
        notices.try_recv(),
        Ok(Notice::OutboxSalvaged { .. })
    ));
    queue(&store, "ومن جديد").await;
    store.close().await.unwrap();
    assert_eq!(home.opened().await.notices, []);
}
