//! Addresses and texts that a customer chooses and that a colleague's program will fetch or show.

use backend::Settings;
use serde_json::{Value, json};

use crate::common::Backend;

const MESSAGES: &str = "/support/messages";

async fn send(backend: &Backend, body: Value) -> crate::common::Answer {
    let mut message = json!({ "conversationId": backend.conversation().await, "content": "x" });
    for (field, value) in body.as_object().unwrap() {
        message[field] = value.clone();
    }
    backend.post("user", MESSAGES, message).await
}

#[tokio::test]
async fn files_and_pictures_are_https_or_our_own_uploads() {
    let backend = Backend::start(Settings::default()).await;
    let url = backend.running.url();
    for address in [
        "http://files.example.com/a.png",
        "HTTP://files.example.com/a.png",
        "//files.example.com/a.png",
        "ftp://files.example.com/a.png",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:image/png;base64,iVBORw0KGgo=",
        "https:",
        "https://",
        "https:///a.png",
        "https://user@files.example.com/a.png",
        "https://files.example.com:pass@evil.example/a.png",
        "https://127.0.0.1/a.png",
        "https://[::1]/a.png",
        "https://0x7f000001/a.png",
        "https://2130706433/a.png",
        "https://localhost/a.png",
        "https://router.local/a.png",
        "https://intranet/a.png",
        "https:\\\\files.example.com\\a.png",
        "https://files.example.com/a\u{202e}gnp.exe",
        "https://files.exa\nmple.com/a.png",
        " https://files.example.com/a.png",
        "a.png",
        "/etc/passwd",
        "/support/conversations",
        "/demo/images/../../support/conversations",
        "/demo/images/none.png",
        "/demo/images/pizza.png?x=/support",
        "/auth/logout",
        "/uploads/",
        "/uploads/../support/conversations",
        "/uploads/a/../../auth/logout",
        "/uploads/%2e%2e/auth/logout",
        "/uploads//auth",
        "/uploads/a.png?x=1",
        "/uploads",
    ] {
        let file = send(&backend, json!({ "type": "file", "fileUrl": address })).await;
        file.refused(400, "fileUrl must be");
        let picture = send(&backend, json!({ "type": "image", "content": address })).await;
        picture.refused(400, "content must be");
    }
    let foreign = format!("{url}/support/conversations");
    let file = send(&backend, json!({ "type": "file", "fileUrl": foreign })).await;
    file.refused(400, "fileUrl must be");

    let own = format!("{url}/demo/images/pizza.png");
    for address in [
        &own,
        "/demo/images/pizza.png",
        "https://files.example.com/a.png?b=%D8%A7#c",
    ] {
        let shown = if address.starts_with('/') {
            &own
        } else {
            address
        };
        let file = send(&backend, json!({ "type": "file", "fileUrl": address }))
            .await
            .ok();
        assert_eq!(file["fileUrl"], shown);
        let picture = send(&backend, json!({ "type": "image", "content": address }))
            .await
            .ok();
        assert_eq!(picture["content"], shown);
    }
    let upload = json!({ "type": "image", "content": "/uploads/2026/a-1.png" });
    let picture = send(&backend, upload).await.ok();
    assert_eq!(picture["content"], format!("{url}/uploads/2026/a-1.png"));
    let text = send(&backend, json!({ "content": "http://example.com" }))
        .await
        .ok();
    assert_eq!(
        text["content"], "http://example.com",
        "what a text says is free"
    );
}

#[tokio::test]
async fn subjects_and_file_names_hold_nothing_unseen() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let path = format!("/support/conversations/{conversation}");
    let other = crate::common::user_id(&backend, "stranger").await;
    for hidden in [
        '\0', '\u{7}', '\t', '\n', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{61c}',
        '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}', '\u{202a}', '\u{202b}', '\u{202c}',
        '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{206a}',
    ] {
        let subject = format!("فاتورة{hidden}gnp.exe");
        let wanted = json!({ "subject": subject });
        let refused = "must not contain control or bidirectional";
        backend
            .post("user", "/support/conversations/with-admin", wanted.clone())
            .await
            .refused(400, refused);
        let with = json!({ "participantId": other, "subject": subject });
        backend
            .post("admin", "/support/conversations", with)
            .await
            .refused(400, refused);
        backend
            .patch("admin", &path, wanted)
            .await
            .refused(400, refused);
        let file = json!({
            "type": "file",
            "fileUrl": "https://files.example.com/a",
            "fileName": subject,
        });
        send(&backend, file).await.refused(400, refused);
    }
    for order in ["%E2%80%AEgnp", "%00abcd", "a%0Ab"] {
        let path = format!("/support/order-chat/{order}");
        backend
            .post("user", &path, json!({}))
            .await
            .refused(400, "must not contain");
    }
    let plain = json!({ "subject": "طلب #1234 – «بيتزا» 🍕 (2×)" });
    backend.patch("admin", &path, plain).await.ok();
}
