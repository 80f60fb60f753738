//! Reading: what is cached, what was missed, what is older.
use crate::common::*;
use engine::{Connection, Engine, Fetched, NewConversation};
use protocol::{ConversationStatus, UserId};
use store::{MessageWindow, Older};

#[tokio::test]
async fn every_open_chat_is_heard_not_only_the_one_on_screen() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        let mut chats = Vec::new();
        for number in 0..5 {
            chats.push(salma.open_chat(&format!("سؤال {number}")).await.unwrap());
        }
        let computer = Computer::new();
        let engine = computer.start_signed_in(&backend.url()).await;
        show(&engine, &chats[0]).await;
        for (number, chat) in chats.iter().enumerate() {
            salma
                .send_message(chat, &format!("رسالة {number}"))
                .await
                .unwrap();
        }
        for (number, chat) in chats.iter().enumerate() {
            let row = wait_for_message(&engine, chat, &format!("رسالة {number}")).await;
            assert!(!row.mine, "{dialect:?}: it is hers");
            assert!(
                row.sender.and_then(|sender| sender.name).is_some(),
                "{dialect:?}: named"
            );
        }
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_conversation_of_somebody_else_appears_and_is_followed() {
    for dialect in BOTH {
        let backend = backend_with_people(settings(dialect)).await;
        let computer = Computer::new();
        let engine = computer.start_signed_in(&backend.url()).await;
        let salma = person_at(&backend.url(), "salma").await;
        let chat = salma.open_chat("جديد").await.unwrap();
        until(&engine, "the new chat is in the inbox", || async {
            inbox_ids(&engine).await.contains(&chat).then_some(())
        })
        .await;
        salma.send_message(&chat, "هل أنتم هنا؟").await.unwrap();
        wait_for_message(&engine, &chat, "هل أنتم هنا؟").await;
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn the_cached_inbox_and_chats_are_readable_with_no_server() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    salma.send_message(&chat, "أين طلبي؟").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    wait_for_message(&engine, &chat, "أين طلبي؟").await;
    engine.shutdown().await;
    drop(engine);
    backend.stop().await;
    let engine = computer.start().await;
    assert_eq!(
        inbox_ids(&engine).await,
        vec![chat.clone()],
        "at once, before any network"
    );
    assert_eq!(texts(&engine, &chat).await, vec!["أين طلبي؟"]);
    let state = offline(&engine).await;
    assert!(
        matches!(state, Connection::Offline { ref code, .. } if code == "unreachable"),
        "{state:?}"
    );
    assert_eq!(texts(&engine, &chat).await, vec!["أين طلبي؟"]);
    engine.shutdown().await;
}

#[tokio::test]
async fn what_was_said_while_away_is_fetched_without_a_hole() {
    for dialect in BOTH {
        let folder = tempfile::TempDir::new().expect("a folder");
        let mut known = settings(dialect);
        known.data = Some(folder.path().to_owned());
        let backend = backend_with_people(known.clone()).await;
        let url = backend.url();
        let proxy = Proxy::to_address(backend.address()).await.unwrap();
        let salma = person_at(&url, "salma").await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        salma.send_message(&chat, "قبل").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_signed_in(&proxy.url()).await;
        wait_for_message(&engine, &chat, "قبل").await;
        engine.shutdown().await;
        drop(engine);
        for number in 0..120 {
            salma
                .send_message(&chat, &format!("أثناء {number}"))
                .await
                .unwrap();
        }
        let other = salma.open_chat("آخر").await.unwrap();
        let engine = computer.start().await;
        online(&engine).await;
        let rows = rows(&engine, &chat).await;
        assert_eq!(rows.len(), 121, "{dialect:?}: all of it");
        assert!(
            rows.iter().all(|row| !row.gap_before),
            "{dialect:?}: without a hole"
        );
        assert_eq!(rows[0].content, "قبل");
        assert_eq!(rows[120].content, "أثناء 119");
        assert!(
            inbox_ids(&engine).await.contains(&other),
            "a chat opened meanwhile"
        );
        proxy.cut_connections();
        salma.send_message(&chat, "بعد القطع").await.unwrap();
        wait_for_message(&engine, &chat, "بعد القطع").await;
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn history_is_fetched_to_the_beginning_though_pages_shift() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        let chat = salma.open_chat("طويل").await.unwrap();
        for number in 0..230 {
            salma
                .send_message(&chat, &format!("{number}"))
                .await
                .unwrap();
        }
        let computer = Computer::new();
        let engine = computer.start_signed_in(&backend.url()).await;
        show(&engine, &chat).await;
        wait_for_message(&engine, &chat, "229").await;
        let mut rounds = 0;
        while engine.fetch_older(&chat).await.expect("older messages") == Fetched::More {
            // Every new message shifts all later pages by one.
            salma
                .send_message(&chat, &format!("جديد {rounds}"))
                .await
                .unwrap();
            rounds += 1;
            assert!(rounds < 20, "{dialect:?}: it ends");
        }
        wait_for_message(&engine, &chat, &format!("جديد {}", rounds - 1)).await;
        let window = engine
            .messages(&chat, MessageWindow::Newest { limit: 1000 })
            .await
            .expect("read");
        assert_eq!(
            window.rows.len(),
            230 + rounds,
            "{dialect:?}: each exactly once"
        );
        assert!(
            window.rows.iter().all(|row| !row.gap_before),
            "{dialect:?}: without a hole"
        );
        assert_eq!(window.rows[0].content, "0");
        assert_eq!(
            window.older,
            Older::Nothing,
            "and the beginning is known as such"
        );
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn refreshing_reaches_as_far_back_as_asked() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("طويل").await.unwrap();
    for number in 0..180 {
        salma
            .send_message(&chat, &format!("{number}"))
            .await
            .unwrap();
    }
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.shutdown().await;
    drop(engine);
    let mut config = computer.config();
    config.session_mode = engine::SessionMode::OnRequest;
    let engine = engine::Engine::start(config).await.expect("started");
    engine
        .refresh_messages(&chat, 120)
        .await
        .expect("refreshed");
    let count = rows(&engine, &chat).await.len();
    assert!((120..180).contains(&count), "120 asked for, {count} there");
    engine
        .refresh_messages(&chat, 1000)
        .await
        .expect("refreshed");
    assert_eq!(rows(&engine, &chat).await.len(), 180);
    engine.shutdown().await;
}

#[tokio::test]
async fn statuses_subjects_and_orders_go_both_ways() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_signed_in(&backend.url()).await;
        let row = engine
            .set_status(&chat, ConversationStatus::Closed)
            .await
            .expect("closed");
        assert_eq!(row.status, ConversationStatus::Closed);
        let row = engine.rename(&chat, "اسم آخر").await.expect("renamed");
        assert_eq!(row.subject.as_deref(), Some("اسم آخر"));
        let row = engine
            .set_status(&chat, ConversationStatus::Open)
            .await
            .expect("reopened");
        assert_eq!(row.status, ConversationStatus::Open);
        let wanted = NewConversation::Person {
            participant: UserId::new(salma.id()).expect("an id"),
            subject: Some("من المدير".to_owned()),
        };
        let made = engine.create_conversation(wanted).await.expect("made");
        salma.send_message(&made.id, "نعم؟").await.unwrap();
        wait_for_message(&engine, &made.id, "نعم؟").await;
        let order = backend.add_order("salma", "matam").await.expect("an order");
        let opened = engine.open_order_chat(&order).await.expect("opened");
        assert_eq!(opened.related_order.as_ref(), Some(&order));
        assert_eq!(
            engine.order_chat(&order).await.expect("found").id,
            opened.id
        );
        salma.send_message(&opened.id, "أين الطلب؟").await.unwrap();
        wait_for_message(&engine, &opened.id, "أين الطلب؟").await;
        backend.deliver_order(&order).await.expect("delivered");
        until(&engine, "the order's chat is closed", || async {
            let row = engine.conversation(&opened.id).await.expect("the chat");
            (row.status == ConversationStatus::Closed).then_some(())
        })
        .await;
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn reading_is_told_to_the_server_also_later() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut kept = settings(backend::Dialect::Documented);
    kept.data = Some(folder.path().to_owned());
    let backend = backend_with_people(kept.clone()).await;
    let (url, address) = (backend.url(), backend.address());
    let salma = person_at(&url, "salma").await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    salma.send_message(&chat, "مرحبا").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&url).await;
    wait_for_message(&engine, &chat, "مرحبا").await;
    backend.stop().await;
    offline(&engine).await;
    engine.mark_read(&chat).await.expect("marked");
    assert_eq!(
        engine.conversation(&chat).await.expect("the chat").unread,
        0,
        "here at once"
    );
    kept.listen = address;
    let backend = backend::start(kept).await.expect("the backend comes back");
    online(&engine).await;
    until(&engine, "the server knows", || async {
        let said = salma.messages(&chat).await.unwrap();
        said.last().unwrap().is_read.then_some(())
    })
    .await;
    engine.shutdown().await;
    backend.stop().await;
}

#[tokio::test]
async fn the_first_catch_up_is_history_what_follows_is_news() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    for number in 0..60 {
        salma
            .send_message(&chat, &format!("{number}"))
            .await
            .unwrap();
    }
    let computer = Computer::new();
    let engine = computer.start().await;
    let mut changes = engine.subscribe_changes();
    sign_in(&engine, &backend.url(), "mudir")
        .await
        .expect("signed in");
    online(&engine).await;
    engine.fetch_older(&chat).await.expect("older messages");
    assert_eq!(
        rows(&engine, &chat).await.len(),
        60,
        "all of it is in the cache"
    );
    salma.send_message(&chat, "خبر").await.unwrap();
    let news = wait_for_message(&engine, &chat, "خبر")
        .await
        .id
        .expect("an id");
    let told = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        loop {
            let change = changes.recv().await.expect("the engine lives");
            if let Some(arrived) = change.new_messages.first() {
                return arrived.id.clone();
            }
        }
    })
    .await
    .expect("the news is told");
    assert_eq!(told, news, "and nothing before it was told as news");
    engine.shutdown().await;
}

#[tokio::test]
async fn what_was_said_while_the_application_was_closed_is_news() {
    for dialect in BOTH {
        let (backend, salma) = with_customer(dialect).await;
        let mut chats = Vec::new();
        for number in 0..7 {
            let chat = salma.open_chat(&format!("سؤال {number}")).await.unwrap();
            salma.send_message(&chat, "قبل").await.unwrap();
            chats.push(chat);
        }
        let computer = Computer::new();
        let engine = computer.start().await;
        let mut changes = engine.subscribe_changes();
        sign_in(&engine, &backend.url(), "mudir")
            .await
            .expect("signed in");
        assert_eq!(
            news_of_first_catch_up(&engine, &mut changes).await,
            Vec::<String>::new(),
            "{dialect:?}: what a first sign-in fetches is history"
        );
        engine.shutdown().await;
        drop(engine);
        for chat in &chats {
            salma.send_message(chat, "أثناء الإغلاق").await.unwrap();
        }
        let opened = salma.open_chat("جديدة").await.unwrap();
        salma.send_message(&opened, "أثناء الإغلاق").await.unwrap();
        let engine = computer.start().await;
        let mut changes = engine.subscribe_changes();
        let mut told = news_of_first_catch_up(&engine, &mut changes).await;
        told.sort();
        let mut said: Vec<String> = chats.iter().map(ToString::to_string).collect();
        said.extend([opened.to_string(), format!("new {opened}")]);
        said.sort();
        assert_eq!(told, said, "{dialect:?}: all of it, and nothing twice");
        engine.shutdown().await;
    }
}

/// The chats of which a first catch-up told news: by the time that it counts as told, and after it has begun.
pub(crate) async fn news_of_first_catch_up(
    engine: &Engine,
    changes: &mut tokio::sync::broadcast::Receiver<store::ChangeSet>,
) -> Vec<String> {
    let mut passes = engine.subscribe_catch_ups();
    let told = passes.wait_for(|passes| passes.begun > 0 && passes.told == passes.begun);
    let told = tokio::time::timeout(std::time::Duration::from_secs(60), told).await;
    assert!(told.is_ok_and(|told| told.is_ok()), "the catch-up ends");
    let mut news = Vec::new();
    while let Ok(change) = changes.try_recv() {
        let messages = change.new_messages.iter();
        news.extend(messages.map(|message| message.conversation.to_string()));
        let opened = change.new_conversations.iter();
        news.extend(opened.map(|id| format!("new {id}")));
    }
    news
}
