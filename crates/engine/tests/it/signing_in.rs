//! Signing in and out, and what may go wrong with it.
use std::{sync::Arc, time::Duration};

use crate::common::*;
use engine::{Connection, Credentials, Engine, Error, TokenVault, VaultError, VaultKey};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn token(text: impl Into<String>) -> Credentials {
    Credentials::Token { token: text.into() }
}

#[tokio::test]
async fn a_password_signs_in_and_names_the_account() {
    for dialect in BOTH {
        let backend = backend_with_people(settings(dialect)).await;
        let computer = Computer::new();
        let engine = computer.start_signed_in(&backend.url()).await;
        let account = engine.account().expect("an account");
        assert_eq!(account.server, backend.url());
        assert!(
            account.me.name.is_some(),
            "{dialect:?}: the account has a name"
        );
        assert!(account.remembered, "the vault took the token");
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_apart() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let computer = Computer::new();
    let engine = computer.start().await;
    let credentials = Credentials::Password {
        username: "mudir".to_owned(),
        password: "guess".to_owned(),
    };
    let error = engine
        .sign_in(&backend.url(), credentials)
        .await
        .expect_err("refused");
    assert_eq!(error, Error::WrongPassword);
    assert!(engine.account().is_none(), "nobody is signed in");
    assert!(
        matches!(
            *engine.subscribe_connection().borrow(),
            Connection::SignedOut { .. }
        ),
        "and the connection says so"
    );
}

#[tokio::test]
async fn a_pasted_token_signs_in_and_learns_the_name() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        salma.open_chat("سؤال").await.unwrap();
        let pasted = backend.issue_token("mudir").await.expect("a token");
        let computer = Computer::new();
        let engine = computer.start().await;
        engine
            .sign_in(&backend.url(), token(pasted))
            .await
            .expect("signed in");
        until(&engine, "the account has a name", || async {
            engine.account().and_then(|account| account.me.name)
        })
        .await;
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn bad_and_expired_tokens_are_told_apart() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let computer = Computer::new();
    let engine = computer.start().await;
    let error = engine
        .sign_in(&backend.url(), token("nonsense"))
        .await
        .expect_err("refused");
    assert_eq!(error.code(), "bad-token", "{error}");
    let expired = backend
        .issue_token_for("mudir", Duration::ZERO)
        .await
        .expect("a token");
    let error = engine
        .sign_in(&backend.url(), token(expired))
        .await
        .expect_err("refused");
    assert_eq!(error, Error::ExpiredToken);
    let forged = format!("{}x", backend.issue_token("mudir").await.expect("a token"));
    let error = engine
        .sign_in(&backend.url(), token(forged))
        .await
        .expect_err("refused");
    assert_eq!(error.code(), "bad-token", "{error}");
}

#[tokio::test]
async fn addresses_are_taken_as_people_write_them_and_others_refused() {
    let origin = |text: &str| engine::Origin::parse(text).map(|origin| origin.to_string());
    for written in [
        "avvento-server.onrender.com",
        "https://avvento-server.onrender.com/",
        "wss://avvento-server.onrender.com/support",
        "  https://avvento-server.onrender.com//support/ ",
    ] {
        let read = origin(written).expect(written);
        assert_eq!(read, "https://avvento-server.onrender.com", "{written}");
    }
    assert_eq!(
        origin("http://127.0.0.1:4000").expect("loopback"),
        "http://127.0.0.1:4000"
    );
    for written in [
        "",
        "http://avvento-server.onrender.com",
        "ftp://example.com",
        "https://user:pass@example.com",
        "https://example.com/other",
        "not an address",
    ] {
        let error = origin(written).expect_err(written);
        assert_eq!(error.code(), "bad-address", "{written}");
    }
}

#[tokio::test]
async fn a_server_that_answers_html_is_not_avvento() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0_u8; 4096];
            let _read = stream.read(&mut request).await;
            let page = "<html>hello</html>";
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                page.len()
            );
            let _written = stream.write_all(format!("{head}{page}").as_bytes()).await;
        }
    });
    let computer = Computer::new();
    let engine = computer.start().await;
    let error = sign_in(&engine, &url, "mudir").await.expect_err("refused");
    assert_eq!(error.code(), "not-avvento", "{error}");
}

#[tokio::test]
async fn nobody_listening_is_unreachable_at_once() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}", free.local_addr().expect("an address"));
    drop(free);
    let computer = Computer::new();
    let engine = computer.start().await;
    let error = sign_in(&engine, &url, "mudir").await.expect_err("refused");
    assert_eq!(error.code(), "unreachable", "{error}");
}

#[tokio::test]
async fn a_sleeping_host_is_waited_for_and_shown_as_waking() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    proxy
        .faults
        .asleep
        .store(true, std::sync::atomic::Ordering::SeqCst);
    let computer = Computer::new();
    let engine = computer.start().await;
    let signing_in = sign_in(&engine, &proxy.url(), "mudir").await;
    assert_eq!(
        signing_in.expect_err("it never wakes").code(),
        "host-asleep"
    );
    let mut line = engine.subscribe_connection();
    let faults = proxy.faults.clone();
    let wake_up = async {
        line.wait_for(|state| matches!(state, Connection::Connecting { waking: true, .. }))
            .await
            .expect("the engine lives");
        faults
            .asleep
            .store(false, std::sync::atomic::Ordering::SeqCst);
    };
    let url = proxy.url();
    let (signed_in, ()) = tokio::join!(sign_in(&engine, &url, "mudir"), wake_up);
    signed_in.expect("signed in once the host is awake");
    online(&engine).await;
    engine.shutdown().await;
}

#[tokio::test]
async fn a_second_process_gets_profile_in_use() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    let error = Engine::start(computer.config())
        .await
        .map(drop)
        .expect_err("refused");
    assert_eq!(error.code(), "profile-in-use");
    engine.shutdown().await;
    drop(engine);
    computer.start().await.shutdown().await;
}

/// A keyring that nobody unlocks.
struct Locked;

#[async_trait::async_trait]
impl TokenVault for Locked {
    async fn load(&self, _: &VaultKey) -> Result<Option<String>, VaultError> {
        Err(VaultError("locked".to_owned()))
    }
    async fn keep(&self, _: &VaultKey, _: &str) -> Result<(), VaultError> {
        Err(VaultError("locked".to_owned()))
    }
    async fn forget(&self, _: &VaultKey) -> Result<(), VaultError> {
        Err(VaultError("locked".to_owned()))
    }
}

#[tokio::test]
async fn without_a_keyring_the_token_is_for_this_run_only() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let computer = Computer {
        vault: Arc::new(Locked),
        ..Computer::new()
    };
    let engine = computer.start_signed_in(&backend.url()).await;
    assert!(
        !engine.account().expect("an account").remembered,
        "it says so"
    );
    engine.shutdown().await;
    drop(engine);
    let again = computer.start().await;
    let state = connection_is(&again, "sign-in-needed", |state| {
        matches!(state, Connection::SignInNeeded { .. })
    })
    .await;
    assert!(
        matches!(&state, Connection::SignInNeeded { code, .. } if code == "keyring-unavailable"),
        "{state:?}"
    );
    assert!(again.account().is_some(), "whose profile it is stays known");
    again.shutdown().await;
}

#[tokio::test]
async fn a_saved_sign_in_that_is_gone_is_no_ended_session() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    let account = engine.account().expect("an account");
    engine.shutdown().await;
    drop(engine);
    let key = VaultKey {
        server: account.server.clone(),
        user: account.me.id.to_string(),
    };
    computer.vault.forget(&key).await.expect("deleted");
    let again = computer.start().await;
    let state = connection_is(&again, "sign-in-needed", |state| {
        matches!(state, Connection::SignInNeeded { .. })
    })
    .await;
    assert!(
        matches!(&state, Connection::SignInNeeded { code, .. } if code == "saved-sign-in-missing"),
        "{state:?}"
    );
    let error = again.refresh_inbox().await.expect_err("nobody can ask");
    assert_eq!(error.code(), "saved-sign-in-missing", "calls say the same");
    again.shutdown().await;
}

/// A keyring that is unlocked some time after the start.
#[derive(Default)]
struct UnlockedLater {
    kept: engine::MemoryVault,
    open: std::sync::atomic::AtomicBool,
}

#[async_trait::async_trait]
impl TokenVault for UnlockedLater {
    async fn load(&self, key: &VaultKey) -> Result<Option<String>, VaultError> {
        if self.open.load(std::sync::atomic::Ordering::SeqCst) {
            self.kept.load(key).await
        } else {
            Err(VaultError("locked".to_owned()))
        }
    }
    async fn keep(&self, key: &VaultKey, token: &str) -> Result<(), VaultError> {
        self.kept.keep(key, token).await
    }
    async fn forget(&self, key: &VaultKey) -> Result<(), VaultError> {
        self.kept.forget(key).await
    }
}

#[tokio::test]
async fn a_keyring_that_is_unlocked_later_is_seen_without_a_restart() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let vault = Arc::new(UnlockedLater::default());
    let mut computer = Computer {
        vault: vault.clone(),
        ..Computer::new()
    };
    computer.timing.keyring_retry_after = Duration::from_millis(50);
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.shutdown().await;
    drop(engine);
    let engine = computer.start().await;
    connection_is(&engine, "sign-in needed for the keyring", |state| {
        matches!(state, Connection::SignInNeeded { code, .. } if code == "keyring-unavailable")
    })
    .await;
    vault.open.store(true, std::sync::atomic::Ordering::SeqCst);
    online(&engine).await;
    engine.shutdown().await;
}

#[tokio::test]
async fn signing_out_keeps_drafts_and_what_is_queued() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.save_draft(&chat, "نصف جملة").await.expect("kept");
    engine
        .sign_out(engine::SignOut::default())
        .await
        .expect("signed out");
    assert!(engine.account().is_none());
    assert_eq!(
        engine
            .inbox(store::InboxFilter::All, 10)
            .await
            .expect_err("closed")
            .code(),
        "sign-in-needed"
    );
    sign_in(&engine, &backend.url(), "mudir")
        .await
        .expect("signed in again");
    let row = engine.conversation(&chat).await.expect("the chat");
    assert_eq!(row.draft.as_deref(), Some("نصف جملة"));
    engine
        .sign_out(engine::SignOut::default())
        .await
        .expect("signed out again");
    engine.shutdown().await;
    drop(engine);
    assert!(
        computer.start().await.account().is_none(),
        "a start after it opens nobody's profile"
    );
}

#[tokio::test]
async fn a_sign_in_that_a_silent_server_holds_up_can_be_cancelled() {
    let (_backend, proxy, _salma) = behind_proxy(backend::Dialect::Live).await;
    proxy
        .faults
        .hang_calls
        .store(true, std::sync::atomic::Ordering::SeqCst);
    let computer = Computer::new();
    let engine = computer.start().await;
    let waiting = tokio::spawn({
        let (engine, url) = (engine.clone(), proxy.url());
        async move { sign_in(&engine, &url, "mudir").await }
    });
    until(&engine, "the server is asked", || async {
        let hanging = &proxy.faults.counts.hanging;
        (hanging.load(std::sync::atomic::Ordering::SeqCst) > 0).then_some(())
    })
    .await;
    engine.cancel_sign_in();
    let outcome = waiting.await.expect("no panic");
    assert_eq!(outcome.expect_err("cancelled").code(), "sign-in-cancelled");
    assert!(engine.account().is_none(), "nobody is signed in");
    proxy
        .faults
        .hang_calls
        .store(false, std::sync::atomic::Ordering::SeqCst);
    sign_in(&engine, &proxy.url(), "mudir")
        .await
        .expect("and another try works");
    engine.shutdown().await;
}
