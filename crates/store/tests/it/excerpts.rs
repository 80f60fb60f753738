//! What rows carry of texts that others chose.
use crate::support::*;
use protocol::{Conversation, Message, MessageKind, Participant};
use store::{Store, excerpt, limits};

async fn store_with(messages: Vec<Message>) -> (Home, Store) {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    apply(&store, events(messages)).await;
    (home, store)
}

#[test]
fn an_excerpt_is_cut_between_letters_and_in_one_line() {
    assert_eq!(excerpt("سلام\n\n  عليكم ", 20), "سلام عليكم");
    assert_eq!(excerpt("abcdef", 6), "abcdef");
    assert_eq!(excerpt("abcdefg", 6), "abcdef…");
    assert_eq!(excerpt("ab  cdefg", 4), "ab c…");
    assert_eq!(excerpt("ab cd", 2), "ab…", "no space before the ellipsis");
    let family = "👨‍👩‍👧‍👦";
    assert_eq!(
        excerpt(&family.repeat(5), 2),
        format!("{}…", family.repeat(2))
    );
    assert_eq!(excerpt("🇱🇾🇱🇾🇱🇾", 1), "🇱🇾…");
    assert_eq!(excerpt("مُحَمَّد", 2), "مُحَ…", "a letter keeps its vowels");
}

#[test]
fn an_excerpt_is_short_whatever_the_text_is() {
    let most = limits::PREVIEW_LETTERS * limits::LETTER_CHARS + 1;
    for text in [
        "1".repeat(100_000),
        ".".repeat(100_000),
        format!("e{}", "\u{301}".repeat(100_000)),
        "e\u{301}\u{301}\u{301}\u{301}".repeat(30_000),
        "\u{200D}".repeat(100_000),
        "\u{202E}".repeat(100_000),
        format!("{}end", "\u{200B}".repeat(100_000)),
        format!("{}end", " ".repeat(100_000)),
        "👨‍👩‍👧‍👦".repeat(10_000),
        "क्".repeat(10_000),
    ] {
        let short = excerpt(&text, limits::PREVIEW_LETTERS);
        let head: String = text.chars().take(3).collect();
        assert!(
            short.chars().count() <= most,
            "{head:?}: {} characters",
            short.chars().count()
        );
    }
    assert_eq!(
        excerpt(&format!("{}end", "\u{200B}".repeat(9_000)), 20),
        "end"
    );
    let heap = excerpt(&format!("e{}x", "\u{301}".repeat(2_000)), 20);
    assert!(
        heap.starts_with("e\u{301}") && heap.ends_with('x'),
        "{heap:?}"
    );
}

#[tokio::test]
async fn rows_carry_the_beginning_of_long_texts() {
    let long = "1".repeat(5_000);
    let (_home, store) = store_with(vec![message("m1", START + 1, &long)]).await;
    let sender = Participant {
        name: Some("ن".repeat(5_000)),
        ..customer("u")
    };
    apply(
        &store,
        records(vec![Conversation {
            subject: Some(Some(long.clone())),
            participants: Some(vec![sender]),
            ..whole("k", START + 2)
        }]),
    )
    .await;
    let row = row(&store).await;
    let length = |text: Option<&str>| text.map(|text| text.chars().count());
    let content = row.last_message.as_ref().map(|last| last.content.as_str());
    assert_eq!(length(content), Some(limits::PREVIEW_LETTERS + 1));
    assert_eq!(
        length(row.subject.as_deref()),
        Some(limits::PREVIEW_LETTERS + 1)
    );
    let names = row
        .people
        .iter()
        .map(|person| length(person.name.as_deref()));
    assert!(
        names
            .into_iter()
            .any(|name| name == Some(limits::NAME_LETTERS + 1)),
        "{:?}",
        row.people
    );
    let chat = rows(&store).await;
    assert_eq!(chat[0].content, long, "the chat itself has the whole text");
}

#[tokio::test]
async fn a_message_of_mine_that_waits_is_cut_in_its_row() {
    let (_home, store) = store_with(vec![message("m1", START + 1, "سلام")]).await;
    queue(&store, &"ب".repeat(3_000)).await;
    let content = row(&store).await.last_message.expect("it waits").content;
    assert_eq!(content.chars().count(), limits::PREVIEW_LETTERS + 1);
}

#[tokio::test]
async fn a_system_message_is_nobodys_words() {
    let closed = Message {
        kind: MessageKind::System,
        ..mine("m1", START + 1, "تم إغلاق المحادثة")
    };
    let (_home, store) = store_with(vec![closed]).await;
    let last = row(&store).await.last_message.expect("it is the newest");
    assert!(!last.mine, "it would be shown as «You: …»");
    assert!(!rows(&store).await[0].mine);
}
