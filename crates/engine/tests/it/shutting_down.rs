//! Shutting down: bounded whatever is going on, and nothing is left behind or lost.
use std::{
    future::Future,
    io,
    sync::{Arc, Mutex, atomic::Ordering::SeqCst},
    time::Duration,
};

use crate::common::*;
use engine::{Connection, Engine};
use tracing_subscriber::fmt::MakeWriter;

/// Whatever waits for an answer waits longer than a test takes: only a cancelled call ends.
fn stubborn() -> Computer {
    let mut computer = Computer::new();
    let long = Duration::from_secs(600);
    computer.timing.connect_timeout = long;
    computer.timing.call_timeout = long;
    computer.timing.wake_timeout = long;
    computer.timing.ack_timeout = long;
    computer.timing.media_timeout = long;
    computer
}

async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), work)
        .await
        .unwrap_or_else(|_| panic!("it does not end: {what}"))
}

/// What is logged in this test.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    fn begin() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_writer(log.clone())
            .with_max_level(tracing::Level::WARN)
            .with_ansi(false)
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    /// What the engine warned of.
    fn of_the_engine(&self) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.0.lock().expect("not poisoned")).into_owned();
        text.lines()
            .filter(|line| line.contains(" engine::") || line.contains(" store::"))
            .map(str::to_owned)
            .collect()
    }
}

/// The folder is free: another engine opens it.
async fn the_folder_is_free(computer: &Computer) {
    let engine = Engine::start(computer.config()).await;
    let engine = engine.expect("the folder was given back");
    in_time("a second shutdown", engine.shutdown()).await;
}

#[tokio::test]
async fn a_normal_shutdown_frees_the_folder_without_a_warning() {
    let (log, _guard) = Log::begin();
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.send(&chat, "نعم").await.expect("queued");
    sent(&engine, &chat, "نعم").await;
    in_time("the shutdown", engine.shutdown()).await;
    // The engine is still held: the folder must be free all the same.
    the_folder_is_free(&computer).await;
    assert_eq!(log.of_the_engine(), Vec::<String>::new());
}

#[tokio::test]
async fn it_ends_while_dialling() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    proxy.faults.hang_websocket.store(true, SeqCst);
    let mut computer = stubborn();
    // Nothing but the dial goes on.
    computer.timing.waking_after = Duration::from_secs(600);
    let engine = computer.start().await;
    sign_in(&engine, &proxy.url(), "mudir")
        .await
        .expect("signed in");
    until(&engine, "it dials", || async {
        (proxy.faults.counts.websockets.load(SeqCst) > 0).then_some(())
    })
    .await;
    in_time("the shutdown", engine.shutdown()).await;
    the_folder_is_free(&computer).await;
}

#[tokio::test]
async fn a_shutdown_ends_with_calls_and_images_on_their_way() {
    let (log, _guard) = Log::begin();
    let (_backend, proxy, salma) = behind_proxy(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    // Through the proxy, as everything else.
    let address = format!("{}/uploads/a.png", proxy.url());
    let image = salma.send_image(&chat, &address).await.unwrap();
    let computer = stubborn();
    let engine = computer.start_signed_in(&proxy.url()).await;
    until(&engine, "the image is known", || async {
        engine.message(&image).await.ok()
    })
    .await;
    proxy.faults.hang_calls.store(true, SeqCst);
    let list = tokio::spawn({
        let engine = engine.clone();
        async move { engine.refresh_inbox().await }
    });
    let picture = tokio::spawn({
        let engine = engine.clone();
        async move { thumbnail(&engine, &image).await.map(drop) }
    });
    let page = tokio::spawn({
        let (engine, chat) = (engine.clone(), chat.clone());
        async move { engine.refresh_messages(&chat, 50).await }
    });
    until(&engine, "the calls hang", || async {
        (proxy.faults.counts.hanging.load(SeqCst) >= 3).then_some(())
    })
    .await;
    if picture.is_finished() {
        panic!("the picture is not on its way: {:?}", picture.await);
    }
    in_time("the shutdown", engine.shutdown()).await;
    for (call, what) in [(list, "the list"), (page, "the page")] {
        let ended = in_time(what, call).await.expect("no panic");
        ended.expect_err("it was cut short");
    }
    let picture = in_time("the picture", picture).await.expect("no panic");
    picture.expect_err("no picture");
    the_folder_is_free(&computer).await;
    assert_eq!(
        log.of_the_engine(),
        Vec::<String>::new(),
        "nothing is aborted"
    );
}

#[tokio::test]
async fn a_message_in_flight_at_shutdown_arrives_once() {
    let (_backend, proxy, salma) = behind_proxy(backend::Dialect::Documented).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = stubborn();
    let engine = computer.start_signed_in(&proxy.url()).await;
    proxy.faults.hang_calls.store(true, SeqCst);
    engine.send(&chat, "في الطريق").await.expect("queued");
    until(&engine, "the message hangs", || async {
        (proxy.faults.counts.hanging.load(SeqCst) > 0).then_some(())
    })
    .await;
    in_time("the shutdown", engine.shutdown()).await;
    proxy.faults.hang_calls.store(false, SeqCst);
    let engine = computer.start().await;
    assert_eq!(texts(&engine, &chat).await, ["في الطريق"], "still shown");
    sent(&engine, &chat, "في الطريق").await;
    assert_eq!(salma.count_of(&chat, "في الطريق").await.unwrap(), 1, "once");
    in_time("the shutdown", engine.shutdown()).await;
}

#[tokio::test]
async fn it_ends_while_a_sign_in_waits_for_its_server() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    proxy.faults.asleep.store(true, SeqCst);
    let computer = stubborn();
    let engine = computer.start().await;
    let signing_in = tokio::spawn({
        let (engine, url) = (engine.clone(), proxy.url());
        async move { sign_in(&engine, &url, "mudir").await }
    });
    connection_is(&engine, "waiting for the host", |state| {
        matches!(state, Connection::Connecting { waking: true, .. })
    })
    .await;
    in_time("the shutdown", engine.shutdown()).await;
    let outcome = in_time("the sign-in", signing_in).await.expect("no panic");
    outcome.expect_err("not signed in");
    proxy.faults.asleep.store(false, SeqCst);
    let error = sign_in(&engine, &proxy.url(), "mudir").await;
    error.expect_err("the engine is shut down: nothing opens any more");
}

#[tokio::test]
async fn it_ends_when_asked_twice_and_at_the_same_time() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    let (one, two) = (engine.clone(), engine.clone());
    in_time("both", async {
        tokio::join!(one.shutdown(), two.shutdown())
    })
    .await;
    in_time("a third", engine.shutdown()).await;
    the_folder_is_free(&computer).await;
}

#[tokio::test]
async fn it_ends_while_signing_out() {
    let backend = backend_with_people(settings(backend::Dialect::Documented)).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    let computer = stubborn();
    let engine = computer.start_signed_in(&proxy.url()).await;
    proxy.faults.hang_calls.store(true, SeqCst);
    in_time("both", async {
        let (left, ()) = tokio::join!(
            engine.sign_out(engine::SignOut::default()),
            engine.shutdown()
        );
        left.expect("signed out, though the server never answered");
    })
    .await;
    assert!(
        computer.start().await.account().is_none(),
        "nobody is signed in"
    );
}
