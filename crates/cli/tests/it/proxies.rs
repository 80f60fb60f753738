//! A proxy in the environment: who goes through it, and what it gets to see.

use std::{process::Stdio, sync::Arc, time::Duration};

use parking_lot::Mutex;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::common::{DeskCommand, TestBackend};

/// A proxy that refuses everything and keeps what it was told.
async fn proxy() -> (String, Arc<Mutex<String>>) {
    proxy_that_says("502 Bad Gateway").await
}

/// A proxy with one answer to everything, which keeps what it was told.
async fn proxy_that_says(status: &'static str) -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((mut line, _)) = listener.accept().await {
            let mut head = vec![0; 4096];
            let length = line.read(&mut head).await.unwrap_or_default();
            *kept.lock() += &String::from_utf8_lossy(&head[..length]);
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
            drop(line.write_all(answer.as_bytes()).await);
        }
    });
    (url, heard)
}

async fn run_behind(proxy: &str, desk: &DeskCommand, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = desk.command(arguments);
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        command.env(name, proxy);
    }
    let run = command
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .stdout(Stdio::null())
        .output();
    let output = tokio::time::timeout(Duration::from_secs(120), run)
        .await
        .unwrap()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_near_server_is_spoken_with_past_the_proxy() {
    let backend = TestBackend::start().await;
    let (proxy, heard) = proxy().await;
    let desk = backend.desk("admin").await;
    let (code, words) = run_behind(&proxy, &desk, &["status"]).await;
    assert_eq!((code, heard.lock().as_str()), (Some(0), ""), "{words}");
    let (code, words) = run_behind(&proxy, &desk, &["inbox"]).await;
    assert_eq!((code, heard.lock().as_str()), (Some(0), ""), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_is_asked_for_a_tunnel_and_never_told_the_token() {
    let backend = TestBackend::start().await;
    let token = backend.token("admin").await;
    let (proxy, heard) = proxy().await;
    let desk = DeskCommand::new("https://avvento.invalid", Some(token.clone()));
    run_behind(&proxy, &desk, &["order", "65f0c0ffee"]).await;
    let heard = heard.lock().clone();
    assert!(heard.starts_with("CONNECT avvento.invalid:443"), "{heard}");
    let heard = heard.to_lowercase();
    assert!(
        !heard.contains("authorization: bearer") && !heard.contains(&token.to_lowercase()),
        "{heard}"
    );
}

/// Signs in with a token at a server that lies behind a proxy; what the failure is called.
async fn sign_in_failure_behind(proxy: &str) -> String {
    let backend = TestBackend::start().await;
    let token = backend.token("admin").await;
    let desk = DeskCommand::new("https://avvento.invalid", Some(token));
    let (code, words) = run_behind(proxy, &desk, &["order", "65f0c0ffee"]).await;
    assert_eq!(code, Some(4), "out of reach: {words}");
    words
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_stands_in_the_way_is_named() {
    for (status, named) in [
        (
            "407 Proxy Authentication Required",
            "the proxy wants a sign-in",
        ),
        ("403 Forbidden", "the proxy gives no way to the server"),
        (
            "503 Service Unavailable",
            "the proxy gives no way to the server",
        ),
        ("not HTTP at all", "the proxy"),
    ] {
        let (proxy, _) = proxy_that_says(status).await;
        let words = sign_in_failure_behind(&proxy).await;
        assert!(words.contains(named), "{status}: {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_proxy_is_not_called_a_dead_server() {
    // Nobody listens there any more.
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = gone.local_addr().unwrap();
    drop(gone);
    let words = sign_in_failure_behind(&format!("http://{address}")).await;
    assert!(words.contains("the proxy is out of reach"), "{words}");
    // Nor is a name that no network knows the server's name.
    let words = sign_in_failure_behind("http://proxy.invalid:3128").await;
    assert!(words.contains("the proxy is out of reach"), "{words}");
}
