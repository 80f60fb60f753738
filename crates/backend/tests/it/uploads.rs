//! Files that people send: `POST /uploads`, and what is served of them.

use backend::{Settings, UploadLimits};
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::common::Backend;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

fn limits() -> UploadLimits {
    UploadLimits {
        file_bytes: 1_000,
        at_once: 2,
        kept: 4,
    }
}

async fn backend(uploads: Option<UploadLimits>) -> Backend {
    Backend::start(Settings {
        uploads,
        ..Settings::default()
    })
    .await
}

fn part(bytes: &[u8], name: &str, kind: &str) -> Form {
    let part = Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    Form::new().part("file", part.mime_str(kind).unwrap())
}

async fn send(backend: &Backend, who: &str, form: Form) -> (u16, Value) {
    let url = format!("{}/uploads", backend.running.url());
    let mut request = backend.client.post(url).multipart(form);
    if !who.is_empty() {
        request = request.bearer_auth(backend.token(who).await);
    }
    let answer = request.send().await.expect("the backend answers");
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn a_picture_is_taken_served_as_one_and_may_be_sent() {
    let backend = backend(Some(limits())).await;
    let (status, answer) = send(&backend, "admin", part(PNG, "صورة.png", "image/png")).await;
    assert_eq!(status, 201, "{answer}");
    let path = answer["url"].as_str().unwrap();
    assert!(
        path.starts_with("/uploads/"),
        "by whatever name this server is reached: {path}"
    );
    let url = format!("{}{path}", backend.running.url());

    let served = backend.client.get(&url).send().await.unwrap();
    assert_eq!(served.status(), StatusCode::OK);
    assert_eq!(served.headers()["content-type"], "image/png");
    assert_eq!(served.headers()["x-content-type-options"], "nosniff");
    assert_eq!(served.bytes().await.unwrap(), PNG);

    let conversation = backend.conversation().await;
    let message = json!({ "conversationId": conversation, "type": "image", "content": path });
    let sent = backend
        .post("admin", "/support/messages", message)
        .await
        .ok();
    assert_eq!(sent["content"], url, "the address is answered whole");
}

#[tokio::test]
async fn what_is_no_picture_is_only_downloaded_whatever_it_calls_itself() {
    let backend = backend(Some(limits())).await;
    let page = b"<html><script>alert(1)</script></html>";
    let (status, answer) = send(&backend, "user", part(page, "a.png", "image/png")).await;
    assert_eq!(status, 201, "{answer}");
    let served = backend
        .client
        .get(format!(
            "{}{}",
            backend.running.url(),
            answer["url"].as_str().unwrap()
        ))
        .send()
        .await
        .unwrap();
    assert_eq!(served.headers()["content-type"], "application/octet-stream");
    assert_eq!(served.headers()["content-disposition"], "attachment");

    let (status, answer) = send(
        &backend,
        "user",
        part(page, "a.html", "text/html; charset=utf-8"),
    )
    .await;
    assert_eq!(
        (status, &answer["statusCode"]),
        (415, &json!(415)),
        "a page says that it is one"
    );
}

#[tokio::test]
async fn uploads_are_bounded_and_nobody_else_may() {
    let backend = backend(Some(limits())).await;
    let (status, _) = send(&backend, "", part(PNG, "a.png", "image/png")).await;
    assert_eq!(status, 401, "nobody may upload without a token");
    let (status, answer) = send(&backend, "user", part(&[1; 1_001], "a.bin", "image/png")).await;
    assert_eq!(status, 413, "one byte too many: {answer}");
    let (status, answer) = send(&backend, "user", part(&[], "a.bin", "image/png")).await;
    assert_eq!(status, 400, "an empty file: {answer}");
    let (status, answer) = send(&backend, "user", Form::new().text("other", "x")).await;
    assert_eq!(status, 400, "no file at all: {answer}");
    let (status, answer) = send(&backend, "user", part(&[1; 1_000], "a.bin", "image/png")).await;
    assert_eq!(status, 201, "as large as may be: {answer}");
    for _ in 0..3 {
        send(&backend, "user", part(PNG, "a.png", "image/png")).await;
    }
    let (status, answer) = send(&backend, "user", part(PNG, "a.png", "image/png")).await;
    assert_eq!(status, 507, "more than are kept: {answer}");
}

/// Begins to send a file, and sends no more of it.
async fn begin(backend: &Backend, who: &str) -> TcpStream {
    let mut stream = TcpStream::connect(backend.running.address())
        .await
        .expect("it is taken");
    let token = backend.token(who).await;
    let head = format!(
        "POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 900\r\n\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx"
    );
    stream.write_all(head.as_bytes()).await.expect("it is sent");
    stream
}

#[tokio::test]
async fn nobody_takes_all_the_places_of_uploads() {
    let backend = backend(Some(UploadLimits {
        kept: 100_000,
        ..limits()
    }))
    .await;
    let _slow = [begin(&backend, "user").await, begin(&backend, "user").await];
    // Until the first of them has its place.
    let refused = async {
        while send(&backend, "user", part(PNG, "a.png", "image/png"))
            .await
            .0
            != 429
        {
            tokio::task::yield_now().await;
        }
    };
    let refused = tokio::time::timeout(std::time::Duration::from_secs(20), refused).await;
    assert!(refused.is_ok(), "the user has no more than a half of them");
    let (status, answer) = send(&backend, "admin", part(PNG, "a.png", "image/png")).await;
    assert_eq!(status, 201, "others have their own: {answer}");
}

#[tokio::test]
async fn a_large_file_is_served_whole() {
    let backend = backend(Some(UploadLimits::default())).await;
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|number| number as u8).collect();
    let (status, answer) = send(&backend, "user", part(&bytes, "a.bin", "image/png")).await;
    assert_eq!(status, 201, "{answer}");
    let url = format!(
        "{}{}",
        backend.running.url(),
        answer["url"].as_str().unwrap()
    );
    let served = backend.client.get(url).send().await.unwrap();
    assert_eq!(served.content_length(), Some(3_000_000));
    assert_eq!(served.bytes().await.unwrap(), bytes);
}

#[tokio::test]
async fn a_server_as_it_is_documented_takes_no_files() {
    let backend = backend(None).await;
    let (status, answer) = send(&backend, "user", part(&[7; 300_000], "a.png", "image/png")).await;
    assert_eq!(status, 404, "{answer}");
    let missing = backend.get("user", "/uploads/00/a.png").await;
    missing.refused(404, "Cannot GET");
}
