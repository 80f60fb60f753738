//! What the program logs at the level that tells the most.

use std::{io::Read as _, process::Stdio};

use reqwest::Method;
use serde_json::json;
use testkit_net::leaks::leaked;

use crate::restart::{add_user, program, serve_with};

const SAID: &str = "كلام الزبون الذي لا يجوز أن يظهر في السجل";

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_the_log_at_trace() {
    let folder = tempfile::tempdir().unwrap();
    assert!(add_user(folder.path(), "admin"), "an account is made");
    let mut command = program();
    command.env("RUST_LOG", "trace").stderr(Stdio::piped());
    let (mut child, line) = serve_with(command, folder.path());
    let url = line
        .strip_prefix("listening on ")
        .expect("its address")
        .to_owned();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let login = |password: &'static str| {
        let body = json!({"username": "admin", "password": password});
        http.post(format!("{url}/auth/login")).json(&body).send()
    };
    login("a-wrong-password-of-some-length").await.unwrap();
    let answer = login("كلمة سر").await.unwrap();
    let answer: serde_json::Value = answer.json().await.unwrap();
    let token = answer["token"].as_str().expect("a token").to_owned();
    let _socket = crate::common::socket::Socket::connect(&url, Some(&token)).await;
    for path in ["/support/conversations", "/support/messages"] {
        let request = http
            .request(Method::POST, format!("{url}{path}"))
            .bearer_auth(&token);
        request
            .json(&json!({"content": SAID, "conversationId": "x"}))
            .send()
            .await
            .unwrap();
    }
    child.kill().unwrap();
    let mut log = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut log)
        .unwrap();
    assert!(log.contains("backend::"), "it says what it does: {log}");
    let secrets = [
        token.as_str(),
        "كلمة سر",
        "a-wrong-password-of-some-length",
        SAID,
    ];
    assert_eq!(leaked(&log, &secrets), Vec::<&str>::new(), "{log}");
}
