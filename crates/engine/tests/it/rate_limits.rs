//! A server that asks for patience (429) gets it, from everybody at once.
use std::{
    sync::atomic::Ordering::SeqCst,
    time::{Duration, Instant, SystemTime},
};

use crate::common::*;
use backend::Dialect;
use engine::Connection;
use store::{OutboxState, WaitReason};

/// Longer than any wait that is asked for here, jitter included.
const LONG: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_429_pauses_the_whole_outbox_as_long_as_asked() {
    for dialect in BOTH {
        let in_seconds = || "1".to_owned();
        let as_a_date = || httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
        for asked in [&in_seconds as &dyn Fn() -> String, &as_a_date] {
            let (_backend, proxy, salma) = behind_proxy(dialect).await;
            let first = salma.open_chat("أول").await.unwrap();
            let second = salma.open_chat("ثان").await.unwrap();
            let (computer, clock) = Computer::with_manual_clock();
            let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
            *proxy.faults.busy.lock() = Some(asked());
            engine.send(&first, "واحدة").await.expect("queued");
            engine.work_outbox_once().await.expect("worked");
            let row = waiting_row(&engine).await;
            assert_eq!(row.state, OutboxState::Pending, "{dialect:?}: kept");
            assert_eq!(
                row.waits,
                Some(WaitReason::ServerBusy),
                "{dialect:?}: shown"
            );
            engine.send(&second, "ثانية").await.expect("queued");
            *proxy.faults.busy.lock() = None;
            for _ in 0..3 {
                assert_eq!(
                    engine.work_outbox_once().await.expect("worked"),
                    0,
                    "{dialect:?}: other chats wait as well"
                );
            }
            assert_eq!(proxy.faults.counts.refusals.load(SeqCst), 1);
            clock.advance(LONG);
            work_off(&engine).await;
            for (chat, text) in [(&first, "واحدة"), (&second, "ثانية")] {
                assert_eq!(salma.count_of(chat, text).await.unwrap(), 1, "{dialect:?}");
            }
            engine.shutdown().await;
        }
    }
}

#[tokio::test]
async fn without_a_word_on_how_long_each_refusal_doubles_the_pause() {
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let (mut computer, clock) = Computer::with_manual_clock();
    computer.timing.resend_first = Duration::from_millis(100);
    computer.timing.resend_longest = Duration::from_millis(400);
    let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
    *proxy.faults.busy.lock() = Some(String::new());
    engine.send(&chat, "صبرا").await.expect("queued");
    let goes = |expected: usize| {
        let (engine, proxy) = (&engine, &proxy);
        async move {
            until(engine, "it is tried", || async {
                engine.work_outbox_once().await.expect("worked");
                (proxy.faults.counts.refusals.load(SeqCst) == expected).then_some(())
            })
            .await;
        }
    };
    goes(1).await;
    // Half of 100 ms, and a quarter more than 100 ms, bound the first pause.
    clock.advance(Duration::from_millis(99));
    assert_eq!(engine.work_outbox_once().await.expect("worked"), 0);
    clock.advance(Duration::from_millis(26));
    goes(2).await;
    clock.advance(Duration::from_millis(199));
    assert_eq!(
        engine.work_outbox_once().await.expect("worked"),
        0,
        "200 ms"
    );
    clock.advance(Duration::from_millis(51));
    goes(3).await;
    *proxy.faults.busy.lock() = None;
    clock.advance(LONG);
    work_off(&engine).await;
    assert_eq!(salma.count_of(&chat, "صبرا").await.unwrap(), 1);
    engine.shutdown().await;
}

#[tokio::test]
async fn a_busy_server_costs_no_connection_and_no_message() {
    for dialect in BOTH {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_signed_in(&proxy.url()).await;
        let busy = &proxy.faults.busy_for_reading;
        *busy.lock() = Some("0".to_owned());
        engine.try_now();
        until(&engine, "the list was refused", || async {
            (proxy.faults.counts.refusals.load(SeqCst) > 0).then_some(())
        })
        .await;
        salma.send_message(&chat, "على الخط").await.unwrap();
        wait_for_message(&engine, &chat, "على الخط").await;
        *proxy.faults.busy.lock() = Some("0".to_owned());
        engine.send(&chat, "جواب").await.expect("queued");
        *busy.lock() = None;
        *proxy.faults.busy.lock() = None;
        sent(&engine, &chat, "جواب").await;
        let state = engine.subscribe_connection().borrow().clone();
        assert!(matches!(state, Connection::Online { .. }), "{state:?}");
        assert_eq!(
            proxy.faults.counts.websockets.load(SeqCst),
            1,
            "{dialect:?}: one line"
        );
        assert_eq!(
            salma.count_of(&chat, "جواب").await.unwrap(),
            1,
            "{dialect:?}"
        );
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_503_with_retry_after_is_waited_out_then_reconciled() {
    for dialect in BOTH {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        let (computer, clock) = Computer::with_manual_clock();
        let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
        proxy.faults.not_ready.store(true, SeqCst);
        *proxy.faults.busy.lock() = Some("2".to_owned());
        engine.send(&chat, "لحظة").await.expect("queued");
        engine.work_outbox_once().await.expect("worked");
        *proxy.faults.busy.lock() = None;
        let row = waiting_row(&engine).await;
        assert_eq!(
            (row.state, row.waits),
            (OutboxState::Checking, Some(WaitReason::ServerBusy)),
            "{dialect:?}: whoever answers 503 may have passed it on"
        );
        let pages = proxy.faults.counts.pages.load(SeqCst);
        clock.advance(Duration::from_millis(1999));
        assert_eq!(engine.work_outbox_once().await.expect("worked"), 0);
        assert_eq!(
            proxy.faults.counts.pages.load(SeqCst),
            pages,
            "{dialect:?}: nobody looks before it is over"
        );
        clock.advance(LONG);
        until(&engine, "it is looked for, and sent", || async {
            engine.work_outbox_once().await.expect("worked");
            clock.advance(computer.timing.settle_after);
            let left = engine.unsent().await.expect("counted").waiting;
            (left == 0).then_some(())
        })
        .await;
        assert_eq!(
            salma.count_of(&chat, "لحظة").await.unwrap(),
            1,
            "{dialect:?}"
        );
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_host_that_wakes_up_is_asked_again_no_sooner_than_it_says() {
    let backend = backend_with_people(settings(Dialect::Live)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    let mut computer = Computer::new();
    computer.timing.wake_timeout = Duration::from_secs(30);
    computer.timing.wake_pause = Duration::from_millis(1);
    let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
    engine.shutdown().await;
    let engine = computer.start_on_request().await;
    proxy.faults.not_ready.store(true, SeqCst);
    *proxy.faults.busy_for_reading.lock() = Some("1".to_owned());
    let faults = proxy.faults.clone();
    let ready_after_one_answer = async move {
        while faults.counts.refusals.load(SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        *faults.busy_for_reading.lock() = None;
    };
    let began = Instant::now();
    let (caught_up, ()) = tokio::join!(engine.catch_up_once(), ready_after_one_answer);
    caught_up.expect("the host was waited for");
    assert_eq!(proxy.faults.counts.refusals.load(SeqCst), 1);
    assert!(
        began.elapsed() >= Duration::from_secs(1),
        "it asked for a second of patience"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn retry_after_zero_is_not_answered_at_once() {
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let (computer, clock) = Computer::with_manual_clock();
    let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
    let past = httpdate::fmt_http_date(SystemTime::now() - Duration::from_secs(60));
    for (round, asked) in ["0".to_owned(), past].into_iter().enumerate() {
        *proxy.faults.busy.lock() = Some(asked.clone());
        engine
            .send(&chat, &format!("صبرا {round}"))
            .await
            .expect("queued");
        let before = proxy.faults.counts.refusals.load(SeqCst);
        for _ in 0..5 {
            engine.work_outbox_once().await.expect("worked");
        }
        assert_eq!(
            proxy.faults.counts.refusals.load(SeqCst),
            before + 1,
            "«{asked}» is no leave to hurry"
        );
        *proxy.faults.busy.lock() = None;
        clock.advance(LONG);
        work_off(&engine).await;
    }
    engine.shutdown().await;
}
