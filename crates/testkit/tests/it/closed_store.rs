//! A fault of the program itself must not make it hurry.

use std::sync::Arc;
use std::time::Duration;

use engine::{Config, Connection, Credentials, Engine, MemoryVault};
use testkit::backend_process::BackendProcess;
use testkit_net::proxy::Proxy;

#[tokio::test]
async fn a_token_that_nobody_refused_is_no_reason_to_dial_on_and_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let backend = BackendProcess::in_process(folder.path().join("backend"))
        .await
        .expect("a backend");
    let proxy = Proxy::to_address(backend.address()).await.expect("a proxy");
    let config = Config {
        vault: Arc::new(MemoryVault::new()),
        ..Config::new(folder.path().join("desk"))
    };
    let engine = Engine::start(config).await.expect("it starts");
    let token = backend.token("mudir").expect("a token").to_owned();
    engine
        .sign_in(&proxy.url(), Credentials::Token { token })
        .await
        .expect("signed in");
    let mut line = engine.subscribe_connection();
    let online = line.wait_for(|line| matches!(line, Connection::Online { .. }));
    tokio::time::timeout(Duration::from_secs(30), online)
        .await
        .expect("in time")
        .expect("it lives");
    // As after a fault of the outbox that nothing could mend: each pass ends as if nobody were signed in.
    engine.store().expect("open").close().await.expect("closed");
    proxy.cut_connections();
    let pausing =
        |line: &Connection| matches!(line, Connection::Offline { code, .. } if code == "internal");
    let paused = tokio::time::timeout(Duration::from_secs(30), line.wait_for(pausing)).await;
    assert!(
        paused.is_ok(),
        "it never pauses; the line is {:?}",
        *engine.subscribe_connection().borrow()
    );
    engine.shutdown().await;
    backend.kill().await.expect("ended");
}
