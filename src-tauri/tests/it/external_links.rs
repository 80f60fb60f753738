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
fn an_image_request_names_its_address_in_its_path() {
    let uri = "media://localhost/https%3A%2F%2Fexample.org%2Fa%20b.png%3Fc%3Dd%2Be";
    let asked = media::decode_address(&uri.parse().unwrap());
    assert_eq!(asked.as_deref(), Some("https://example.org/a b.png?c=d+e"));
    assert_eq!(
        media::decode_address(&"media://localhost/".parse().unwrap()),
        None
    );
    assert_eq!(
        media::decode_address(&"media://localhost/%ff".parse().unwrap()),
        None,
        "not UTF-8"
    );
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
