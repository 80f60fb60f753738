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
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((mut line, _)) = listener.accept().await {
            let mut head = vec![0; 4096];
            let length = line.read(&mut head).await.unwrap_or_default();
            *kept.lock() += &String::from_utf8_lossy(&head[..length]);
            drop(
                line.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")
                    .await,
            );
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
