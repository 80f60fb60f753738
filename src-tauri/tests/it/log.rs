//! The log, at the level that tells the most.
use engine::{Config, Credentials, Engine, MemoryVault};
use std::sync::Arc;
use testkit_net::{Person, leaks::leaked};

const PASSWORD: &str = "open-sesame-and-let-me-in";
const WRONG_PASSWORD: &str = "close-sesame-and-keep-out";
const SAID: &str = "كلام الزبون الذي لا يجوز أن يظهر في السجل";
const ANSWERED: &str = "our-answer-that-must-not-be-in-any-log";

async fn backend_with_people() -> backend::Server {
    let server = backend::start(backend::Settings::default()).await.unwrap();
    for (username, role) in [
        ("admin", protocol::Role::Admin),
        ("user", protocol::Role::User),
    ] {
        let user = backend::NewUser::new(username, username, role).with_password(PASSWORD);
        server.add_user(user).await.unwrap();
    }
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_the_log_at_trace() {
    let folder = tempfile::tempdir().unwrap();
    let log = logging::init("NO_SUCH_VARIABLE", "trace");
    shell::logging::add_file(&log, &folder.path().join("log"));
    let server = backend_with_people().await;
    let customer = Person::sign_in(&server.url(), "user", PASSWORD)
        .await
        .unwrap();
    let chat = customer.open_chat("question").await.unwrap();
    let token = server.issue_token("admin").await.unwrap();

    let mut config = Config::new(folder.path().join("data"));
    config.vault = Arc::new(MemoryVault::new());
    let engine = Engine::start(config).await.unwrap();
    let password = |password: &str| Credentials::Password {
        username: "admin".to_owned(),
        password: password.to_owned(),
    };
    let wrong = engine
        .sign_in(&server.url(), password(WRONG_PASSWORD))
        .await;
    wrong.expect_err("a wrong password");
    engine
        .sign_in(&server.url(), password(PASSWORD))
        .await
        .unwrap();
    let with_token = Credentials::Token {
        token: token.clone(),
    };
    engine.sign_in(&server.url(), with_token).await.unwrap();
    let mut line = engine.subscribe_connection();
    line.wait_for(|state| matches!(state, engine::Connection::Online { .. }))
        .await
        .unwrap();
    let mut changes = engine.subscribe_changes();
    customer.send_message(&chat, SAID).await.unwrap();
    engine.send(&chat, ANSWERED).await.unwrap();
    loop {
        let window = store::MessageWindow::Newest { limit: 10 };
        let rows = engine.messages(&chat, window).await.unwrap().rows;
        let sent = |row: &store::MessageRow| row.content == ANSWERED && row.id.is_some();
        if rows.iter().any(sent) && rows.iter().any(|row| row.content == SAID) {
            break;
        }
        drop(changes.recv().await);
    }
    engine.shutdown().await;
    server.stop().await;
    log.finish();

    let written = std::fs::read_to_string(folder.path().join("log/avvento-desk.log")).unwrap();
    for target in ["engine::", "backend::"] {
        assert!(
            written.contains(target),
            "{target} says what it does: {written}"
        );
    }
    let secrets = [token.as_str(), PASSWORD, WRONG_PASSWORD, SAID, ANSWERED];
    assert_eq!(leaked(&written, &secrets), Vec::<&str>::new(), "{written}");
}

#[test]
fn a_secret_is_found_in_every_form() {
    let secret = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VySWQiOiI2NWYwIn0";
    let bytes = secret.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    for form in [
        format!("Bearer {secret}"),
        format!("{secret:?}"),
        hex,
        format!("{bytes:?}"),
        // «{"token":"eyJhbGciOiJIUzI1NiJ9.eyJ1c2VySWQ"}»
        "eyJ0b2tlbiI6ImV5SmhiR2NpT2lKSVV6STFOaUo5LmV5SjFjMlZ5U1dRIn0=".to_owned(),
    ] {
        assert_eq!(leaked(&form, &[secret]), [secret], "{form}");
    }
    assert_eq!(leaked("nothing of it", &[secret]), Vec::<&str>::new());
}
