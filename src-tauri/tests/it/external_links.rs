//! What may leave the window, and what the window may show.
use shell::{external_links, media};
use url::Url;

#[test]
fn https_and_mailto_links_are_opened() {
    for good in [
        "https://example.org",
        "https://example.org:8443/a?b=c#d",
        " https://مثال.ly/طلب ",
        "HTTPS://EXAMPLE.ORG/",
        "mailto:help@example.org?subject=x",
        "tel:+218912345678",
        "tel:0912345678",
    ] {
        assert!(
            external_links::parse_link(good).is_ok(),
            "{good} should be opened"
        );
    }
}

#[test]
fn everything_else_is_refused() {
    for bad in [
        "",
        "example.org",
        "http://example.org",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "tauri://localhost/",
        "media://localhost/x",
        "https://",
        "https://user@example.org",
        "https://user:secret@example.org",
        "mailto:",
        "mailto://somebody@host.example/path",
        "smb://example.org/share",
        "tel:",
        "tel:12",
        "tel:*%2306%23",
        "tel:+218;ext=1",
        "tel://0912345678",
        "tel:123456789012345678",
        "--help",
    ] {
        assert!(
            external_links::parse_link(bad).is_err(),
            "{bad} should be refused"
        );
    }
}

#[test]
fn the_window_stays_on_its_own_page() {
    let own = |raw: &str| external_links::is_own_page(&Url::parse(raw).unwrap());
    assert!(own("tauri://localhost/"));
    assert!(own("tauri://localhost/index.html"));
    assert!(own("http://tauri.localhost/"));
    for foreign in [
        "https://example.org/",
        "http://localhost:1420/",
        "tauri://elsewhere/",
        "http://tauri.localhost.example.org/",
        "http://tauri.localhost:8080/",
        "about:blank",
        "data:text/html,x",
        "media://localhost/x",
    ] {
        assert!(!own(foreign), "{foreign} is not the window's page");
    }
}

#[test]
fn an_image_request_names_a_message_and_a_size() {
    let asked = |uri: &str| media::wanted_image(&uri.parse().unwrap());
    let wanted = |message: &str, size| {
        let message = protocol::MessageId::new(message).unwrap();
        Some(media::WantedImage { message, size })
    };
    let thumbnail = engine::ImageSize::Thumbnail;
    assert_eq!(
        asked("media://localhost/thumbnail%2F65f0"),
        wanted("65f0", thumbnail)
    );
    assert_eq!(
        asked("media://localhost/thumbnail/a%2Fb%20c"),
        wanted("a/b c", thumbnail)
    );
    assert_eq!(
        asked("http://media.localhost/viewer%2F65f0?again=2"),
        wanted("65f0", engine::ImageSize::Viewer)
    );
    for refused in [
        "media://localhost/",
        "media://localhost/thumbnail",
        "media://localhost/thumbnail/",
        "media://localhost/https%3A%2F%2Fexample.org%2Fa.png",
        "media://localhost/original%2F65f0",
        "media://localhost/thumbnail/%ff",
    ] {
        assert_eq!(asked(refused), None, "{refused}");
    }
}

#[test]
fn a_login_page_is_asked_for_by_the_servers_name_alone() {
    let page = |server| {
        external_links::network_login_page(server)
            .map(String::from)
            .ok()
    };
    assert_eq!(
        page("https://avvento.example:8443/x?y").as_deref(),
        Some("http://avvento.example/")
    );
    assert_eq!(
        page("https://[2001:db8::1]").as_deref(),
        Some("http://[2001:db8::1]/")
    );
    assert_eq!(page("mailto:a@b.example"), None);
}
