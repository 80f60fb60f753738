//! What one client, or many from one place, can cost the backend.

use std::time::Duration;

use backend::{ConnectionLimits, Rate, Settings, UserRates};
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::common::socket::Socket;
use crate::common::{Backend, id};

const SOON: Duration = Duration::from_millis(200);
const PATIENCE: Duration = Duration::from_secs(20);
const LIST: &str = "/support/conversations";

fn connections(limits: ConnectionLimits) -> Settings {
    Settings {
        connections: limits,
        ..Settings::default()
    }
}

fn impatient() -> Settings {
    connections(ConnectionLimits {
        header: SOON,
        body: SOON,
        stalled_write: SOON,
        ..ConnectionLimits::default()
    })
}

async fn connect(backend: &Backend) -> TcpStream {
    TcpStream::connect(backend.running.address())
        .await
        .expect("it is taken")
}

/// All that is said until the connection is closed, which it has to be.
async fn until_closed(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    let read = stream.read_to_end(&mut said);
    let ended = tokio::time::timeout(PATIENCE, read).await;
    assert!(
        ended.is_ok(),
        "the connection stays open; it said {:?}",
        String::from_utf8_lossy(&said)
    );
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test]
async fn a_connection_without_a_whole_header_is_closed() {
    let backend = Backend::start(impatient()).await;
    for begun in ["", "G", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        let mut stream = connect(&backend).await;
        stream.write_all(begun.as_bytes()).await.unwrap();
        until_closed(&mut stream).await;
    }
    let mut idle = connect(&backend).await;
    idle.write_all(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    let said = until_closed(&mut idle).await;
    assert!(
        said.starts_with("HTTP/1.1 404"),
        "answered, then closed as idle: {said}"
    );
    backend.get("user", LIST).await.ok();
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_given_up() {
    let backend = Backend::start(impatient()).await;
    let token = backend.token("user").await;
    for path in [
        "/auth/login",
        "/support/messages",
        "/socket.io/?EIO=4&transport=polling&sid=x",
    ] {
        let mut stream = connect(&backend).await;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: 50\r\n\r\n{{"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let said = until_closed(&mut stream).await;
        assert!(said.starts_with("HTTP/1.1 408"), "{path}: {said}");
    }
    // Whatever else the header says of the connection.
    for header in ["Upgrade: websocket", "Upgrade: x\r\nConnection: Upgrade"] {
        let mut stream = connect(&backend).await;
        let head = format!(
            "POST /auth/login HTTP/1.1\r\nHost: x\r\n{header}\r\nContent-Length: 50\r\n\r\n{{"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let said = until_closed(&mut stream).await;
        assert!(said.starts_with("HTTP/1.1 408"), "{header}: {said}");
    }
    let mut chunked = connect(&backend).await;
    let head =
        b"POST /auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n";
    chunked.write_all(head).await.unwrap();
    assert!(until_closed(&mut chunked).await.starts_with("HTTP/1.1 408"));
}

#[tokio::test]
async fn a_refused_upload_that_trickles_is_cut() {
    let backend = Backend::start(impatient()).await;
    let mut stream = connect(&backend).await;
    let head = b"POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
    stream.write_all(head).await.unwrap();
    let trickling = async {
        // Each byte comes within the patience for the next.
        while stream.write_all(b"x").await.is_ok() {
            tokio::time::sleep(SOON / 4).await;
        }
    };
    let cut = tokio::time::timeout(PATIENCE, trickling).await;
    assert!(cut.is_ok(), "it is read byte by byte for ever");
}

#[tokio::test]
async fn one_address_has_so_many_connections() {
    let backend = Backend::start(connections(ConnectionLimits {
        per_address: 3,
        ..ConnectionLimits::default()
    }))
    .await;
    let ask = b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut stream = connect(&backend).await;
        stream.write_all(ask).await.unwrap();
        stream.read_u8().await.expect("an answer");
        held.push(stream);
    }
    let mut one_more = connect(&backend).await;
    let _ = one_more.write_all(ask).await;
    let refused = one_more.read_u8().await;
    assert!(refused.is_err(), "the fourth is closed at once");
    held.clear();
    let answered = async {
        loop {
            let mut again = connect(&backend).await;
            let asked = again.write_all(ask).await;
            if asked.is_ok() && again.read_u8().await.is_ok() {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    let answered = tokio::time::timeout(PATIENCE, answered).await;
    assert!(answered.is_ok(), "a place that was given back can be had");
}

#[tokio::test]
async fn a_users_oldest_socket_gives_way() {
    let backend = Backend::start(connections(ConnectionLimits {
        sockets_per_user: 2,
        ..ConnectionLimits::default()
    }))
    .await;
    let url = backend.running.url();
    let token = backend.token("user").await;
    let mut of_other = Socket::connect(&url, Some(&backend.token("admin").await)).await;
    let mut first = Socket::connect(&url, Some(&token)).await;
    let mut second = Socket::connect(&url, Some(&token)).await;
    let mut third = Socket::connect(&url, Some(&token)).await;
    first.hear("41/support").await;
    let conversation = backend.conversation().await;
    for socket in [&mut second, &mut third, &mut of_other] {
        socket.event("new-conversation").await;
        socket.join(&conversation).await;
    }
}

fn rated(rate: Rate) -> Settings {
    Settings {
        user_rates: Some(UserRates {
            calls: rate,
            events: rate,
        }),
        ..Settings::default()
    }
}

#[tokio::test]
async fn a_user_has_so_many_calls_and_others_have_their_own() {
    // As good as none in a second: the test does not wait for it.
    let backend = Backend::start(rated(Rate {
        per_second: 1,
        burst: 200,
    }))
    .await;
    let token = backend.token("user").await;
    let calls = (0..400).map(|_| backend.call_with(Some(&token), Method::GET, LIST, None));
    let answers = futures_util::future::join_all(calls).await;
    let refused: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status == 429)
        .collect();
    let count = refused.len();
    assert!(
        (100..=200).contains(&count),
        "{count} of 400 calls were refused"
    );
    assert!(
        refused
            .iter()
            .all(|answer| answer.headers.contains_key("retry-after"))
    );
    backend.get("admin", LIST).await.ok();
}

#[tokio::test]
async fn events_beyond_the_rate_wait_and_are_carried_out() {
    let backend = Backend::start(rated(Rate {
        per_second: 50,
        burst: 5,
    }))
    .await;
    let conversation = backend.conversation().await;
    let url = backend.running.url();
    let mut user = Socket::connect(&url, Some(&backend.token("user").await)).await;
    for _ in 0..30 {
        let payload = json!({ "conversationId": conversation });
        user.emit("leave-conversation", payload).await;
    }
    user.join(&conversation).await;
    backend.write("admin", &conversation, "أهلا").await.ok();
    user.event("new-message").await;
    let long = json!({ "conversationId": conversation, "more": "x".repeat(5_000) });
    user.emit("join-conversation", long).await;
    let exception = user.event("exception").await;
    assert!(
        exception["cause"]["data"].is_null(),
        "a long payload is not kept: {exception}"
    );
}

#[tokio::test]
async fn a_socket_that_does_not_read_is_cut_and_others_hear() {
    let backend = Backend::start(Settings {
        user_rates: None,
        ..connections(ConnectionLimits {
            socket_queue: 100_000,
            ..ConnectionLimits::default()
        })
    })
    .await;
    let conversation = backend.conversation().await;
    let url = backend.running.url();
    let mut deaf = Socket::connect(&url, Some(&backend.token("user").await)).await;
    let mut admin = Socket::connect(&url, Some(&backend.token("admin").await)).await;
    deaf.join(&conversation).await;
    admin.join(&conversation).await;
    let text = "ا".repeat(2_000);
    // 512 are on their way; the next 100,000 bytes are 25.
    let mut last = String::new();
    for _ in 0..600 {
        last = id(&backend.write("user", &conversation, &text).await.ok());
        admin.event("new-message").await;
    }
    deaf.hear("41/support").await;
    let heard = deaf.count_of("new-message");
    assert!(
        heard < 600,
        "{heard} of 600 events were kept for who did not read"
    );
    assert!(!last.is_empty());
}
