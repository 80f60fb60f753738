//! What is kept on this computer, and clearing it while the engine works.
use crate::common::*;
use engine::Engine;
use protocol::ConversationId;
use testkit_net::Person;

async fn with_a_chat(server: &str, salma: &Person) -> (Engine, Computer, ConversationId) {
    let chat = salma.open_chat("سؤال").await.unwrap();
    salma.send_message(&chat, "أين طلبي؟").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(server).await;
    wait_for_message(&engine, &chat, "أين طلبي؟").await;
    engine.save_draft(&chat, "لم يكتمل").await.expect("kept");
    engine.star_conversation(&chat).await.expect("starred");
    (engine, computer, chat)
}

#[tokio::test]
async fn a_cache_cleared_online_is_filled_again_without_news() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let (engine, _computer, chat) = with_a_chat(&backend.url(), &salma).await;
    let mut changes = engine.subscribe_changes();
    engine.clear_cache().await.expect("cleared");
    wait_for_message(&engine, &chat, "أين طلبي؟").await;
    let row = until(&engine, "the row is whole again", || async {
        let row = engine.conversation(&chat).await.ok()?;
        row.subject.is_some().then_some(row)
    })
    .await;
    assert_eq!(row.draft.as_deref(), Some("لم يكتمل"));
    assert!(row.starred, "the star stays");
    salma.send_message(&chat, "وصلت").await.unwrap();
    wait_for_message(&engine, &chat, "وصلت").await;
    let mut news = Vec::new();
    while let Ok(change) = changes.try_recv() {
        news.extend(change.new_messages);
    }
    assert!(
        news.len() <= 1,
        "what was fetched again is no news: {news:?}"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn a_cache_cleared_offline_is_filled_by_the_next_catch_up() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    let (engine, _computer, chat) = with_a_chat(&proxy.url(), &salma).await;
    proxy.pause_requests();
    proxy.cut_connections();
    connection_is(&engine, "lost", |state| !state.is_up()).await;
    engine.clear_cache().await.expect("cleared");
    assert_eq!(texts(&engine, &chat).await, Vec::<String>::new());
    let row = engine.conversation(&chat).await.expect("it has a draft");
    assert_eq!(row.draft.as_deref(), Some("لم يكتمل"));
    let local = engine.send(&chat, "أكتب بلا اتصال").await;
    local.expect("what is written is queued");

    proxy.resume_requests();
    wait_for_message(&engine, &chat, "أين طلبي؟").await;
    sent(&engine, &chat, "أكتب بلا اتصال").await;
    engine.shutdown().await;
}
