//! This PC's clock: wrong, set while the engine runs, absurd.
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::SeqCst},
    },
    time::Duration,
};

use crate::common::*;
use engine::{Clock, Connection, Credentials, Engine, is_implausible_time};
use protocol::UtcMs;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// How close the engine has to come to the truth.
const CLOSE: i64 = 2_000;
/// Far more than a step of a test takes, far less than any clock here is off.
const A_WHILE: i64 = HOUR / 2;

/// A clock that is off by what is in `skew`, in ms.
fn off_by(skew: &Arc<AtomicI64>) -> Clock {
    let (skew, right) = (skew.clone(), store::system_clock());
    Arc::new(move || UtcMs(right().0 + skew.load(SeqCst)))
}

fn truth() -> i64 {
    store::system_clock()().0
}

async fn offset_is(engine: &Engine, wanted: i64) {
    let mut offset = engine.subscribe_clock_offset();
    let found = tokio::time::timeout(
        Duration::from_secs(30),
        offset.wait_for(|offset| (offset - wanted).abs() <= CLOSE),
    )
    .await
    .map(drop);
    assert!(
        found.is_ok(),
        "the offset should be {wanted} ms and is {} ms",
        *engine.subscribe_clock_offset().borrow()
    );
}

#[tokio::test]
async fn a_wrong_clock_is_corrected_by_the_servers_time() {
    for wrong in [3 * HOUR, -2 * DAY] {
        let (backend, salma) = with_customer(backend::Dialect::Live).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        salma.send_message(&chat, "متى يصل الطلب؟").await.unwrap();
        let computer = Computer {
            clock: off_by(&Arc::new(AtomicI64::new(wrong))),
            ..Computer::new()
        };
        let engine = computer.start().await;
        let token = backend
            .issue_token_for("mudir", Duration::from_secs(3600))
            .await
            .expect("a token");
        engine
            .sign_in(&backend.url(), Credentials::Token { token })
            .await
            .expect("a token that is good for an hour is not taken for expired");
        online(&engine).await;
        offset_is(&engine, -wrong).await;
        wait_for_message(&engine, &chat, "متى يصل الطلب؟").await;
        engine.send(&chat, "بعد قليل").await.expect("queued");
        sent(&engine, &chat, "بعد قليل").await;
        backend.stop().await;
        let state = offline(&engine).await;
        let Connection::Offline { since, .. } = state else {
            panic!("{state:?}")
        };
        assert!(
            (since.0 - truth()).abs() < A_WHILE,
            "offline since {since:?}"
        );
        engine.send(&chat, "ما زال ينتظر").await.expect("queued");
        let rows = rows(&engine, &chat).await;
        let texts: Vec<_> = rows.iter().map(|row| row.content.as_str()).collect();
        assert_eq!(texts, ["متى يصل الطلب؟", "بعد قليل", "ما زال ينتظر"]);
        for row in &rows {
            let at = row.created_at.expect("a time").0;
            assert!(
                (at - truth()).abs() < A_WHILE,
                "off by {wrong}: «{}» is shown {} ms from the truth",
                row.content,
                at - truth()
            );
        }
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_clock_that_is_nearly_right_is_left_alone() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let computer = Computer {
        clock: off_by(&Arc::new(AtomicI64::new(300))),
        ..Computer::new()
    };
    let engine = computer.start_signed_in(&backend.url()).await;
    for _ in 0..20 {
        engine.refresh_inbox().await.expect("asked");
    }
    assert_eq!(*engine.subscribe_clock_offset().borrow(), 0);
    engine.shutdown().await;
}

#[tokio::test]
async fn a_clock_set_in_use_is_noticed_and_harms_nothing() {
    let (backend, salma) = with_customer(backend::Dialect::Documented).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let skew = Arc::new(AtomicI64::new(0));
    let computer = Computer {
        clock: off_by(&skew),
        ..Computer::new()
    };
    let engine = computer.start_signed_in(&backend.url()).await;
    assert_eq!(*engine.subscribe_clock_offset().borrow(), 0);
    for (round, set) in [5 * HOUR, -DAY, 0].into_iter().enumerate() {
        skew.store(set, SeqCst);
        // Nobody asks: the heartbeat sees it and the server is looked at.
        offset_is(&engine, -set).await;
        let text = format!("جولة {round}");
        engine.send(&chat, &text).await.expect("queued");
        let row = sent(&engine, &chat, &text).await;
        assert!((row.created_at.expect("a time").0 - truth()).abs() < A_WHILE);
        online(&engine).await;
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn an_offline_start_shows_no_time_before_the_last_known_one() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let mut computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.shutdown().await;
    drop(engine);
    backend.stop().await;
    computer.clock = off_by(&Arc::new(AtomicI64::new(-30 * DAY)));
    let engine = computer.start().await;
    offset_is_at_least(&engine, 30 * DAY - A_WHILE);
    engine.shutdown().await;
    drop(engine);
    computer.clock = off_by(&Arc::new(AtomicI64::new(30 * DAY)));
    let engine = computer.start().await;
    assert_eq!(
        *engine.subscribe_clock_offset().borrow(),
        0,
        "a month may have passed: nothing says that the clock is wrong"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn a_damaged_note_of_the_servers_time_leads_no_clock() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.shutdown().await;
    drop(engine);
    backend.stop().await;
    let profiles = std::fs::read_dir(computer.path().join("profiles")).expect("profiles");
    let profile = profiles.map(|entry| entry.expect("an entry").path()).next();
    let note = profile.expect("a profile").join("server-time");
    assert!(note.is_file(), "the time is noted at the end");
    for damaged in [
        "9764201600000",
        "9223372036854775807",
        "-9223372036854775808",
    ] {
        std::fs::write(&note, damaged).expect("written");
        let engine = computer.start().await;
        let offset = *engine.subscribe_clock_offset().borrow();
        assert_eq!(offset, 0, "after «{damaged}»");
        engine.shutdown().await;
    }
}

fn offset_is_at_least(engine: &Engine, least: i64) {
    let offset = *engine.subscribe_clock_offset().borrow();
    assert!(offset >= least, "{offset} ms");
}

#[test]
fn a_time_is_implausible_before_the_known_and_years_after() {
    let known = UtcMs(1_800_000_000_000);
    for (away, absurd) in [
        (0, false),
        (HOUR, false),
        (-HOUR, false),
        (-2 * DAY, true),
        (-50 * 365 * DAY, true),
        (300 * DAY, false),
        (3 * 365 * DAY, true),
        (i64::MAX - known.0, true),
    ] {
        assert_eq!(
            is_implausible_time(UtcMs(known.0 + away), known),
            absurd,
            "{} days away",
            away / DAY
        );
    }
}
