//! What retention may and may not remove, in any chat.
use std::collections::HashMap;

use crate::support::*;
use proptest::prelude::*;
use protocol::{Message, MessageKind, UtcMs};
use store::{
    ConversationRow, FirstUnread, MessageWindow, Messages, Older, Position, RetentionPass,
    RetentionStep, Store,
};

/// Messages from before this time are removed.
const CUTOFF: i64 = START + 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writer {
    Customer,
    Me,
    System,
}

/// A chat: who wrote its messages, one each millisecond from the start, and what of it I have read.
#[derive(Clone, Debug)]
struct Chat {
    writers: Vec<Writer>,
    /// How many messages came while I had read all before them.
    after_reading: usize,
    /// How many the server says are unread, before I read anything.
    claimed_unread: u32,
    reading: bool,
}

fn chat_strategy() -> impl Strategy<Value = Chat> {
    let writer = prop_oneof![
        4 => Just(Writer::Customer),
        2 => Just(Writer::Me),
        1 => Just(Writer::System),
    ];
    (
        prop::collection::vec(writer, 1..80),
        0usize..12,
        0u32..12,
        any::<bool>(),
    )
        .prop_map(|(writers, after_reading, claimed_unread, reading)| Chat {
            after_reading: after_reading.min(writers.len() - 1),
            writers,
            claimed_unread,
            reading,
        })
}

impl Chat {
    fn messages(&self) -> Vec<Message> {
        let written = self.writers.iter().enumerate().map(|(n, writer)| {
            let (id, at) = (format!("m{n:03}"), START + i64::try_from(n).unwrap());
            match writer {
                Writer::Customer => message(&id, at, "نص"),
                Writer::Me => mine(&id, at, "مني"),
                Writer::System => Message {
                    kind: MessageKind::System,
                    ..message(&id, at, "حدث")
                },
            }
        });
        written.collect()
    }

    async fn apply_to(&self, store: &Store) {
        let mut history = self.messages();
        let news = history.split_off(history.len() - self.after_reading);
        let newest = history.last().unwrap();
        let at = newest.created_at.unwrap().0;
        let record = listed(at, newest, self.claimed_unread);
        apply(store, records(vec![record])).await;
        history.reverse();
        newest_page(store, history, true).await;
        if self.reading {
            store.mark_read(&chat("k")).await.unwrap();
        }
        apply(store, events(news)).await;
    }
}

/// What the inbox and the chat show.
struct Shown {
    row: ConversationRow,
    chat: Messages,
    first_unread: Option<Position>,
}

impl Shown {
    async fn of(store: &Store) -> Self {
        let window = MessageWindow::FirstUnread { limit: 1 };
        let unread = store.messages(&chat("k"), window).await.unwrap();
        Self {
            row: row(store).await,
            chat: window_of_all(store).await,
            first_unread: match unread.first_unread {
                FirstUnread::Nothing => None,
                FirstUnread::Here { position } => Some(position),
                FirstUnread::NotFetched { known, .. } => known,
            },
        }
    }

    fn keys(&self) -> Vec<&str> {
        self.chat.rows.iter().map(|row| row.key.as_str()).collect()
    }
}

async fn window_of_all(store: &Store) -> Messages {
    window(store, 1_000).await
}

async fn run_pass(store: &Store) -> usize {
    let mut pass = RetentionPass::new(store.clone(), UtcMs(CUTOFF));
    let mut removed = 0;
    while let RetentionStep::Removed(count) = pass.step(&[]).await.unwrap() {
        removed += count;
    }
    removed
}

/// Every place before which something was removed has a gap.
fn assert_gaps_are_told(before: &Shown, after: &Shown) {
    let places: HashMap<&str, usize> = before.keys().into_iter().zip(0..).collect();
    for pair in after.chat.rows.windows(2) {
        let [earlier, later] = pair else { continue };
        let removed = places[later.key.as_str()] - places[earlier.key.as_str()] > 1;
        assert!(
            later.gap_before || !removed,
            "something is missing before {} and nothing says so",
            later.key
        );
    }
    if places[after.keys()[0]] > 0 {
        assert_eq!(
            after.chat.older,
            Older::OnServer,
            "the beginning is missing"
        );
    }
}

async fn check(case: Chat) {
    let home = Home::new();
    let store = home.open().await;
    case.apply_to(&store).await;
    let before = Shown::of(&store).await;
    let removed = run_pass(&store).await;
    let after = Shown::of(&store).await;

    let kept = after.keys();
    assert_eq!(before.keys().len() - removed, kept.len());
    let newest = before.keys().len() - 1;
    for (n, (key, writer)) in before.keys().into_iter().zip(&case.writers).enumerate() {
        let is_old = START + i64::try_from(n).unwrap() < CUTOFF;
        let may_go = is_old && *writer != Writer::Me && n != newest;
        assert!(may_go || kept.contains(&key), "{key} is not to be removed");
        let must_go = may_go && before.row.unread == 0 && case.after_reading == 0;
        assert!(!must_go || !kept.contains(&key), "{key} is old and read");
    }
    assert_eq!(after.row.unread, before.row.unread);
    assert_eq!(after.first_unread, before.first_unread);
    assert_eq!(after.row.last_message, before.row.last_message);
    assert_eq!(after.row.activity_at, before.row.activity_at);
    assert_eq!(after.chat.complete_until, before.chat.complete_until);
    assert_gaps_are_told(&before, &after);
    assert_eq!(run_pass(&store).await, 0, "a second pass finds nothing");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn retention_keeps_every_promise_in_any_chat(case in chat_strategy()) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(check(case));
    }
}
