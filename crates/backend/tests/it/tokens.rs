//! When a token stops being good: it was tampered with, its account signed out, or is gone.

use backend::{NewUser, Settings, SignOut};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::common::Backend;
use crate::common::socket::Socket;

const LIST: &str = "/support/conversations";
const CUT: &str = "41/support";

async fn refused(backend: &Backend, token: &str, why: &str) {
    let answer = backend
        .call_with(Some(token), Method::GET, LIST, None)
        .await;
    assert_eq!(answer.status.as_u16(), 401, "{why}: {}", answer.body);
}

fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<&str> = token.split('.').collect();
    parts.try_into().expect("a token has three parts")
}

#[tokio::test]
async fn a_token_cannot_choose_how_it_is_checked() {
    let backend = Backend::start(Settings::default()).await;
    let token = backend.token("user").await;
    let [header, claims, signature] = parts(&token);
    let admin = backend.token("admin").await;
    let encode = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let none = encode(json!({ "alg": "none", "typ": "JWT" }));
    let larger = encode(json!({ "alg": "HS512", "typ": "JWT" }));
    let mut flipped = signature.to_owned();
    let first = if flipped.starts_with('A') { "B" } else { "A" };
    flipped.replace_range(..1, first);
    for (forged, why) in [
        (format!("{none}.{claims}."), "no signature"),
        (format!("{none}.{claims}.{signature}"), "«none»"),
        (
            format!("{larger}.{claims}.{signature}"),
            "another algorithm",
        ),
        (
            format!("{header}.{}.{signature}", parts(&admin)[1]),
            "another's claims",
        ),
        (format!("{header}.{claims}.{flipped}"), "another signature"),
        (
            format!("{header}.{claims}.{}", &signature[..20]),
            "half a signature",
        ),
        (format!("{header}.{claims}"), "no third part"),
        (format!("{token}.{signature}"), "a fourth part"),
        (
            format!("{header}.{}.{signature}", "A".repeat(100_000)),
            "far too long",
        ),
    ] {
        if forged.len() < 10_000 {
            refused(&backend, &forged, why).await;
        } else {
            let asked = backend
                .client
                .get(format!("{}{LIST}", backend.running.url()));
            let status = asked
                .bearer_auth(forged)
                .send()
                .await
                .map(|answer| answer.status().as_u16());
            assert!(!matches!(status, Ok(200..=299)), "{why}: {status:?}");
        }
    }
    backend
        .call_with(Some(&token), Method::GET, LIST, None)
        .await
        .ok();
}

#[tokio::test]
async fn signing_out_ends_all_tokens_and_cuts_the_sockets() {
    let backend = Backend::start(Settings::default()).await;
    let url = backend.running.url();
    let [first, second] = [backend.token("user").await, backend.token("user").await];
    let other = backend.token("admin").await;
    let mut by_first = Socket::connect(&url, Some(&first)).await;
    let mut by_second = Socket::connect(&url, Some(&second)).await;
    let mut of_other = Socket::connect(&url, Some(&other)).await;
    backend
        .call_with(Some(&first), Method::POST, "/auth/logout", None)
        .await
        .ok();

    by_first.hear(CUT).await;
    by_second.hear(CUT).await;
    refused(&backend, &first, "the token that signed out").await;
    refused(&backend, &second, "another token of the account").await;
    let again = backend
        .call_with(Some(&first), Method::POST, "/auth/logout", None)
        .await;
    again.refused(401, "Invalid or expired token");
    let mut late = Socket::connect(&url, Some(&second)).await;
    late.hear(CUT).await;

    let fresh = backend.token("user").await;
    backend
        .call_with(Some(&fresh), Method::GET, LIST, None)
        .await
        .ok();
    backend
        .call_with(Some(&other), Method::GET, LIST, None)
        .await
        .ok();
    let conversation = backend.conversation().await;
    of_other.join(&conversation).await;
}

#[tokio::test]
async fn an_ended_token_stays_ended_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let settings = || Settings {
        data: Some(folder.path().join("data")),
        ..Settings::default()
    };
    let first = Backend::start(settings()).await;
    let token = first.token("user").await;
    first
        .call_with(Some(&token), Method::POST, "/auth/logout", None)
        .await
        .ok();
    first.running.stop().await;
    let again = Backend::over(backend::start(settings()).await.unwrap());
    refused(&again, &token, "it signed out before the restart").await;
    again.get("user", LIST).await.ok();
}

#[tokio::test]
async fn a_removed_account_is_out_and_what_it_said_stays() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let settings = Settings {
        data: Some(data.clone()),
        ..Settings::default()
    };
    let backend = Backend::start(settings).await;
    let url = backend.running.url();
    let conversation = backend.conversation().await;
    backend.write("user", &conversation, "كلمة").await.ok();
    let token = backend.token("user").await;
    let mut socket = Socket::connect(&url, Some(&token)).await;
    backend.running.remove_user("user").await.unwrap();
    socket.hear(CUT).await;
    refused(&backend, &token, "a token of nobody").await;
    let path = format!("{LIST}/{conversation}/messages");
    let page = backend.get("admin", &path).await.ok();
    assert_eq!(page["messages"][0]["sender"]["name"], "محمد محمد");
    let again = backend
        .running
        .add_user(NewUser::new("user", "غيره", Role::User))
        .await;
    assert!(
        again.is_err(),
        "nobody takes over the name of somebody who left"
    );

    // By another process: it is found out at the next call, and by the socket's own look.
    let token = backend.token("stranger").await;
    let mut socket = Socket::connect(&url, Some(&token)).await;
    backend::remove_user(&data, "stranger").await.unwrap();
    refused(&backend, &token, "a token of nobody").await;
    socket.hear(CUT).await;
}

#[tokio::test]
async fn a_server_may_be_told_to_keep_tokens_on_signing_out() {
    let settings = Settings {
        sign_out: SignOut::KeepsTokens,
        ..Settings::default()
    };
    let backend = Backend::start(settings).await;
    let token = backend.token("user").await;
    backend
        .call_with(Some(&token), Method::POST, "/auth/logout", None)
        .await
        .ok();
    backend
        .call_with(Some(&token), Method::GET, LIST, None)
        .await
        .ok();
}
