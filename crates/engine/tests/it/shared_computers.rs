//! What people of a shared computer see of each other: who gets in without the server, whose token is kept, and what
//! signing out leaves.
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

use crate::common::*;
use engine::{
    Config, Credentials, Engine, Error, LeftBehind, MemoryVault, OtherAccounts, ProfileChoice,
    SessionMode, SignOut, SignOutScope, TokenVault, VaultError, VaultKey,
};
use protocol::decode::token_claims;
use store::InboxFilter;

/// The vault of a script that brings its token along.
struct GivenToken(String);

#[async_trait::async_trait]
impl TokenVault for GivenToken {
    async fn load(&self, _: &VaultKey) -> Result<Option<String>, VaultError> {
        Ok(Some(self.0.clone()))
    }
    async fn keep(&self, _: &VaultKey, _: &str) -> Result<(), VaultError> {
        Ok(())
    }
    async fn forget(&self, _: &VaultKey) -> Result<(), VaultError> {
        Ok(())
    }
}

fn script(computer: &Computer, server: &str, token: &str) -> Config {
    Config {
        vault: Arc::new(GivenToken(token.to_owned())),
        profile: ProfileChoice::User {
            server: server.to_owned(),
            user: token_claims(token).expect("claims").user,
        },
        session_mode: SessionMode::OnRequest,
        ..computer.config()
    }
}

/// A token that says the same and that nobody signed.
fn forged(token: &str) -> String {
    let (claims, _) = token.rsplit_once('.').expect("a signature");
    format!("{claims}.")
}

fn pasted(token: &str) -> Credentials {
    Credentials::Token {
        token: token.to_owned(),
    }
}

async fn cached_chats(engine: &Engine) -> usize {
    inbox_ids(engine).await.len()
}

#[tokio::test]
async fn without_the_server_only_an_accepted_token_opens_chats() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        salma.open_chat("سؤال").await.unwrap();
        let server = backend.url();
        let token = backend.issue_token("mudir").await.expect("a token");
        let later = Duration::from_secs(7200);
        let other = backend.issue_token_for("mudir", later).await.unwrap();
        let computer = Computer::new();
        let engine = computer.start().await;
        let signed_in = engine.sign_in(&server, pasted(&token)).await;
        signed_in.expect("the server accepts it");
        online(&engine).await;
        let kept = SignOut::default();
        engine.sign_out(kept).await.expect("signed out");
        backend.stop().await;
        for unproved in [forged(&token), format!("{token}x"), other] {
            let refused = engine.sign_in(&server, pasted(&unproved)).await;
            let error = refused.expect_err("the server never accepted this token");
            assert_eq!(
                error.code(),
                "unreachable",
                "{dialect:?}: the sign-in waits for the server: {error}"
            );
            assert!(engine.account().is_none(), "nobody is signed in");
        }
        let signed_in = engine.sign_in(&server, pasted(&token)).await;
        signed_in.expect("the server accepted this one before");
        assert_eq!(cached_chats(&engine).await, 1, "{dialect:?}: it is cached");
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_script_needs_an_accepted_token_too() {
    let (backend, salma) = with_customer(backend::Dialect::Documented).await;
    salma.open_chat("سؤال").await.unwrap();
    let server = backend.url();
    let token = backend.issue_token("mudir").await.expect("a token");
    let computer = Computer::new();
    let engine = computer.start_on_request_as(&server, "mudir").await;
    engine.shutdown().await;
    let refused = Engine::start(script(&computer, &server, &forged(&token))).await;
    let error = refused.err().expect("the server refuses it");
    assert_eq!(error.code(), "bad-token", "{error}");
    let engine = Engine::start(script(&computer, &server, &token)).await;
    let engine = engine.expect("the server accepts it");
    engine.shutdown().await;
    backend.stop().await;
    let refused = Engine::start(script(&computer, &server, &forged(&token))).await;
    let error = refused.err().expect("nobody can tell whether it is good");
    assert_eq!(error.code(), "unreachable", "{error}");
    let engine = Engine::start(script(&computer, &server, &token)).await;
    let engine = engine.expect("this one was accepted before");
    assert_eq!(cached_chats(&engine).await, 1, "the cache answers");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_server_that_fails_vouches_for_no_token() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    salma.open_chat("سؤال").await.unwrap();
    let (server, address) = (backend.url(), backend.address());
    let token = backend.issue_token("mudir").await.expect("a token");
    let computer = Computer::new();
    let engine = computer.start_on_request_as(&server, "mudir").await;
    engine
        .sign_out(SignOut::default())
        .await
        .expect("signed out");
    backend.stop().await;
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .expect("its port");
    let failing = || async {
        let body = r#"{"statusCode":500,"message":"Internal server error"}"#;
        (axum::http::StatusCode::INTERNAL_SERVER_ERROR, body)
    };
    let failing = axum::Router::new().fallback(failing);
    tokio::spawn(async move { axum::serve(listener, failing).await });
    let refused = engine.sign_in(&server, pasted(&forged(&token))).await;
    let error = refused.expect_err("it has not looked at the token");
    assert_eq!(error.code(), "server-failed", "{error}");
    engine.shutdown().await;
    let refused = Engine::start(script(&computer, &server, &forged(&token))).await;
    let error = refused.err().expect("nor at a script's");
    assert_eq!(error.code(), "server-failed", "{error}");
}

fn key(server: &str, user: &protocol::UserId) -> VaultKey {
    VaultKey {
        server: server.to_owned(),
        user: user.to_string(),
    }
}

#[tokio::test]
async fn signing_in_as_another_forgets_the_earlier_token() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let server = backend.url();
    for others in [OtherAccounts::Forget, OtherAccounts::Keep] {
        let computer = Computer::new();
        let engine = computer.start().await;
        engine.set_other_accounts(others);
        let admin = sign_in(&engine, &server, "mudir").await.unwrap().me.id;
        let restaurant = sign_in(&engine, &server, "matam").await.unwrap().me.id;
        let kept = computer.vault.load(&key(&server, &admin)).await.unwrap();
        let listed: Vec<_> = engine.accounts().into_iter().map(|one| one.me.id).collect();
        match others {
            OtherAccounts::Forget => {
                assert_eq!(kept, None, "the keyring has no token of somebody else");
                assert_eq!(listed, [restaurant], "nobody else is remembered");
            }
            OtherAccounts::Keep => {
                assert!(kept.is_some(), "the user asked to keep it");
                assert_eq!(listed, [admin.clone(), restaurant]);
                engine
                    .forget_account(&server, &admin)
                    .await
                    .expect("removed");
                let kept = computer.vault.load(&key(&server, &admin)).await.unwrap();
                assert_eq!(kept, None, "removing an account forgets its token");
                assert_eq!(engine.accounts().len(), 1, "and its name");
            }
        }
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn signing_everybody_out_forgets_every_token() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let server = backend.url();
    let computer = Computer::new();
    let engine = computer.start().await;
    engine.set_other_accounts(OtherAccounts::Keep);
    let admin = sign_in(&engine, &server, "mudir").await.unwrap().me.id;
    let restaurant = sign_in(&engine, &server, "matam").await.unwrap().me.id;
    let everybody = SignOut {
        scope: SignOutScope::Everybody,
        ..SignOut::default()
    };
    engine.sign_out(everybody).await.expect("signed out");
    for user in [&admin, &restaurant] {
        let kept = computer.vault.load(&key(&server, user)).await.unwrap();
        assert_eq!(kept, None, "the keyring is empty");
    }
    assert!(engine.accounts().is_empty(), "nobody is remembered");
    engine.shutdown().await;
}

/// Every file below the profiles' folder.
fn profile_files(computer: &Computer) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![computer.path().join("profiles")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => found.push(path.display().to_string()),
            }
        }
    }
    found
}

fn removing(scope: SignOutScope) -> SignOut {
    SignOut {
        scope,
        left_behind: LeftBehind::Nothing,
    }
}

#[tokio::test]
async fn signing_out_can_remove_every_chat_from_the_computer() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    let folder = profile_files(&computer);
    assert!(!folder.is_empty(), "there is something to remove");
    let aside = std::path::Path::new(&folder[0]).with_file_name("cache.db.damaged-1");
    std::fs::write(aside, "old chats").unwrap();
    let signed_out = engine.sign_out(removing(SignOutScope::Me)).await;
    signed_out.expect("signed out");
    assert_eq!(profile_files(&computer), [""; 0], "nothing is left");
    sign_in(&engine, &backend.url(), "mudir")
        .await
        .expect("a new start with the same account");
    online(&engine).await;
    engine.shutdown().await;
}

#[tokio::test]
async fn what_is_not_sent_keeps_the_chats_on_the_computer() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.set_other_accounts(OtherAccounts::Keep);
    engine.save_draft(&chat, "نصف جملة").await.expect("kept");
    for scope in [SignOutScope::Me, SignOutScope::Everybody] {
        let error = engine.sign_out(removing(scope)).await.expect_err("refused");
        assert!(matches!(error, Error::UnsentRemains(_)), "{error}");
        assert!(engine.account().is_some(), "and nobody was signed out");
    }
    sign_in(&engine, &backend.url(), "matam").await.unwrap();
    let everybody = removing(SignOutScope::Everybody);
    let error = engine.sign_out(everybody).await.expect_err("refused");
    assert!(
        matches!(error, Error::UnsentRemains(_)),
        "somebody else's draft counts: {error}"
    );
    let signed_out = engine.sign_out(removing(SignOutScope::Me)).await;
    signed_out.expect("the restaurant wrote nothing");
    sign_in(&engine, &backend.url(), "mudir").await.unwrap();
    let row = engine.conversation(&chat).await.expect("the chat");
    assert_eq!(row.draft.as_deref(), Some("نصف جملة"), "the draft is there");
    let inbox = engine.inbox(InboxFilter::All, 10).await.expect("the inbox");
    assert_eq!(inbox.rows.len(), 1, "and the chats");
    engine.shutdown().await;
}

/// A keyring that forgets nothing while it is locked.
#[derive(Default)]
struct Locked {
    kept: MemoryVault,
    locked: AtomicBool,
}

#[async_trait::async_trait]
impl TokenVault for Locked {
    async fn load(&self, key: &VaultKey) -> Result<Option<String>, VaultError> {
        self.kept.load(key).await
    }
    async fn keep(&self, key: &VaultKey, token: &str) -> Result<(), VaultError> {
        self.kept.keep(key, token).await
    }
    async fn forget(&self, key: &VaultKey) -> Result<(), VaultError> {
        match self.locked.load(SeqCst) {
            true => Err(VaultError("locked".to_owned())),
            false => self.kept.forget(key).await,
        }
    }
}

#[tokio::test]
async fn a_token_that_the_keyring_did_not_forget_is_forgotten_later() {
    let (backend, _salma) = with_customer(backend::Dialect::Live).await;
    let vault = Arc::new(Locked::default());
    let computer = Computer {
        vault: vault.clone(),
        ..Computer::new()
    };
    let engine = computer.start_signed_in(&backend.url()).await;
    let mine = engine.account().expect("signed in");
    let key = VaultKey {
        server: mine.server,
        user: mine.me.id.to_string(),
    };
    vault.locked.store(true, SeqCst);
    engine
        .sign_out(SignOut::default())
        .await
        .expect("signed out");
    let everybody = SignOut {
        scope: SignOutScope::Everybody,
        ..SignOut::default()
    };
    let refused = engine.sign_out(everybody).await;
    assert!(
        matches!(refused, Err(Error::KeyringUnavailable(_))),
        "nobody says that it is gone: {refused:?}"
    );
    engine.shutdown().await;
    drop(engine);
    vault.locked.store(false, SeqCst);
    let engine = computer.start().await;
    assert!(engine.account().is_none(), "it opens nothing");
    sign_in(&engine, &backend.url(), "matam").await.expect("in");
    let left = vault.kept.load(&key).await.expect("read");
    assert_eq!(left, None, "the next sign-in has it forgotten");
    engine.shutdown().await;
}
