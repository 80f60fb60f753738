//! Where a chat is unread, and what the server is told of what was seen.
use crate::common::*;
use engine::Engine;
use protocol::{ConversationId, UtcMs};
use store::{FirstUnread, MessageRow, MessageWindow, Messages, Position};

const WRITTEN: usize = 130;

async fn opened(engine: &Engine, chat: &ConversationId) -> Messages {
    let window = MessageWindow::FirstUnread { limit: 50 };
    engine.messages(chat, window).await.expect("readable")
}

fn place(row: &MessageRow) -> Position {
    Position {
        created_at: row.created_at.unwrap_or(UtcMs(0)),
        id: row.id.as_ref().expect("an id").to_string(),
    }
}

#[tokio::test]
async fn the_first_unread_is_found_and_read_as_far_as_it_is_seen() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        for number in 1..=WRITTEN {
            let text = number.to_string();
            salma.send_message(&chat, &text).await.unwrap();
        }
        let computer = Computer::new();
        let engine = computer.start_signed_in(&backend.url()).await;
        wait_for_message(&engine, &chat, &WRITTEN.to_string()).await;
        let shown = opened(&engine, &chat).await;
        assert!(
            matches!(shown.first_unread, FirstUnread::NotFetched { .. }),
            "{dialect:?}: one page is here: {:?}",
            shown.first_unread
        );
        engine.fetch_first_unread(&chat).await.expect("fetched");
        let shown = opened(&engine, &chat).await;
        let FirstUnread::Here { position } = &shown.first_unread else {
            panic!("{dialect:?}: {:?}", shown.first_unread);
        };
        let first = shown.rows.iter().position(|row| place(row) == *position);
        let first = first.expect("the window holds it");
        assert_eq!(shown.rows[first].content, "1", "{dialect:?}");

        let tenth = place(&shown.rows[first + 9]);
        engine.mark_seen(&chat, &tenth).await.expect("seen");
        let unread = || async { engine.conversation(&chat).await.expect("the chat").unread };
        assert_eq!(unread().await as usize, WRITTEN - 10, "{dialect:?}");
        engine.refresh_inbox().await.expect("the list");
        assert_eq!(
            unread().await as usize,
            WRITTEN - 10,
            "{dialect:?}: the server knows no part of it"
        );
        let newest = shown.rows.last().map(place).expect("rows");
        engine.mark_seen(&chat, &newest).await.expect("seen");
        assert_eq!(unread().await, 0, "{dialect:?}: its end was seen");
        until(&engine, "the server is told", || async {
            let said = salma.messages(&chat).await.unwrap();
            said.last().unwrap().is_read.then_some(())
        })
        .await;
        engine.shutdown().await;
    }
}
