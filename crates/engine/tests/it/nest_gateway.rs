//! Against the official Node server of Socket.IO, in the manner of a Nest gateway (CONTRACT section 2).
use crate::common::{gateway::Gateway, *};
use engine::{Connection, Credentials, Engine, SHOWN_CHATS};
use protocol::ConversationId;
use serde_json::json;
use store::MessageWindow;

fn id(text: &str) -> ConversationId {
    ConversationId::new(text).expect("an id")
}

async fn enter(gateway: &Gateway, computer: &Computer) -> Engine {
    let engine = computer.start().await;
    sign_in(&engine, &gateway.url, "mudir")
        .await
        .expect("signed in");
    engine
}

#[tokio::test]
async fn events_of_every_room_arrive_and_messages_are_sent_once() {
    let gateway = Gateway::start().await;
    let computer = Computer::new();
    let engine = enter(&gateway, &computer).await;
    online(&engine).await;
    for chat in ["c1", "c2", "c3"] {
        let said = format!("من {chat}");
        gateway
            .control(json!({"do": "say", "conversation": chat, "text": said}))
            .await;
        wait_for_message(&engine, &id(chat), &said).await;
    }
    engine.send(&id("c1"), "من المكتب").await.expect("queued");
    sent(&engine, &id("c1"), "من المكتب").await;
    let count = texts(&engine, &id("c1"))
        .await
        .iter()
        .filter(|t| *t == "من المكتب")
        .count();
    assert_eq!(count, 1, "answer and event are one message");
    gateway
        .control(json!({"do": "open", "conversation": "c9"}))
        .await;
    until(&engine, "the new chat is in the inbox", || async {
        inbox_ids(&engine).await.contains(&id("c9")).then_some(())
    })
    .await;
    engine.shutdown().await;
}

#[tokio::test]
async fn new_conversations_by_the_thousand_cost_few_calls() {
    const MANY: usize = 20_000;
    let gateway = Gateway::start().await;
    let computer = Computer::new();
    let engine = enter(&gateway, &computer).await;
    online(&engine).await;
    gateway
        .control(json!({"do": "open-many", "count": MANY}))
        .await;
    until(&engine, "all of them are in the inbox", || async {
        let inbox = engine
            .inbox(store::InboxFilter::All, 1)
            .await
            .expect("read");
        (usize::try_from(inbox.counts.all).unwrap() >= MANY).then_some(())
    })
    .await;
    let last = id(&format!("many{}", MANY - 1));
    show(&engine, &last).await;
    gateway
        .control(json!({"do": "say", "conversation": last.as_str(), "text": "أين طلبي؟"}))
        .await;
    wait_for_message(&engine, &last, "أين طلبي؟").await;
    let pages = gateway.seen().await["pages"].as_u64().expect("a count");
    assert!(pages < 1_000, "{pages} pages were asked for");
    engine.shutdown().await;
}

/// Closed chats whose rooms nobody would join but for their being on screen.
async fn closed_chats(gateway: &Gateway, count: usize) -> Vec<ConversationId> {
    let names: Vec<String> = (0..count).map(|number| format!("closed{number}")).collect();
    for name in &names {
        gateway
            .control(json!({"do": "open", "conversation": name}))
            .await;
    }
    gateway
        .control(json!({"do": "set-status", "status": "closed", "conversations": names}))
        .await;
    names.iter().map(|name| id(name)).collect()
}

#[tokio::test]
async fn the_rooms_of_all_chats_on_screen_are_joined_first() {
    let gateway = Gateway::start().await;
    let chats = closed_chats(&gateway, SHOWN_CHATS + 1).await;
    let computer = Computer::new();
    let engine = enter(&gateway, &computer).await;
    online(&engine).await;
    // The list is too long by one, and names one chat twice.
    let shown = chats.iter().rev().chain([&chats[0]]).cloned();
    engine.set_shown(shown).expect("signed in");
    gateway.control(json!({"do": "kick"})).await;
    let wanted: Vec<&str> = chats
        .iter()
        .rev()
        .take(SHOWN_CHATS)
        .map(|id| id.as_str())
        .collect();
    until(
        &engine,
        "those on screen come first, in their order",
        || async {
            let joins = gateway.seen().await["joins"].clone();
            let joins: Vec<&str> = joins
                .as_array()?
                .iter()
                .filter_map(|id| id.as_str())
                .collect();
            joins.starts_with(&wanted).then_some(())
        },
    )
    .await;
    online(&engine).await;
    for chat in &chats[1..] {
        gateway
            .control(json!({"do": "say", "conversation": chat.as_str(), "text": "أعيدوا فتحها"}))
            .await;
        wait_for_message(&engine, chat, "أعيدوا فتحها").await;
    }
    let joins = gateway.seen().await["joins"].to_string();
    assert!(!joins.contains("\"closed0\""), "beyond the bound: {joins}");
    engine.shutdown().await;
}

#[tokio::test]
async fn what_is_on_screen_no_longer_is_no_longer_joined() {
    let gateway = Gateway::start().await;
    let chats = closed_chats(&gateway, 2).await;
    let computer = Computer::new();
    let engine = enter(&gateway, &computer).await;
    online(&engine).await;
    engine.set_shown(chats.clone()).expect("signed in");
    engine.set_shown(chats[..1].to_vec()).expect("signed in");
    gateway.control(json!({"do": "kick"})).await;
    until(&engine, "the rooms are joined anew", || async {
        let joins = gateway.seen().await["joins"].to_string();
        (joins.contains("closed0") && joins.contains("c4")).then_some(())
    })
    .await;
    let joins = gateway.seen().await["joins"].to_string();
    assert!(!joins.contains("closed1"), "{joins}");
    engine.shutdown().await;
}

#[tokio::test]
async fn a_burst_larger_than_what_may_wait_is_taken_in_whole() {
    // Three times as many as wait between the socket and the store.
    const BURST: usize = 12_500;
    let gateway = Gateway::start().await;
    let computer = Computer::new();
    let engine = enter(&gateway, &computer).await;
    online(&engine).await;
    gateway
        .control(json!({"do": "say-many", "conversation": "c1", "text": "رسالة", "count": BURST}))
        .await;
    let limit = u32::try_from(BURST).unwrap() + 1;
    let said = until(&engine, "all of the burst is in the cache", || async {
        let all = MessageWindow::Newest { limit };
        let chat = engine.messages(&id("c1"), all).await.expect("it is read");
        (chat.rows.len() >= BURST).then_some(chat.rows)
    })
    .await;
    let said: Vec<String> = said.into_iter().map(|row| row.content).collect();
    let expected: Vec<String> = (0..BURST).map(|number| format!("رسالة {number}")).collect();
    assert!(said == expected, "in the order in which they were sent");
    assert_eq!(
        gateway.seen().await["connections"],
        1,
        "one connection has brought all of them"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn a_refused_join_without_an_answer_holds_up_no_other() {
    let gateway = Gateway::start().await;
    gateway
        .control(json!({"do": "refuse-joins", "conversations": ["c1", "c3"]}))
        .await;
    let computer = Computer::new();
    let engine = enter(&gateway, &computer).await;
    online(&engine).await;
    gateway
        .control(json!({"do": "say", "conversation": "c2", "text": "أسمعك"}))
        .await;
    wait_for_message(&engine, &id("c2"), "أسمعك").await;
    engine.shutdown().await;
}

#[tokio::test]
async fn accepting_and_then_disconnecting_does_not_make_a_hot_loop() {
    let gateway = Gateway::start().await;
    gateway
        .control(json!({"do": "dismiss-sockets", "on": true}))
        .await;
    let mut computer = Computer::new();
    computer.timing.sockets_before_polling = 1000;
    computer.timing.backoff_first = std::time::Duration::from_millis(200);
    computer.timing.backoff_longest = std::time::Duration::from_millis(400);
    let engine = enter(&gateway, &computer).await;
    let began = std::time::Instant::now();
    until(&engine, "the engine has tried several times", || async {
        (gateway.seen().await["connections"].as_u64() >= Some(5)).then_some(())
    })
    .await;
    // Pauses of at least 150, 300, 300 and 300 ms lie between five connections.
    assert!(
        began.elapsed().as_millis() >= 900,
        "the pauses are kept: {:?}",
        began.elapsed()
    );
    assert!(
        !matches!(
            *engine.subscribe_connection().borrow(),
            Connection::SignInNeeded { .. }
        ),
        "the token is good, and REST says so"
    );
    gateway
        .control(json!({"do": "dismiss-sockets", "on": false}))
        .await;
    online(&engine).await;
    engine.shutdown().await;
}

#[tokio::test]
async fn a_refused_token_asks_for_sign_in_and_opens_no_socket() {
    let gateway = Gateway::start().await;
    let computer = Computer::new();
    let engine = enter(&gateway, &computer).await;
    online(&engine).await;
    gateway.control(json!({"do": "revoke"})).await;
    connection_is(&engine, "sign-in-needed", |state| {
        matches!(state, Connection::SignInNeeded { .. })
    })
    .await;
    let before = gateway.seen().await["connections"].clone();
    engine.try_now();
    engine.send(&id("c1"), "تنتظر").await.expect("queued");
    assert_eq!(
        gateway.seen().await["connections"],
        before,
        "no socket without a good token"
    );
    let credentials = Credentials::Password {
        username: "mudir".to_owned(),
        password: PASSWORD.to_owned(),
    };
    engine
        .sign_in(&gateway.url, credentials)
        .await
        .expect("signed in again");
    sent(&engine, &id("c1"), "تنتظر").await;
    engine.shutdown().await;
}

#[tokio::test]
async fn a_server_that_keeps_dismissing_sockets_is_polled() {
    let gateway = Gateway::start().await;
    gateway
        .control(json!({"do": "dismiss-sockets", "on": true}))
        .await;
    let computer = Computer::new();
    let engine = enter(&gateway, &computer).await;
    connection_is(&engine, "polling", |state| {
        matches!(state, Connection::Polling { .. })
    })
    .await;
    gateway
        .control(json!({"do": "say", "conversation": "c1", "text": "بلا مقبس"}))
        .await;
    wait_for_message(&engine, &id("c1"), "بلا مقبس").await;
    gateway
        .control(json!({"do": "dismiss-sockets", "on": false}))
        .await;
    online(&engine).await;
    engine.shutdown().await;
}

#[tokio::test]
async fn what_a_server_says_at_a_socket_is_not_in_the_log() {
    const SAID: &str = "كلام لا يخص السجل";
    let log = Log::record();
    let gateway = Gateway::start().await;
    let mut computer = Computer::new();
    computer.timing.backoff_first = std::time::Duration::from_millis(50);
    let engine = enter(&gateway, &computer).await;
    gateway
        .control(json!({"do": "refuse-namespace", "words": SAID}))
        .await;
    until(&engine, "the log says that there is no socket", || async {
        log.contains("the server refuses the namespace")
            .then_some(())
    })
    .await;
    engine.shutdown().await;
    assert!(!log.contains(SAID), "the server's words are in the log");
}
