//! Sending: written first, sent next, never lost, never twice.
use std::sync::atomic::Ordering::SeqCst;

use crate::common::*;
use protocol::ConversationId;
use store::{DeliveryState, WaitReason};

#[tokio::test]
async fn a_message_is_shown_at_once_and_becomes_the_servers_once() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_signed_in(&backend.url()).await;
        let mut locals = Vec::new();
        for number in 0..20 {
            locals.push(
                engine
                    .send(&chat, &format!("جواب {number}"))
                    .await
                    .expect("queued"),
            );
        }
        assert!(
            rows(&engine, &chat)
                .await
                .iter()
                .any(|row| row.local_id.as_ref() == Some(&locals[19])),
            "{dialect:?}: shown at once"
        );
        sent(&engine, &chat, "جواب 19").await;
        // By now each event has come as well, before or after its answer.
        salma.send_message(&chat, "شكرا").await.unwrap();
        wait_for_message(&engine, &chat, "شكرا").await;
        let rows = rows(&engine, &chat).await;
        assert_eq!(
            rows.len(),
            21,
            "{dialect:?}: each once: {:?}",
            rows.iter().map(|r| &r.content).collect::<Vec<_>>()
        );
        for (number, row) in rows.iter().take(20).enumerate() {
            assert_eq!(
                row.content,
                format!("جواب {number}"),
                "{dialect:?}: in order"
            );
            assert!(row.mine && row.id.is_some());
            assert_eq!(
                row.local_id.as_ref(),
                Some(&locals[number]),
                "it keeps its key"
            );
        }
        let row = engine
            .local_message(&locals[3])
            .await
            .expect("read")
            .expect("there");
        assert_eq!(row.delivery, DeliveryState::Sent);
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn what_was_queued_offline_goes_out_once_after_the_reconnect() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut kept = settings(backend::Dialect::Live);
    kept.data = Some(folder.path().to_owned());
    let backend = backend_with_people(kept.clone()).await;
    let (url, address) = (backend.url(), backend.address());
    let salma = person_at(&url, "salma").await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&url).await;
    backend.stop().await;
    offline(&engine).await;
    engine.send(&chat, "أولا").await.expect("queued");
    engine.send(&chat, "ثانيا").await.expect("queued");
    let waiting = engine.conversation(&chat).await.expect("the chat").waiting;
    assert_eq!(waiting, 2, "shown as waiting");
    // A restart in between loses nothing.
    engine.shutdown().await;
    drop(engine);
    let engine = computer.start().await;
    kept.listen = address;
    let backend = backend::start(kept).await.expect("the backend comes back");
    sent(&engine, &chat, "ثانيا").await;
    assert_eq!(salma.count_of(&chat, "أولا").await.unwrap(), 1);
    assert_eq!(salma.count_of(&chat, "ثانيا").await.unwrap(), 1);
    assert_eq!(texts(&engine, &chat).await, vec!["أولا", "ثانيا"]);
    engine.shutdown().await;
    backend.stop().await;
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_looking_and_not_sent_twice() {
    let (_backend, proxy, salma) = behind_proxy(backend::Dialect::Documented).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    proxy.faults.swallow_answers.store(true, SeqCst);
    let local = engine.send(&chat, "هل وصلت؟").await.expect("queued");
    sent(&engine, &chat, "هل وصلت؟").await;
    assert_eq!(
        salma.count_of(&chat, "هل وصلت؟").await.unwrap(),
        1,
        "the server has it once"
    );
    assert_eq!(
        proxy.faults.counts.posts.load(SeqCst),
        1,
        "it was posted once"
    );
    assert_eq!(
        rows(&engine, &chat).await[0].local_id.as_ref(),
        Some(&local),
        "the row kept its key"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn what_never_arrived_is_sent_again_after_the_settle_time() {
    let (_backend, proxy, salma) = behind_proxy(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    proxy.faults.swallow_messages.store(true, SeqCst);
    engine.send(&chat, "ضائعة").await.expect("queued");
    until(&engine, "it is being looked for", || async {
        rows(&engine, &chat)
            .await
            .iter()
            .any(|row| row.delivery == DeliveryState::Checking)
            .then_some(())
    })
    .await;
    proxy.faults.swallow_messages.store(false, SeqCst);
    sent(&engine, &chat, "ضائعة").await;
    assert_eq!(salma.count_of(&chat, "ضائعة").await.unwrap(), 1);
    engine.shutdown().await;
}

#[tokio::test]
async fn a_refused_message_keeps_its_text_and_its_reason() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let nowhere = ConversationId::new("0123456789abcdef01234567").expect("an id");
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    let local = engine.send(&nowhere, "إلى أين؟").await.expect("queued");
    let failed = until(&engine, "it is shown as failed", || async {
        let row = engine.local_message(&local).await.expect("read");
        row.filter(|row| matches!(row.delivery, DeliveryState::Failed { .. }))
    })
    .await;
    assert!(
        matches!(&failed.delivery, DeliveryState::Failed { code, detail: Some(_) } if code == "not-found"),
        "{:?}",
        failed.delivery
    );
    assert_eq!(failed.content, "إلى أين؟");
    assert_eq!(engine.unsent().await.expect("counted").failed, 1);
    engine.send(&chat, "هنا").await.expect("queued");
    settled(&engine, &chat, "هنا").await;
    engine.edit(&local, "لا أحد").await.expect("edited");
    let outbox = engine.outbox().await.expect("read");
    assert_eq!(outbox.rows.len(), 1);
    assert_eq!(outbox.rows[0].text, "لا أحد", "the new text waits");
    until(&engine, "it failed again", || async {
        let row = engine.local_message(&local).await.expect("read");
        row.filter(|row| matches!(row.delivery, DeliveryState::Failed { .. }))
    })
    .await;
    engine.discard(&local).await.expect("discarded");
    assert!(
        texts(&engine, &nowhere).await.is_empty(),
        "not shown any more"
    );
    assert_eq!(engine.unsent().await.expect("counted").failed, 0);
    engine.restore(&local).await.expect("taken up again");
    until(&engine, "it is tried again", || async {
        let row = engine.local_message(&local).await.expect("read");
        row.filter(|row| matches!(row.delivery, DeliveryState::Failed { .. }))
    })
    .await;
    engine.shutdown().await;
}

#[tokio::test]
async fn empty_and_endless_messages_are_not_queued() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    assert_eq!(
        engine
            .send(&chat, "  \n ")
            .await
            .expect_err("refused")
            .code(),
        "message-empty"
    );
    let endless = "ا".repeat(store::LONGEST_MESSAGE + 1);
    assert_eq!(
        engine
            .send(&chat, &endless)
            .await
            .expect_err("refused")
            .code(),
        "message-too-long"
    );
    assert!(engine.outbox().await.expect("read").rows.is_empty());
    engine.shutdown().await;
}

#[tokio::test]
async fn what_waits_says_why() {
    let (_backend, proxy, salma) = behind_proxy(backend::Dialect::Documented).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    proxy.faults.asleep.store(true, SeqCst);
    proxy.cut_connections();
    offline(&engine).await;
    engine.send(&chat, "أولا").await.expect("queued");
    engine.send(&chat, "ثانيا").await.expect("queued");
    let waits = |reason: WaitReason| {
        let engine = &engine;
        async move {
            until(engine, "both say why they wait", || async {
                let rows = engine.outbox().await.expect("read").rows;
                let all = rows.iter().all(|row| row.waits == Some(reason));
                (all && rows.len() == 2).then_some(())
            })
            .await;
        }
    };
    waits(WaitReason::Line).await;
    proxy.faults.refuse_tokens.store(true, SeqCst);
    proxy.faults.asleep.store(false, SeqCst);
    waits(WaitReason::SignIn).await;
    assert_eq!(engine.unsent().await.expect("counted").waiting, 2);
    proxy.faults.refuse_tokens.store(false, SeqCst);
    sign_in(&engine, &proxy.url(), "mudir")
        .await
        .expect("signed in again");
    settled(&engine, &chat, "ثانيا").await;
    assert_eq!(texts(&engine, &chat).await, vec!["أولا", "ثانيا"]);
    assert!(engine.outbox().await.expect("read").rows.is_empty());
    engine.shutdown().await;
}

#[tokio::test]
async fn without_a_room_a_send_fetches_what_was_said_before_it() {
    for dialect in BOTH {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        salma.send_message(&chat, "مرحبا").await.unwrap();
        let mut computer = Computer::new();
        // Nothing is asked for by itself within this test.
        computer.timing.poll_every = std::time::Duration::from_secs(600);
        computer.timing.socket_retry_every = std::time::Duration::from_secs(600);
        computer.timing.backoff_longest = std::time::Duration::from_secs(600);
        proxy.faults.no_websocket.store(true, SeqCst);
        let engine = computer.start().await;
        sign_in(&engine, &proxy.url(), "mudir")
            .await
            .expect("signed in");
        connection_is(&engine, "polling", |state| {
            matches!(state, engine::Connection::Polling { .. })
        })
        .await;
        wait_for_message(&engine, &chat, "مرحبا").await;
        salma.send_message(&chat, "هل تسمعني؟").await.unwrap();
        let mut asked = proxy.hold_pages();
        engine.send(&chat, "نعم").await.expect("queued");
        let before = asked.recv().await.expect("a page is asked for first");
        assert_eq!(
            proxy.faults.counts.posts.load(SeqCst),
            0,
            "{dialect:?}: before the message"
        );
        before.send(()).expect("the proxy waits");
        let after = asked.recv().await.expect("and one after it");
        assert_eq!(proxy.faults.counts.posts.load(SeqCst), 1);
        salma.send_message(&chat, "شكرا").await.unwrap();
        after.send(()).expect("the proxy waits");
        wait_for_message(&engine, &chat, "شكرا").await;
        let shown = rows(&engine, &chat).await;
        let words: Vec<_> = shown.iter().map(|row| row.content.as_str()).collect();
        assert_eq!(words, ["مرحبا", "هل تسمعني؟", "نعم", "شكرا"], "{dialect:?}");
        assert!(
            shown.iter().all(|row| !row.gap_before),
            "{dialect:?}: no hole"
        );
        engine.shutdown().await;
    }
}
