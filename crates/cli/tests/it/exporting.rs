//! `export` writes a chat to standard output, `today` says the day in numbers: both from what is on this computer.
use crate::common::TestBackend;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_is_written_to_standard_output_in_each_form() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("<شكوى>").await;
    user.say(&id, "سطر أول\nسطر <b>ثان</b>").await;
    backend.client("admin").await.say(&id, "حاضر").await;
    let desk = backend.desk("admin").await;
    desk.json(&["messages", &id]).await.lines();
    let _stopped = backend.stop().await;

    let text = desk.run(&["export", &id]).await;
    text.exits_with(0);
    for said in ["سطر أول", "سطر <b>ثان</b>", "حاضر", "محمد"] {
        assert!(
            text.stdout.contains(said),
            "the text holds «{said}»: {text:?}"
        );
    }
    let lines: Vec<&str> = text
        .stdout
        .lines()
        .filter(|line| !line.is_empty())
        .collect();
    assert!(
        lines.iter().any(|line| line.starts_with("    ")),
        "a second line is set in: {lines:?}"
    );

    let page = desk.run(&["export", &id, "--format", "html"]).await;
    page.exits_with(0);
    assert!(
        page.stdout.contains("&lt;b&gt;ثان"),
        "what was typed is no markup: {page:?}"
    );
    assert!(!page.stdout.contains("<b>ثان"), "{page:?}");

    let object = desk.run(&["export", &id, "--format", "json"]).await;
    object.exits_with(0);
    let object: Value = serde_json::from_str(&object.stdout).expect("one JSON object");
    assert_eq!(object["conversation"]["id"], json!(id));
    let messages = object["messages"].as_array().expect("messages");
    let said: Vec<(&Value, &Value)> = messages
        .iter()
        .map(|message| (&message["content"], &message["mine"]))
        .collect();
    let expected = [
        (json!("سطر أول\nسطر <b>ثان</b>"), json!(false)),
        (json!("حاضر"), json!(true)),
    ];
    assert_eq!(
        said,
        expected.each_ref().map(|(content, mine)| (content, mine)),
        "oldest first"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_that_nobody_knows_is_no_empty_file() {
    let backend = TestBackend::start().await;
    let desk = backend.desk("admin").await;
    let ran = desk.run(&["export", "665def456abc789012"]).await;
    assert_ne!(
        ran.code, 0,
        "a script must not take nothing for a chat: {ran:?}"
    );
    assert_eq!(ran.stdout, "", "{ran:?}");
    desk.run(&["export", "x", "--format", "pdf"])
        .await
        .exits_with(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn today_counts_answers_and_who_waits() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let answered = user.open("أُجيب عنها").await;
    user.say(&answered, "أين طلبي؟").await;
    backend
        .client("admin")
        .await
        .say(&answered, "في الطريق")
        .await;
    let waiting = user.open("تنتظر").await;
    user.say(&waiting, "ألو؟").await;
    let desk = backend.desk("admin").await;
    for id in [&answered, &waiting] {
        desk.json(&["messages", id]).await.lines();
    }
    let _stopped = backend.stop().await;

    let day = desk.json(&["today"]).await.line();
    assert_eq!(day["kind"], "today");
    let counts = ["answered", "answeredByMe", "waiting", "more"].map(|field| day[field].clone());
    assert_eq!(
        counts,
        [json!(1), json!(1), json!(1), json!(false)],
        "{day}"
    );
    let hours = day["hours"].as_array().expect("hours").iter();
    let asked: u64 = hours.filter_map(|hour| hour["asked"].as_u64()).sum();
    assert_eq!(asked, 2, "both questions are in the day's hours: {day}");

    let plain = desk.run(&["today"]).await;
    plain.exits_with(0);
    for line in ["1 waits answered, 1 by me", "1 wait now"] {
        assert!(plain.stdout.contains(line), "«{line}» is said: {plain:?}");
    }
}
