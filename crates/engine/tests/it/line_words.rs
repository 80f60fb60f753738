//! What is said of the line is what it does.
use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use crate::common::{gateway::Gateway, *};
use backend::Dialect;
use engine::Connection;
use serde_json::json;

fn is_polling(state: &Connection) -> bool {
    matches!(state, Connection::Polling { .. })
}

#[tokio::test]
async fn a_single_kick_is_no_polling() {
    let gateway = Gateway::start().await;
    let computer = Computer::new();
    let engine = computer.start().await;
    sign_in(&engine, &gateway.url, "mudir")
        .await
        .expect("signed in");
    online(&engine).await;
    let mut states = engine.subscribe_connection();
    states.mark_unchanged();
    let polled = tokio::spawn(async move {
        let mut polled = false;
        while states.changed().await.is_ok() {
            let state = states.borrow_and_update().clone();
            polled |= is_polling(&state);
            if matches!(state, Connection::Online { .. }) {
                break;
            }
        }
        polled
    });
    gateway.control(json!({"do": "kick"})).await;
    let polled = tokio::time::timeout(Duration::from_secs(30), polled).await;
    let polled = polled.expect("it is online again").expect("the task ends");
    assert!(!polled, "one kick is shown as polling");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_silent_server_is_noticed_while_polling() {
    let (_backend, proxy, _salma) = behind_proxy(Dialect::Live).await;
    proxy.faults.no_websocket.store(true, SeqCst);
    let mut computer = Computer::new();
    // What a call's own patience would find is found too late.
    computer.timing.call_timeout = Duration::from_secs(600);
    computer.timing.wake_timeout = Duration::from_secs(600);
    computer.timing.silence = Duration::from_secs(2);
    computer.timing.probe_timeout = Duration::from_millis(500);
    let engine = computer.start().await;
    sign_in(&engine, &proxy.url(), "mudir")
        .await
        .expect("signed in");
    connection_is(&engine, "polling", is_polling).await;
    proxy.faults.hang_calls.store(true, SeqCst);
    offline(&engine).await;
    engine.shutdown().await;
}

#[tokio::test]
async fn a_line_that_keeps_breaking_off_is_called_that() {
    let (_backend, proxy, _salma) = behind_proxy(Dialect::Live).await;
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    let mut states = engine.subscribe_connection();
    let named = tokio::spawn(async move {
        let unstable = |state: &Connection| matches!(state, Connection::Offline { code, .. } if code == "unstable-connection");
        states.wait_for(unstable).await.map(|_| ()).is_ok()
    });
    for _ in 0..4 {
        proxy.cut_connections();
        connection_is(&engine, "offline", |state| {
            matches!(state, Connection::Offline { .. })
        })
        .await;
        online(&engine).await;
    }
    let named = tokio::time::timeout(Duration::from_secs(30), named).await;
    assert!(
        named
            .expect("it was never called unstable")
            .expect("the task ends"),
        "the engine is up"
    );
    engine.shutdown().await;
}
