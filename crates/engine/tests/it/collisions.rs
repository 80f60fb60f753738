//! Somebody else of support is at a conversation: what each dialect tells of it, and that nothing is guessed.
use crate::common::*;
use backend::{Dialect, NewUser};
use engine::Engine;
use protocol::{ConversationId, Role};
use store::{Collision, CollisionKind};

/// An engine of one admin, another admin, and a customer whose question both have heard.
async fn with_colleague(
    dialect: Dialect,
) -> (
    (backend::Server, Computer),
    Engine,
    Person,
    Person,
    ConversationId,
) {
    let (backend, salma) = with_customer(dialect).await;
    let colleague = NewUser {
        username: "zamil".to_owned(),
        name: "زميل".to_owned(),
        role: Role::Admin,
        phone: None,
        phone_checked: true,
        password: Some(PASSWORD.to_owned()),
    };
    backend
        .add_user(colleague)
        .await
        .expect("an account is made");
    let zamil = person_at(&backend.url(), "zamil").await;
    let chat = salma.open_chat("أين طلبي؟").await.unwrap();
    salma.send_message(&chat, "لم يصل بعد").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    wait_for_message(&engine, &chat, "لم يصل بعد").await;
    engine.refresh_inbox().await.expect("the list");
    ((backend, computer), engine, salma, zamil, chat)
}

async fn collision(engine: &Engine, chat: &ConversationId) -> Option<Collision> {
    engine.conversation(chat).await.expect("the chat").collision
}

async fn read_by(person: &Person, chat: &ConversationId) {
    let path = format!("/support/conversations/{chat}/read");
    person
        .call(reqwest::Method::POST, &path, None)
        .await
        .expect("marked read");
}

#[tokio::test]
async fn who_opened_a_chat_is_told_by_the_live_dialect_alone() {
    for (dialect, told) in [
        (Dialect::Live, Some(CollisionKind::Opened)),
        // Its count is each person's own: it says nothing of a colleague, and nothing is guessed.
        (Dialect::Documented, None),
    ] {
        let (_there, engine, _salma, zamil, chat) = with_colleague(dialect).await;
        assert_eq!(
            collision(&engine, &chat).await,
            None,
            "{dialect:?}: nobody has opened it"
        );
        read_by(&zamil, &chat).await;
        engine.refresh_inbox().await.expect("the list");
        let found = collision(&engine, &chat).await;
        assert_eq!(
            found.as_ref().map(|one| one.kind),
            told,
            "{dialect:?}: {found:?}"
        );
        assert!(
            found.is_none_or(|one| one.by.is_none()),
            "{dialect:?}: no dialect says who"
        );
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn what_i_read_myself_is_no_colleague() {
    for dialect in BOTH {
        let (_there, engine, _salma, _zamil, chat) = with_colleague(dialect).await;
        engine.mark_read(&chat).await.expect("read");
        engine.flush_reads().await.expect("told");
        engine.refresh_inbox().await.expect("the list");
        assert_eq!(
            collision(&engine, &chat).await,
            None,
            "{dialect:?}: it was me"
        );
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn who_answered_is_told_in_both_dialects_until_the_customer_asks_again() {
    for dialect in BOTH {
        let (_there, engine, salma, zamil, chat) = with_colleague(dialect).await;
        zamil.send_message(&chat, "السائق في الطريق").await.unwrap();
        wait_for_message(&engine, &chat, "السائق في الطريق").await;
        let answered = collision(&engine, &chat).await.expect("somebody answered");
        assert_eq!(answered.kind, CollisionKind::Answered, "{dialect:?}");
        let by = answered.by.and_then(|one| one.name.or(one.phone));
        assert!(by.is_some(), "{dialect:?}: it is known who");
        salma.send_message(&chat, "وكم بقي؟").await.unwrap();
        wait_for_message(&engine, &chat, "وكم بقي؟").await;
        let after = collision(&engine, &chat).await;
        assert_eq!(after, None, "{dialect:?}: nobody has answered that");
        engine.shutdown().await;
    }
}
