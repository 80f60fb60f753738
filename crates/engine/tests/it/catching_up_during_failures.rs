//! Catching up under fire: pages that shift, gaps that are long, rooms that are left.
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use crate::common::*;
use backend::Dialect;
use engine::{Engine, Fetched};
use protocol::{ConversationId, ConversationStatus};
use store::Position;

/// What the cache holds of a chat must be what the server holds, but for gaps that it shows. Answers
/// how many messages it lacks.
async fn lacking(engine: &Engine, reader: &Person, chat: &ConversationId) -> usize {
    let stored = reader.messages(chat).await.unwrap();
    let cached = rows(engine, chat).await;
    let mut last: Option<usize> = None;
    for row in &cached {
        let id = row.id.as_ref().expect("on the server").to_string();
        let at = stored
            .iter()
            .position(|message| message.id == id)
            .expect("stored");
        if let Some(before) = last {
            assert!(at > before, "in order, and once");
            assert!(
                at == before + 1 || row.gap_before,
                "{} messages are missing before «{}», and nothing shows it",
                at - before - 1,
                row.content
            );
        }
        last = Some(at);
    }
    assert_eq!(last, Some(stored.len() - 1), "the newest is there");
    stored.len() - cached.len()
}

#[tokio::test]
async fn messages_arriving_between_pages_leave_no_hidden_gap() {
    for dialect in BOTH {
        // How many arrive before each page: few shift it, many push a whole page out of sight.
        for arrivals in [1, 7, 60, 130] {
            let (_backend, proxy, salma) = behind_proxy(dialect).await;
            let chat = salma.open_chat("زحام").await.unwrap();
            salma.send_message(&chat, "قبل").await.unwrap();
            let computer = Computer::new();
            let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
            for number in 0..320 {
                salma
                    .send_message(&chat, &format!("أثناء {number}"))
                    .await
                    .unwrap();
            }
            let mut asked = proxy.hold_pages();
            let catching_up = tokio::spawn({
                let engine = engine.clone();
                async move { engine.catch_up_once().await }
            });
            let mut pages = 0;
            while let Some(pass) = asked.recv().await {
                pages += 1;
                // It calms down in the end.
                if pages <= 5 {
                    for number in 0..arrivals {
                        salma
                            .send_message(&chat, &format!("صفحة {pages}: {number}"))
                            .await
                            .unwrap();
                    }
                }
                pass.send(()).expect("the proxy waits");
                if pages > 5 {
                    *proxy.faults.page_gate.lock() = None;
                }
            }
            catching_up.await.expect("no panic").expect("caught up");
            assert!(pages > 5, "{dialect:?}: {pages} pages were read");
            let lacks = lacking(&engine, &salma, &chat).await;
            assert_eq!(
                lacks, 0,
                "{dialect:?}, {arrivals} a page: all of it is there"
            );
            let gaps = rows(&engine, &chat).await;
            assert!(
                gaps.iter().all(|row| !row.gap_before),
                "and no gap is shown"
            );
            engine.shutdown().await;
        }
    }
}

#[tokio::test]
async fn a_connection_lost_while_fetching_leaves_no_hidden_gap() {
    for dialect in BOTH {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        let chat = salma.open_chat("زحام").await.unwrap();
        salma.send_message(&chat, "قبل").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_signed_in(&proxy.url()).await;
        wait_for_message(&engine, &chat, "قبل").await;
        for pages in [1, 3] {
            proxy.faults.asleep.store(true, SeqCst);
            proxy.cut_connections();
            offline(&engine).await;
            for number in 0..300 {
                salma
                    .send_message(&chat, &format!("أثناء {pages}: {number}"))
                    .await
                    .unwrap();
            }
            let mut asked = proxy.hold_pages();
            proxy.faults.asleep.store(false, SeqCst);
            for _ in 0..pages {
                let pass = asked.recv().await.expect("a page is asked for");
                salma.send_message(&chat, "وأيضا").await.unwrap();
                pass.send(()).expect("the proxy waits");
            }
            let held = asked.recv().await.expect("one more page is asked for");
            *proxy.faults.page_gate.lock() = None;
            proxy.cut_connections();
            drop(held);
            let last = format!("بعد {pages}");
            salma.send_message(&chat, &last).await.unwrap();
            wait_for_message(&engine, &chat, &last).await;
        }
        online(&engine).await;
        lacking(&engine, &salma, &chat).await;
        fill(&engine, &chat).await;
        assert_eq!(
            lacking(&engine, &salma, &chat).await,
            0,
            "{dialect:?}: once filled"
        );
        engine.shutdown().await;
    }
}

/// Fills every gap that a chat shows, as scrolling to it does.
async fn fill(engine: &Engine, chat: &ConversationId) {
    for _ in 0..200 {
        let shown = rows(engine, chat).await;
        let Some(row) = shown.iter().rev().find(|row| row.gap_before) else {
            return;
        };
        let place = Position {
            created_at: row.created_at.expect("a time"),
            id: row.id.as_ref().expect("an id").to_string(),
        };
        engine.fill_gap(chat, place).await.expect("filled");
    }
    panic!("the gaps are never filled");
}

#[tokio::test]
async fn too_much_to_fetch_stays_a_gap_that_fills_on_demand() {
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let chat = salma.open_chat("أسابيع").await.unwrap();
    salma.send_message(&chat, "قبل").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
    for number in 0..1_130 {
        salma
            .send_message(&chat, &format!("أثناء {number}"))
            .await
            .unwrap();
    }
    engine.catch_up_once().await.expect("caught up");
    let lacks = lacking(&engine, &salma, &chat).await;
    assert!(
        (100..=131).contains(&lacks),
        "20 pages were fetched: {lacks} are missing"
    );
    let pages = proxy.faults.counts.pages.load(SeqCst);
    engine.catch_up_once().await.expect("caught up");
    assert!(
        proxy.faults.counts.pages.load(SeqCst) - pages <= 1,
        "what was given up is not fetched again by itself"
    );
    assert_eq!(lacking(&engine, &salma, &chat).await, lacks, "still shown");
    let shown = rows(&engine, &chat).await;
    assert_eq!(shown.iter().filter(|row| row.gap_before).count(), 1);
    fill(&engine, &chat).await;
    while engine.fetch_older(&chat).await.expect("older") == Fetched::More {}
    let window = store::MessageWindow::Newest { limit: 2_000 };
    let whole = engine.messages(&chat, window).await.expect("read").rows;
    assert_eq!(whole.len(), 1_131, "all of it");
    assert!(whole.iter().all(|row| !row.gap_before));
    engine.shutdown().await;
}

#[tokio::test]
async fn a_reconnect_fetches_what_changed_and_not_what_is_cached() {
    for dialect in BOTH {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        let mut chats = Vec::new();
        for number in 0..30 {
            let chat = salma.open_chat(&format!("سؤال {number}")).await.unwrap();
            salma.send_message(&chat, "مرحبا").await.unwrap();
            chats.push(chat);
        }
        let computer = Computer::new();
        let engine = computer.start_signed_in(&proxy.url()).await;
        for chat in &chats {
            wait_for_message(&engine, chat, "مرحبا").await;
        }
        proxy.faults.asleep.store(true, SeqCst);
        proxy.cut_connections();
        offline(&engine).await;
        for chat in &chats[..3] {
            salma.send_message(chat, "أثناء الانقطاع").await.unwrap();
        }
        let before = proxy.faults.counts.pages.load(SeqCst);
        proxy.faults.asleep.store(false, SeqCst);
        online(&engine).await;
        for chat in &chats[..3] {
            wait_for_message(&engine, chat, "أثناء الانقطاع").await;
        }
        let pages = proxy.faults.counts.pages.load(SeqCst) - before;
        assert_eq!(pages, 3, "{dialect:?}: one page for each that changed");
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn the_sweep_leaves_closed_chats_and_repairs_from_the_list() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        let admin = person_at(&backend.url(), "mudir").await;
        let chat = salma.open_chat("تغلق").await.unwrap();
        let other = salma.open_chat("تبقى").await.unwrap();
        salma.send_message(&chat, "مرحبا").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_signed_in(&backend.url()).await;
        wait_for_message(&engine, &chat, "مرحبا").await;
        let status_is = |wanted: ConversationStatus| {
            let (engine, chat) = (&engine, &chat);
            async move {
                until(engine, "the chat's status is known", || async {
                    let row = engine.conversation(chat).await.expect("the chat");
                    (row.status == wanted).then_some(())
                })
                .await;
            }
        };
        admin.set_status(&chat, "closed").await.unwrap();
        status_is(ConversationStatus::Closed).await;
        // A room that is left hears nothing more; what is said elsewhere after it tells that the
        // line has brought all that came before.
        let mut round = 0;
        until(&engine, "the sweep leaves the closed chat's room", || {
            round += 1;
            let (engine, admin, salma) = (&engine, &admin, &salma);
            let (chat, other) = (&chat, &other);
            let mark = format!("علامة {round}");
            // Nothing tells that a sweep is through: each round leaves it more time.
            let pause = Duration::from_millis(20) * round;
            async move {
                engine.try_now();
                tokio::time::sleep(pause).await;
                admin.set_status(chat, "open").await.unwrap();
                salma.send_message(other, &mark).await.unwrap();
                wait_for_message(engine, other, &mark).await;
                let row = engine.conversation(chat).await.expect("the chat");
                if row.status == ConversationStatus::Closed {
                    return Some(());
                }
                admin.set_status(chat, "closed").await.unwrap();
                None
            }
        })
        .await;
        salma.send_message(&chat, "بعد الفتح").await.unwrap();
        engine.try_now();
        status_is(ConversationStatus::Open).await;
        wait_for_message(&engine, &chat, "بعد الفتح").await;
        lacking(&engine, &salma, &chat).await;
        // And it is followed again.
        salma.send_message(&chat, "وعلى الخط").await.unwrap();
        wait_for_message(&engine, &chat, "وعلى الخط").await;
        engine.shutdown().await;
    }
}
