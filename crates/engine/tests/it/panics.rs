//! A panic planted in each background task: it is logged with its message, the task begins again, and what it did is
//! done all the same.

use crate::common::*;
use backend::Dialect;
use engine::Connection;

/// What the planted panic says.
const WORDS: &str = "planted for the test";

fn plant(point: &str) {
    fail::cfg(point, &format!("1*panic({WORDS})")).expect("a failpoint");
}

/// Starts an engine in which this task panics once; everything works afterwards.
async fn outlives_a_panic_in(point: &str) {
    let (backend, salma) = with_customer(Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.shutdown().await;
    let log = Log::record();
    plant(point);
    let engine = computer.start().await;
    online(&engine).await;
    salma.send_message(&chat, "أين طلبي؟").await.unwrap();
    wait_for_message(&engine, &chat, "أين طلبي؟").await;
    engine.send(&chat, "في الطريق").await.expect("queued");
    sent(&engine, &chat, "في الطريق").await;
    engine.mark_read(&chat).await.expect("marked");
    until(&engine, "the panic is in the log", || async {
        log.contains(WORDS).then_some(())
    })
    .await;
    online(&engine).await;
    salma.send_message(&chat, "شكرا").await.unwrap();
    wait_for_message(&engine, &chat, "شكرا").await;
    engine.send(&chat, "أهلا").await.expect("queued");
    settled(&engine, &chat, "أهلا").await;
    engine.shutdown().await;
}

#[tokio::test]
async fn the_session_begins_again_after_a_panic() {
    outlives_a_panic_in("panic/session").await;
}

#[tokio::test]
async fn a_task_of_the_connection_may_panic() {
    outlives_a_panic_in("panic/connection-task").await;
}

#[tokio::test]
async fn the_outbox_begins_again_after_a_panic() {
    outlives_a_panic_in("panic/outbox").await;
}

#[tokio::test]
async fn an_attempt_to_send_may_panic() {
    outlives_a_panic_in("engine.send.before-request").await;
}

#[tokio::test]
async fn the_read_receipts_begin_again_after_a_panic() {
    outlives_a_panic_in("panic/read-receipts").await;
}

#[tokio::test]
async fn the_change_forwarder_begins_again_after_a_panic() {
    outlives_a_panic_in("panic/forwarder").await;
}

#[tokio::test]
async fn the_retention_begins_again_after_a_panic() {
    outlives_a_panic_in("panic/retention").await;
}

#[tokio::test]
async fn free_pages_are_given_back_again_after_a_panic() {
    outlives_a_panic_in("panic/free-pages").await;
}

#[tokio::test]
async fn the_token_is_loaded_again_after_a_panic() {
    outlives_a_panic_in("panic/unlock").await;
}

#[tokio::test]
async fn the_account_task_begins_again_after_a_panic() {
    outlives_a_panic_in("panic/account").await;
}

#[tokio::test]
async fn the_stores_maintenance_begins_again_after_a_panic() {
    outlives_a_panic_in("panic/maintenance").await;
}

#[tokio::test]
async fn the_stores_checkpoints_begin_again_after_a_panic() {
    outlives_a_panic_in("panic/checkpoints").await;
}

#[tokio::test]
async fn an_event_whose_decoding_panics_costs_itself_alone() {
    outlives_a_panic_in("panic/event").await;
}

#[tokio::test]
async fn the_state_says_that_the_session_broke_off() {
    let (backend, salma) = with_customer(Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    let mut states = engine.subscribe_connection();
    let broken = tokio::spawn(async move {
        let broken = |state: &Connection| matches!(state, Connection::Offline { code, .. } if code == "internal");
        states.wait_for(broken).await.map(|_| ())
    });
    plant("panic/session");
    salma.send_message(&chat, "أين طلبي؟").await.unwrap();
    let told = tokio::time::timeout(std::time::Duration::from_secs(20), broken).await;
    told.expect("the state never said that the session broke off")
        .expect("the task ends")
        .expect("the engine is up");
    online(&engine).await;
    wait_for_message(&engine, &chat, "أين طلبي؟").await;
    engine.shutdown().await;
}
