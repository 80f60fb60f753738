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
fn a_mail_link_keeps_recipient_subject_and_text_only() {
    let opened = |raw: &str| external_links::parse_link(raw).map(String::from).ok();
    for (raw, expected) in [
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("MAILTO:a+c@b.example", "mailto:a%2Bc@b.example"),
        ("mailto:?to=a@b.example&body=x", "mailto:a@b.example?body=x"),
        (
            "mailto:a@b.example?cc=c@d.example&bcc=e@f.example&attach=/etc/passwd&Subject=x%20y&body=1%0D%0A2",
            "mailto:a@b.example?subject=x%20y&body=1%0D%0A2",
        ),
        (
            "mailto:a@b.example%0D%0ABcc:c@d.example?subject=x%0ACc:%20e@f.example",
            "mailto:a@b.exampleBcc%3Ac@d.example?subject=xCc%3A%20e@f.example",
        ),
        (
            "mailto:a@b.example?subject=x&subject=y",
            "mailto:a@b.example?subject=x",
        ),
        (
            "mailto:a@b.example?subject=%26bcc%3Dc@d.example",
            "mailto:a@b.example?subject=%26bcc%3Dc@d.example",
        ),
    ] {
        assert_eq!(opened(raw).as_deref(), Some(expected), "{raw}");
    }
    for refused in [
        "mailto:",
        "mailto:x",
        "mailto:?subject=x",
        "mailto:%ff@b.example",
        "mailto:?attach=/etc/passwd",
    ] {
        assert_eq!(opened(refused), None, "{refused}");
    }
}

#[test]
fn a_host_that_is_not_written_in_ascii_is_asked_about() {
    let asked = |raw: &str| external_links::unusual_host(raw, &Url::parse(raw.trim()).unwrap());
    for (raw, host) in [
        ("https://аpple.com/login", "xn--pple-43d.com"),
        ("https://مثال.ly/طلب", "xn--mgbh0fb.ly"),
        ("https://xn--pple-43d.com", "xn--pple-43d.com"),
        ("https://www.gооgle.com:8443/", "www.xn--ggle-55da.com"),
        ("https://ｇoogle.com/", "google.com"),
        ("https://google。com/", "google.com"),
        ("https://%67oogle.com/", "google.com"),
        ("https://2130706433/", "127.0.0.1"),
        ("https:\\\\аpple.com/", "xn--pple-43d.com"),
        ("mailto:help@аpple.com", "xn--pple-43d.com"),
        ("mailto:a@b.example,help@%D0%B0pple.com", "xn--pple-43d.com"),
    ] {
        assert_eq!(asked(raw).as_deref(), Some(host), "{raw}");
    }
    for usual in [
        "https://example.org",
        "HTTPS://Example.ORG/طلب?q=аpple#ж",
        "https://example.org:8443/",
        "https://example.org:443/",
        "https://192.0.2.1/x",
        "https://[2001:db8::1]/x",
        "mailto:help@example.org?subject=طلب",
    ] {
        assert_eq!(asked(usual), None, "{usual}");
    }
}

#[test]
fn a_link_of_endless_length_is_refused() {
    let long = format!("https://example.org/{}", "a".repeat(100_000));
    assert!(external_links::parse_link(&long).is_err());
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
        let message = media::Carrier::Sent(message);
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
    let waiting = media::Carrier::Waiting(store::LocalId("1f-2e".to_owned()));
    assert_eq!(
        asked("media://localhost/waiting%2F1f-2e").map(|wanted| wanted.message),
        Some(waiting)
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
