//! A server that asks for patience (429) gets it, from everybody at once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod common;

use std::{
    sync::atomic::Ordering::SeqCst,
    time::{Duration, SystemTime},
};

use backend::Dialect;
use common::{proxy::Proxy, *};
use engine::Connection;
use store::{OutboxStanding, WaitReason};

/// Longer than any wait that is asked for here, jitter included.
const LONG: Duration = Duration::from_secs(10);

#[tokio::test]
async fn one_refusal_for_haste_pauses_the_whole_outbox_as_long_as_asked() {
    for dialect in BOTH {
        let in_seconds = || "1".to_owned();
        let as_a_date = || httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
        for asked in [&in_seconds as &dyn Fn() -> String, &as_a_date] {
            let backend = backend_with_people(settings(dialect)).await;
            let proxy = Proxy::before(backend.address()).await;
            let salma = Person::sign_in(&backend.url(), "salma").await;
            let first = salma.opens_a_chat("أول").await;
            let second = salma.opens_a_chat("ثان").await;
            let (computer, hand) = Computer::by_hand();
            let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
            *proxy.faults.busy.lock().expect("no panic") = Some(asked());
            engine.send(&first, "واحدة").await.expect("queued");
            engine.work_outbox_once().await.expect("worked");
            let row = waiting_row(&engine).await;
            assert_eq!(row.state, OutboxStanding::Pending, "{dialect:?}: kept");
            assert_eq!(
                row.waits,
                Some(WaitReason::ServerBusy),
                "{dialect:?}: shown"
            );
            engine.send(&second, "ثانية").await.expect("queued");
            *proxy.faults.busy.lock().expect("no panic") = None;
            for _ in 0..3 {
                assert_eq!(
                    engine.work_outbox_once().await.expect("worked"),
                    0,
                    "{dialect:?}: other chats wait as well"
                );
            }
            assert_eq!(proxy.faults.refusals.load(SeqCst), 1);
            hand.forward(LONG);
            work_off(&engine).await;
            for (chat, text) in [(&first, "واحدة"), (&second, "ثانية")] {
                assert_eq!(salma.times_read(chat, text).await, 1, "{dialect:?}");
            }
            engine.shutdown().await;
        }
    }
}

#[tokio::test]
async fn without_a_word_on_how_long_each_refusal_doubles_the_pause() {
    let backend = backend_with_people(settings(Dialect::Live)).await;
    let proxy = Proxy::before(backend.address()).await;
    let salma = Person::sign_in(&backend.url(), "salma").await;
    let chat = salma.opens_a_chat("سؤال").await;
    let (mut computer, hand) = Computer::by_hand();
    computer.timing.resend_first = Duration::from_millis(100);
    computer.timing.resend_longest = Duration::from_millis(400);
    let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
    *proxy.faults.busy.lock().expect("no panic") = Some(String::new());
    engine.send(&chat, "صبرا").await.expect("queued");
    let goes = |expected: usize| {
        let (engine, proxy) = (&engine, &proxy);
        async move {
            until(engine, "it is tried", || async {
                engine.work_outbox_once().await.expect("worked");
                (proxy.faults.refusals.load(SeqCst) == expected).then_some(())
            })
            .await;
        }
    };
    goes(1).await;
    // Half of 100 ms, and a quarter more than 100 ms, bound the first pause.
    hand.forward(Duration::from_millis(99));
    assert_eq!(engine.work_outbox_once().await.expect("worked"), 0);
    hand.forward(Duration::from_millis(26));
    goes(2).await;
    hand.forward(Duration::from_millis(199));
    assert_eq!(
        engine.work_outbox_once().await.expect("worked"),
        0,
        "200 ms"
    );
    hand.forward(Duration::from_millis(51));
    goes(3).await;
    *proxy.faults.busy.lock().expect("no panic") = None;
    hand.forward(LONG);
    work_off(&engine).await;
    assert_eq!(salma.times_read(&chat, "صبرا").await, 1);
    engine.shutdown().await;
}

#[tokio::test]
async fn a_busy_server_costs_no_connection_and_what_waited_is_done_after() {
    for dialect in BOTH {
        let backend = backend_with_people(settings(dialect)).await;
        let proxy = Proxy::before(backend.address()).await;
        let salma = Person::sign_in(&backend.url(), "salma").await;
        let chat = salma.opens_a_chat("سؤال").await;
        let computer = Computer::new();
        let engine = computer.start_signed_in(&proxy.url()).await;
        let busy = &proxy.faults.busy_for_reading;
        *busy.lock().expect("no panic") = Some("0".to_owned());
        engine.try_now();
        until(&engine, "the list was refused", || async {
            (proxy.faults.refusals.load(SeqCst) > 0).then_some(())
        })
        .await;
        salma.says(&chat, "على الخط").await;
        heard(&engine, &chat, "على الخط").await;
        *proxy.faults.busy.lock().expect("no panic") = Some("0".to_owned());
        engine.send(&chat, "جواب").await.expect("queued");
        *busy.lock().expect("no panic") = None;
        *proxy.faults.busy.lock().expect("no panic") = None;
        sent(&engine, &chat, "جواب").await;
        let state = engine.connection().borrow().clone();
        assert!(matches!(state, Connection::Online { .. }), "{state:?}");
        assert_eq!(
            proxy.faults.websockets.load(SeqCst),
            1,
            "{dialect:?}: one line"
        );
        assert_eq!(salma.times_read(&chat, "جواب").await, 1, "{dialect:?}");
        engine.shutdown().await;
    }
}
