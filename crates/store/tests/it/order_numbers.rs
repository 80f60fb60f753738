//! An order's number is the end of its id, whatever the chat's subject says, and by it the chat is found.
use crate::support::*;
use protocol::{Conversation, OrderId, SupportType, UtcMs};
use store::{Store, TypedOrder};

const ORDER: &str = "665mno345ghi678901";

fn order_chat(id: &str, order: &str, subject: Option<&str>, at: i64) -> Conversation {
    Conversation {
        subject: Some(subject.map(Into::into)),
        support_type: Some(SupportType::Order),
        related_order: OrderId::new(order),
        updated_at: Some(UtcMs(at)),
        ..whole(id, at)
    }
}

async fn number(store: &Store, id: &str) -> Option<String> {
    let row = store.conversation(&chat(id)).await.expect("readable");
    row.expect("there").order_number
}

async fn found(store: &Store, typed: &str) -> Vec<String> {
    let typed = TypedOrder::read(typed).expect("something was typed");
    let rows = store.chats_of_order(&typed).await.expect("readable");
    rows.into_iter().map(|row| row.id.into_string()).collect()
}

#[tokio::test]
async fn an_orders_number_is_its_own_whatever_the_subject_says() {
    let home = Home::new();
    let store = home.open().await;
    let subjects = [
        None,
        Some("1234#مشكلة في الطلب"),
        Some("طلب #5678"),
        Some("#99"),
    ];
    for (at, subject) in (0..).zip(subjects) {
        let renamed = order_chat("k", ORDER, subject, START + at);
        apply(&store, records(vec![renamed])).await;
        assert_eq!(
            number(&store, "k").await.as_deref(),
            Some("8901"),
            "{subject:?}"
        );
    }
    let unnamed = Conversation {
        related_order: None,
        ..order_chat("l", ORDER, Some("#1234"), START)
    };
    apply(&store, records(vec![unnamed])).await;
    assert_eq!(number(&store, "l").await, None, "no order is named");
}

#[tokio::test]
async fn an_orders_chat_is_found_by_its_number_and_by_its_id() {
    let home = Home::new();
    let store = home.open().await;
    let others = vec![
        order_chat("k", "6650abc123def1234", None, START),
        order_chat("l", "6650abc999def1234", None, START + 10),
        order_chat("m", ORDER, Some("#1234"), START + 20),
        order_chat("n", "A7", None, START + 30),
        whole("general", START),
    ];
    apply(&store, records(others)).await;
    let both = vec!["l", "k"];
    for typed in [
        "1234",
        "#1234",
        " 1234# ",
        "١٢٣٤",
        "۱۲۳۴",
        "\u{2067}#1234\u{2069}",
        "طلب 1234",
        "f1234",
        "F1234",
    ] {
        assert_eq!(found(&store, typed).await, both, "{typed:?}");
    }
    for (typed, id) in [
        ("6650abc123def1234", "k"),
        ("123DEF1234", "k"),
        (ORDER, "m"),
        ("a7", "n"),
    ] {
        assert_eq!(found(&store, typed).await, [id], "{typed:?}");
    }
    for typed in [
        "234",
        "4",
        "7",
        "12345",
        "_234",
        "%234",
        "🍕 pizza",
        "5f1234",
    ] {
        assert!(found(&store, typed).await.is_empty(), "{typed:?}");
    }
}

#[test]
fn only_what_can_be_an_orders_id_is_taken_for_one() {
    let id = |typed: &str| TypedOrder::read(typed).and_then(|typed| typed.to_id());
    for typed in [
        ORDER,
        "66f2a1b3c4d5e6f708192a3b",
        "66F2A1B3C4D5E6F708192A3B",
        "665012345678901234567890",
        "123e4567-e89b-12d3-a456-426614174000",
        "#66f2a1b3c4d5e6f708192a3b",
        "order 66f2a1b3c4d5e6f708192a3b",
    ] {
        assert!(id(typed).is_some(), "{typed} can be an id");
    }
    let long = format!("a1{}", "b".repeat(100));
    for typed in [
        "1234",
        "#1234",
        "🍕 pizza",
        "pizza",
        "margherita-pizza",
        "🍕6650abc123def1234",
        "218912345678",
        "+218 91 234 5678",
        "00218912345678",
        "6650abc/../../x1234",
        "../../../../x1234567890",
        "sara.ahmed.2024@example.org",
        "https://example.org/orders/66f2a1b3",
        "6650abc123def1234 6650abc123def1235",
        long.as_str(),
    ] {
        assert_eq!(id(typed), None, "{typed} is no id");
    }
    for nothing in ["", " ", "#", "\u{200F}", "# #"] {
        assert_eq!(TypedOrder::read(nothing), None, "{nothing:?} is nothing");
    }
}
