//! An actor, a stage and a ledger on a good day, and after a kill.
use std::time::Duration;

use tempfile::TempDir;
use testkit::actor::{Actor, ActorPlan, Waiting};
use testkit::ledger::{Evidence, Ledger};
use testkit::stage::{Stage, StagePlan};

async fn nothing_waits(actor: &Actor) {
    let drained = async {
        loop {
            let unsent = actor.unsent().await.expect("the outbox");
            if unsent.iter().all(|entry| entry.waiting != Waiting::AtWork) {
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
async fn what_an_actor_acknowledged_survives_its_death_and_the_backends() {
    let folder = TempDir::new().unwrap();
    let stage = Stage::start(StagePlan::on(folder.path().join("backend")))
        .await
        .unwrap();
    let salma = stage.person("salma").unwrap();
    let chat = salma.opens_a_chat("order").await.unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger")).unwrap();
    let plan = ActorPlan::new(
        folder.path().join("desk"),
        stage.url(),
        stage.token("mudir").unwrap(),
    );

    let actor = Actor::start(&plan).unwrap();
    actor.enter().await.unwrap();
    ledger.draft(&actor, &chat, "begun").await.unwrap();
    ledger.send(&actor, &chat, "one").await.unwrap();
    nothing_waits(&actor).await;
    stage.kill().await.unwrap();
    ledger.send(&actor, &chat, "two").await.unwrap();
    ledger.draft(&actor, &chat, "begun again").await.unwrap();
    actor.kill().await.unwrap();

    stage.start_again().await.unwrap();
    let actor = Actor::start(&plan).unwrap();
    actor.enter().await.unwrap();
    nothing_waits(&actor).await;
    actor.order(testkit::actor::Order::Complete).await.unwrap();
    let dump = actor.dump().await.unwrap();
    let reader = stage.person("mudir").unwrap();
    let evidence = Evidence::gather(&reader, std::slice::from_ref(&chat), dump)
        .await
        .unwrap();
    let verdict = ledger.verdict(&evidence);
    assert!(verdict.is_clean(), "{verdict}\n{evidence:?}");
    assert_eq!(verdict.acknowledged, 2, "both were acknowledged");
    assert_eq!(evidence.stored[&chat].len(), 2, "both were stored once");
    actor.shut_down().await.unwrap();
}
