//! Order chats (CONTRACT sections 2 and 3): who is in, who hears of it, how they end.

use crate::common::socket::Socket;
use crate::common::{Backend, id};
use backend::Settings;
use serde_json::{Value, json};

fn people(conversation: &Value) -> Vec<&str> {
    let participants = conversation["participants"].as_array().unwrap();
    participants
        .iter()
        .map(|person| person["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn opening_an_order_chat_adds_members_and_informs_the_admin() {
    let backend = Backend::start(Settings::default()).await;
    let order = backend
        .running
        .add_order("user", "restaurant")
        .await
        .unwrap();
    let url = backend.running.url();
    let mut admin = Socket::connect(&url, Some(&backend.token("admin").await)).await;
    let path = format!("/support/order-chat/{order}");
    backend.get("user", &path).await.refused(404, "not found");

    let opened = backend.post("user", &path, json!({})).await.ok();
    assert_eq!(opened["supportType"], "order");
    assert_eq!(opened["relatedOrder"], order.as_str());
    assert_eq!(people(&opened), ["محمد محمد", "مطعم البركة", "المدير"]);
    let told = admin.event("new-conversation").await;
    assert_eq!(id(&told), id(&opened));
    assert_eq!(told["status"], "open");

    for who in ["user", "restaurant", "admin"] {
        let again = backend.post(who, &path, json!({})).await.ok();
        assert_eq!(id(&again), id(&opened), "{who} gets the same chat");
        assert_eq!(id(&backend.get(who, &path).await.ok()), id(&opened));
        let page = backend.get(who, &format!("{path}/messages")).await.ok();
        assert_eq!(page["total"], 0);
    }
    backend
        .post("stranger", &path, json!({}))
        .await
        .refused(403, "do not have access");
    backend
        .get("stranger", &path)
        .await
        .refused(403, "do not have access");
}

#[tokio::test]
async fn only_a_known_order_is_closed_to_strangers() {
    let backend = Backend::start(Settings::default()).await;
    let order = backend
        .running
        .add_order("user", "restaurant")
        .await
        .unwrap();
    let path = format!("/support/order-chat/{order}");
    backend
        .post("stranger", &path, json!({}))
        .await
        .refused(403, "access to this order");
    let unknown = backend
        .post("stranger", "/support/order-chat/abc1234", json!({}))
        .await
        .ok();
    assert_eq!(people(&unknown), ["سارة المبروك", "المدير"]);
    assert_eq!(unknown["subject"], "طلب #1234");
}

#[tokio::test]
async fn the_end_of_an_order_closes_its_chat_with_a_system_line() {
    let backend = Backend::start(Settings::default()).await;
    let url = backend.running.url();
    for status in ["delivered", "cancelled"] {
        let order = backend
            .running
            .add_order("user", "restaurant")
            .await
            .unwrap();
        let path = format!("/support/order-chat/{order}");
        let chat = id(&backend.post("user", &path, json!({})).await.ok());
        let mut user = Socket::connect(&url, Some(&backend.token("user").await)).await;
        user.join(&chat).await;
        let orders = format!("/orders/{order}/status");
        backend
            .post("user", &orders, json!({ "status": status }))
            .await
            .refused(403, "Forbidden");
        backend
            .post("admin", &orders, json!({ "status": "preparing" }))
            .await
            .ok();
        backend
            .post("admin", &orders, json!({ "status": status }))
            .await
            .ok();

        let updated = user.event("conversation-updated").await;
        assert_eq!(
            (&updated["_id"], &updated["status"]),
            (&json!(chat), &json!("closed"))
        );
        assert_eq!(updated["lastMessage"]["type"], "system");
        let line = user.event("new-message").await;
        assert_eq!(line["type"], "system");
        assert_eq!(line["content"], "تم إغلاق محادثة الطلب");
        backend
            .write("user", &chat, "؟")
            .await
            .refused(403, "Conversation is closed");
        // Once is enough.
        backend
            .post("admin", &orders, json!({ "status": status }))
            .await
            .ok();
        let page = backend.get("user", &format!("{path}/messages")).await.ok();
        assert_eq!(page["total"], 1, "one line only");
    }
    let nothing = json!({ "status": "delivered" });
    backend
        .post("admin", "/orders/none/status", nothing)
        .await
        .refused(404, "Order not found");
    backend
        .post("admin", "/orders/none/status", json!({}))
        .await
        .refused(400, "status should");
}

#[tokio::test]
async fn another_role_cannot_take_a_foreign_orders_chat() {
    let backend = Backend::start(Settings::default()).await;
    let path = "/support/order-chat/order-of-somebody";
    for who in ["driver", "restaurant", "market", "pharmacy"] {
        backend
            .post(who, path, json!({}))
            .await
            .refused(403, "access to this order");
    }
    let opened = backend.post("user", path, json!({})).await.ok();
    assert_eq!(people(&opened), ["محمد محمد", "المدير"]);
    for who in ["driver", "stranger"] {
        let refused = backend.post(who, path, json!({})).await;
        refused.refused(403, "do not have access");
    }
}

#[tokio::test]
async fn an_admin_who_opens_first_does_not_shut_the_customer_out() {
    let backend = Backend::start(Settings::default()).await;
    let path = "/support/order-chat/order-of-somebody";
    let opened = backend.post("admin", path, json!({})).await.ok();
    assert_eq!(people(&opened), ["المدير"]);
    let url = backend.running.url();
    let mut user = Socket::connect(&url, Some(&backend.token("user").await)).await;
    let mine = backend.post("user", path, json!({})).await.ok();
    assert_eq!(id(&mine), id(&opened), "it is the same chat");
    assert_eq!(
        people(&mine),
        ["محمد محمد", "المدير"],
        "the customer comes first"
    );
    assert_eq!(id(&user.event("new-conversation").await), id(&opened));
    user.join(&id(&opened)).await;
    backend.write("user", &id(&mine), "أهلا").await.ok();
    for who in ["stranger", "driver"] {
        let refused = backend.post(who, path, json!({})).await;
        refused.refused(403, "do not have access");
    }
}
