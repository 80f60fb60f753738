//! Messages that leave later, can be taken back, or are dropped at the customer's word.
use std::time::Duration;

use crate::common::*;
use engine::{Engine, Error};
use protocol::{ConversationId, UtcMs};
use store::{CancelReason, OutboxState, Schedule, ScheduleKind};

const ASKED: &str = "هل ما زلت معنا؟";

fn from_now(ms: i64) -> UtcMs {
    UtcMs(store::system_clock()().0 + ms)
}

async fn send_later(engine: &Engine, chat: &ConversationId, kind: ScheduleKind, at: UtcMs) {
    let scheduled = engine.send_later(chat, ASKED, Schedule { kind, at }).await;
    scheduled.expect("queued");
}

async fn was_dropped(engine: &Engine) -> Option<()> {
    let rows = engine.outbox().await.expect("read").rows;
    let wanted = CancelReason::OtherSideWrote;
    let dropped = rows
        .iter()
        .any(|row| matches!(row.state, OutboxState::Cancelled { reason, .. } if reason == wanted));
    dropped.then_some(())
}

#[tokio::test]
async fn what_is_taken_back_never_leaves_and_what_follows_does() {
    let (backend, salma) = with_customer(BOTH[0]).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    online(&engine).await;
    let moment = Duration::from_secs(10);
    let id = engine.send_with_take_back(&chat, "خطأ", moment).await;
    engine.send(&chat, "صواب").await.expect("queued");
    let draft = engine.take_back(&id.expect("queued")).await;
    assert_eq!(draft.expect("taken back"), "خطأ");
    sent(&engine, &chat, "صواب").await;
    let texts = texts(&engine, &chat).await;
    assert!(!texts.contains(&"خطأ".to_owned()), "{texts:?}");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_message_leaves_when_its_time_has_come() {
    let (backend, salma) = with_customer(BOTH[0]).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    online(&engine).await;
    let times = [from_now(-1), UtcMs(i64::MIN), UtcMs(i64::MAX)];
    for at in times {
        let kind = ScheduleKind::Later;
        let refused = engine.send_later(&chat, ASKED, Schedule { kind, at }).await;
        assert!(matches!(refused, Err(Error::BadTime)), "{at:?}");
    }
    let at = from_now(1_500);
    send_later(&engine, &chat, ScheduleKind::UnlessWritten, at).await;
    let row = sent(&engine, &chat, ASKED).await;
    assert!(row.created_at.is_some_and(|stored| stored >= at), "{row:?}");
    engine.shutdown().await;
}

#[tokio::test]
async fn the_customers_word_drops_what_waits_for_silence() {
    let (backend, salma) = with_customer(BOTH[0]).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    online(&engine).await;
    send_later(
        &engine,
        &chat,
        ScheduleKind::UnlessWritten,
        from_now(3_600_000),
    )
    .await;
    salma.send_message(&chat, "نعم").await.unwrap();
    until(&engine, "it is dropped", || was_dropped(&engine)).await;
    engine.shutdown().await;
}

#[tokio::test]
async fn a_word_that_nobody_heard_drops_it_before_it_leaves() {
    let (backend, salma) = with_customer(BOTH[0]).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    salma.send_message(&chat, "أين الطلب؟").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    wait_for_message(&engine, &chat, "أين الطلب؟").await;
    send_later(&engine, &chat, ScheduleKind::UnlessWritten, from_now(1_000)).await;
    engine.shutdown().await;
    salma.send_message(&chat, "وصل، شكراً").await.unwrap();
    let engine = computer.start().await;
    until(&engine, "it is dropped", || was_dropped(&engine)).await;
    wait_for_message(&engine, &chat, "وصل، شكراً").await;
    let texts = texts(&engine, &chat).await;
    assert!(!texts.contains(&ASKED.to_owned()), "{texts:?}");
    engine.shutdown().await;
}
