//! An event is a hint, and the page is the truth: one that was lost without a trace leaves no hole that is vouched for.
use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use crate::common::*;
use backend::Dialect;
use engine::Engine;
use protocol::{ConversationId, UtcMs};
use store::MessageWindow;
use testkit_net::proxy::{Fault, Trigger};

/// Longer than a test waits for anything.
const NEVER: Duration = Duration::from_secs(600);

/// A fetch that catches up reads twenty pages of fifty.
const MORE_THAN_A_FETCH: usize = 1_060;

fn confirming_soon() -> Computer {
    let mut computer = Computer::new();
    computer.timing.confirm_after = Duration::from_secs(1);
    computer.timing.confirm_every = Duration::from_millis(20);
    computer
}

fn confirming_never() -> Computer {
    let mut computer = Computer::new();
    computer.timing.confirm_after = NEVER;
    computer
}

/// An engine that is online and has the chat, and a customer of whose next two messages the first meets a fault and
/// the second is heard.
async fn one_of_two_is_lost(
    computer: &Computer,
    fault: Fault,
) -> (backend::Server, Proxy, Engine, Person, ConversationId) {
    let (backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    salma.send_message(&chat, "مرحباً").await.unwrap();
    let engine = computer.start_signed_in(&proxy.url()).await;
    wait_for_message(&engine, &chat, "مرحباً").await;
    proxy.inject_on(Trigger::Event, fault);
    salma.send_message(&chat, "الأولى").await.unwrap();
    until(&engine, "the fault was injected", || async {
        proxy.injected().contains_key(&fault).then_some(())
    })
    .await;
    salma.send_message(&chat, "الثانية").await.unwrap();
    wait_for_message(&engine, &chat, "الثانية").await;
    assert!(
        rows(&engine, &chat)
            .await
            .iter()
            .all(|row| row.content != "الأولى"),
        "the fault did not hit the message"
    );
    (backend, proxy, engine, salma, chat)
}

async fn complete_until(engine: &Engine, chat: &ConversationId) -> Option<UtcMs> {
    let newest = MessageWindow::Newest { limit: 50 };
    let window = engine.messages(chat, newest).await.expect("readable");
    window.complete_until
}

#[tokio::test]
async fn an_event_lost_without_a_trace_is_found_by_a_page() {
    for fault in [Fault::LoseEvent, Fault::BreakEvent] {
        let computer = confirming_soon();
        let (_backend, _proxy, engine, _salma, chat) = one_of_two_is_lost(&computer, fault).await;
        wait_for_message(&engine, &chat, "الأولى").await;
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_confirmation_that_failed_is_made_up_for() {
    let mut computer = confirming_soon();
    computer.timing.confirm_after = Duration::from_secs(3);
    computer.timing.list_every = Duration::from_millis(300);
    let (_backend, proxy, engine, _salma, chat) =
        one_of_two_is_lost(&computer, Fault::LoseEvent).await;
    let pages = format!("get /support/conversations/{chat}/messages");
    *proxy.faults.failing.lock() = Some(pages);
    until(&engine, "its page was asked for in vain", || async {
        (proxy.faults.counts.failures.load(SeqCst) > 0).then_some(())
    })
    .await;
    *proxy.faults.failing.lock() = None;
    wait_for_message(&engine, &chat, "الأولى").await;
    engine.shutdown().await;
}

#[tokio::test]
async fn no_event_makes_a_chat_count_as_complete() {
    let computer = confirming_never();
    let (_backend, _proxy, engine, salma, chat) =
        one_of_two_is_lost(&computer, Fault::LoseEvent).await;
    let said = salma.messages(&chat).await.unwrap();
    let lost = said
        .iter()
        .find(|message| message.text == "الأولى")
        .and_then(|message| UtcMs::parse(&message.at))
        .expect("it is on the server");
    let until = complete_until(&engine, &chat).await;
    assert!(
        until.is_some_and(|until| until < lost),
        "complete until {until:?}, and what was said at {lost:?} is missing"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn opening_a_chat_confirms_it_at_once() {
    let computer = confirming_never();
    let (_backend, _proxy, engine, _salma, chat) =
        one_of_two_is_lost(&computer, Fault::LoseEvent).await;
    show(&engine, &chat).await;
    wait_for_message(&engine, &chat, "الأولى").await;
    engine.shutdown().await;
}

#[tokio::test]
async fn the_next_run_confirms_what_this_one_could_not() {
    let computer = confirming_never();
    let (_backend, _proxy, engine, _salma, chat) =
        one_of_two_is_lost(&computer, Fault::LoseEvent).await;
    engine.shutdown().await;
    let engine = computer.start().await;
    wait_for_message(&engine, &chat, "الأولى").await;
    engine.shutdown().await;
}

#[tokio::test]
async fn more_events_than_a_fetch_reads_leave_a_gap_that_is_shown() {
    let computer = confirming_never();
    let (_backend, proxy, engine, salma, chat) =
        one_of_two_is_lost(&computer, Fault::LoseEvent).await;
    for at in 0..MORE_THAN_A_FETCH {
        salma
            .send_message(&chat, &format!("رسالة {at}"))
            .await
            .unwrap();
    }
    wait_for_message(&engine, &chat, &format!("رسالة {}", MORE_THAN_A_FETCH - 1)).await;
    engine.shutdown().await;
    let engine = computer.start().await;
    until(&engine, "the lost message's place is shown", || async {
        let window = MessageWindow::Newest { limit: 2_000 };
        let window = engine.messages(&chat, window).await.expect("readable");
        let is_found = window.rows.iter().any(|row| row.content == "الأولى");
        let is_gap = window.rows.iter().any(|row| row.gap_before);
        (is_found || is_gap).then_some(())
    })
    .await;
    engine.shutdown().await;
    // What was shown is confirmed, and not read again.
    let before = proxy.faults.counts.pages.load(SeqCst);
    let engine = computer.start().await;
    salma.send_message(&chat, "وبعد؟").await.unwrap();
    wait_for_message(&engine, &chat, "وبعد؟").await;
    show(&engine, &chat).await;
    until(&engine, "the newest page is asked for", || async {
        (proxy.faults.counts.pages.load(SeqCst) > before).then_some(())
    })
    .await;
    engine.shutdown().await;
    let asked = proxy.faults.counts.pages.load(SeqCst) - before;
    assert!(asked < 10, "{asked} pages were asked for after one message");
}

#[tokio::test]
async fn quiet_chats_are_not_asked_for() {
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let quiet = salma.open_chat("هدوء").await.unwrap();
    for chat in [&chat, &quiet] {
        salma.send_message(chat, "مرحباً").await.unwrap();
    }
    let computer = confirming_soon();
    let engine = computer.start_signed_in(&proxy.url()).await;
    wait_for_message(&engine, &chat, "مرحباً").await;
    wait_for_message(&engine, &quiet, "مرحباً").await;
    let before = proxy.faults.counts.pages.load(SeqCst);
    salma.send_message(&chat, "أين طلبي؟").await.unwrap();
    until(&engine, "the chat is confirmed", || async {
        (proxy.faults.counts.pages.load(SeqCst) > before).then_some(())
    })
    .await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(
        proxy.faults.counts.pages.load(SeqCst),
        before + 1,
        "one page, of the chat that had an event"
    );
    engine.shutdown().await;
}
