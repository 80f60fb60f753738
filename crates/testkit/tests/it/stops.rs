//! A backend that stands still and goes on, three times.
#![cfg(unix)]
use std::time::Duration;

use testkit::harness::Harness;
use testkit::stops::run;

#[tokio::test(flavor = "multi_thread")]
async fn a_backend_that_falls_asleep_in_the_middle_costs_nothing() {
    let outcome = run([1, 2, 4].map(Duration::from_secs).to_vec(), 3)
        .await
        .unwrap();
    println!("{outcome}");
    assert!(outcome.is_clean(), "{outcome}");
}

/// The settle time is one second, a call's patience two: the first look after a lost answer, the look
/// that begins after the settle time and one between them each meet the moment of waking up.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_reads_before_it_commits_gets_nothing_twice() {
    let harness = Harness::open(5, Duration::from_secs(1)).await.unwrap();
    let engine = harness.engine();
    for asleep in [2800, 3600, 4400, 5200] {
        harness.proxy.pause_requests();
        for (chat, _) in &harness.chats {
            let text = format!("asleep for {asleep}");
            harness.ledger.send(&engine, chat, &text).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(asleep)).await;
        harness.proxy.resume_requests();
        harness
            .engine()
            .wait_drained_to(0, Duration::from_secs(60))
            .await
            .unwrap();
    }
    drop(engine);
    let findings = harness.close().await.unwrap();
    assert!(findings.is_clean(), "{findings}");
}
