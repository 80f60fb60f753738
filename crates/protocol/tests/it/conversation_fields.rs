//! CONTRACT section 4, the rows of conversations: both dialects, and what a careless server makes
//! of them.
use crate::common::{at, bare, message_id, only, order_id, person, user_id};
use protocol::{
    Conversation, ConversationStatus, LastMessage, MessageKind, Role, SupportType, UnreadCounts,
    decode,
};
use serde_json::{Value, json};

/// A conversation with these fields on top of an id.
fn conversation_with(fields: Value) -> Conversation {
    let mut record = json!({"_id": "c"});
    record
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    decode::conversation_value(&record).unwrap_or_else(|error| panic!("{record}: {error}"))
}

#[test]
fn participants_come_as_a_list_or_by_their_part() {
    let listed = conversation_with(json!({"participants": [
        {"_id": "u", "name": "زبون", "role": "user"}, null, {"name": "no id"}, "x",
        {"_id": "a", "name": "المدير", "role": "admin"}, {"_id": "u", "name": "again"},
    ]}));
    assert_eq!(
        listed.participants,
        Some(vec![
            person("a", "المدير", Role::Admin),
            person("u", "زبون", Role::User),
            only("x"),
        ]),
        "unreadable people and second mentions are left out, support's side comes first"
    );
    assert_eq!(listed.support_side, [user_id("a")]);

    let by_part =
        conversation_with(json!({"admin": "a", "restaurant": {"_id": "r"}, "participant": "u"}));
    assert_eq!(
        by_part.participants,
        Some(vec![only("a"), only("r"), only("u")])
    );
    assert_eq!(by_part.support_side, [user_id("a"), user_id("r")]);

    let without =
        conversation_with(json!({"admin": null, "restaurant": "r", "participant": {"id": 5}}));
    assert_eq!(without.participants, Some(vec![only("r"), only("5")]));
    assert_eq!(without.support_side, [user_id("r")]);
}

#[test]
fn a_record_that_names_nobody_forgets_nobody() {
    for said in [
        json!({}),
        json!({"participants": null}),
        json!({"participants": [null, {}]}),
        json!({"participants": "u"}),
        json!({"admin": null, "restaurant": null, "participant": null}),
    ] {
        assert_eq!(conversation_with(said.clone()).participants, None, "{said}");
    }
    assert_eq!(
        conversation_with(json!({"participants": []})).participants,
        Some(vec![])
    );
}

#[test]
fn a_restaurant_answers_customers_and_asks_admins() {
    let with = |people: Value| conversation_with(json!({"participants": people})).support_side;
    let restaurant = json!({"_id": "r", "role": "restaurant"});
    let admin = json!({"_id": "a", "role": "admin"});
    let user = json!({"_id": "u", "role": "user"});
    assert_eq!(with(json!([restaurant, user])), [user_id("r")]);
    assert_eq!(with(json!([restaurant, admin])), [user_id("a")]);
    assert_eq!(
        with(json!([restaurant, admin, user])),
        [user_id("r"), user_id("a")]
    );
}

#[test]
fn unread_counts_tell_whose_they_are() {
    for (said, expected) in [
        (json!({"unreadCount": 3}), (Some(3), None, None)),
        (json!({"unreadCount": "3"}), (Some(3), None, None)),
        (
            json!({"unreadCountSupport": 2, "unreadCountParticipant": 1.0}),
            (None, Some(2), Some(1)),
        ),
        (json!({"unreadCount": -1}), (None, None, None)),
        (json!({"unreadCount": null}), (None, None, None)),
        (
            json!({"unreadCount": 99_999_999_999_u64}),
            (Some(decode::MAX_UNREAD), None, None),
        ),
    ] {
        let (mine, support, participant) = expected;
        let expected = UnreadCounts {
            mine,
            support,
            participant,
        };
        assert_eq!(conversation_with(said.clone()).unread, expected, "{said}");
    }
}

#[test]
fn a_status_may_be_any_word() {
    for (said, expected) in [
        (json!("open"), Some(ConversationStatus::Open)),
        (json!("closed"), Some(ConversationStatus::Closed)),
        (json!("resolved"), Some(ConversationStatus::Resolved)),
        (json!("pending"), Some(ConversationStatus::Pending)),
        (
            json!("archived"),
            Some(ConversationStatus::Other("archived".to_owned())),
        ),
        (json!(null), None),
        (json!({}), None),
    ] {
        assert_eq!(
            conversation_with(json!({"status": said})).status,
            expected,
            "{said}"
        );
    }
}

#[test]
fn general_support_has_three_names() {
    for (said, expected) in [
        (json!("general"), Some(SupportType::General)),
        (json!("admin"), Some(SupportType::General)),
        (json!("restaurant"), Some(SupportType::General)),
        (json!("order"), Some(SupportType::Order)),
        (
            json!("refund"),
            Some(SupportType::Other("refund".to_owned())),
        ),
        (json!(null), None),
    ] {
        assert_eq!(
            conversation_with(json!({"supportType": said})).support_type,
            expected,
            "{said}"
        );
    }
}

#[test]
fn a_last_message_is_an_id_an_object_null_or_not_spoken_of() {
    let by_id = LastMessage {
        id: message_id("m"),
        sender: None,
        kind: None,
        content: None,
        created_at: None,
    };
    let whole = LastMessage {
        sender: Some(only("u")),
        kind: Some(MessageKind::Text),
        content: Some("نعم".to_owned()),
        created_at: at("2025-02-14T11:00:00.000Z"),
        ..by_id.clone()
    };
    for (said, expected) in [
        (json!({}), None),
        (json!({"lastMessage": null}), Some(None)),
        (json!({"lastMessage": "m"}), Some(Some(by_id.clone()))),
        (json!({"lastMessage": {"_id": "m"}}), Some(Some(by_id))),
        (json!({"lastMessage": {"content": "no id"}}), None),
        (json!({"lastMessage": []}), None),
        (
            json!({"lastMessage": {"id": "m", "sender": "u", "type": "text", "content": "نعم",
                                   "createdAt": "2025-02-14T11:00:00Z"}}),
            Some(Some(whole)),
        ),
    ] {
        assert_eq!(
            conversation_with(said.clone()).last_message,
            expected,
            "{said}"
        );
    }
    let moved = conversation_with(json!({"lastMessageAt": "2025-02-14T11:00:00Z"}));
    assert_eq!(moved.last_message_at, at("2025-02-14T11:00:00.000Z"));
}

#[test]
fn a_subject_and_an_order_may_be_missing_null_or_numbers() {
    for (said, expected) in [
        (json!({}), None),
        (json!({"subject": null}), Some(None)),
        (json!({"subject": "  "}), Some(None)),
        (json!({"subject": 1234}), Some(Some("1234".to_owned()))),
        (json!({"subject": {"x": 1}}), None),
    ] {
        assert_eq!(conversation_with(said.clone()).subject, expected, "{said}");
    }
    for (said, expected) in [
        (json!("o"), Some(order_id("o"))),
        (json!({"_id": "o", "total": 20}), Some(order_id("o"))),
        (json!(12), Some(order_id("12"))),
        (json!(null), None),
        (json!(""), None),
    ] {
        let decoded = conversation_with(json!({"relatedOrder": said}));
        assert_eq!(decoded.related_order, expected, "{said}");
    }
}

#[test]
fn an_id_is_any_non_empty_string_under_any_of_its_names() {
    for (said, expected) in [
        (
            json!({"_id": "664ghi789abc012345"}),
            Some("664ghi789abc012345"),
        ),
        (json!({"id": "c"}), Some("c")),
        (json!({"_id": null, "id": "c"}), Some("c")),
        (json!({"_id": "", "id": "c"}), Some("c")),
        (
            json!({"conversationId": "c", "status": "closed"}),
            Some("c"),
        ),
        (json!({"_id": 42}), Some("42")),
        (json!({"_id": {"$oid": "c"}}), Some("c")),
        (json!({"conversation": {"_id": "c"}}), Some("c")),
        (json!({"data": {"_id": "c"}}), Some("c")),
        (json!({"_id": " "}), None),
        (json!({"_id": true}), None),
        (json!({}), None),
        (json!("c"), None),
        (json!(null), None),
    ] {
        let decoded = decode::conversation_value(&said).ok();
        assert_eq!(
            decoded,
            expected.map(bare).map(|mut conversation| {
                conversation.status = said.get("status").map(|_| ConversationStatus::Closed);
                conversation
            }),
            "{said}"
        );
    }
}
