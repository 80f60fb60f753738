//! Images: what is shown, and what is refused.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use crate::common::*;
use axum::{Router, extract::Request, response::IntoResponse, routing::get};
use engine::Engine;

/// The smallest PNG there is: 1 × 1.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 13, 0x49, 0x44, 0x41, 0x54,
    0x78, 0x9C, 0x62, 0, 1, 0, 0, 5, 0, 1, 0x0D, 0x0A, 0x2D, 0xB4, 0, 0, 0, 0, 0x49, 0x45, 0x4E,
    0x44, 0xAE, 0x42, 0x60, 0x82,
];

/// A server of files that is not the account's.
async fn stranger(asked: Arc<AtomicUsize>) -> String {
    let answer = move |request: Request| {
        asked.fetch_add(1, SeqCst);
        async move {
            assert!(
                request.headers().get("authorization").is_none(),
                "no bearer for strangers"
            );
            PNG.into_response()
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new().route("/{*any}", get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// The account's own server, with files: everything but `/files` goes to the backend.
async fn with_files(backend: &backend::Server, stranger: String) -> (Engine, String, Computer) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new()
        .route("/files/good.png", get(|| async { PNG }))
        .route(
            "/files/bad.svg",
            get(|| async { "<svg xmlns='http://www.w3.org/2000/svg'/>" }),
        )
        .route("/files/page.png", get(|| async { "<html></html>" }))
        .route(
            "/files/huge.png",
            get(|| async { vec![0x89_u8; 16 * 1024 * 1024] }),
        )
        .route(
            "/files/away.png",
            get(move || async move {
                axum::response::Redirect::temporary(&format!("{stranger}/x.png"))
            }),
        )
        .route("/support/conversations", get(|| async { "[]" }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let computer = Computer::new();
    let engine = sign_in_to(&computer, backend, &url).await;
    (engine, url, computer)
}

/// Signs in to a server that takes any token.
async fn sign_in_to(computer: &Computer, backend: &backend::Server, url: &str) -> Engine {
    let token = backend.issue_token("mudir").await.expect("a token");
    let engine = computer.start().await;
    engine
        .sign_in(url, engine::Credentials::Token { token })
        .await
        .expect("signed in");
    engine
}

async fn refusal(engine: &Engine, url: &str) -> &'static str {
    engine
        .media(url)
        .await
        .map(|media| media.mime)
        .expect_err(url)
        .code()
}

#[tokio::test]
async fn an_image_of_the_own_server_is_shown_with_its_size_and_kept() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let (engine, url, _computer) = with_files(&backend, String::new()).await;
    let media = engine
        .media(&format!("{url}/files/good.png"))
        .await
        .expect("shown");
    assert_eq!((media.mime, media.width, media.height), ("image/png", 1, 1));
    let relative = engine
        .media("/files/good.png")
        .await
        .expect("a relative address works");
    assert_eq!(relative, media);
    engine.shutdown().await;
}

#[tokio::test]
async fn what_is_no_image_too_large_or_somewhere_private_is_refused() {
    let asked = Arc::new(AtomicUsize::new(0));
    let stranger = stranger(asked.clone()).await;
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let (engine, url, _computer) = with_files(&backend, stranger.clone()).await;
    assert_eq!(
        refusal(&engine, &format!("{url}/files/bad.svg")).await,
        "not-an-image"
    );
    assert_eq!(
        refusal(&engine, &format!("{url}/files/page.png")).await,
        "not-an-image"
    );
    assert_eq!(
        refusal(&engine, &format!("{url}/files/huge.png")).await,
        "too-large"
    );
    assert_eq!(
        refusal(&engine, &format!("{url}/files/none.png")).await,
        "not-found"
    );
    let stranger_s = stranger.replace("http://", "https://");
    for elsewhere in [
        format!("{stranger}/x.png"),
        format!("{stranger_s}/x.png"),
        format!("{url}/files/away.png"),
        "https://10.0.0.1/x.png".to_owned(),
        "https://[::1]/x.png".to_owned(),
        "https://localhost/x.png".to_owned(),
        "https://169.254.169.254/latest".to_owned(),
        "http://example.com/x.png".to_owned(),
        "file:///etc/passwd".to_owned(),
        "data:image/png;base64,AAAA".to_owned(),
    ] {
        assert_eq!(
            refusal(&engine, &elsewhere).await,
            "bad-address",
            "{elsewhere}"
        );
    }
    assert_eq!(asked.load(SeqCst), 0, "the stranger was never even asked");
    engine.shutdown().await;
}

/// A server that gives every file, one of 64 KiB, and counts how often it is asked for one.
async fn with_large_images(asked: Arc<AtomicUsize>) -> String {
    let image = move || {
        asked.fetch_add(1, SeqCst);
        async { [PNG, &[0; 64 * 1024 - PNG.len()]].concat() }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new()
        .route("/files/{name}", get(image))
        .route("/support/conversations", get(|| async { "[]" }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn the_image_seen_longest_ago_goes_when_the_room_is_used_up() {
    const SIZE: u64 = 64 * 1024;
    let asked = Arc::new(AtomicUsize::new(0));
    let url = with_large_images(asked.clone()).await;
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let computer = Computer {
        image_cache_bytes: 3 * SIZE,
        ..Computer::new()
    };
    let engine = sign_in_to(&computer, &backend, &url).await;
    let look_at = async |name: &str| {
        let image = engine.media(&format!("/files/{name}.png")).await;
        image.expect("shown");
    };
    for name in ["first", "second", "third", "first", "fourth"] {
        look_at(name).await;
    }
    assert_eq!(asked.load(SeqCst), 4, "the second look costs no fetch");
    let storage = engine.storage_sizes().await.expect("measured");
    assert_eq!(
        (storage.image_bytes, storage.image_limit_bytes),
        (3 * SIZE, 3 * SIZE),
        "no more than the limit is kept"
    );
    for name in ["first", "third", "fourth"] {
        look_at(name).await;
    }
    assert_eq!(asked.load(SeqCst), 4, "those seen last are kept");
    look_at("second").await;
    assert_eq!(asked.load(SeqCst), 5, "the one seen longest ago is not");
    engine.shutdown().await;
}
