//! A journal that is damaged, beside a database that SQLite finds whole: what the two tell otherwise of a message is the
//! user's to decide about, and nothing else is touched.

use crate::support::*;
use store::{Notice, OutboxState};

const WRITTEN: &str = "الحساب ٤٥ دينار";
/// A digit is another one; the row is as long as it was.
const ALTERED: &str = "الحساب ٩٥ دينار";

fn replace(bytes: &[u8], one: &str, other: &str) -> Vec<u8> {
    let place = bytes
        .windows(one.len())
        .position(|window| window == one.as_bytes())
        .expect("the text is in the file");
    let mut bytes = bytes.to_vec();
    bytes.splice(place..place + one.len(), other.bytes());
    bytes
}

/// A profile with three messages that wait, closed: the journal has a line for each.
async fn profile() -> Home {
    let home = Home::new();
    let store = home.open().await;
    for text in ["وين الطلب؟", WRITTEN, "شكرا"] {
        queue(&store, text).await;
    }
    store.close().await.unwrap();
    home
}

async fn states(store: &store::Store) -> Vec<(String, bool)> {
    let entries = store.outbox().await.unwrap().entries;
    let waits = |state: &OutboxState| matches!(state, OutboxState::Pending);
    entries
        .into_iter()
        .map(|entry| (entry.text, waits(&entry.state)))
        .collect()
}

#[tokio::test]
async fn a_text_that_its_line_tells_otherwise_does_not_go_out_by_itself() {
    let home = profile().await;
    let (user, journal) = (
        home.paths().user,
        home.paths().user.with_extension("journal"),
    );
    let database = std::fs::read(&user).unwrap();
    std::fs::write(&user, replace(&database, WRITTEN, ALTERED)).unwrap();
    let lines = std::fs::read(&journal).unwrap();
    std::fs::write(&journal, replace(&lines, "شكرا", "شكرة")).unwrap();

    let opened = home.opened().await;
    assert_eq!(
        states(&opened.store).await,
        [
            ("وين الطلب؟".to_owned(), true),
            (ALTERED.to_owned(), false),
            ("شكرا".to_owned(), true),
        ],
        "the altered one waits for the user"
    );
    assert_eq!(opened.notices, [Notice::RestoredFromBackup { count: 1 }]);
    opened.store.close().await.unwrap();
    let again = home.opened().await;
    assert_eq!(again.notices, [], "it is told once");
    assert!(!states(&again.store).await[1].1, "and stays as it is");
}

#[tokio::test]
async fn a_line_that_cannot_be_read_costs_a_whole_database_nothing() {
    let home = profile().await;
    let journal = home.paths().user.with_extension("journal");
    let lines = std::fs::read(&journal).unwrap();
    std::fs::write(&journal, replace(&lines, WRITTEN, ALTERED)).unwrap();

    let opened = home.opened().await;
    let texts = states(&opened.store).await;
    assert_eq!(texts[1], (WRITTEN.to_owned(), true));
    assert!(texts.iter().all(|(_, waits)| *waits), "{texts:?}");
    assert_eq!(opened.notices, []);
}
