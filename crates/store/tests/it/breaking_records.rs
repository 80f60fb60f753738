//! A record at which the program breaks down costs that record alone.

use crate::support::*;
use store::{Batch, PageFetched, Reach, Source};

/// Where a message with [`BREAKING`] in its text panics.
const POINT: &str = "panic/record";
const BREAKING: &str = "\u{2620}";

fn burst() -> Vec<protocol::Message> {
    let mut burst: Vec<_> = (0..20)
        .map(|n| message(&format!("m{n:02}"), START + n, "سلام"))
        .collect();
    burst[7].content = BREAKING.to_owned();
    burst
}

#[tokio::test]
async fn a_record_that_breaks_the_program_costs_itself_alone() {
    let home = Home::new();
    let store = home.open().await;
    fail::cfg(POINT, "panic(planted)").expect("a failpoint");
    apply(&store, events(burst())).await;
    assert_eq!(keys(&store).await.len(), 19, "the others are here");
    assert_eq!(store.unreadable_records(), 1, "it is counted");
    fail::cfg(POINT, "1*panic(planted)->panic(planted again)").expect("a failpoint");
    apply(&store, events(burst())).await;
    assert_eq!(
        store.unreadable_records(),
        1,
        "it is passed over when it comes again, without another panic"
    );
    fail::remove(POINT);
}

#[tokio::test]
async fn a_page_is_taken_in_without_a_record_that_breaks() {
    let home = Home::new();
    let store = home.open().await;
    fail::cfg(POINT, "panic(planted)").expect("a failpoint");
    let page = PageFetched {
        messages: burst(),
        reach: Reach::Newest { end: true },
    };
    store.apply_page(&chat("k"), page).await.expect("taken in");
    fail::remove(POINT);
    assert_eq!(keys(&store).await.len(), 19, "the others are here");
    let batch = Batch {
        messages: vec![message("later", START + 100, "شكرا")],
        source: Source::Event,
        ..Batch::default()
    };
    store.apply(batch).await.expect("the store goes on");
    assert_eq!(keys(&store).await.len(), 20);
}
