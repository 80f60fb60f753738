//! Who may do what (CONTRACT section 3), and what a refusal looks like.

use std::time::Duration;

use crate::common::{Backend, id, user_id};
use backend::Settings;
use reqwest::Method;
use serde_json::json;

const ROUTES: [(&str, &str); 12] = [
    ("GET", "/support/conversations"),
    ("POST", "/support/conversations"),
    ("POST", "/support/conversations/with-admin"),
    ("GET", "/support/conversations/x"),
    ("PATCH", "/support/conversations/x"),
    ("GET", "/support/conversations/x/messages"),
    ("POST", "/support/conversations/x/read"),
    ("POST", "/support/messages"),
    ("GET", "/support/order-chat/x"),
    ("POST", "/support/order-chat/x"),
    ("GET", "/support/order-chat/x/messages"),
    ("POST", "/orders/x/status"),
];

fn method(name: &str) -> Method {
    name.parse().unwrap()
}

#[tokio::test]
async fn every_route_refuses_missing_false_and_expired_tokens() {
    let backend = Backend::start(Settings::default()).await;
    let expired = backend
        .running
        .issue_token_for("admin", Duration::ZERO)
        .await
        .unwrap();
    let forged = format!("{}x", backend.token("admin").await);
    for (name, path) in ROUTES {
        for token in [None, Some("not.a.token"), Some(&*expired), Some(&*forged)] {
            let answer = backend
                .call_with(token, method(name), path, Some(json!({})))
                .await;
            answer.refused(401, "Invalid or expired token");
        }
    }
}

#[tokio::test]
async fn roles_are_enforced_where_the_contract_names_them() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let other = user_id(&backend, "stranger").await;
    let everybody = [
        "admin",
        "restaurant",
        "market",
        "pharmacy",
        "user",
        "driver",
    ];
    let cases = [
        (
            "POST",
            "/support/conversations",
            json!({ "participantId": other }),
            &["admin", "restaurant"][..],
        ),
        (
            "POST",
            "/support/conversations/with-admin",
            json!({}),
            &["user", "restaurant", "market", "pharmacy"],
        ),
        (
            "PATCH",
            &format!("/support/conversations/{conversation}"),
            json!({}),
            &["admin"],
        ),
        ("GET", "/support/conversations", json!({}), &everybody),
        (
            "POST",
            "/orders/order-of-user/status",
            json!({ "status": "preparing" }),
            &["admin"],
        ),
    ];
    for who in everybody {
        let path = format!("/support/order-chat/order-of-{who}");
        // An order that nobody knows is its customer's until it is known whose it is.
        let opened = backend.post(who, &path, json!({})).await;
        let may = ["admin", "user"].contains(&who);
        assert_eq!(opened.status.is_success(), may, "{who}: {}", opened.body);
    }
    for (name, path, body, allowed) in cases {
        for who in everybody {
            let answer = backend
                .call(who, method(name), path, Some(body.clone()))
                .await;
            if allowed.contains(&who) {
                answer.ok();
            } else {
                assert_eq!(
                    answer.status, 403,
                    "{who} may not {name} {path}: {}",
                    answer.body
                );
            }
        }
    }
}

#[tokio::test]
async fn only_members_reach_a_conversation() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let path = format!("/support/conversations/{conversation}");
    for who in ["stranger", "restaurant", "driver"] {
        backend
            .get(who, &path)
            .await
            .refused(403, "do not have access");
        backend
            .get(who, &format!("{path}/messages"))
            .await
            .refused(403, "do not have access");
        backend
            .post(who, &format!("{path}/read"), json!({}))
            .await
            .refused(403, "do not have");
        backend
            .write(who, &conversation, "أهلا")
            .await
            .refused(403, "do not have access");
        let list = backend.get(who, "/support/conversations").await.ok();
        assert_eq!(list, json!([]), "{who} sees nothing");
    }
    for who in ["user", "admin"] {
        assert_eq!(id(&backend.get(who, &path).await.ok()), conversation);
        let list = backend.get(who, "/support/conversations").await.ok();
        assert_eq!(id(&list[0]), conversation, "{who} has it in the list");
    }
    backend
        .get("user", "/support/conversations/none")
        .await
        .refused(404, "not found");
    backend
        .write("user", "none", "أهلا")
        .await
        .refused(404, "not found");
}

#[tokio::test]
async fn a_closed_conversation_takes_no_messages_until_reopened() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let path = format!("/support/conversations/{conversation}");
    let closed = backend
        .patch("admin", &path, json!({ "status": "closed" }))
        .await
        .ok();
    assert_eq!(closed["status"], "closed");
    for who in ["user", "admin"] {
        backend
            .write(who, &conversation, "أهلا")
            .await
            .refused(403, "Conversation is closed");
    }
    let renamed = json!({ "status": "open", "subject": "طلب #1234" });
    let reopened = backend.patch("admin", &path, renamed).await.ok();
    assert_eq!(reopened["subject"], "طلب #1234");
    backend.write("user", &conversation, "أهلا").await.ok();
}

#[tokio::test]
async fn bad_input_is_refused_with_every_error() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let path = "/support/messages";
    backend
        .post("user", path, json!({}))
        .await
        .refused(400, "content should not be empty");
    backend
        .post("user", path, json!({}))
        .await
        .refused(400, "conversationId must be a string");
    backend
        .write("user", &conversation, "  ")
        .await
        .refused(400, "content should not be empty");
    backend
        .write("user", &conversation, &"ا".repeat(5000))
        .await
        .ok();
    let long = "ا".repeat(5001);
    backend
        .write("user", &conversation, &long)
        .await
        .refused(400, "shorter than or equal to 5000");
    let system = json!({ "conversationId": conversation, "content": "x", "type": "system" });
    backend
        .post("user", path, system)
        .await
        .refused(400, "type must be one of");
    let file = json!({ "conversationId": conversation, "content": "x", "type": "file" });
    backend
        .post("user", path, file)
        .await
        .refused(400, "fileUrl");
    let patch = format!("/support/conversations/{conversation}");
    let status = json!({ "status": "gone" });
    backend
        .patch("admin", &patch, status)
        .await
        .refused(400, "status must be one of");
    let nobody = json!({ "participantId": "nobody" });
    backend
        .post("admin", "/support/conversations", nobody)
        .await
        .refused(404, "Participant");
    backend
        .post("user", path, json!([1]))
        .await
        .refused(400, "JSON object");
}

#[tokio::test]
async fn bodies_beyond_64_kib_are_refused() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let huge = "x".repeat(70 * 1024);
    backend
        .write("user", &conversation, &huge)
        .await
        .refused(413, "too large");
}

#[tokio::test]
async fn unknown_routes_and_methods_are_not_found() {
    let backend = Backend::start(Settings::default()).await;
    backend
        .get("", "/nowhere?token=secret")
        .await
        .refused(404, "Cannot GET /nowhere\"");
    let answer = backend
        .call("admin", Method::DELETE, "/support/conversations", None)
        .await;
    answer.refused(404, "Cannot DELETE /support/conversations");
}

#[tokio::test]
async fn pages_are_newest_first_and_bounded() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    for number in 0..7 {
        backend
            .write("user", &conversation, &number.to_string())
            .await
            .ok();
    }
    let path = format!("/support/conversations/{conversation}/messages");
    let page = backend
        .get("admin", &format!("{path}?page=2&limit=3"))
        .await
        .ok();
    let contents: Vec<&str> = page["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["content"].as_str().unwrap())
        .collect();
    assert_eq!(contents, ["3", "2", "1"]);
    assert_eq!(
        (&page["total"], &page["page"], &page["limit"]),
        (&json!(7), &json!(2), &json!(3))
    );
    let default = backend.get("admin", &path).await.ok();
    assert_eq!(default["limit"], 50);
    backend
        .get("admin", &format!("{path}?limit=101"))
        .await
        .refused(400, "greater than 100");
    backend
        .get("admin", &format!("{path}?page=0"))
        .await
        .refused(400, "less than 1");
    backend
        .get("admin", &format!("{path}?page=x"))
        .await
        .refused(400, "integer");
}

#[tokio::test]
async fn unread_counts_are_per_person_and_cleared_by_reading() {
    let backend = Backend::start(Settings::default()).await;
    let conversation = backend.conversation().await;
    let path = format!("/support/conversations/{conversation}");
    for text in ["السلام عليكم", "وين الطلب؟"] {
        backend.write("user", &conversation, text).await.ok();
    }
    assert_eq!(backend.get("admin", &path).await.ok()["unreadCount"], 2);
    assert_eq!(backend.get("user", &path).await.ok()["unreadCount"], 0);
    let before = backend.get("admin", &path).await.ok();
    backend
        .post("admin", &format!("{path}/read"), json!({}))
        .await
        .ok();
    let after = backend.get("admin", &path).await.ok();
    assert_eq!(after["unreadCount"], 0);
    assert_eq!(
        after["updatedAt"], before["updatedAt"],
        "reading does not reorder the inbox"
    );
    let page = backend.get("user", &format!("{path}/messages")).await.ok();
    assert!(
        page["messages"]
            .as_array()
            .unwrap()
            .iter()
            .all(|message| message["isRead"] == true)
    );
}
