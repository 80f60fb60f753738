//! What a server, or whoever stands in its place, may say without costing more than a bounded while.
use std::time::Duration;

use crate::common::*;
use backend::Dialect;
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
};

#[tokio::test]
async fn no_ping_interval_or_timeout_stops_the_engine() {
    let largest = u64::MAX.to_string();
    let odd: [(&str, &str); 4] = [
        (&largest, &largest),
        ("0", "0"),
        ("-1", "-1"),
        ("9223372036854775807", "1"),
    ];
    for (interval, timeout) in odd {
        let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        *proxy.faults.ping.lock() = Some((interval.to_owned(), timeout.to_owned()));
        let mut computer = Computer::new();
        computer.timing.silence = Duration::from_secs(1);
        let engine = computer.start().await;
        sign_in(&engine, &proxy.url(), "mudir")
            .await
            .expect("signed in");
        for text in ["أين طلبي؟", "شكرا"] {
            salma.send_message(&chat, text).await.unwrap();
            wait_for_message(&engine, &chat, text).await;
        }
        engine.send(&chat, "في الطريق").await.expect("queued");
        sent(&engine, &chat, "في الطريق").await;
        *proxy.faults.ping.lock() = None;
        engine.try_now();
        online(&engine).await;
        engine.shutdown().await;
    }
}

/// Answers each request with hints that never end.
async fn hint_for_ever(mut client: TcpStream) {
    const HINT: &[u8] = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    while client.write_all(HINT).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn hints_without_an_answer_end_with_the_patience() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    let serving = tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(hint_for_ever(client));
        }
    });
    let computer = Computer::new();
    let engine = computer.start().await;
    let signing_in = sign_in(&engine, &url, "mudir");
    let outcome = tokio::time::timeout(Duration::from_secs(20), signing_in).await;
    let outcome = outcome.expect("the call never ended");
    assert!(outcome.is_err(), "hints are no answer");
    serving.abort();
    engine.shutdown().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_in_the_place_of_the_profiles_is_not_waited_for() {
    let (backend, _salma) = with_customer(Dialect::Live).await;
    let computer = Computer::new();
    computer
        .start_signed_in(&backend.url())
        .await
        .shutdown()
        .await;
    let profiles = computer.path().join("profiles.json");
    std::fs::remove_file(&profiles).expect("it was there");
    let made = std::process::Command::new("mkfifo").arg(&profiles).status();
    assert!(made.expect("mkfifo runs").success());
    let started = tokio::task::spawn_blocking({
        let computer = computer.clone();
        move || tokio::runtime::Handle::current().block_on(async move { computer.start().await })
    });
    let engine = tokio::time::timeout(Duration::from_secs(20), started).await;
    let engine = engine
        .expect("the start waits for a pipe")
        .expect("started");
    assert!(engine.account().is_none(), "a pipe names nobody");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_profiles_file_without_an_end_is_not_read() {
    let (backend, _salma) = with_customer(Dialect::Live).await;
    let computer = Computer::new();
    computer
        .start_signed_in(&backend.url())
        .await
        .shutdown()
        .await;
    let profiles = computer.path().join("profiles.json");
    let file = std::fs::File::options()
        .write(true)
        .open(&profiles)
        .expect("it is there");
    // A hole of 8 GB: whoever reads it whole has no memory left.
    file.set_len(8 << 30).expect("a hole");
    let engine = computer.start().await;
    assert!(engine.account().is_none(), "it is not read");
    engine.shutdown().await;
}
