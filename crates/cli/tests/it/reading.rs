//! Reading: the inbox and the messages, with the server there and with it away.
use std::collections::BTreeSet;

use crate::common::{TestBackend, json_text, run_to_end};
use backend::Dialect;
use serde_json::{Value, json};
use tokio::process::Command;

fn fields(line: &Value) -> BTreeSet<&str> {
    line.as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

fn contents(lines: &[Value]) -> Vec<&str> {
    lines
        .iter()
        .map(|line| line["content"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_prints_a_line_for_each_conversation() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let older = user.open("الأولى").await;
    let newer = user.open("الثانية").await;
    let message = user.say(&newer, "مرحبا، أين طلبي؟").await;
    assert!(!message.is_empty());

    let desk = backend.desk("admin").await;
    // The list's last messages name no sender in the documented dialect; the messages themselves do.
    desk.json(&["messages", &newer]).await.lines();
    let lines = desk.json(&["inbox"]).await.lines();
    let ids: Vec<String> = lines.iter().map(|line| json_text(&line["id"])).collect();
    assert_eq!(
        ids,
        [newer.as_str(), older.as_str()],
        "newest activity first"
    );

    let line = &lines[0];
    let expected = BTreeSet::from([
        "kind",
        "id",
        "subject",
        "status",
        "support_type",
        "related_order",
        "unread",
        "starred",
        "participants",
        "last_message",
        "updated_at",
    ]);
    assert_eq!(fields(line), expected);
    assert_eq!(line["kind"], "conversation");
    assert_eq!(line["subject"], "الثانية");
    assert_eq!(line["status"], "open");
    assert_eq!(line["support_type"], "general");
    assert_eq!(line["related_order"], Value::Null);
    assert_eq!(line["unread"], 1);
    let last = &line["last_message"];
    assert_eq!(
        fields(last),
        BTreeSet::from(["type", "content", "created_at", "sender"])
    );
    assert_eq!(last["type"], "text");
    assert_eq!(last["content"], "مرحبا، أين طلبي؟");
    assert_eq!(last["sender"]["name"], "محمد");
    let people = line["participants"].as_array().unwrap();
    let customer = people
        .iter()
        .find(|person| person["role"] == "user")
        .unwrap();
    assert_eq!(fields(customer), BTreeSet::from(["id", "name", "role"]));
    assert_eq!(customer["name"], "محمد");
    let updated = json_text(&line["updated_at"]);
    assert_eq!(
        protocol::UtcMs::parse(&updated).unwrap().to_iso(),
        updated,
        "ISO 8601, ms, Z"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_is_filtered_by_status_and_limited() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let admin = backend.client("admin").await;
    for status in ["open", "open", "closed", "resolved"] {
        let id = user.open(status).await;
        if status != "open" {
            let path = format!("/support/conversations/{id}");
            admin.patch(&path, json!({"status": status})).await;
        }
    }
    let desk = backend.desk("admin").await;
    for (arguments, expected) in [
        (&["inbox"][..], 4),
        (&["inbox", "--limit", "3"], 3),
        (&["inbox", "--status", "open"], 2),
        (&["inbox", "--status", "open", "--limit", "1"], 1),
        (&["inbox", "--status", "closed"], 1),
        (&["inbox", "--status", "resolved"], 1),
        (&["inbox", "--status", "pending"], 0),
    ] {
        let lines = desk.json(arguments).await.lines();
        assert_eq!(lines.len(), expected, "{arguments:?}: {lines:?}");
        if let Some(status) = arguments.get(2).filter(|_| arguments[1] == "--status") {
            assert!(
                lines.iter().all(|line| line["status"] == **status),
                "{lines:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_come_oldest_first_up_to_the_limit() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("طويلة").await;
    let mut said = Vec::new();
    for number in 0..130 {
        let content = format!("رسالة {number}");
        user.say(&id, &content).await;
        said.push(content);
    }
    let desk = backend.desk("admin").await;

    let newest = desk.json(&["messages", &id, "--limit", "3"]).await.lines();
    assert_eq!(contents(&newest), ["رسالة 127", "رسالة 128", "رسالة 129"]);
    let line = &newest[0];
    let expected = BTreeSet::from([
        "kind",
        "id",
        "conversation",
        "sender",
        "type",
        "content",
        "state",
        "is_read",
        "created_at",
    ]);
    assert_eq!(fields(line), expected);
    assert_eq!(line["kind"], "message");
    assert_eq!(line["conversation"], id);
    assert_eq!(line["type"], "text");
    assert_eq!(line["state"], "sent");
    assert_eq!(line["is_read"], false);
    assert_eq!(
        fields(&line["sender"]),
        BTreeSet::from(["id", "name", "role"])
    );
    assert_eq!(
        (&line["sender"]["name"], &line["sender"]["role"]),
        (&json!("محمد"), &json!("user"))
    );

    let default = desk.json(&["messages", &id]).await.lines();
    assert_eq!(default.len(), 50, "50 unless told otherwise");
    let everything = desk
        .json(&["messages", &id, "--limit", "500"])
        .await
        .lines();
    assert_eq!(contents(&everything), said);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_before_one_end_right_before_it() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("طويلة").await;
    let mut ids = Vec::new();
    for number in 0..120 {
        ids.push(user.say(&id, &format!("{number}")).await);
    }
    // An empty cache, so that looking for the message has to fetch back to it.
    let desk = backend.desk("admin").await;
    let lines = desk
        .json(&["messages", &id, "--limit", "4", "--before", &ids[10]])
        .await
        .lines();
    assert_eq!(contents(&lines), ["6", "7", "8", "9"]);
    let lines = desk
        .json(&["messages", &id, "--limit", "40", "--before", &ids[10]])
        .await
        .lines();
    assert_eq!(lines.len(), 10, "the chat begins there");
    let ran = desk
        .json(&["messages", &id, "--before", "no-such-message"])
        .await;
    ran.exits_with(5).warns("no-such-message");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_server_means_cached_rows_and_a_warning() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("محفوظة").await;
    user.say(&id, "قبل الانقطاع").await;
    let unread_here = user.open("لم تُفتح").await;
    let desk = backend.desk("admin").await;
    let messages = desk.json(&["messages", &id]).await.lines();
    let inbox = desk.json(&["inbox"]).await.lines();
    let _stopped = backend.stop().await;

    let away = desk.json(&["inbox"]).await;
    assert_eq!(away.lines(), inbox, "the cache answers as the server did");
    away.warns("out of reach").warns("from the cache");
    let away = desk.json(&["messages", &id]).await;
    assert_eq!(away.lines(), messages);
    away.warns("from the cache");
    let away = desk.json(&["messages", &unread_here]).await;
    assert_eq!(
        away.lines(),
        Vec::<Value>::new(),
        "known, and nothing of it is cached"
    );
    desk.json(&["messages", "never-heard-of"])
        .await
        .exits_with(4);
    let status = desk.json(&["status"]).await;
    assert_eq!(status.line()["state"], "offline");
    status.warns("out of reach");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_takes_calls_no_certificates_are_read() {
    let backend = TestBackend::start().await;
    backend.client("user").await.open("محفوظة").await;
    let desk = backend.desk("admin").await;
    let inbox = desk.json(&["inbox"]).await.lines();
    let _stopped = backend.stop().await;
    // Whoever reads this waits for ever.
    let certificates = desk.home.path().join("certificates");
    let made = Command::new("mkfifo").arg(&certificates).status().await;
    assert!(made.unwrap().success());

    let mut command = desk.command(&["--json", "inbox"]);
    command.env("SSL_CERT_FILE", certificates);
    let away = run_to_end(command, None).await;

    assert_eq!(away.lines(), inbox);
    away.warns("out of reach");
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_output_is_aligned_and_escaped() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("شكوى \u{202e}معكوسة").await;
    user.say(&id, "سطر أول\nسطر ثان \u{1b}[31mأحمر").await;
    let desk = backend.desk("admin").await;
    let inbox = desk.run(&["inbox"]).await;
    assert!(
        inbox.stdout.contains("محمد (user)") && inbox.stdout.contains("شكوى"),
        "{inbox:?}"
    );
    let messages = desk.run(&["messages", &id]).await;
    messages.exits_with(0);
    assert!(messages.stdout.contains("سطر أول⏎سطر ثان"), "{messages:?}");
    for ran in [inbox, messages] {
        assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}']), "{ran:?}");
        assert_eq!(ran.stdout.lines().count(), 1, "one row, one line: {ran:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_output_means_the_same_and_steers_no_terminal() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("شكوى").await;
    let text = "قبل \u{9b}31m \u{1b}]8;;https://evil.example\u{7} \u{7f} \u{202e}بعد\u{2069}";
    user.say(&id, text).await;
    let desk = backend.desk("admin").await;
    for arguments in [
        vec!["messages", &id],
        vec!["inbox"],
        vec!["export", &id, "--format", "json"],
    ] {
        let ran = desk.json(&arguments).await;
        ran.exits_with(0);
        let steering = ran.stdout.chars().find(|character| {
            character.is_control() && *character != '\n'
                || ['\u{202e}', '\u{2069}'].contains(character)
        });
        assert_eq!(steering, None, "{ran:?}");
    }
    let messages = desk.json(&["messages", &id]).await.lines();
    assert_eq!(contents(&messages), [text], "a program reads what was said");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_conversation_is_refused() {
    let backend = TestBackend::start().await;
    let desk = backend.desk("admin").await;
    desk.json(&["messages", "665def456abc789012"])
        .await
        .exits_with(5);
}

#[tokio::test(flavor = "multi_thread")]
async fn status_reports_the_connection() {
    let backend = TestBackend::start().await;
    let line = backend.desk("admin").await.json(&["status"]).await.line();
    assert_eq!(fields(&line), BTreeSet::from(["kind", "state", "since"]));
    assert_eq!(
        (&line["kind"], &line["state"]),
        (&json!("connection"), &json!("online"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_live_dialect_prints_the_same_lines() {
    let backend = TestBackend::with_dialect(Dialect::Live).await;
    let id = backend.client("user").await.open("شكوى").await;
    backend.client("user").await.say(&id, "مرحبا").await;
    let desk = backend.desk("admin").await;
    let messages = desk.json(&["messages", &id]).await.lines();
    assert_eq!(contents(&messages), ["مرحبا"]);
    assert_eq!(
        messages[0]["sender"]["name"], "user",
        "the live dialect knows user names"
    );
    let line = desk.json(&["inbox"]).await.line();
    assert_eq!(
        (&line["status"], &line["support_type"]),
        (&json!("open"), &json!("general"))
    );
    assert_eq!(
        (&line["unread"], &line["subject"]),
        (&json!(1), &json!("شكوى"))
    );
    assert_eq!(line["participants"].as_array().map(Vec::len), Some(2));
    let sent = desk.json(&["send", &id, "أهلا"]).await.line();
    assert_eq!(sent["state"], "sent");
    assert_eq!(desk.json(&["close", &id]).await.line()["status"], "closed");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_closed_stdout_is_no_failure() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    for number in 0..30 {
        user.open(&format!("{number}")).await;
    }
    let desk = backend.desk("admin").await;
    let mut child = desk
        .command(&["--json", "inbox"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
}
