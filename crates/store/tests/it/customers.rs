//! A chat's customer is known with their other chats: how many, since when, and who answered in them.
use crate::support::*;
use protocol::{Conversation, Message, MessageKind, Role, UtcMs};
use store::Store;
use store::limits::CUSTOMER_CHATS;

/// The admin who is not me.
const COLLEAGUE: &str = "a2";

fn with_customer(id: &str, customer: &str, created: i64, at: i64) -> Conversation {
    Conversation {
        participants: Some(vec![
            person(customer, Some("محمد"), Some(Role::User)),
            admin("me"),
        ]),
        created_at: Some(UtcMs(created)),
        updated_at: Some(UtcMs(at)),
        ..whole(id, at)
    }
}

fn said(conversation: &str, sender: &str, id: &str, at: i64) -> Message {
    Message {
        conversation: chat(conversation),
        sender: Some(only_id(sender)),
        ..message(id, at, "نص")
    }
}

async fn customer_of(store: &Store, id: &str) -> store::Customer {
    store.customer(&chat(id)).await.expect("readable")
}

#[tokio::test]
async fn a_customers_other_chats_are_known_newest_first() {
    let home = Home::new();
    let store = home.open().await;
    let chats = vec![
        with_customer("k", "c", START + 50, START + 50),
        with_customer("old", "c", START - 9_000, START + 10),
        with_customer("new", "c", START + 20, START + 20),
        with_customer("foreign", "d", START - 99_000, START + 30),
    ];
    apply(&store, records(chats)).await;
    let known = customer_of(&store, "k").await;
    assert_eq!(
        known.person.expect("the customer").id.as_str(),
        "c",
        "not me"
    );
    assert_eq!(known.first_seen, Some(UtcMs(START - 9_000)));
    assert_eq!(known.others, 2);
    let ids: Vec<&str> = known.chats.iter().map(|one| one.row.id.as_str()).collect();
    assert_eq!(ids, ["new", "old"], "neither this one nor a foreign one");
}

#[tokio::test]
async fn who_answered_last_in_another_chat_is_told() {
    let home = Home::new();
    let store = home.open().await;
    let chats = ["k", "mine", "colleague", "asked"].map(|id| with_customer(id, "c", START, START));
    apply(&store, records(chats.to_vec())).await;
    let line_of_server = Message {
        kind: MessageKind::System,
        ..said("colleague", COLLEAGUE, "m9", START + 9)
    };
    let messages = vec![
        said("mine", COLLEAGUE, "m1", START + 1),
        said("mine", "me", "m2", START + 2),
        said("mine", "c", "m3", START + 3),
        said("colleague", COLLEAGUE, "m4", START + 4),
        said("asked", "c", "m5", START + 5),
        line_of_server,
    ];
    apply(&store, events(messages)).await;
    let known = customer_of(&store, "k").await;
    let answered = |id: &str| {
        let chat = known.chats.iter().find(|one| one.row.id.as_str() == id);
        let answer = chat.expect("listed").answered.clone()?;
        Some((
            answer.by?.id.into_string(),
            answer.mine,
            answer.at.0 - START,
        ))
    };
    assert_eq!(answered("mine"), Some(("me".into(), true, 2)));
    let colleague = Some((COLLEAGUE.into(), false, 4));
    assert_eq!(
        answered("colleague"),
        colleague,
        "a line of the server's is no answer"
    );
    assert_eq!(
        answered("asked"),
        None,
        "the customer's words are no answer"
    );
}

#[tokio::test]
async fn a_customer_with_many_chats_shows_the_newest() {
    let home = Home::new();
    let store = home.open().await;
    let many = (0..CUSTOMER_CHATS as i64 + 5)
        .map(|at| with_customer(&format!("chat{at:02}"), "c", START, START + at));
    apply(&store, records(many.collect())).await;
    for open in ["chat00", "chat24"] {
        let known = customer_of(&store, open).await;
        assert_eq!(known.others as usize, CUSTOMER_CHATS + 4, "{open}");
        assert_eq!(known.chats.len(), CUSTOMER_CHATS, "{open}");
        assert!(
            known.chats.iter().all(|one| one.row.id.as_str() != open),
            "{open} is not another one"
        );
    }
}

#[tokio::test]
async fn a_chat_of_support_alone_has_no_customer() {
    let home = Home::new();
    let store = home.open().await;
    let among_us = Conversation {
        participants: Some(vec![admin("me"), admin(COLLEAGUE)]),
        ..whole("k", START)
    };
    apply(&store, records(vec![among_us])).await;
    for id in ["k", "unknown"] {
        let known = customer_of(&store, id).await;
        assert_eq!((known.person, known.others), (None, 0), "{id}");
    }
}
