//! Images: what is fetched, from where, and with the token or without it.
use crate::common::*;
use engine::{Error, ImageSize};
use image::{DynamicImage, ImageFormat, RgbImage};

/// A picture in a format.
pub fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x % 256) as u8, (y % 256) as u8, 90])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::from(pixels)
        .write_to(&mut bytes, format)
        .expect("encoded");
    bytes.into_inner()
}

fn png() -> Served {
    Served::File(picture(ImageFormat::Png, 640, 480))
}

async fn refusal(engine: &engine::Engine, message: &protocol::MessageId) -> &'static str {
    match thumbnail(engine, message).await {
        Ok(image) => panic!("{message} was shown: {} × {}", image.width, image.height),
        Err(error) => error.code(),
    }
}

#[tokio::test]
async fn an_image_of_the_own_server_is_shown_and_kept() {
    let server = FileServer::start().await;
    server.serve("/uploads/good.png", png());
    let whole = server.write_image(&format!("{}/uploads/good.png", server.url));
    let relative = server.write_image("/uploads/good.png");
    let computer = Computer::new();
    let engine = server.open(&computer).await;
    let shown = thumbnail(&engine, &whole).await.expect("shown");
    assert_eq!(
        (shown.width, shown.height),
        (480, 300),
        "in the box's shape"
    );
    let again = thumbnail(&engine, &relative).await;
    assert_eq!(again.expect("a relative address works"), shown);
    let viewed = engine.image(&whole, ImageSize::Viewer).await;
    let viewed = viewed.expect("seen in the viewer");
    assert_eq!((viewed.width, viewed.height), (640, 480), "whole");
    assert_eq!(server.requests().len(), 1, "it was fetched once");
    engine.shutdown().await;
}

#[tokio::test]
async fn what_is_no_image_too_large_or_missing_is_refused() {
    let server = FileServer::start().await;
    let cases = [
        (
            "/uploads/a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            "not-an-image",
        ),
        ("/uploads/a.png", b"<html></html>".to_vec(), "not-an-image"),
        (
            "/uploads/a.avif",
            b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf".to_vec(),
            "not-an-image",
        ),
        (
            "/uploads/a.tiff",
            b"II*\0\x08\0\0\0\0\0".to_vec(),
            "not-an-image",
        ),
        (
            "/uploads/huge.png",
            vec![0x89; 16 * 1024 * 1024],
            "too-large",
        ),
    ];
    let messages = cases.map(|(path, bytes, code)| {
        server.serve(path, Served::File(bytes));
        (server.write_image(path), code)
    });
    let missing = server.write_image("/uploads/none.png");
    let computer = Computer::new();
    let engine = server.open(&computer).await;
    for (message, code) in &messages {
        assert_eq!(refusal(&engine, message).await, *code, "{message}");
        let before = server.requests().len();
        assert_eq!(refusal(&engine, message).await, *code, "{message}");
        assert_eq!(
            server.requests().len(),
            before,
            "{message} is not fetched at each look"
        );
    }
    assert_eq!(refusal(&engine, &missing).await, "not-found");
    let unknown = protocol::MessageId::new("nobody-wrote-it").unwrap();
    assert_eq!(refusal(&engine, &unknown).await, "not-found");
    engine.shutdown().await;
}

#[tokio::test]
async fn the_token_goes_to_the_uploads_and_nowhere_else() {
    let server = FileServer::start().await;
    let with_token = [
        "/uploads/a.png",
        "/uploads/2026/a%20b.png?v=2",
        "/x/../uploads/c.png",
    ];
    let without = [
        "/a.png",
        "/support/conversations/x",
        "/auth/logout",
        "/uploads",
        "/uploads/",
        "/uploadsx/a.png",
        "/Uploads/a.png",
        "//uploads/a.png",
        "/x/uploads/a.png",
        "/uploads/../support/a.png",
        "/uploads/%2e%2e/support/a.png",
        "/uploads/..%2fsupport/a.png",
        "/uploads/..%5csupport/a.png",
        "/uploads/%252e%252e%252fsupport/a.png",
        "/uploads/..;/support/a.png",
        "/uploads/x%00.png",
        "/uploads/%ff.png",
    ];
    let address = |path: &str| format!("{}{path}", server.url);
    let messages: Vec<_> = with_token
        .iter()
        .chain(&without)
        .map(|path| (*path, server.write_image(&address(path))))
        .collect();
    let computer = Computer::new();
    let engine = server.open(&computer).await;
    for (path, message) in &messages {
        let before = server.requests().len();
        thumbnail(&engine, message)
            .await
            .expect_err("nothing is there");
        let asked = server.requests().split_off(before);
        assert_eq!(asked.len(), 1, "{path} is fetched once: {asked:?}");
        assert_eq!(
            asked[0].with_token,
            with_token.contains(path),
            "{path}: does the token go with {asked:?}?"
        );
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn the_path_of_the_uploads_is_a_matter_of_configuration() {
    let server = FileServer::start().await;
    let there = server.write_image("/media/files/a.png");
    let default = server.write_image("/uploads/a.png");
    let computer = Computer {
        upload_path: "media/files".to_owned(),
        ..Computer::new()
    };
    let engine = server.open(&computer).await;
    for message in [&there, &default] {
        thumbnail(&engine, message)
            .await
            .expect_err("nothing is there");
    }
    let tokens: Vec<_> = server.requests().iter().map(|one| one.with_token).collect();
    assert_eq!(tokens, [true, false], "the token goes where it was told to");
    engine.shutdown().await;
}

#[tokio::test]
async fn the_token_does_not_follow_a_redirect() {
    let server = FileServer::start().await;
    server.serve("/uploads/good.png", png());
    server.serve(
        "/uploads/moved.png",
        Served::Redirect("/uploads/good.png".to_owned()),
    );
    let moved = server.write_image("/uploads/moved.png");
    let computer = Computer::new();
    let engine = server.open(&computer).await;
    thumbnail(&engine, &moved).await.expect("shown");
    let tokens: Vec<_> = server.requests().iter().map(|one| one.with_token).collect();
    assert_eq!(tokens, [true, false], "{:?}", server.requests());
    engine.shutdown().await;
}

#[tokio::test]
async fn other_hosts_are_asked_only_once_the_user_allows_them() {
    let server = FileServer::start().await;
    let stranger = FileServer::start().await;
    stranger.serve("/x.png", png());
    server.serve(
        "/uploads/away.png",
        Served::Redirect("https://pictures.invalid/x.png".to_owned()),
    );
    let foreign = server.write_image("https://Pictures.INVALID/x.png");
    let idn = server.write_image("https://аvvento.invalid/x.png");
    let redirected = server.write_image("/uploads/away.png");
    let other_port = server.write_image(&stranger.url.replace("http:", "https:"));
    let computer = Computer::new();
    let engine = server.open(&computer).await;
    let host = |error: Error| match error {
        Error::ImageHostNotAllowed(host) => host,
        other => panic!("not asked for: {other}"),
    };
    for (message, expected) in [
        (&foreign, "pictures.invalid"),
        (&idn, "xn--vvento-2nf.invalid"),
        (&redirected, "pictures.invalid"),
        (&other_port, "127.0.0.1"),
    ] {
        let error = thumbnail(&engine, message).await.expect_err("not asked");
        assert_eq!(host(error), expected, "{message}");
    }
    engine
        .allow_image_host("pictures.invalid")
        .expect("allowed");
    for message in [&foreign, &redirected] {
        let refused = refusal(&engine, message).await;
        assert_eq!(
            refused, "unreachable",
            "{message}: the name is looked up now"
        );
    }
    for bad in ["", "a/b", "a?b", "a:1", "me@a"] {
        engine.allow_image_host(bad).expect_err(bad);
    }
    assert_eq!(engine.image_hosts().unwrap(), ["pictures.invalid"]);
    engine.shutdown().await;
    let again = computer.start_on_request().await;
    assert_eq!(
        again.image_hosts().unwrap(),
        ["pictures.invalid"],
        "it is remembered"
    );
    again
        .forbid_image_host("pictures.invalid")
        .expect("taken back");
    assert_eq!(refusal(&again, &foreign).await, "image-host-not-allowed");
    again.shutdown().await;
}

#[tokio::test]
async fn addresses_of_private_networks_are_never_asked() {
    let server = FileServer::start().await;
    let stranger = FileServer::start().await;
    stranger.serve("/x.png", png());
    let stranger_s = stranger.url.replace("http://", "https://");
    server.serve(
        "/uploads/away.png",
        Served::Redirect(format!("{stranger_s}/x.png")),
    );
    let addresses = [
        format!("{}/x.png", stranger.url),
        format!("{stranger_s}/x.png"),
        format!("{}/uploads/away.png", server.url),
        "https://10.0.0.1/x.png".to_owned(),
        "https://[::1]/x.png".to_owned(),
        "https://[::ffff:127.0.0.1]/x.png".to_owned(),
        "https://[fec0::1]/x.png".to_owned(),
        "https://[100::1]/x.png".to_owned(),
        "https://[3fff::1]/x.png".to_owned(),
        "https://[5f00::1]/x.png".to_owned(),
        "https://[64:ff9b::7f00:1]/x.png".to_owned(),
        "https://[2002:7f00:1::]/x.png".to_owned(),
        "https://[2001::1]/x.png".to_owned(),
        "https://192.0.0.8/x.png".to_owned(),
        "https://192.88.99.1/x.png".to_owned(),
        "https://198.18.0.1/x.png".to_owned(),
        "https://240.0.0.1/x.png".to_owned(),
        "https://localhost/x.png".to_owned(),
        "https://169.254.169.254/latest".to_owned(),
        "http://example.com/x.png".to_owned(),
        "file:///etc/passwd".to_owned(),
        "data:image/png;base64,AAAA".to_owned(),
    ];
    let messages: Vec<_> = addresses
        .iter()
        .map(|address| (address, server.write_image(address)))
        .collect();
    let computer = Computer::new();
    let engine = server.open(&computer).await;
    for (address, message) in &messages {
        let host = url::Url::parse(address).ok();
        if let Some(host) = host.as_ref().and_then(url::Url::host_str) {
            engine
                .allow_image_host(host)
                .expect("allowed by somebody careless");
        }
        assert_eq!(refusal(&engine, message).await, "bad-address", "{address}");
    }
    assert_eq!(stranger.requests(), [], "the stranger was never asked");
    engine.shutdown().await;
}

#[tokio::test]
async fn the_image_seen_longest_ago_goes_when_the_room_is_used_up() {
    let server = FileServer::start().await;
    let file = picture(ImageFormat::Bmp, 160, 120);
    let names = ["first", "second", "third", "fourth"];
    let messages = names.map(|name| {
        let path = format!("/uploads/{name}.bmp");
        server.serve(&path, Served::File(file.clone()));
        server.write_image(&path)
    });
    let room = |image: &engine::Image| (file.len() + image.bytes.len()) as u64;
    let computer = Computer::new();
    let engine = server.open(&computer).await;
    let first = thumbnail(&engine, &messages[0]).await.expect("shown");
    let limit = 3 * room(&first);
    engine.shutdown().await;
    let computer = Computer {
        image_cache_bytes: limit,
        ..Computer::new()
    };
    let engine = server.open(&computer).await;
    let already = server.requests().len();
    let fetched = || server.requests().len() - already;
    for at in [0, 1, 2, 0, 3] {
        thumbnail(&engine, &messages[at]).await.expect("shown");
    }
    assert_eq!(fetched(), 4, "the second look costs no fetch");
    let storage = engine.storage_sizes().await.expect("measured");
    assert!(
        storage.image_bytes <= limit && storage.image_limit_bytes == limit,
        "{} bytes are kept of {limit}",
        storage.image_bytes
    );
    for at in [2, 3, 0] {
        thumbnail(&engine, &messages[at]).await.expect("shown");
    }
    assert_eq!(fetched(), 4, "those seen last are kept");
    engine
        .image(&messages[1], ImageSize::Viewer)
        .await
        .expect("shown");
    assert_eq!(fetched(), 5, "the one seen longest ago is not");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_file_that_the_user_asks_for_comes_from_the_own_server_with_the_token() {
    let server = FileServer::start().await;
    server.serve("/uploads/bill.pdf", Served::File(b"%PDF-1.7 bill".to_vec()));
    server.serve(
        "/uploads/away.pdf",
        Served::Redirect("https://elsewhere.example/a.pdf".to_owned()),
    );
    server.serve("/uploads/huge.zip", Served::File(vec![0; 26 * 1024 * 1024]));
    let bill = server.write_image("/uploads/bill.pdf");
    let away = server.write_image("/uploads/away.pdf");
    let huge = server.write_image("/uploads/huge.zip");
    let foreign = server.write_image("https://elsewhere.example/a.pdf");
    let computer = Computer::new();
    let engine = server.open(&computer).await;
    let file = engine.received_file(&bill).await.expect("fetched");
    assert_eq!(
        (file.name.as_str(), file.bytes.as_slice()),
        ("bill.pdf", &b"%PDF-1.7 bill"[..])
    );
    assert!(server.requests()[0].with_token, "no browser has it");
    for (message, code) in [
        (&foreign, "bad-address"),
        (&away, "image-host-not-allowed"),
        (&huge, "too-large"),
    ] {
        let refused = engine.received_file(message).await.expect_err("refused");
        assert_eq!(refused.code(), code, "{message}");
    }
    let unknown = protocol::MessageId::new("nobody").expect("an id");
    let refused = engine.received_file(&unknown).await.expect_err("refused");
    assert_eq!(refused.code(), "not-found");
    engine.shutdown().await;
}
