//! Whose turn it is to be confirmed.
#![allow(clippy::unwrap_used)]

use super::*;

fn id(text: &str) -> ConversationId {
    ConversationId::new(text).unwrap()
}

fn turns(confirmations: &mut Confirmations, shown: &[ConversationId]) -> Vec<String> {
    std::iter::from_fn(|| confirmations.take_next(shown))
        .map(|chat| chat.to_string())
        .collect()
}

#[test]
fn of_what_is_due_the_chats_on_screen_come_first() {
    let mut confirmations = Confirmations::new(Duration::from_secs(300), Duration::from_secs(1));
    for chat in ["oldest", "left", "right"] {
        confirmations.demand([id(chat)]);
    }
    let shown = [id("right"), id("quiet"), id("left")];
    assert_eq!(
        turns(&mut confirmations, &shown),
        ["right", "left", "oldest"],
        "those on screen, in their order"
    );
}

#[test]
fn a_chat_on_screen_that_is_not_due_waits() {
    let mut confirmations = Confirmations::new(Duration::from_secs(300), Duration::from_secs(1));
    confirmations.note_events([id("shown")]);
    confirmations.demand([id("due")]);
    assert_eq!(
        confirmations.take_next(&[id("shown")]),
        Some(id("due")),
        "nothing says that the other lacks anything"
    );
}
