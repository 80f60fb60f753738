//! Arbitrary JSON: no decoder panics, and a good record survives among arbitrary bad ones.
use crate::common::{bare, conversation_id, text};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::{collection, prelude::*};
use protocol::{UtcMs, decode};
use serde_json::{Value, json};

/// The names that decoders look for, so that arbitrary objects run into their code.
const NAMES: [&str; 44] = [
    "_id",
    "id",
    "$oid",
    "conversation",
    "conversationId",
    "sender",
    "senderId",
    "type",
    "content",
    "isRead",
    "readAt",
    "createdAt",
    "updatedAt",
    "fileUrl",
    "fileName",
    "fileSize",
    "participants",
    "admin",
    "restaurant",
    "participant",
    "subject",
    "status",
    "supportType",
    "relatedOrder",
    "lastMessage",
    "lastMessageAt",
    "unreadCount",
    "unreadCountSupport",
    "unreadCountParticipant",
    "messages",
    "conversations",
    "data",
    "items",
    "total",
    "message",
    "error",
    "statusCode",
    "cause",
    "user",
    "token",
    "name",
    "role",
    "$date",
    "exp",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[0-9]{1,25}".prop_map(Value::from),
        Just(json!("2025-02-14T10:30:00.000Z")),
        prop::sample::select(&["order", "text", "file", "true", "closed", ""][..])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        let name = prop_oneof![
            4 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned),
            1 => ".{0,6}",
        ];
        prop_oneof![
            collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            collection::hash_map(name, inner, 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_decoder_panics_on_any_json(value in any_json()) {
        let body = value.to_string();
        let body = body.as_bytes();
        // The parser may round a float's last digit: both ways have to see the same one.
        let value: Value = serde_json::from_slice(body).unwrap();
        prop_assert_eq!(decode::conversation(body), decode::conversation_value(&value));
        prop_assert_eq!(decode::conversations(body), decode::conversations_value(&value));
        prop_assert_eq!(decode::message(body), decode::message_value(&value));
        prop_assert_eq!(decode::messages(body), decode::messages_value(&value));
        prop_assert_eq!(decode::sign_in(body), decode::sign_in_value(&value));
        prop_assert_eq!(decode::api_error(body), decode::api_error_value(&value));
        prop_assert_eq!(decode::exception(body), decode::exception_value(&value));
        prop_assert_eq!(decode::room_ack(body), decode::room_ack_value(&value));
        let _ = decode::messages_in(body, &conversation_id("c"));
        let _ = decode::token_claims(&format!("h.{}.s", URL_SAFE_NO_PAD.encode(body)));
    }

    #[test]
    fn no_decoder_panics_on_any_bytes(body in collection::vec(any::<u8>(), 0..200)) {
        let _ = decode::conversations(&body);
        let _ = decode::messages(&body);
        let _ = decode::sign_in(&body);
        let _ = decode::api_error(&body);
        let _ = decode::exception(&body);
        let _ = decode::room_ack(&body);
    }

    #[test]
    fn no_decoder_panics_on_any_escape(inner in r#"(\\|\\u[dD][89a-fA-F][0-9a-f]{2}|\\u[0-9a-g]{0,4}|["a🙂م]){0,12}"#) {
        let _ = decode::messages(format!(r#"[{{"_id":"1","conversation":"c","content":"{inner}"}}]"#).as_bytes());
    }

    #[test]
    fn no_token_panics(token in ".{0,60}") {
        let _ = decode::token_claims(&token);
    }

    #[test]
    fn a_good_message_survives_among_any_others(
        before in collection::vec(any_json(), 0..5),
        after in collection::vec(any_json(), 0..5),
    ) {
        let good = json!({"_id": "the-good-one", "conversation": "c", "content": "هنا"});
        let records = before.len() + 1 + after.len();
        let list: Vec<Value> = before.into_iter().chain([good]).chain(after).collect();
        for body in [json!(list), json!({"messages": list, "total": 1})] {
            let page = decode::messages_value(&body).unwrap();
            prop_assert!(page.messages.contains(&text("the-good-one", "c", "هنا")));
            prop_assert_eq!(page.messages.len() + page.skipped.len(), records);
            prop_assert_eq!(page.records, records);
        }
    }

    #[test]
    fn a_good_conversation_survives_among_any_others(
        before in collection::vec(any_json(), 0..5),
        after in collection::vec(any_json(), 0..5),
    ) {
        let records = before.len() + 1 + after.len();
        let good = json!({"_id": "the-good-one"});
        let list: Vec<Value> = before.into_iter().chain([good]).chain(after).collect();
        let decoded = decode::conversations_value(&json!(list)).unwrap();
        prop_assert!(decoded.conversations.contains(&bare("the-good-one")));
        prop_assert_eq!(decoded.conversations.len() + decoded.skipped.len(), records);
    }

    #[test]
    fn a_time_that_was_written_reads_back(ms in -300_000_000_000_000_i64..200_000_000_000_000) {
        prop_assert_eq!(UtcMs::parse(&UtcMs(ms).to_iso()), Some(UtcMs(ms)));
    }

    #[test]
    fn every_point_in_time_can_be_written(ms in any::<i64>()) {
        prop_assert!(UtcMs(ms).to_iso().ends_with('Z'));
    }
}
