//! Writing: sending, and the verbs that change a conversation, with their refusals.
use crate::common::{TestBackend, json_text};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn send_returns_when_the_server_has_the_message() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("سؤال").await;
    let desk = backend.desk("admin").await;
    let line = desk
        .json(&["send", &id, "-- حاضر، طلبك في الطريق"])
        .await
        .line();
    assert_eq!(line["kind"], "message");
    assert_eq!(line["state"], "sent");
    assert_eq!(line["content"], "-- حاضر، طلبك في الطريق");
    assert_eq!(line["sender"]["name"], "المدير");
    assert_eq!(user.contents(&id).await, ["-- حاضر، طلبك في الطريق"]);
    let shown = desk.json(&["messages", &id]).await.lines();
    assert_eq!(shown.len(), 1, "shown once: {shown:?}");
    assert_eq!(shown[0]["id"], line["id"], "by the server's id");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queued_message_is_sent_once_by_the_next_live_run() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("سؤال").await;
    let desk = backend.desk("admin").await;
    desk.json(&["inbox"]).await.lines();
    let line = desk.json(&["send", &id, "الأولى", "--queue"]).await.line();
    assert_eq!(line["state"], "pending");
    assert!(
        user.contents(&id).await.is_empty(),
        "nothing has been sent yet"
    );
    let shown = desk.json(&["messages", &id]).await.lines();
    assert_eq!((shown.len(), &shown[0]["state"]), (1, &json!("pending")));

    desk.json(&["send", &id, "الثانية"]).await.line();
    assert_eq!(
        user.contents(&id).await,
        ["الأولى", "الثانية"],
        "first in, first out, once each"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn queueing_needs_no_server() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("سؤال").await;
    let desk = backend.desk("admin").await;
    desk.json(&["inbox"]).await.lines();
    let stopped = backend.stop().await;

    let line = desk
        .json(&["send", &id, "في الانتظار", "--queue"])
        .await
        .line();
    assert_eq!(line["state"], "pending");
    let ran = desk.json(&["send", &id, "وهذه أيضا"]).await;
    ran.exits_with(4).warns("the message is kept");
    assert_eq!(ran.lines_of_any_exit()[0]["state"], "pending");

    let backend = stopped.restart().await;
    let desk = desk.with_token(Some(backend.token("admin").await));
    let mut tail = desk.tail().await;
    let user = backend.client("user").await;
    while user.contents(&id).await.len() < 2 {
        tail.next().await;
    }
    assert_eq!(user.contents(&id).await, ["في الانتظار", "وهذه أيضا"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_closes_reopens_resolves_and_renames() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("قديم").await;
    let desk = backend.desk("admin").await;
    for (verb, status) in [
        ("close", "closed"),
        ("reopen", "open"),
        ("resolve", "resolved"),
    ] {
        let line = desk.json(&[verb, &id]).await.line();
        assert_eq!(
            (&line["kind"], &line["status"]),
            (&json!("conversation"), &json!(status))
        );
        let there = user.get(&format!("/support/conversations/{id}")).await;
        assert_eq!(there["status"], status, "{verb}");
    }
    let line = desk.json(&["rename", &id, "- جديد"]).await.line();
    assert_eq!(line["subject"], "- جديد");
    let there = user.get(&format!("/support/conversations/{id}")).await;
    assert_eq!(there["subject"], "- جديد");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_star_is_kept_and_listed_until_it_is_taken_away() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("متابعة").await;
    user.open("غيرها").await;
    let desk = backend.desk("admin").await;
    assert_eq!(desk.json(&["inbox"]).await.lines().len(), 2);
    let line = desk.json(&["star", &id]).await.line();
    assert_eq!(
        (&line["id"], &line["starred"]),
        (&json!(id), &json!(true)),
        "the star is put"
    );
    let starred = desk.json(&["inbox", "--starred"]).await.lines();
    assert_eq!(starred.len(), 1, "the other one has no star: {starred:?}");
    assert_eq!(starred[0]["id"], json!(id));
    let line = desk.json(&["unstar", &id]).await.line();
    assert_eq!(line["starred"], false, "the star is taken away");
    assert!(
        desk.json(&["inbox", "--starred"]).await.lines().is_empty(),
        "no conversation has a star"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_conversation_gets_no_star() {
    let backend = TestBackend::start().await;
    let desk = backend.desk("admin").await;
    desk.json(&["star", "665def456abc789012"])
        .await
        .exits_with(5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_receipt_reaches_the_server() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("جديد").await;
    user.say(&id, "هل من أحد؟").await;
    let desk = backend.desk("admin").await;
    assert_eq!(desk.json(&["inbox"]).await.line()["unread"], 1);
    let line = desk.json(&["read", &id]).await.line();
    assert_eq!(line["unread"], 0);
    let admin = backend.client("admin").await;
    let there = admin.get(&format!("/support/conversations/{id}")).await;
    assert_eq!(there["unreadCount"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_are_created_for_people_admins_and_orders() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let probe = user.open("من أنا").await;
    let record = user.get(&format!("/support/conversations/{probe}")).await;
    let people = record["participants"].as_array().unwrap();
    let customer = people
        .iter()
        .find(|person| person["role"] == "user")
        .unwrap();

    let admin = backend.desk("admin").await;
    let customer = json_text(&customer["_id"]);
    let line = admin
        .json(&["new", "--with", &customer, "--subject", "متابعة"])
        .await
        .line();
    assert_eq!(
        (&line["subject"], &line["status"]),
        (&json!("متابعة"), &json!("open"))
    );
    let there = user
        .get(&format!(
            "/support/conversations/{}",
            json_text(&line["id"])
        ))
        .await;
    assert_eq!(there["subject"], "متابعة");

    let customer = backend.desk("user").await;
    let line = customer
        .json(&["new", "--admin", "--subject", "شكوى"])
        .await
        .line();
    assert_eq!(line["subject"], "شكوى");

    let order = backend
        .backend
        .add_order("user", "restaurant")
        .await
        .unwrap();
    let missed = customer.run(&["order", order.as_str()]).await;
    assert_eq!(
        missed.code, 5,
        "none is made unless that is asked: {missed:?}"
    );
    let begin = ["order", order.as_str(), "--begin"];
    let line = customer.json(&begin).await.line();
    assert_eq!(line["support_type"], "order");
    assert_eq!(line["related_order"], order.as_str());
    let number = &order.as_str()[order.as_str().len() - 4..];
    for named in [order.as_str(), number] {
        let again = customer.json(&["order", named, "--begin"]).await.line();
        assert_eq!(again["id"], line["id"], "an order has one chat");
    }
    let pizza = customer.run(&["order", "🍕 pizza", "--begin"]).await;
    assert_eq!(pizza.code, 5, "no chat is made for anything: {pizza:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_of_the_server_exits_with_5() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("مغلقة").await;
    let customer = backend.desk("user").await;
    customer.json(&["close", &id]).await.exits_with(5);
    customer.json(&["rename", &id, "x"]).await.exits_with(5);
    customer
        .json(&["new", "--with", "nobody", "--subject", "x"])
        .await
        .exits_with(5);
    backend
        .desk("user2")
        .await
        .json(&["messages", &id])
        .await
        .exits_with(5);
    backend
        .desk("user2")
        .await
        .json(&["read", &id])
        .await
        .exits_with(5);
    backend
        .desk("admin")
        .await
        .json(&["close", "no-such-conversation"])
        .await
        .exits_with(5);

    let admin = backend.client("admin").await;
    admin
        .patch(
            &format!("/support/conversations/{id}"),
            json!({"status": "closed"}),
        )
        .await;
    let ran = customer.json(&["send", &id, "متأخرة"]).await;
    ran.exits_with(5).warns("closed");
    let line = &ran.lines_of_any_exit()[0];
    assert_eq!(
        (&line["state"], &line["content"]),
        (&json!("pending"), &json!("متأخرة"))
    );
    let kept = customer.json(&["outbox"]).await.lines();
    assert_eq!(
        (kept.len(), &kept[0]["reason"]),
        (1, &json!("closed")),
        "the text is kept for a conversation that is opened again: {kept:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_message_is_a_usage_error() {
    let backend = TestBackend::start().await;
    let id = backend.client("user").await.open("x").await;
    let desk = backend.desk("user").await;
    desk.json(&["inbox"]).await.lines();
    desk.json(&["send", &id, "  "]).await.exits_with(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_without_the_server_exit_with_4() {
    let backend = TestBackend::start().await;
    let id = backend.client("user").await.open("x").await;
    let desk = backend.desk("admin").await;
    desk.json(&["inbox"]).await.lines();
    let _stopped = backend.stop().await;
    for arguments in [
        &["close", &id][..],
        &["reopen", &id],
        &["resolve", &id],
        &["rename", &id, "y"],
        &["read", &id],
        &["new", "--with", "u", "--subject", "s"],
        &["order", "665mno345ghi678901"],
    ] {
        desk.json(arguments)
            .await
            .exits_with(4)
            .warns("out of reach");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_sent_where_the_server_takes_one() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("سؤال").await;
    let desk = backend.desk("admin").await;
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("قائمة.png");
    std::fs::write(&path, b"\x89PNG\r\n\x1a\nrest").unwrap();
    let path = path.to_str().unwrap();
    let line = desk
        .json(&["send", &id, "--file", path, "--upload-endpoint", "/uploads"])
        .await
        .line();
    assert_eq!(
        (&line["state"], &line["type"]),
        (&json!("sent"), &json!("image")),
        "{line}"
    );
    let heard = user.contents(&id).await;
    assert!(
        heard[0].contains("/uploads/"),
        "the customer has it: {heard:?}"
    );
    let refused = desk.json(&["send", &id, "--file", path]).await;
    assert_eq!(
        refused.code, 5,
        "nothing is set to upload to: {}",
        refused.stderr
    );
}
