//! Lost answers at a server that takes `client_message_id`: settled by sending again, at once and without a guess.
use std::sync::atomic::Ordering::SeqCst;

use crate::common::*;
use backend::{Dialect, Idempotency, Server, Settings};
use engine::Engine;
use protocol::ConversationId;
use store::OutboxState;

struct Scene {
    backend: Server,
    proxy: Proxy,
    computer: Computer,
    clock: ManualClock,
    engine: Engine,
    salma: Person,
    chat: ConversationId,
}

impl Scene {
    async fn new(dialect: Dialect) -> Self {
        let backend = backend_with_people(Settings {
            idempotency: Idempotency::ClientMessageId,
            ..settings(dialect)
        })
        .await;
        let salma = person_at(&backend.url(), "salma").await;
        let proxy = Proxy::to_address(backend.address()).await.unwrap();
        let chat = salma.open_chat("سؤال").await.unwrap();
        let (computer, clock) = Computer::with_manual_clock();
        let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
        Self {
            backend,
            proxy,
            computer,
            clock,
            engine,
            salma,
            chat,
        }
    }

    async fn work(&self) -> usize {
        self.engine.work_outbox_once().await.expect("worked")
    }

    async fn is_empty(&self) -> bool {
        self.engine.outbox().await.expect("read").rows.is_empty()
    }

    fn posts(&self) -> usize {
        self.proxy.faults.counts.posts.load(SeqCst)
    }
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_sending_again_under_the_key() {
    for dialect in BOTH {
        let scene = Scene::new(dialect).await;
        let faults = &scene.proxy.faults;
        for (text, fault) in [
            ("لم تصل", &faults.swallow_messages),
            ("بلا جواب", &faults.swallow_answers),
            ("نصف جواب", &faults.truncate_answers),
        ] {
            let before = scene.posts();
            fault.store(true, SeqCst);
            let local = scene.engine.send(&scene.chat, text).await.expect("queued");
            scene.work().await;
            fault.store(false, SeqCst);
            let waiting = waiting_row(&scene.engine).await;
            assert_eq!(waiting.state, OutboxState::Checking, "{dialect:?}: {text}");
            // No time passes by this clock: nothing waits for a settle time.
            scene.work().await;
            assert!(
                scene.is_empty().await,
                "{dialect:?}: «{text}» is settled at once"
            );
            assert_eq!(
                scene.posts() - before,
                2,
                "{dialect:?}: by sending it again"
            );
            let row = sent(&scene.engine, &scene.chat, text).await;
            assert_eq!(
                row.local_id,
                Some(local),
                "{dialect:?}: it kept its key on screen"
            );
            let count = scene.salma.count_of(&scene.chat, text).await.unwrap();
            assert_eq!(count, 1, "{dialect:?}: «{text}» is there once");
        }
        scene.engine.shutdown().await;
    }
}

#[tokio::test]
async fn the_same_words_from_elsewhere_are_not_taken_for_it() {
    let scene = Scene::new(Dialect::Documented).await;
    let elsewhere = person_at(&scene.backend.url(), "mudir").await;
    scene.proxy.faults.swallow_answers.store(true, SeqCst);
    scene.engine.send(&scene.chat, "تم").await.expect("queued");
    scene.work().await;
    scene.proxy.faults.swallow_answers.store(false, SeqCst);
    elsewhere.send_message(&scene.chat, "تم").await.unwrap();
    scene.work().await;
    assert!(
        scene.is_empty().await,
        "nobody is asked which of the two it is"
    );
    assert_eq!(scene.salma.count_of(&scene.chat, "تم").await.unwrap(), 2);
    scene.engine.shutdown().await;
}

#[tokio::test]
async fn after_a_restart_or_too_many_tries_it_is_looked_for() {
    let mut scene = Scene::new(Dialect::Live).await;
    scene.proxy.faults.swallow_answers.store(true, SeqCst);
    scene.engine.send(&scene.chat, "قبل").await.expect("queued");
    scene.work().await;
    scene.engine.shutdown().await;
    scene.proxy.faults.swallow_answers.store(false, SeqCst);
    scene.engine = scene.computer.start_on_request().await;
    let posts = scene.posts();
    scene.work().await;
    assert!(scene.is_empty().await, "it was found");
    assert_eq!(scene.posts(), posts, "by looking");

    scene.proxy.faults.swallow_answers.store(true, SeqCst);
    scene.engine.send(&scene.chat, "بعد").await.expect("queued");
    for _ in 0..10 {
        scene.work().await;
        scene.clock.advance(std::time::Duration::from_secs(1));
    }
    let tries = scene.posts() - posts;
    assert!(
        (2..=4).contains(&tries),
        "sent {tries} times, then looked for"
    );
    assert!(scene.is_empty().await, "and found");
    for text in ["قبل", "بعد"] {
        assert_eq!(scene.salma.count_of(&scene.chat, text).await.unwrap(), 1);
    }
    scene.engine.shutdown().await;
}
