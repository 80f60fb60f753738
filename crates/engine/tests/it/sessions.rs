//! The session: tokens that end, servers that dismiss, networks that let no websocket through.
use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use crate::common::*;
use engine::{Connection, Credentials, OpenChats};

fn wants_sign_in(state: &Connection) -> bool {
    matches!(state, Connection::SignInNeeded { .. })
}

#[tokio::test]
async fn an_expired_token_asks_for_a_sign_in_and_loses_nothing() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        salma.send_message(&chat, "مرحبا").await.unwrap();
        let short = backend
            .issue_token_for("mudir", Duration::from_secs(3))
            .await
            .expect("a token");
        let computer = Computer::new();
        let engine = computer.start().await;
        engine
            .sign_in(&backend.url(), Credentials::Token { token: short })
            .await
            .expect("signed in");
        wait_for_message(&engine, &chat, "مرحبا").await;
        engine.save_draft(&chat, "مسودة").await.expect("kept");
        let state = connection_is(&engine, "sign-in-needed", wants_sign_in).await;
        assert!(
            matches!(&state, Connection::SignInNeeded { code, .. } if code == "expired-token"),
            "{dialect:?}: {state:?}"
        );
        assert_eq!(texts(&engine, &chat).await, vec!["مرحبا"], "still readable");
        let row = engine.conversation(&chat).await.expect("the chat");
        assert_eq!(
            row.draft.as_deref(),
            Some("مسودة"),
            "{dialect:?}: the draft survives expiry"
        );
        engine
            .send(&chat, "بعد الانتهاء")
            .await
            .expect("still queueable");
        assert_eq!(salma.count_of(&chat, "بعد الانتهاء").await.unwrap(), 0);
        sign_in(&engine, &backend.url(), "mudir")
            .await
            .expect("signed in again");
        online(&engine).await;
        sent(&engine, &chat, "بعد الانتهاء").await;
        assert_eq!(
            salma.count_of(&chat, "بعد الانتهاء").await.unwrap(),
            1,
            "once"
        );
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_draft_survives_a_restart() {
    let (backend, salma) = with_customer(backend::Dialect::Documented).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.save_draft(&chat, "لم أنته بعد").await.expect("kept");
    engine.shutdown().await;
    drop(engine);
    let engine = computer.start().await;
    let row = engine.conversation(&chat).await.expect("the chat");
    assert_eq!(row.draft.as_deref(), Some("لم أنته بعد"));
    engine.shutdown().await;
}

#[tokio::test]
async fn the_chats_that_were_open_last_are_known_after_a_restart() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let beside = salma.open_chat("سؤال آخر").await.unwrap();
    salma.send_message(&chat, "مرحبا").await.unwrap();
    salma.send_message(&beside, "أهلا").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    assert_eq!(
        engine.open_chats().await,
        OpenChats::default(),
        "none was open yet"
    );
    wait_for_message(&engine, &chat, "مرحبا").await;
    wait_for_message(&engine, &beside, "أهلا").await;
    let both = OpenChats {
        chats: vec![chat.clone(), beside.clone()],
        active: Some(beside.clone()),
    };
    engine.note_open_chats(&both).expect("noted");
    engine.shutdown().await;
    let engine = computer.start().await;
    assert_eq!(engine.open_chats().await, both);
    let gone = protocol::ConversationId::new("gone").unwrap();
    let without = OpenChats {
        chats: vec![chat.clone()],
        active: Some(chat.clone()),
    };
    let with_gone = OpenChats {
        chats: vec![gone.clone(), chat],
        active: Some(gone),
    };
    engine.note_open_chats(&with_gone).expect("noted");
    assert_eq!(
        engine.open_chats().await,
        without,
        "nobody knows the one that was active"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn rest_is_polled_until_a_websocket_gets_through() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    proxy.faults.no_websocket.store(true, SeqCst);
    let salma = person_at(&backend.url(), "salma").await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start().await;
    sign_in(&engine, &proxy.url(), "mudir")
        .await
        .expect("signed in");
    connection_is(&engine, "polling", |state| {
        matches!(state, Connection::Polling { .. })
    })
    .await;
    salma.send_message(&chat, "هل تسمعني؟").await.unwrap();
    wait_for_message(&engine, &chat, "هل تسمعني؟").await;
    engine.send(&chat, "نعم").await.expect("queued");
    sent(&engine, &chat, "نعم").await;
    proxy.faults.no_websocket.store(false, SeqCst);
    online(&engine).await;
    salma.send_message(&chat, "والآن؟").await.unwrap();
    wait_for_message(&engine, &chat, "والآن؟").await;
    engine.shutdown().await;
}

#[tokio::test]
async fn a_cut_line_is_taken_up_again_and_what_was_missed_is_there() {
    let (_backend, proxy, salma) = behind_proxy(backend::Dialect::Documented).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    for round in 0..5 {
        proxy.cut_connections();
        salma
            .send_message(&chat, &format!("جولة {round}"))
            .await
            .unwrap();
        wait_for_message(&engine, &chat, &format!("جولة {round}")).await;
    }
    let rows = rows(&engine, &chat).await;
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|row| !row.gap_before), "without a hole");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_silent_line_is_noticed_by_the_missing_ping() {
    let mut quick = settings(backend::Dialect::Live);
    // Long enough for a busy machine: a line that is missed while it is well is dialled anew again and again.
    quick.ping_interval = Duration::from_secs(1);
    quick.ping_timeout = Duration::from_secs(2);
    let backend = backend_with_people(quick).await;
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    sign_in(&engine, &proxy.url(), "mudir")
        .await
        .expect("signed in over the proxy");
    online(&engine).await;
    let before = proxy.faults.counts.websockets.load(SeqCst);
    proxy.faults.stall.store(true, SeqCst);
    until(&engine, "a new socket is asked for", || async {
        (proxy.faults.counts.websockets.load(SeqCst) > before).then_some(())
    })
    .await;
    proxy.faults.stall.store(false, SeqCst);
    online(&engine).await;
    engine.shutdown().await;
}

#[tokio::test]
async fn shutting_down_ends_in_a_bounded_while_even_while_connecting() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    backend.stop().await;
    drop(listener);
    tokio::time::timeout(Duration::from_secs(20), engine.shutdown())
        .await
        .expect("the shutdown ends");
}

#[tokio::test]
async fn a_failed_second_sign_in_changes_nothing() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let short = backend
        .issue_token_for("mudir", Duration::from_secs(2))
        .await
        .expect("a token");
    let computer = Computer::new();
    let engine = computer.start().await;
    let signed_in = engine
        .sign_in(&backend.url(), Credentials::Token { token: short })
        .await;
    let account = signed_in.expect("signed in");
    connection_is(&engine, "sign-in-needed", wants_sign_in).await;
    let wrong = Credentials::Password {
        username: "mudir".to_owned(),
        password: "x".to_owned(),
    };
    engine
        .sign_in(&backend.url(), wrong)
        .await
        .expect_err("refused");
    assert!(
        wants_sign_in(&engine.subscribe_connection().borrow()),
        "still asking"
    );
    assert_eq!(
        engine.account().map(|account| account.me.id),
        Some(account.me.id)
    );
    engine.shutdown().await;
}
