//! What ends before the network: usage errors, and nobody being signed in.
use crate::common::DeskCommand;

#[tokio::test]
async fn an_invalid_command_line_exits_with_2() {
    let desk = DeskCommand::signed_out();
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
async fn help_and_version_exit_with_0() {
    let desk = DeskCommand::signed_out();
    for arguments in [&["--help"][..], &["--version"], &["send", "--help"]] {
        desk.run(arguments).await.exits_with(0);
    }
}

#[tokio::test]
async fn every_subcommand_exits_with_3_when_signed_out() {
    let desk = DeskCommand::signed_out();
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
        &["forget"],
        &["tail"],
    ] {
        desk.run(arguments)
            .await
            .exits_with(3)
            .warns("desk sign-in");
    }
}

#[tokio::test]
async fn status_reports_that_nobody_is_signed_in() {
    let ran = DeskCommand::signed_out().json(&["status"]).await;
    let lines = ran.exits_with(3).lines_of_any_exit();
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
async fn a_malformed_token_exits_with_3_and_is_not_printed() {
    let desk = DeskCommand::signed_out().with_token(Some("not-a-token".to_owned()));
    let ran = desk.run(&["inbox"]).await;
    ran.exits_with(3).warns("DESK_TOKEN");
    assert!(
        !ran.stderr.contains("not-a-token"),
        "a token never shows: {ran:?}"
    );
}

#[tokio::test]
async fn an_unusable_server_address_exits_with_2() {
    for server in [
        "ftp://example.com",
        "http://example.com",
        "https://a.example/path",
        "::",
    ] {
        let desk = DeskCommand::new(server, None);
        let ran = desk
            .run_with_input(&["sign-in", "--token-stdin"], "a.b.c")
            .await;
        assert_eq!(ran.code, 2, "{server}: {ran:?}");
    }
}
