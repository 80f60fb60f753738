//! What answers in the place of the server, or nothing at all: portals, names, certificates.
use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use crate::common::*;
use engine::{Connection, Credentials};

fn offline_because(state: &Connection, wanted: &str) -> bool {
    matches!(state, Connection::Offline { code, .. } if code == wanted)
}

#[tokio::test]
async fn a_captive_portal_costs_no_token_message_or_chat() {
    let (_backend, proxy, salma) = behind_proxy(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    salma.send_message(&chat, "مرحبا").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    wait_for_message(&engine, &chat, "مرحبا").await;
    for (fault, name) in [
        (&proxy.faults.portal, "a page"),
        (&proxy.faults.redirect, "a redirect"),
    ] {
        salma.send_message(&chat, name).await.unwrap();
        wait_for_message(&engine, &chat, name).await;
        fault.store(true, SeqCst);
        proxy.cut_connections();
        connection_is(&engine, "offline for a portal", |state| {
            offline_because(state, "captive-portal")
        })
        .await;
        assert_eq!(texts(&engine, &chat).await[0], "مرحبا", "still readable");
        assert_eq!(inbox_ids(&engine).await, vec![chat.clone()]);
        engine.mark_read(&chat).await.expect("noted");
        let text = format!("خلف {name}");
        engine.send(&chat, &text).await.expect("queued");
        let error = engine.refresh_inbox().await.expect_err("no list");
        assert_eq!(error.code(), "captive-portal", "{name}: {error}");
        let error = engine.flush_reads().await.expect_err("nobody was told");
        assert_eq!(error.code(), "captive-portal", "{name}: {error}");
        let tries = proxy.faults.counts.websockets.load(SeqCst);
        until(&engine, "it keeps trying", || async {
            (proxy.faults.counts.websockets.load(SeqCst) > tries + 1).then_some(())
        })
        .await;
        fault.store(false, SeqCst);
        sent(&engine, &chat, &text).await;
        assert_eq!(
            salma.count_of(&chat, &text).await.unwrap(),
            1,
            "{name}: once"
        );
        online(&engine).await;
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn a_message_swallowed_by_a_portal_is_sent_once() {
    let (_backend, proxy, salma) = behind_proxy(backend::Dialect::Documented).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    // The socket stays as it is; only calls are answered by the portal.
    proxy.faults.portal_for_posts.store(true, SeqCst);
    engine.send(&chat, "أين أنت؟").await.expect("queued");
    until(&engine, "the portal took the message", || async {
        (proxy.faults.counts.posts.load(SeqCst) > 0).then_some(())
    })
    .await;
    proxy.faults.portal_for_posts.store(false, SeqCst);
    sent(&engine, &chat, "أين أنت؟").await;
    assert_eq!(salma.count_of(&chat, "أين أنت؟").await.unwrap(), 1, "once");
    engine.shutdown().await;
}

#[tokio::test]
async fn at_sign_in_a_page_is_no_avvento_server() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    let computer = Computer::new();
    let engine = computer.start().await;
    for fault in [&proxy.faults.portal, &proxy.faults.redirect] {
        fault.store(true, SeqCst);
        let error = sign_in(&engine, &proxy.url(), "mudir")
            .await
            .expect_err("refused");
        assert_eq!(error.code(), "not-avvento", "{error}");
        fault.store(false, SeqCst);
    }
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_told_apart() {
    let computer = Computer::new();
    let engine = computer.start().await;
    let error = sign_in(&engine, "https://avvento.invalid", "mudir")
        .await
        .expect_err("no such host");
    assert_eq!(error.code(), "no-such-host", "{error}");
}

#[tokio::test]
async fn a_name_that_nobody_knows_any_more_is_tried_again_and_again() {
    let computer = Computer::new();
    let vault_key = engine::VaultKey {
        server: "https://avvento.invalid".to_owned(),
        user: "u1".to_owned(),
    };
    computer
        .vault
        .keep(&vault_key, "a.b.c")
        .await
        .expect("kept");
    let me = protocol::Participant {
        id: protocol::UserId::new("u1").expect("an id"),
        name: None,
        role: None,
        phone: None,
    };
    let account = engine::Account {
        server: vault_key.server.clone(),
        me,
        remembered: true,
    };
    let remembered = serde_json::json!({ "signedIn": [account] });
    std::fs::write(
        computer.path().join("profiles.json"),
        remembered.to_string(),
    )
    .expect("written");
    let engine = computer.start().await;
    let state = connection_is(&engine, "offline for a name", |state| {
        offline_because(state, "no-such-host")
    })
    .await;
    let Connection::Offline {
        next_try: first, ..
    } = state
    else {
        panic!("{state:?}")
    };
    connection_is(&engine, "offline after another try", |state| {
        matches!(state, Connection::Offline { next_try, code, .. } if *next_try > first && code == "no-such-host")
    })
    .await;
    engine.shutdown().await;
}

/// A server with a certificate that nobody has signed.
#[cfg(not(windows))]
async fn self_signed() -> String {
    use tokio_native_tls::{TlsAcceptor, native_tls};
    let folder = tempfile::TempDir::new().expect("a folder");
    let (key, certificate) = (folder.path().join("key"), folder.path().join("cert"));
    let made = std::process::Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-batch",
        ])
        .args([
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
        ])
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .expect("openssl runs");
    assert!(made.status.success(), "{made:?}");
    let read = |path| std::fs::read(path).expect("written by openssl");
    let identity = native_tls::Identity::from_pkcs8(&read(certificate), &read(key));
    let acceptor = native_tls::TlsAcceptor::new(identity.expect("an identity")).expect("TLS");
    let acceptor = TlsAcceptor::from(acceptor);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // The client turns away: that is the point.
            drop(acceptor.accept(stream).await);
        }
    });
    url
}

#[cfg(not(windows))]
#[tokio::test]
async fn an_untrusted_certificate_with_an_absurd_clock_blames_it() {
    let set_to = |ms| -> engine::Clock { std::sync::Arc::new(move || protocol::UtcMs(ms)) };
    let url = self_signed().await;
    for (clock, code) in [
        (store::system_clock(), "bad-certificate"),
        (set_to(946_684_800_000), "wrong-clock"),
        (set_to(4_102_444_800_000), "wrong-clock"),
    ] {
        let computer = Computer {
            clock,
            ..Computer::new()
        };
        let engine = computer.start().await;
        let error = sign_in(&engine, &url, "mudir").await.expect_err("refused");
        assert_eq!(error.code(), code, "{error}");
    }
}

#[tokio::test]
async fn a_token_refused_in_a_burst_loses_and_doubles_nothing() {
    let (backend, proxy, salma) = behind_proxy(backend::Dialect::Live).await;
    let (one, two) = (
        salma.open_chat("أول").await.unwrap(),
        salma.open_chat("ثان").await.unwrap(),
    );
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    for number in 0..30 {
        for chat in [&one, &two] {
            let text = format!("رقم {number}");
            engine.send(chat, &text).await.expect("queued");
        }
        if number == 12 {
            sent(&engine, &one, "رقم 1").await;
            proxy.faults.refuse_tokens.store(true, SeqCst);
        }
    }
    connection_is(
        &engine,
        "sign-in needed",
        |state| matches!(state, Connection::SignInNeeded { code, .. } if code == "bad-token"),
    )
    .await;
    assert!(proxy.faults.counts.refused_tokens.load(SeqCst) > 0);
    for chat in [&one, &two] {
        assert_eq!(rows(&engine, chat).await.len(), 30, "all are still shown");
    }
    let error = engine.refresh_inbox().await.expect_err("no token");
    assert_eq!(error.code(), "bad-token", "any call says so");
    proxy.faults.refuse_tokens.store(false, SeqCst);
    let token = backend.issue_token("mudir").await.expect("a token");
    engine
        .sign_in(&proxy.url(), Credentials::Token { token })
        .await
        .expect("signed in again");
    for chat in [&one, &two] {
        sent(&engine, chat, "رقم 29").await;
        let expected: Vec<_> = (0..30).map(|number| format!("رقم {number}")).collect();
        assert_eq!(texts(&engine, chat).await, expected, "in order, each once");
        for text in &expected {
            assert_eq!(
                salma.count_of(chat, text).await.unwrap(),
                1,
                "{text}: stored once"
            );
        }
    }
    tokio::time::timeout(Duration::from_secs(20), engine.shutdown())
        .await
        .expect("the shutdown ends");
}
