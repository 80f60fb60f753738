//! An engine, a backend and a ledger on a good day, and after a kill.
use std::time::Duration;

use tempfile::TempDir;
use testkit::backend_process::BackendProcess;
use testkit::engine_process::{EngineProcess, EngineSettings, SendState};
use testkit::ledger::{Ledger, Observed};

async fn nothing_waits(engine: &EngineProcess) {
    let drained = async {
        loop {
            let unsent = engine.outbox().await.expect("the outbox");
            if unsent
                .iter()
                .all(|entry| entry.waiting != SendState::InProgress)
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), drained)
        .await
        .expect("the outbox drains");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kills_of_engine_and_backend() {
    let folder = TempDir::new().unwrap();
    let backend = BackendProcess::spawn(folder.path().join("backend"))
        .await
        .unwrap();
    let salma = backend.person("salma").unwrap();
    let chat = salma.open_chat("order").await.unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger")).unwrap();
    let plan = EngineSettings::new(
        folder.path().join("desk"),
        backend.url(),
        backend.token("mudir").unwrap(),
    );

    let engine = EngineProcess::start_signed_in(&plan).await.unwrap();
    ledger.draft(&engine, &chat, "begun").await.unwrap();
    ledger.send(&engine, &chat, "one").await.unwrap();
    nothing_waits(&engine).await;
    backend.kill().await.unwrap();
    ledger.send(&engine, &chat, "two").await.unwrap();
    ledger.draft(&engine, &chat, "begun again").await.unwrap();
    engine.kill().await.unwrap();

    backend.start_again().await.unwrap();
    let engine = EngineProcess::start_signed_in(&plan).await.unwrap();
    nothing_waits(&engine).await;
    engine
        .command(testkit::engine_process::Command::FetchAll)
        .await
        .unwrap();
    let snapshot = engine.snapshot().await.unwrap();
    let reader = backend.person("mudir").unwrap();
    let observed = Observed::gather(&reader, std::slice::from_ref(&chat), snapshot)
        .await
        .unwrap();
    let findings = ledger.compare(&observed);
    assert!(findings.is_clean(), "{findings}\n{observed:?}");
    assert_eq!(findings.cases, 2, "both were acknowledged");
    assert_eq!(observed.stored[&chat].len(), 2, "both were stored once");
    engine.shut_down().await.unwrap();
}
