//! Waiting until an engine's connection, cache or outbox has reached a state.

use std::{future::Future, time::Duration};

use engine::{Connection, Engine};
use protocol::ConversationId;
use store::{DeliveryState, MessageRow, OutboxRow};
use testkit_net::Person;

use super::rows;

const PATIENCE: Duration = Duration::from_secs(90);

/// Waits until `check` returns a value. The check runs again after each change that the engine
/// publishes, and every 50 ms, because a change on the server alone publishes nothing.
pub async fn until<T, F, Fut>(engine: &Engine, what: &str, mut check: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let mut changes = engine.subscribe_changes();
    let mut line = engine.subscribe_connection();
    let waited = tokio::time::timeout(PATIENCE, async {
        loop {
            if let Some(found) = check().await {
                return found;
            }
            tokio::select! {
                _ = changes.recv() => {}
                _ = line.changed() => {}
                () = tokio::time::sleep(Duration::from_millis(50)) => {}
            }
        }
    })
    .await;
    match waited {
        Ok(found) => found,
        Err(_) => panic!(
            "never came true: {what}; connection {:?}",
            *engine.subscribe_connection().borrow()
        ),
    }
}

pub async fn connection_is(
    engine: &Engine,
    what: &str,
    wanted: impl Fn(&Connection) -> bool,
) -> Connection {
    let mut line = engine.subscribe_connection();
    let found = tokio::time::timeout(PATIENCE, line.wait_for(|state| wanted(state)))
        .await
        .map(|found| found.map(|state| state.clone()));
    match found {
        Ok(Ok(state)) => state,
        _ => panic!(
            "the connection never became {what}; it is {:?}",
            *engine.subscribe_connection().borrow()
        ),
    }
}

pub async fn online(engine: &Engine) {
    connection_is(engine, "online", |state| {
        matches!(state, Connection::Online { .. })
    })
    .await;
}

pub async fn offline(engine: &Engine) -> Connection {
    connection_is(engine, "offline", |state| {
        matches!(state, Connection::Offline { .. })
    })
    .await
}

pub async fn wait_for_message(engine: &Engine, id: &ConversationId, text: &str) -> MessageRow {
    until(engine, &format!("the engine has «{text}»"), || async {
        rows(engine, id)
            .await
            .into_iter()
            .find(|row| row.content == text)
    })
    .await
}

pub async fn sent(engine: &Engine, id: &ConversationId, text: &str) -> MessageRow {
    until(engine, &format!("«{text}» is sent"), || async {
        rows(engine, id)
            .await
            .into_iter()
            .find(|row| row.content == text && row.delivery == DeliveryState::Sent)
    })
    .await
}

/// Waits until the message is sent and its outbox entry is gone. The event of a message may arrive
/// before the answer to its request, so a sent message can still have an entry.
pub async fn settled(engine: &Engine, id: &ConversationId, text: &str) -> MessageRow {
    let row = sent(engine, id, text).await;
    until(engine, &format!("«{text}» is let go of"), || async {
        let rows = engine.outbox().await.expect("read").rows;
        let kept = |row: &OutboxRow| row.conversation == *id && row.text == text;
        (!rows.iter().any(kept)).then_some(())
    })
    .await;
    row
}

/// Returns the single row of the outbox; panics when there are more or none.
pub async fn waiting_row(engine: &Engine) -> OutboxRow {
    let mut rows = engine.outbox().await.expect("read").rows;
    assert_eq!(rows.len(), 1, "one waits: {rows:?}");
    rows.remove(0)
}

/// Runs the outbox until no entry is waiting.
pub async fn work_off(engine: &Engine) {
    until(engine, "the outbox is worked off", || async {
        let worked = engine.work_outbox_once().await.expect("worked");
        let left = engine.unsent().await.expect("counted").waiting;
        (worked == 0 && left == 0).then_some(())
    })
    .await;
}

/// Whatever is wrong elsewhere: events, sending and single records go on.
pub async fn everything_else_works(engine: &Engine, salma: &Person, chat: &ConversationId) {
    online(engine).await;
    salma.send_message(chat, "أين طلبي؟").await.unwrap();
    wait_for_message(engine, chat, "أين طلبي؟").await;
    engine.send(chat, "في الطريق").await.expect("queued");
    settled(engine, chat, "في الطريق").await;
    let new = salma.open_chat("سؤال آخر").await.unwrap();
    salma.send_message(&new, "مرحباً").await.unwrap();
    wait_for_message(engine, &new, "مرحباً").await;
}
