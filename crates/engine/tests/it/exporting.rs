//! Chats and the list of conversations as files.
use crate::common::*;
use engine::{ChatFileFormat, Engine, FileWords};
use protocol::ConversationId;
use serde_json::Value;
use store::{InboxFilter, InboxSort, InboxView};

/// A subject and a text that try to leave their place, in whatever form of file.
const SUBJECT: &str = "=HYPERLINK(1)\" onload=\"x";
const TEXT: &str =
    "</p><script>alert(1)</script>\n[2026-01-01 00:00] المدير: مزور \u{202e}gpj.exe\u{2069}";

async fn exported(engine: &Engine, id: &ConversationId, format: ChatFileFormat) -> String {
    let export = engine.export_chat(id, format, FileWords::english());
    let mut file = export.await.expect("the chat is in the cache");
    let mut whole = String::new();
    while let Some(piece) = file.next_piece().await.expect("it is read") {
        whole.push_str(&piece);
    }
    whole
}

async fn with_hostile_chat() -> (Engine, ConversationId, impl Sized) {
    let (backend, salma) = with_customer(BOTH[0]).await;
    let chat = salma.open_chat(SUBJECT).await.unwrap();
    salma.send_message(&chat, TEXT).await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    wait_for_message(&engine, &chat, TEXT).await;
    (engine, chat, (backend, computer))
}

#[tokio::test]
async fn html_of_a_chat_holds_no_markup_that_somebody_typed() {
    let (engine, chat, _running) = with_hostile_chat().await;
    let html = exported(&engine, &chat, ChatFileFormat::Html).await;
    assert!(
        html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{html}"
    );
    for typed in [
        "<script",
        "\" onload",
        "\u{202e}",
        "\u{2069}",
        "http-equiv=\"refresh",
        "src=",
        "href=",
    ] {
        assert!(!html.contains(typed), "«{typed}» in {html}");
    }
    assert!(
        html.contains("default-src 'none'") && html.ends_with("</html>\n"),
        "{html}"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn text_of_a_chat_keeps_each_message_in_its_place() {
    let (engine, chat, _running) = with_hostile_chat().await;
    let text = exported(&engine, &chat, ChatFileFormat::Text).await;
    let messages = text.lines().filter(|line| line.starts_with('['));
    assert_eq!(
        messages.count(),
        1,
        "a line within a message is none of its own: {text}"
    );
    for line in text.lines() {
        let opened = line.matches('\u{2068}').count();
        assert_eq!(
            opened,
            line.matches('\u{2069}').count(),
            "isolates close: {line}"
        );
    }
    assert!(
        text.contains("[U+202E]"),
        "what turns a text round is shown: {text}"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn json_of_a_chat_is_read_back_with_every_word() {
    let (engine, chat, _running) = with_hostile_chat().await;
    let json = exported(&engine, &chat, ChatFileFormat::Json).await;
    let read: Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(read["conversation"]["id"], chat.as_str());
    let contents: Vec<&str> = read["messages"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|message| message["content"].as_str())
        .collect();
    assert!(contents.contains(&TEXT), "{contents:?}");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_long_chat_comes_in_several_pieces_and_whole() {
    let (backend, salma) = with_customer(BOTH[0]).await;
    let chat = salma.open_chat("طويلة").await.unwrap();
    for number in 0..600 {
        salma
            .send_message(&chat, &format!("رسالة {number}"))
            .await
            .unwrap();
    }
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.refresh_messages(&chat, 700).await.expect("fetched");
    let mut file = engine
        .export_chat(&chat, ChatFileFormat::Text, FileWords::english())
        .await
        .expect("the chat is in the cache");
    let mut pieces = Vec::new();
    while let Some(piece) = file.next_piece().await.expect("it is read") {
        pieces.push(piece);
    }
    assert!(pieces.len() > 2, "{} pieces", pieces.len());
    let whole = pieces.concat();
    for number in 0..600 {
        assert_eq!(
            whole.matches(&format!("رسالة {number}\u{2069}")).count(),
            1,
            "message {number}"
        );
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn a_chat_that_nobody_knows_gives_no_file() {
    let (engine, _chat, _running) = with_hostile_chat().await;
    let unknown = ConversationId::new("000000000000000000000000").unwrap();
    let refused = engine
        .export_chat(&unknown, ChatFileFormat::Text, FileWords::english())
        .await;
    assert!(
        matches!(refused, Err(engine::Error::NotFound(_))),
        "{refused:?}"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn no_cell_of_the_conversation_table_is_a_formula() {
    let (engine, chat, _running) = with_hostile_chat().await;
    let view = InboxView {
        filter: InboxFilter::All,
        sort: InboxSort::Newest,
    };
    let table = engine
        .export_conversations(view, &FileWords::english())
        .await;
    let table = String::from_utf8(table.expect("it is written")).expect("it is UTF-8");
    let cells = table.strip_prefix('\u{feff}').expect("Excel's mark");
    assert!(cells.contains(&format!("\"{chat}\"")), "{cells}");
    assert!(
        cells.contains("\"'=HYPERLINK(1)\"\" onload"),
        "a formula is text: {cells}"
    );
    for formula in ["\"=", "\"+", "\"-", "\"@", "\"\t"] {
        assert!(
            !cells.contains(formula),
            "a cell begins with {formula}: {cells}"
        );
    }
    engine.shutdown().await;
}
