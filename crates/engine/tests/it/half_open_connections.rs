//! Lines that die without a word, and networks that come and go.
use std::{
    net::IpAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering::SeqCst},
    },
    time::Duration,
};

use crate::common::*;
use engine::{Connection, Engine, LocalRoute};
use protocol::{ConversationId, UtcMs};
use store::MessageWindow;

/// Far longer than a test waits for anything: what the server's ping would find is found too late.
const NEVER: Duration = Duration::from_secs(600);

fn is_online(state: &Connection) -> bool {
    matches!(state, Connection::Online { .. })
}

/// An engine online over a proxy, its line half open: nothing that the server says comes through.
async fn half_open(
    computer: &Computer,
) -> (backend::Server, Proxy, Engine, Person, ConversationId) {
    let mut slow = settings(backend::Dialect::Documented);
    slow.ping_interval = NEVER;
    let backend = backend_with_people(slow).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    let salma = person_at(&backend.url(), "salma").await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let engine = computer.start_signed_in(&proxy.url()).await;
    salma.send_message(&chat, "مرحباً").await.unwrap();
    until(&engine, "the chat is fetched", || {
        complete_until(&engine, &chat)
    })
    .await;
    proxy.faults.half_open_websockets.store(true, SeqCst);
    salma.send_message(&chat, "هل تسمعني؟").await.unwrap();
    (backend, proxy, engine, salma, chat)
}

async fn complete_until(engine: &Engine, chat: &ConversationId) -> Option<UtcMs> {
    let newest = MessageWindow::Newest { limit: 50 };
    let window = engine.messages(chat, newest).await.expect("readable");
    window.complete_until
}

async fn heard_of(engine: &Engine, chat: &ConversationId) {
    until(engine, "the chat is known", || async {
        inbox_ids(engine).await.contains(chat).then_some(())
    })
    .await;
}

/// What was missed is there, and what is said now is heard by event.
async fn all_is_heard_again(engine: &Engine, salma: &Person, chat: &ConversationId) {
    wait_for_message(engine, chat, "هل تسمعني؟").await;
    connection_is(engine, "online again", is_online).await;
    salma.send_message(chat, "والآن؟").await.unwrap();
    wait_for_message(engine, chat, "والآن؟").await;
}

fn impatient() -> Computer {
    let mut computer = Computer::new();
    computer.timing.probe_timeout = Duration::from_millis(300);
    computer
}

#[tokio::test]
async fn on_wake_up_a_dead_line_is_found_and_dialled_anew_at_once() {
    let slept = Arc::new(AtomicI64::new(0));
    let (ahead, right) = (slept.clone(), store::system_clock());
    let computer = Computer {
        clock: Arc::new(move || UtcMs(right().0 + ahead.load(SeqCst))),
        ..impatient()
    };
    let (_backend, proxy, engine, salma, chat) = half_open(&computer).await;
    let before = proxy.faults.counts.websockets.load(SeqCst);
    proxy.faults.keep_half_open_to(before);
    slept.store(30 * 60 * 1000, SeqCst);
    all_is_heard_again(&engine, &salma, &chat).await;
    assert!(
        proxy.faults.counts.websockets.load(SeqCst) > before,
        "a new socket"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn try_now_finds_a_dead_line() {
    let computer = impatient();
    let (_backend, proxy, engine, salma, chat) = half_open(&computer).await;
    let before = proxy.faults.counts.websockets.load(SeqCst);
    proxy.faults.keep_half_open_to(before);
    engine.try_now();
    all_is_heard_again(&engine, &salma, &chat).await;
    assert!(
        proxy.faults.counts.websockets.load(SeqCst) > before,
        "a new socket"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn a_chat_is_not_complete_up_to_when_its_line_was_found_dead() {
    let computer = impatient();
    let (backend, _proxy, engine, salma, chat) = half_open(&computer).await;
    let said = salma.messages(&chat).await.unwrap();
    let missed = UtcMs::parse(&said.last().unwrap().at).expect("a time");
    backend.stop().await;
    engine.try_now();
    offline(&engine).await;
    let window = engine
        .messages(&chat, MessageWindow::Newest { limit: 50 })
        .await;
    let until = window.expect("readable").complete_until;
    assert!(
        until.is_some_and(|until| until < missed),
        "complete until {until:?}, and what was said at {missed:?} is missing"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn a_dead_connection_at_the_end_completes_no_chat() {
    let computer = impatient();
    let (backend, _proxy, engine, salma, chat) = half_open(&computer).await;
    let said = salma.messages(&chat).await.unwrap();
    let missed = UtcMs::parse(&said.last().unwrap().at).expect("a time");
    engine.shutdown().await;
    backend.stop().await;
    let engine = computer.start_on_request().await;
    let until = complete_until(&engine, &chat).await;
    assert!(
        until.is_some_and(|until| until < missed),
        "complete until {until:?}, and what was said at {missed:?} is missing"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn a_slow_rest_beside_a_blocked_websocket_leads_to_polling() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    proxy.faults.no_websocket.store(true, SeqCst);
    let mut computer = Computer::new();
    computer.timing.waking_after = Duration::from_millis(50);
    let engine = computer.start().await;
    sign_in(&engine, &proxy.url(), "mudir")
        .await
        .expect("signed in");
    engine.shutdown().await;
    proxy.faults.slowness.store(200, SeqCst);
    let engine = computer.start().await;
    connection_is(&engine, "polling", |state| {
        matches!(state, Connection::Polling { .. })
    })
    .await;
    engine.shutdown().await;
}

#[tokio::test]
async fn try_now_does_not_wait_for_a_socket_that_opens() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    let mut computer = Computer::new();
    computer.timing.connect_timeout = NEVER;
    computer.timing.waking_after = NEVER;
    let engine = computer.start_signed_in(&proxy.url()).await;
    let before = proxy.faults.counts.websockets.load(SeqCst);
    proxy.faults.hang_websocket.store(true, SeqCst);
    proxy.cut_connections();
    until(&engine, "it dials", || async {
        (proxy.faults.counts.websockets.load(SeqCst) > before).then_some(())
    })
    .await;
    proxy.faults.hang_websocket.store(false, SeqCst);
    engine.try_now();
    connection_is(&engine, "online again", is_online).await;
    engine.shutdown().await;
}

#[tokio::test]
async fn try_now_leaves_a_line_that_answers_as_it_is() {
    let (_backend, proxy, salma) = behind_proxy(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&proxy.url()).await;
    let before = proxy.faults.counts.websockets.load(SeqCst);
    for round in 0..5 {
        engine.try_now();
        let text = format!("جولة {round}");
        salma.send_message(&chat, &text).await.unwrap();
        wait_for_message(&engine, &chat, &text).await;
    }
    engine.refresh_inbox().await.expect("asked");
    assert_eq!(
        proxy.faults.counts.websockets.load(SeqCst),
        before,
        "the same socket"
    );
    engine.shutdown().await;
}

/// A way out that a test chooses.
fn way_out(computer: Computer, out: &Arc<Mutex<LocalRoute>>) -> Computer {
    let out = out.clone();
    Computer {
        network: Arc::new(move || *out.lock().expect("not poisoned")),
        ..computer
    }
}

fn over(address: &str) -> LocalRoute {
    let v4: IpAddr = address.parse().expect("an address");
    LocalRoute {
        v4: Some(v4),
        v6: None,
    }
}

#[tokio::test]
async fn another_network_under_a_line_has_it_looked_at() {
    let out = Arc::new(Mutex::new(over("192.168.1.7")));
    let computer = way_out(impatient(), &out);
    let (_backend, proxy, engine, salma, chat) = half_open(&computer).await;
    proxy
        .faults
        .keep_half_open_to(proxy.faults.counts.websockets.load(SeqCst));
    *out.lock().expect("not poisoned") = over("10.0.0.4");
    all_is_heard_again(&engine, &salma, &chat).await;
    engine.shutdown().await;
}

#[tokio::test]
async fn a_network_that_comes_back_ends_the_pause() {
    let out = Arc::new(Mutex::new(over("192.168.1.7")));
    let mut computer = way_out(Computer::new(), &out);
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut kept = settings(backend::Dialect::Live);
    kept.data = Some(folder.path().to_owned());
    let backend = backend_with_people(kept.clone()).await;
    kept.listen = backend.address();
    computer.timing.backoff_first = NEVER;
    computer.timing.backoff_longest = NEVER;
    let engine = computer.start_signed_in(&backend.url()).await;
    backend.stop().await;
    offline(&engine).await;
    *out.lock().expect("not poisoned") = LocalRoute::default();
    let _backend = backend::start(kept).await.expect("the backend comes back");
    *out.lock().expect("not poisoned") = over("192.168.1.8");
    online(&engine).await;
    engine.shutdown().await;
}

#[test]
fn asking_for_the_way_out_answers_alike_while_nothing_changes() {
    let network = engine::system_network();
    assert_eq!(network(), network());
}

#[tokio::test]
async fn a_hanging_websocket_leads_to_polling_where_rest_answers() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    proxy.faults.hang_websocket.store(true, SeqCst);
    let salma = person_at(&backend.url(), "salma").await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let mut computer = Computer::new();
    // Waiting for the socket to give up would take for ever.
    computer.timing.connect_timeout = NEVER;
    computer.timing.waking_after = Duration::from_secs(2);
    let engine = computer.start().await;
    sign_in(&engine, &proxy.url(), "mudir")
        .await
        .expect("signed in");
    let state = connection_is(&engine, "polling, never asleep", |state| {
        matches!(
            state,
            Connection::Polling { .. } | Connection::Connecting { waking: true, .. }
        )
    })
    .await;
    assert!(matches!(state, Connection::Polling { .. }), "{state:?}");
    salma.send_message(&chat, "هل تسمعني؟").await.unwrap();
    wait_for_message(&engine, &chat, "هل تسمعني؟").await;
    engine.send(&chat, "نعم").await.expect("queued");
    sent(&engine, &chat, "نعم").await;
    engine.shutdown().await;
}

#[tokio::test]
async fn polling_fetches_what_was_said_before_my_message() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    proxy.faults.no_websocket.store(true, SeqCst);
    let salma = person_at(&backend.url(), "salma").await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let mut computer = Computer::new();
    // Nobody asks the server but this test.
    computer.timing.poll_every = NEVER;
    computer.timing.socket_retry_every = NEVER;
    computer.timing.backoff_longest = NEVER;
    let engine = computer.start().await;
    sign_in(&engine, &proxy.url(), "mudir")
        .await
        .expect("signed in");
    connection_is(&engine, "polling", |state| {
        matches!(state, Connection::Polling { .. })
    })
    .await;
    heard_of(&engine, &chat).await;
    salma.send_message(&chat, "قبل جوابك").await.unwrap();
    engine.send(&chat, "جوابي").await.expect("queued");
    sent(&engine, &chat, "جوابي").await;
    engine.try_now();
    wait_for_message(&engine, &chat, "قبل جوابك").await;
    assert_eq!(texts(&engine, &chat).await, ["قبل جوابك", "جوابي"]);
    engine.shutdown().await;
}

#[tokio::test]
async fn a_server_that_restarts_is_heard_again_and_nothing_is_missing() {
    for dialect in BOTH {
        let folder = tempfile::TempDir::new().expect("a folder");
        let mut kept = settings(dialect);
        kept.data = Some(folder.path().to_owned());
        let mut backend = backend_with_people(kept.clone()).await;
        kept.listen = backend.address();
        let salma = person_at(&backend.url(), "salma").await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_signed_in(&backend.url()).await;
        for round in 0..3 {
            backend.stop().await;
            backend = backend::start(kept.clone()).await.expect("it comes back");
            let (theirs, mine) = (format!("هي {round}"), format!("أنا {round}"));
            salma.send_message(&chat, &theirs).await.unwrap();
            engine.send(&chat, &mine).await.expect("queued");
            wait_for_message(&engine, &chat, &theirs).await;
            sent(&engine, &chat, &mine).await;
            online(&engine).await;
        }
        let rows = rows(&engine, &chat).await;
        assert_eq!(rows.len(), 6, "{dialect:?}");
        assert!(rows.iter().all(|row| !row.gap_before), "without a hole");
        engine.shutdown().await;
    }
}
