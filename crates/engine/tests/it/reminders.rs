//! A reminder rings by itself, also when the program did not run at its time.
use crate::common::*;
use engine::{Engine, Error};
use protocol::{ConversationId, UtcMs};

fn from_now(ms: i64) -> UtcMs {
    UtcMs(store::system_clock()().0 + ms)
}

async fn has_rung(engine: &Engine, chat: &ConversationId) -> Option<()> {
    let row = engine.conversation(chat).await.ok()?;
    row.reminder?.rung.then_some(())
}

#[tokio::test]
async fn a_reminder_rings_in_time_and_after_a_restart() {
    let (backend, salma) = with_customer(BOTH[0]).await;
    let now = salma.open_chat("سؤال").await.unwrap();
    let later = salma.open_chat("سؤال آخر").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    for at in [from_now(-1), UtcMs(i64::MIN), UtcMs(i64::MAX)] {
        let refused = engine.remind(&now, at).await;
        assert!(matches!(refused, Err(Error::BadTime)), "{at:?}");
    }
    engine.remind(&later, from_now(3_000)).await.expect("put");
    engine.remind(&now, from_now(500)).await.expect("put");
    until(&engine, "the nearer one rings", || has_rung(&engine, &now)).await;
    engine.shutdown().await;
    let engine = computer.start().await;
    until(&engine, "the other one rings", || has_rung(&engine, &later)).await;
    engine.shutdown().await;
}
