//! An order's chat is found by what people see of it, and made only for what can be an order.
use crate::common::*;
use engine::{Error, OrderLookup};
use protocol::OrderId;
use store::InboxFilter;

#[tokio::test]
async fn an_order_is_looked_up_and_no_chat_is_made_for_anything() {
    for dialect in BOTH {
        let backend = backend_with_people(settings(dialect)).await;
        let order = backend.add_order("salma", "matam").await.expect("an order");
        let other = backend.add_order("salma", "matam").await.expect("an order");
        let computer = Computer::new();
        let engine = computer.start_on_request_as(&backend.url(), "mudir").await;
        let looked = engine.find_order_chat(order.as_str()).await;
        let Ok(OrderLookup::NoChat { order: missed }) = looked else {
            panic!("{dialect:?}: the order has no chat: {looked:?}");
        };
        assert_eq!(missed, order);
        let made = engine.open_order_chat(&order).await.expect("made");
        let number = made.order_number.clone().expect("a number");
        engine
            .rename(&made.id, "#7777 تأخير")
            .await
            .expect("renamed");
        let renamed = engine.conversation(&made.id).await.expect("known");
        assert_eq!(renamed.order_number.as_ref(), Some(&number), "{dialect:?}");
        for typed in [&number, &format!("#{number}"), &order.to_string()] {
            let Ok(OrderLookup::Chat { chat }) = engine.find_order_chat(typed).await else {
                panic!("{dialect:?}: {typed} is known");
            };
            assert_eq!(chat.id, made.id, "{dialect:?}: {typed}");
        }
        // The keys of the id, on a keyboard that writes Arabic.
        let keys = [
            ("a", "ش"),
            ("b", "لا"),
            ("c", "ؤ"),
            ("d", "ي"),
            ("e", "ث"),
            ("f", "ب"),
        ];
        let arabic = keys.iter().fold(order.to_string(), |id, (latin, typed)| {
            id.replace(latin, typed)
        });
        assert_ne!(arabic, order.as_str(), "{dialect:?}: the id has letters");
        let looked = engine.find_order_chat(&arabic).await;
        let Ok(OrderLookup::Chat { chat }) = looked else {
            panic!("{dialect:?}: {arabic} is the id on the other layout: {looked:?}");
        };
        assert_eq!(chat.id, made.id, "{dialect:?}: {arabic}");
        let Ok(OrderLookup::Several { chats }) = engine.find_order_chat("7777").await else {
            panic!("{dialect:?}: a subject names it");
        };
        assert_eq!(chats[0].id, made.id, "{dialect:?}");
        for nonsense in ["🍕 pizza", "4321", "", "#", "218912345678"] {
            let looked = engine.find_order_chat(nonsense).await;
            assert!(
                matches!(looked, Ok(OrderLookup::NoOrder)),
                "{nonsense}: {looked:?}"
            );
            if let Some(id) = OrderId::new(nonsense) {
                let refused = engine.open_order_chat(&id).await;
                assert!(
                    matches!(refused, Err(Error::InvalidInput(_))),
                    "{nonsense}: {refused:?}"
                );
            }
        }
        let looked = engine.find_order_chat(other.as_str()).await;
        assert!(
            matches!(looked, Ok(OrderLookup::NoChat { .. })),
            "{looked:?}"
        );
        engine.refresh_inbox().await.expect("refreshed");
        let orders = engine.inbox(InboxFilter::Orders, 100).await.expect("read");
        assert_eq!(
            orders.rows.len(),
            1,
            "{dialect:?}: none was made by looking"
        );
        engine.shutdown().await;
    }
}
