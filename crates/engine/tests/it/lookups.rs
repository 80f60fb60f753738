//! A chat that somebody points at is found: in the cache, also with the line down, or else on the server.
use crate::common::*;
use engine::Error;
use protocol::{ConversationId, OrderId};
use reqwest::Method;
use store::InboxFilter;

#[tokio::test]
async fn a_lookup_asks_the_cache_then_the_server_and_makes_no_chat() {
    for dialect in BOTH {
        let (_backend, proxy, salma) = behind_proxy(dialect).await;
        let cached = salma.open_chat("قديمة").await.unwrap();
        let computer = Computer::new();
        let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
        let fresh = salma.open_chat("جديدة").await.unwrap();
        let order = OrderId::new("66f2a1b3c4d5e6f708192a3b").expect("an id");
        let path = format!("/support/order-chat/{order}");
        let made = salma.call(Method::POST, &path, None).await.unwrap();
        let of_order = ConversationId::new(made["_id"].as_str().unwrap()).unwrap();

        let found = engine.look_up(&fresh).await.expect("on the server");
        assert_eq!(
            (found.id, found.subject.as_deref()),
            (fresh, Some("جديدة")),
            "{dialect:?}"
        );
        let found = engine.look_up_order(&order).await.expect("on the server");
        assert_eq!(found.id, of_order, "{dialect:?}");

        proxy
            .faults
            .portal
            .store(true, std::sync::atomic::Ordering::SeqCst);
        let found = engine.look_up(&cached).await.expect("in the cache");
        assert_eq!(found.id, cached, "{dialect:?}: no server is needed");
        let found = engine.look_up_order(&order).await.expect("in the cache");
        assert_eq!(found.id, of_order, "{dialect:?}: no server is needed");
        proxy
            .faults
            .portal
            .store(false, std::sync::atomic::Ordering::SeqCst);

        let known = engine.inbox(InboxFilter::All, 100).await.expect("read");
        let nobody = ConversationId::new("000000000000000000000001").expect("an id");
        let nothing = OrderId::new("000000000000000000000002").expect("an id");
        for missed in [
            engine.look_up(&nobody).await,
            engine.look_up_order(&nothing).await,
        ] {
            assert!(
                matches!(missed, Err(Error::NotFound(_) | Error::Forbidden(_))),
                "{dialect:?}: {missed:?}"
            );
        }
        let after = engine.inbox(InboxFilter::All, 100).await.expect("read");
        assert_eq!(after.rows.len(), known.rows.len(), "{dialect:?}: none made");
        engine.shutdown().await;
    }
}
