//! Servers that fail at one thing, or answer slowly, do not take the rest with them.
use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use crate::common::{proxy::Proxy, *};
use backend::Dialect;
use protocol::ConversationId;

#[tokio::test]
async fn a_record_that_the_server_fails_at_keeps_nobody_offline() {
    for dialect in BOTH {
        let backend = backend_with_people(settings(dialect)).await;
        let proxy = Proxy::before(backend.address()).await;
        let salma = Person::sign_in(&backend.url(), "salma").await;
        let chat = salma.opens_a_chat("سؤال").await;
        let computer = Computer::new();
        let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
        let ghost = ConversationId::new("66f2a1b3c4d5e6f708192a3b").expect("an id");
        engine.save_draft(&ghost, "مسودة").await.expect("kept");
        engine.shutdown().await;
        let failing = format!("get /support/conversations/{ghost} ");
        *proxy.faults.failing.lock().expect("no panic") = Some(failing);
        let engine = computer.start().await;
        online(&engine).await;
        assert!(proxy.faults.failures.load(SeqCst) > 0, "it was asked for");
        engine.send(&chat, "جواب").await.expect("queued");
        sent(&engine, &chat, "جواب").await;
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_receipt_that_the_server_fails_at_holds_up_no_other() {
    let backend = backend_with_people(settings(Dialect::Live)).await;
    let proxy = Proxy::before(backend.address()).await;
    let salma = Person::sign_in(&backend.url(), "salma").await;
    let (one, other) = (
        salma.opens_a_chat("أول").await,
        salma.opens_a_chat("ثان").await,
    );
    for chat in [&one, &other] {
        salma.says(chat, "سؤال").await;
    }
    let computer = Computer::new();
    let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
    for (failing, told) in [(&one, &other), (&other, &one)] {
        let read = format!("post /support/conversations/{failing}/read");
        *proxy.faults.failing.lock().expect("no panic") = Some(read);
        let before = proxy.faults.failures.load(SeqCst);
        engine.mark_read(failing).await.expect("noted");
        engine.mark_read(told).await.expect("noted");
        engine.flush_reads().await.expect_err("one of them waits");
        assert_eq!(proxy.faults.failures.load(SeqCst), before + 1);
        assert!(
            salma.reads(told).await[0]["isRead"]
                .as_bool()
                .unwrap_or_default(),
            "the other was told"
        );
        *proxy.faults.failing.lock().expect("no panic") = None;
        engine.flush_reads().await.expect("and now the first");
        for chat in [&one, &other] {
            salma.says(chat, "سؤال آخر").await;
        }
        engine.catch_up_once().await.expect("caught up");
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn passes_over_the_list_do_not_pile_up_while_the_server_is_slow() {
    let backend = backend_with_people(settings(Dialect::Live)).await;
    let proxy = Proxy::before(backend.address()).await;
    let salma = Person::sign_in(&backend.url(), "salma").await;
    let chat = salma.opens_a_chat("سؤال").await;
    let mut computer = Computer::new();
    computer.timing.list_every = Duration::from_millis(5);
    computer.timing.call_timeout = Duration::from_secs(600);
    let engine = computer.start_signed_in(&proxy.url()).await;
    proxy.faults.hang_calls.store(true, SeqCst);
    until(&engine, "a pass hangs", || async {
        (proxy.faults.hanging.load(SeqCst) > 0).then_some(())
    })
    .await;
    for round in 0..30 {
        let text = format!("جولة {round}");
        // Past the proxy: only the line is heard through it.
        salma.says(&chat, &text).await;
        wait_for_message(&engine, &chat, &text).await;
    }
    let hanging = proxy.faults.hanging.load(SeqCst);
    assert!(hanging <= 3, "{hanging} calls hang");
    engine.shutdown().await;
}
