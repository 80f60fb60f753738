//! The chats that nobody waits for: a few at a time, behind whatever somebody waits for.
use crate::common::*;
use backend::Dialect;
use engine::Prefetch;
use tokio::time::{Duration, timeout};

/// How many chats belong to catching up; the rest is fetched in the background.
const FIRST: usize = 100;
const IN_BACKGROUND: usize = 5;

/// How long is listened for a request that must not come.
const QUIET: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_background_fetch_gives_way_and_tells_its_progress() {
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let mut chats = Vec::new();
    for number in 0..FIRST + IN_BACKGROUND {
        let chat = salma.open_chat(&format!("سؤال {number}")).await.unwrap();
        salma.send_message(&chat, "أين طلبي؟").await.unwrap();
        chats.push(chat);
    }
    let mut pages = proxy.hold_pages();
    let computer = Computer::new();
    let engine = computer.start().await;
    sign_in(&engine, &proxy.url(), "mudir")
        .await
        .expect("the admin signs in");
    for number in 0..FIRST {
        let page = timeout(Duration::from_secs(30), pages.recv()).await;
        let page =
            page.unwrap_or_else(|_| panic!("page {number} of the first was never asked for"));
        page.expect("the proxy is up").send(()).expect("it waits");
    }
    let mut progress = engine.subscribe_prefetch();
    let one = pages.recv().await.expect("a first in the background");
    let two = pages.recv().await.expect("a second in the background");
    assert!(
        timeout(QUIET, pages.recv()).await.is_err(),
        "more than two chats are fetched at once in the background"
    );
    let total = u32::try_from(IN_BACKGROUND).unwrap();
    assert_eq!(
        *progress.borrow_and_update(),
        Some(Prefetch { done: 0, total })
    );
    let newest = chats.last().expect("a chat").clone();
    let scrolling = {
        let engine = engine.clone();
        tokio::spawn(async move { engine.fetch_older(&newest).await })
    };
    let asked_by_user = pages
        .recv()
        .await
        .expect("what the user asked for goes out at once");
    one.send(()).expect("it waits");
    two.send(()).expect("it waits");
    let both = progress.wait_for(|progress| progress.is_some_and(|progress| progress.done == 2));
    both.await.expect("the engine is up");
    assert!(
        timeout(QUIET, pages.recv()).await.is_err(),
        "the next chat is fetched while the user waits"
    );
    asked_by_user.send(()).expect("it waits");
    scrolling.await.unwrap().expect("the older messages");
    for _ in 2..IN_BACKGROUND {
        let page = pages.recv().await.expect("the background goes on");
        page.send(()).expect("it waits");
    }
    let done = progress.wait_for(Option::is_none);
    done.await.expect("the engine is up");
    engine.shutdown().await;
}
