//! What is put off comes back by itself: at its time, and at the customer's word.
use crate::common::*;
use engine::{Engine, Error};
use protocol::{ConversationId, UtcMs};
use store::InboxFilter;

async fn snoozed(engine: &Engine) -> Vec<ConversationId> {
    let inbox = engine.inbox(InboxFilter::Snoozed, 10).await.expect("read");
    inbox.rows.into_iter().map(|row| row.id).collect()
}

fn from_now(ms: i64) -> UtcMs {
    UtcMs(store::system_clock()().0 + ms)
}

#[tokio::test]
async fn a_snooze_ends_in_time_or_at_the_customers_word() {
    let (backend, salma) = with_customer(BOTH[0]).await;
    let word = salma.open_chat("سؤال").await.unwrap();
    let time = salma.open_chat("سؤال آخر").await.unwrap();
    salma.send_message(&word, "أين الطلب؟").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    wait_for_message(&engine, &word, "أين الطلب؟").await;
    for (chat, ms) in [(&word, 3_600_000), (&time, 3_000)] {
        let put_off = engine.snooze_conversation(chat, from_now(ms)).await;
        put_off.expect("put off");
    }
    until(&engine, "the one that is due comes back", || async {
        (snoozed(&engine).await == [word.clone()]).then_some(())
    })
    .await;
    salma.send_message(&word, "؟").await.unwrap();
    until(&engine, "the customer's word ends the other", || async {
        snoozed(&engine).await.is_empty().then_some(())
    })
    .await;
    engine.shutdown().await;
}

#[tokio::test]
async fn a_time_that_passed_or_lies_years_ahead_is_refused() {
    let (backend, salma) = with_customer(BOTH[0]).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    for until in [from_now(-1), UtcMs(i64::MIN), UtcMs(i64::MAX)] {
        let refused = engine.snooze_conversation(&chat, until).await;
        assert!(
            matches!(refused, Err(Error::BadTime)),
            "{until:?}: {refused:?}"
        );
    }
    assert!(snoozed(&engine).await.is_empty());
    engine.shutdown().await;
}
