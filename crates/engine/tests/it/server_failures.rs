//! Servers that fail at one thing, or answer slowly, do not take the rest with them.
use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use crate::common::*;
use backend::Dialect;
use protocol::ConversationId;

#[tokio::test]
async fn a_record_that_the_server_fails_at_keeps_nobody_offline() {
    for dialect in BOTH {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
        let ghost = ConversationId::new("66f2a1b3c4d5e6f708192a3b").expect("an id");
        engine.save_draft(&ghost, "مسودة").await.expect("kept");
        engine.shutdown().await;
        let failing = format!("get /support/conversations/{ghost} ");
        *proxy.faults.failing.lock() = Some(failing);
        let engine = computer.start().await;
        online(&engine).await;
        assert!(
            proxy.faults.counts.failures.load(SeqCst) > 0,
            "it was asked for"
        );
        engine.send(&chat, "جواب").await.expect("queued");
        sent(&engine, &chat, "جواب").await;
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_receipt_that_the_server_fails_at_holds_up_no_other() {
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let (one, other) = (
        salma.open_chat("أول").await.unwrap(),
        salma.open_chat("ثان").await.unwrap(),
    );
    for chat in [&one, &other] {
        salma.send_message(chat, "سؤال").await.unwrap();
    }
    let computer = Computer::new();
    let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
    for (failing, told) in [(&one, &other), (&other, &one)] {
        let read = format!("post /support/conversations/{failing}/read");
        *proxy.faults.failing.lock() = Some(read);
        let before = proxy.faults.counts.failures.load(SeqCst);
        engine.mark_read(failing).await.expect("noted");
        engine.mark_read(told).await.expect("noted");
        engine.flush_reads().await.expect_err("one of them waits");
        assert_eq!(proxy.faults.counts.failures.load(SeqCst), before + 1);
        assert!(
            salma.messages(told).await.unwrap().last().unwrap().is_read,
            "the other was told"
        );
        *proxy.faults.failing.lock() = None;
        engine.flush_reads().await.expect("and now the first");
        for chat in [&one, &other] {
            salma.send_message(chat, "سؤال آخر").await.unwrap();
        }
        engine.catch_up_once().await.expect("caught up");
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn passes_over_the_list_do_not_pile_up_while_the_server_is_slow() {
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let mut computer = Computer::new();
    computer.timing.list_every = Duration::from_millis(5);
    computer.timing.call_timeout = Duration::from_secs(600);
    let engine = computer.start_signed_in(&proxy.url()).await;
    proxy.faults.hang_calls.store(true, SeqCst);
    until(&engine, "a pass hangs", || async {
        (proxy.faults.counts.hanging.load(SeqCst) > 0).then_some(())
    })
    .await;
    for round in 0..30 {
        let text = format!("جولة {round}");
        // Past the proxy: only the line is heard through it.
        salma.send_message(&chat, &text).await.unwrap();
        wait_for_message(&engine, &chat, &text).await;
    }
    let hanging = proxy.faults.counts.hanging.load(SeqCst);
    assert!(hanging <= 3, "{hanging} calls hang");
    engine.shutdown().await;
}
