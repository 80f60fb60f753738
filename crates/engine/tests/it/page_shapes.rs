//! Pages come in an order and a size that the documentation does not promise: whatever they are, all that was said
//! arrives, and nothing is called complete before it does.
use std::sync::atomic::Ordering::SeqCst;

use crate::common::*;
use engine::{Engine, Fetched};
use protocol::ConversationId;
use store::{MessageWindow, Older};
use testkit_net::person::Person;
use testkit_net::proxy::{PageOrder, PageShape, PageSize, TotalGiven};

const SAID: usize = 120;

/// Sizes of pages, each other than the 50 that are asked for but the first.
const SIZES: [PageSize; 6] = [
    PageSize::AtMost(50),
    PageSize::AtMost(20),
    PageSize::AtMost(7),
    PageSize::Always(80),
    PageSize::Always(500),
    PageSize::InTurns(20, 7),
];

fn pages(shape: PageShape) -> usize {
    let size = match shape.size {
        PageSize::AtMost(size) | PageSize::Always(size) | PageSize::SamePage(size) => size,
        PageSize::InTurns(odd, even) => odd.midpoint(even),
    };
    SAID.div_ceil(size - shape.overlap)
}

async fn say(salma: &Person, chat: &ConversationId, from: usize, count: usize) {
    for number in from..from + count {
        let text = format!("رسالة {number}");
        salma.send_message(chat, &text).await.expect("said");
    }
}

/// How many of the newest messages the cache has without a hole.
async fn unbroken(engine: &Engine, chat: &ConversationId) -> usize {
    let window = MessageWindow::Newest { limit: 1_000 };
    let cached = engine.messages(chat, window).await.expect("read");
    let gap = cached.rows.iter().rposition(|row| row.gap_before);
    cached.rows.len() - gap.unwrap_or_default()
}

async fn newest(engine: &Engine, chat: &ConversationId) -> Option<String> {
    let mut said = texts(engine, chat).await;
    said.pop()
}

async fn older(engine: &Engine, chat: &ConversationId) -> Older {
    let window = MessageWindow::Newest { limit: 1_000 };
    engine.messages(chat, window).await.expect("read").older
}

/// Each size once in each dialect, with a total and without, with pages that repeat messages and without.
async fn everything_arrives_in(order: PageOrder) {
    for (turn, dialect) in BOTH.into_iter().enumerate() {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        let chat = salma.open_chat("صفحات").await.unwrap();
        say(&salma, &chat, 0, SAID).await;
        for (at, size) in SIZES.into_iter().enumerate() {
            let shape = PageShape {
                order,
                size,
                overlap: (at / 2 + turn) % 2 * 3,
                total: if (at + turn) % 2 == 0 {
                    TotalGiven::Yes
                } else {
                    TotalGiven::No
                },
            };
            *proxy.faults.page_shape.lock() = Some(shape);
            everything_arrives(&proxy, &salma, &chat, (SAID + at, shape)).await;
        }
    }
}

async fn everything_arrives(
    proxy: &Proxy,
    salma: &Person,
    chat: &ConversationId,
    (said, shape): (usize, PageShape),
) {
    let computer = Computer::new();
    let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
    let before = proxy.faults.counts.pages.load(SeqCst);
    let fetch = async |count| {
        let fetched = engine.refresh_messages(chat, count).await;
        fetched.unwrap_or_else(|error| panic!("{shape:?}: {error}"));
    };
    fetch(10).await;
    let last = format!("رسالة {}", said - 1);
    assert_eq!(
        newest(&engine, chat).await,
        Some(last),
        "{shape:?}: the newest come first"
    );
    fetch(1_000).await;
    assert_eq!(
        unbroken(&engine, chat).await,
        said,
        "{shape:?}: all are there"
    );
    assert_eq!(
        older(&engine, chat).await,
        Older::Nothing,
        "{shape:?}: and it is known"
    );
    say(salma, chat, said, 1).await;
    fetch(1_000).await;
    assert_eq!(
        unbroken(&engine, chat).await,
        said + 1,
        "{shape:?}: the next one too"
    );
    let calls = proxy.faults.counts.pages.load(SeqCst) - before;
    let most = 20 + 8 * pages(shape);
    assert!(calls < most, "{shape:?}: {calls} calls");
    engine.shutdown().await;
}

#[tokio::test]
async fn everything_arrives_in_pages_that_begin_with_the_newest() {
    everything_arrives_in(PageOrder::NewestFirst).await;
}

#[tokio::test]
async fn everything_arrives_in_pages_that_begin_with_the_oldest() {
    everything_arrives_in(PageOrder::OldestFirst).await;
}

#[tokio::test]
async fn everything_arrives_in_pages_that_are_turned_round() {
    everything_arrives_in(PageOrder::TurnedWithin).await;
}

#[tokio::test]
async fn everything_arrives_in_pages_without_an_order() {
    everything_arrives_in(PageOrder::None).await;
}

#[tokio::test]
async fn a_server_that_turns_its_pages_round_is_understood() {
    for dialect in BOTH {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        let chat = salma.open_chat("صفحات").await.unwrap();
        say(&salma, &chat, 0, SAID).await;
        let computer = Computer::new();
        let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
        let mut said = SAID;
        for order in [
            PageOrder::NewestFirst,
            PageOrder::OldestFirst,
            PageOrder::NewestFirst,
            PageOrder::OldestFirst,
        ] {
            *proxy.faults.page_shape.lock() = Some(PageShape {
                order,
                ..PageShape::capped(20)
            });
            engine.refresh_messages(&chat, 1_000).await.expect("all");
            assert_eq!(
                unbroken(&engine, &chat).await,
                said,
                "{dialect:?} {order:?}"
            );
            say(&salma, &chat, said, 30).await;
            said += 30;
            engine.refresh_messages(&chat, 1_000).await.expect("new");
            assert_eq!(
                unbroken(&engine, &chat).await,
                said,
                "{dialect:?} {order:?}"
            );
        }
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_server_with_one_page_never_makes_a_chat_complete() {
    for dialect in BOTH {
        for order in [PageOrder::NewestFirst, PageOrder::OldestFirst] {
            for total in [TotalGiven::Yes, TotalGiven::No] {
                let (_backend, proxy, salma) = behind_proxy(dialect).await;
                let chat = salma.open_chat("صفحات").await.unwrap();
                say(&salma, &chat, 0, SAID).await;
                *proxy.faults.page_shape.lock() = Some(PageShape {
                    order,
                    size: PageSize::SamePage(50),
                    total,
                    ..PageShape::capped(50)
                });
                let computer = Computer::new();
                let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
                engine.refresh_inbox().await.expect("the list");
                let before = proxy.faults.counts.pages.load(SeqCst);
                // Whether that is an error or not: it ends, and nothing is called complete.
                drop(engine.refresh_messages(&chat, 1_000).await);
                assert_ne!(
                    older(&engine, &chat).await,
                    Older::Nothing,
                    "{dialect:?} {order:?}"
                );
                let shown = texts(&engine, &chat).await.len();
                assert!(shown >= 50, "{dialect:?} {order:?}: what came is shown");
                let row = engine.conversation(&chat).await.expect("known");
                let window = MessageWindow::Newest { limit: 1_000 };
                let cached = engine.messages(&chat, window).await.expect("read");
                let top = cached.complete_until;
                if order == PageOrder::OldestFirst {
                    assert!(
                        top < row.activity_at,
                        "{dialect:?} {total:?}: the newest are missing"
                    );
                }
                let calls = proxy.faults.counts.pages.load(SeqCst) - before;
                assert!(calls < 40, "{dialect:?} {order:?}: {calls} calls");
                engine.shutdown().await;
            }
        }
    }
}

#[tokio::test]
async fn an_orders_chat_shows_its_newest_whatever_the_pages_order() {
    for dialect in BOTH {
        let (backend, proxy, salma) = behind_proxy(dialect).await;
        let order = backend.add_order("salma", "matam").await.expect("an order");
        let computer = Computer::new();
        let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
        let chat = engine.open_order_chat(&order).await.expect("opened").id;
        say(&salma, &chat, 0, SAID).await;
        *proxy.faults.page_shape.lock() = Some(PageShape {
            order: PageOrder::OldestFirst,
            ..PageShape::capped(50)
        });
        engine.order_chat(&order).await.expect("looked up");
        let last = format!("رسالة {}", SAID - 1);
        assert_eq!(newest(&engine, &chat).await, Some(last), "{dialect:?}");
        while engine.fetch_older(&chat).await.expect("older") == Fetched::More {}
        assert_eq!(unbroken(&engine, &chat).await, SAID, "{dialect:?}");
        engine.shutdown().await;
    }
}
