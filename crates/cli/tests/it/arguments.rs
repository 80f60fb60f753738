//! What ends before the network: usage errors, and nobody being signed in.
use crate::common::Desk;

#[tokio::test]
async fn a_command_line_that_is_not_understood_ends_with_2() {
    let desk = Desk::nobody();
    for arguments in [
        &[][..],
        &["dance"],
        &["inbox", "--status", "strange"],
        &["inbox", "--limit", "many"],
        &["inbox", "--limit", "0"],
        &["messages"],
        &["messages", ""],
        &["messages", "c", "--limit", "0"],
        &["send", "c"],
        &["send", "c", "text", "more"],
        &["sign-in"],
        &["sign-in", "--username", "u"],
        &["sign-in", "--password-stdin"],
        &[
            "sign-in",
            "--username",
            "u",
            "--password-stdin",
            "--token-stdin",
        ],
        &["new", "--subject", "s"],
        &["new", "--with", "u", "--admin", "--subject", "s"],
        &["new", "--admin"],
        &["order"],
        &["rename", "c"],
        &["close"],
        &["tail", "extra"],
        &["status", "--unknown"],
    ] {
        let ran = desk.run(arguments).await;
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert_eq!(ran.stdout, "", "usage belongs on stderr: {arguments:?}");
    }
}

#[tokio::test]
async fn help_and_version_end_with_0() {
    let desk = Desk::nobody();
    for arguments in [&["--help"][..], &["--version"], &["send", "--help"]] {
        desk.run(arguments).await.ends_with(0);
    }
}

#[tokio::test]
async fn with_nobody_signed_in_every_verb_ends_with_3() {
    let desk = Desk::nobody();
    for arguments in [
        &["status"][..],
        &["inbox"],
        &["messages", "c"],
        &["send", "c", "text"],
        &["send", "c", "text", "--queue"],
        &["new", "--admin", "--subject", "s"],
        &["order", "o"],
        &["read", "c"],
        &["close", "c"],
        &["reopen", "c"],
        &["resolve", "c"],
        &["rename", "c", "s"],
        &["tail"],
    ] {
        desk.run(arguments)
            .await
            .ends_with(3)
            .remarks("desk sign-in");
    }
}

#[tokio::test]
async fn status_says_that_nobody_is_signed_in() {
    let ran = Desk::nobody().json(&["status"]).await;
    let lines = ran.ends_with(3).lines_whatever_came();
    assert_eq!(lines.len(), 1, "{ran:?}");
    assert_eq!(lines[0]["kind"], "connection");
    assert_eq!(lines[0]["state"], "signed-out");
    assert!(
        lines[0]["since"]
            .as_str()
            .is_some_and(|since| since.ends_with('Z')),
        "{ran:?}"
    );
}

#[tokio::test]
async fn a_token_that_is_none_ends_with_3_and_is_not_repeated() {
    let desk = Desk::nobody().with_token(Some("not-a-token".to_owned()));
    let ran = desk.run(&["inbox"]).await;
    ran.ends_with(3).remarks("DESK_TOKEN");
    assert!(
        !ran.stderr.contains("not-a-token"),
        "a token never shows: {ran:?}"
    );
}

#[tokio::test]
async fn an_address_that_cannot_be_used_ends_with_2() {
    for server in [
        "ftp://example.com",
        "http://example.com",
        "https://a.example/path",
        "::",
    ] {
        let desk = Desk::new(server, None);
        let ran = desk
            .run_with_input(&["sign-in", "--token-stdin"], "a.b.c")
            .await;
        assert_eq!(ran.code, 2, "{server}: {ran:?}");
    }
}
