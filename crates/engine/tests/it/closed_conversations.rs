//! Chats that close while something waits: held, not lost and not refused over and over.
use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use crate::common::*;
use backend::Dialect;
use protocol::{ConversationStatus, Role, UtcMs};
use store::{OutboxState, Schedule, ScheduleKind, WaitReason};

#[tokio::test]
async fn a_closed_chat_holds_messages_until_it_is_reopened() {
    for dialect in BOTH {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        let other = salma.open_chat("آخر").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_signed_in(&proxy.url()).await;
        engine
            .set_status(&chat, ConversationStatus::Closed)
            .await
            .expect("closed");
        let local = engine
            .send(&chat, "أولا")
            .await
            .expect("queued all the same");
        engine.send(&chat, "ثانيا").await.expect("queued behind it");
        engine.send(&other, "مفتوحة").await.expect("queued");
        settled(&engine, &other, "مفتوحة").await;
        let rows = engine.outbox().await.expect("read").rows;
        assert_eq!(rows.len(), 2, "{dialect:?}: both are kept: {rows:?}");
        assert_eq!(rows[0].local_id, local, "{dialect:?}: in their order");
        assert_eq!(rows[0].state, OutboxState::Pending);
        assert_eq!(rows[0].waits, Some(WaitReason::Closed), "{dialect:?}");
        assert_eq!(rows[0].status, ConversationStatus::Closed);
        assert_eq!(
            proxy.faults.counts.posts.load(SeqCst),
            1,
            "{dialect:?}: only the other left"
        );
        engine
            .set_status(&chat, ConversationStatus::Open)
            .await
            .expect("reopened");
        sent(&engine, &chat, "ثانيا").await;
        assert_eq!(texts(&engine, &chat).await, vec!["أولا", "ثانيا"]);
        assert_eq!(
            salma.count_of(&chat, "أولا").await.unwrap(),
            1,
            "{dialect:?}"
        );
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_chat_is_closed_after_what_was_written_in_it_has_left() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_signed_in(&backend.url()).await;
        online(&engine).await;
        let at = UtcMs(store::system_clock()().0 + 3_600_000);
        let kind = ScheduleKind::Later;
        let later = engine.send_later(&chat, "غدا", Schedule { kind, at }).await;
        later.expect("scheduled, and waited for by nobody");
        let moment = Duration::from_millis(700);
        let answer = engine.send_with_take_back(&chat, "تم، شكرا", moment).await;
        answer.expect("queued");
        let closed = engine.set_status(&chat, ConversationStatus::Closed).await;
        closed.expect("closed");
        assert_eq!(
            salma.count_of(&chat, "تم، شكرا").await.unwrap(),
            1,
            "{dialect:?}: the answer left before the chat was closed"
        );
        let row = engine.conversation(&chat).await.expect("the chat");
        assert_eq!(row.status, ConversationStatus::Closed, "{dialect:?}");
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn the_server_decides_whether_a_chat_is_closed() {
    for dialect in BOTH {
        let (backend, proxy, salma) = behind_proxy(dialect).await;
        let admin = person_at(&backend.url(), "mudir").await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
        admin.set_status(&chat, "closed").await.unwrap();
        let row = engine.conversation(&chat).await.expect("the chat");
        assert_eq!(row.status, ConversationStatus::Open, "not heard of yet");
        engine.send(&chat, "متأخرة").await.expect("queued");
        engine.work_outbox_once().await.expect("worked");
        let row = waiting_row(&engine).await;
        assert_eq!(row.state, OutboxState::Pending, "{dialect:?}: kept");
        assert_eq!(row.waits, Some(WaitReason::Closed), "{dialect:?}: held");
        assert_eq!(
            row.status,
            ConversationStatus::Closed,
            "{dialect:?}: learned"
        );
        for _ in 0..3 {
            assert_eq!(engine.work_outbox_once().await.expect("worked"), 0);
        }
        assert_eq!(
            proxy.faults.counts.posts.load(SeqCst),
            1,
            "{dialect:?}: refused once"
        );
        // The user wants it tried all the same; the server has not changed its mind.
        engine.retry(&row.local_id).await.expect("tried again");
        engine.work_outbox_once().await.expect("worked");
        assert_eq!(proxy.faults.counts.posts.load(SeqCst), 2);
        assert_eq!(waiting_row(&engine).await.waits, Some(WaitReason::Closed));
        admin.set_status(&chat, "open").await.unwrap();
        engine.catch_up_once().await.expect("caught up");
        work_off(&engine).await;
        assert_eq!(
            salma.count_of(&chat, "متأخرة").await.unwrap(),
            1,
            "{dialect:?}"
        );
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_chat_that_others_reopen_lets_go_what_was_held() {
    let (backend, salma) = with_customer(Dialect::Live).await;
    let admin = person_at(&backend.url(), "mudir").await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    admin.set_status(&chat, "closed").await.unwrap();
    until(&engine, "the chat is closed", || async {
        let row = engine.conversation(&chat).await.expect("the chat");
        (row.status == ConversationStatus::Closed).then_some(())
    })
    .await;
    engine.send(&chat, "تنتظر").await.expect("queued");
    assert_eq!(waiting_row(&engine).await.waits, Some(WaitReason::Closed));
    admin.set_status(&chat, "open").await.unwrap();
    sent(&engine, &chat, "تنتظر").await;
    assert_eq!(salma.count_of(&chat, "تنتظر").await.unwrap(), 1);
    engine.shutdown().await;
}

#[tokio::test]
async fn who_may_not_reopen_a_chat_asks_an_admin_about_it_once() {
    for dialect in BOTH {
        let backend = backend_with_people(settings(dialect)).await;
        let admin = person_at(&backend.url(), "mudir").await;
        let order = backend.add_order("salma", "matam").await.expect("an order");
        let computer = Computer::new();
        let engine = computer.start_on_request_as(&backend.url(), "matam").await;
        let chat = engine.open_order_chat(&order).await.expect("opened");
        backend.deliver_order(&order).await.expect("delivered");
        engine.catch_up_once().await.expect("caught up");
        let refused = engine.set_status(&chat.id, ConversationStatus::Open).await;
        assert_eq!(refused.expect_err("refused").code(), "forbidden");
        let asked = engine
            .ask_admin(&chat.id)
            .await
            .expect("a chat with an admin");
        assert_ne!(asked.id, chat.id, "{dialect:?}: a chat of its own");
        let about = asked.subject.as_deref().expect("a subject");
        let number = chat.order_number.as_deref().expect("a number");
        assert!(
            about.contains(number),
            "{dialect:?}: «{about}» names {number}"
        );
        assert!(asked.people.iter().any(|one| one.role == Some(Role::Admin)));
        assert!(
            admin.messages(&asked.id).await.unwrap().is_empty(),
            "nothing is sent by itself"
        );
        let again = engine.ask_admin(&chat.id).await.expect("the same");
        assert_eq!(
            again.id, asked.id,
            "{dialect:?}: one conversation for one chat"
        );
        engine.shutdown().await;
    }
}
