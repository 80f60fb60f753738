//! Every recorded payload of both dialects decodes to exactly the model it stands for.
#[path = "common/recorded.rs"]
mod recorded;

use std::{collections::BTreeSet, fs, path::PathBuf};

use crate::common::{
    at, bare, conversation_id, live, message_id, only, order_id, person, text, user_id,
};
use protocol::{
    ApiError, Conversation, ConversationStatus, Exception, LastMessage, Message, MessageKind, Role,
    RoomAck, SupportType, UnreadCounts, decode,
};
use recorded::{LIVE_ADMIN, LIVE_CHAT, LIVE_USER, admin, answer, customer, greeting, invoice};

/// The files that a test below looks at. A new fixture has to be added to both.
const COVERED: [&str; 20] = [
    "documented/conversation-updated.json",
    "documented/join-conversation.ack.json",
    "documented/new-conversation.json",
    "documented/new-message.json",
    "live/auth-login-refused.json",
    "live/auth-login.json",
    "live/conversation-updated.json",
    "live/conversation.json",
    "live/conversations.json",
    "live/error-400.json",
    "live/error-401.json",
    "live/error-403.json",
    "live/error-404.json",
    "live/exception.json",
    "live/join-conversation.ack.json",
    "live/message-sent-file.json",
    "live/message-sent.json",
    "live/messages-page.json",
    "live/new-conversation.json",
    "live/new-message.json",
];

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(fixtures().join(name)).unwrap_or_else(|error| panic!("fixture {name}: {error}"))
}

#[test]
fn every_fixture_is_covered() {
    let mut found = BTreeSet::new();
    for dialect in ["documented", "live"] {
        for entry in fs::read_dir(fixtures().join(dialect)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            found.insert(format!("{dialect}/{name}"));
        }
    }
    let covered: BTreeSet<String> = COVERED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(
        found, covered,
        "fixtures and the tests of them have come apart"
    );
}

#[test]
fn a_documented_message_decodes() {
    let expected = Message {
        sender: Some(person("664ghi789abc012345", "محمد محمد", Role::User)),
        created_at: at("2025-02-14T10:30:00.000Z"),
        updated_at: at("2025-02-14T10:30:00.000Z"),
        ..text(
            "665abc123def456789",
            "665def456abc789012",
            "مرحبا ، أحتاج مساعدة في طلبي",
        )
    };
    assert_eq!(
        decode::message(&fixture("documented/new-message.json")),
        Ok(expected)
    );
}

#[test]
fn a_documented_update_decodes_with_supports_side_first() {
    let expected = Conversation {
        participants: Some(vec![
            person("664jkl012def345678", "المدير", Role::Admin),
            person("664ghi789abc012345", "أحمد محمد", Role::User),
        ]),
        support_side: vec![user_id("664jkl012def345678")],
        subject: Some(Some("1234#مشكلة في الطلب".to_owned())),
        status: Some(ConversationStatus::Closed),
        support_type: Some(SupportType::Order),
        related_order: Some(order_id("665mno345ghi678901")),
        last_message: Some(Some(LastMessage {
            id: message_id("665pqr678jkl901234"),
            sender: None,
            kind: Some(MessageKind::System),
            content: Some("تم إغلاق المحادثة".to_owned()),
            created_at: at("2025-02-14T11:00:00.000Z"),
        })),
        unread: UnreadCounts {
            mine: Some(0),
            support: None,
            participant: None,
        },
        created_at: at("2025-02-14T10:00:00.000Z"),
        updated_at: at("2025-02-14T11:00:00.000Z"),
        ..bare("665def456abc789012")
    };
    let decoded = decode::conversation(&fixture("documented/conversation-updated.json"));
    assert_eq!(decoded, Ok(expected));
}

#[test]
fn a_new_conversation_has_no_last_message_and_no_unread_count() {
    let expected = Conversation {
        participants: Some(vec![
            person("664jkl012def345678", "المدير", Role::Admin),
            person("664ghi789abc012345", "محمد محمد", Role::User),
        ]),
        support_side: vec![user_id("664jkl012def345678")],
        subject: Some(Some("1234# طلب".to_owned())),
        status: Some(ConversationStatus::Open),
        support_type: Some(SupportType::Order),
        related_order: Some(order_id("665mno345ghi678901")),
        created_at: at("2025-02-14T12:00:00.000Z"),
        updated_at: at("2025-02-14T12:00:00.000Z"),
        ..bare("665pqr678jkl901234")
    };
    let decoded = decode::conversation(&fixture("documented/new-conversation.json"));
    assert_eq!(decoded, Ok(expected));
}

#[test]
fn both_dialects_acknowledge_a_join_alike() {
    for (name, id) in [
        ("documented/join-conversation.ack.json", "6650abc123def456"),
        ("live/join-conversation.ack.json", LIVE_CHAT),
    ] {
        let expected = RoomAck {
            success: true,
            conversation: Some(conversation_id(id)),
        };
        assert_eq!(decode::room_ack(&fixture(name)), Ok(expected), "{name}");
    }
}

#[test]
fn a_live_sign_in_decodes() {
    let answer = decode::sign_in(&fixture("live/auth-login.json")).unwrap();
    assert_eq!(answer.token, "header.payload.signature");
    let expected = live(LIVE_ADMIN, "المدير", Role::Admin, "091000001");
    assert_eq!(
        answer.user,
        Some(expected),
        "the display name wins over the user name"
    );
}

#[test]
fn live_errors_decode() {
    for (name, status, message, error) in [
        (
            "live/auth-login-refused.json",
            401,
            "Invalid credentials",
            "Unauthorized",
        ),
        (
            "live/error-400.json",
            400,
            "content should not be empty",
            "Bad Request",
        ),
        (
            "live/error-401.json",
            401,
            "Invalid or expired token",
            "Unauthorized",
        ),
        (
            "live/error-403.json",
            403,
            "Conversation is closed",
            "Forbidden",
        ),
        (
            "live/error-404.json",
            404,
            "Conversation not found",
            "Not Found",
        ),
    ] {
        let expected = ApiError {
            status: Some(status),
            messages: vec![message.to_owned()],
            error: Some(error.to_owned()),
        };
        assert_eq!(decode::api_error(&fixture(name)), Some(expected), "{name}");
    }
}

#[test]
fn a_live_exception_names_the_join_it_refuses() {
    let expected = Exception {
        message: "Internal server error".to_owned(),
        conversation: Some(conversation_id("nope")),
    };
    assert_eq!(
        decode::exception(&fixture("live/exception.json")),
        Ok(expected)
    );
}

#[test]
fn a_live_partial_update_speaks_only_of_what_it_carries() {
    let expected = Conversation {
        status: Some(ConversationStatus::Closed),
        last_message: Some(Some(LastMessage {
            id: message_id("6b0310681f635d03634ef072"),
            sender: Some(only(LIVE_ADMIN)),
            kind: Some(MessageKind::System),
            content: Some("تم إغلاق محادثة الطلب".to_owned()),
            created_at: at("2026-11-22T15:55:20.830Z"),
        })),
        updated_at: at("2026-11-22T15:55:20.830Z"),
        ..bare(LIVE_CHAT)
    };
    let decoded = decode::conversation(&fixture("live/conversation-updated.json"));
    assert_eq!(decoded, Ok(expected));
}

#[test]
fn a_live_order_chat_decodes_with_a_restaurant_known_by_id() {
    let writer = "400000000000000000000010";
    let expected = Conversation {
        participants: Some(vec![
            admin(),
            only("640000000000000000000003"),
            live(writer, "user10", Role::User, "0910000010"),
        ]),
        support_side: vec![user_id(LIVE_ADMIN), user_id("640000000000000000000003")],
        subject: Some(Some("طلب #f061".to_owned())),
        status: Some(ConversationStatus::Open),
        support_type: Some(SupportType::Order),
        related_order: Some(order_id("6b0310681f635d03634ef061")),
        last_message: Some(Some(LastMessage {
            id: message_id("6b0310681f635d03634ef065"),
            sender: Some(only(writer)),
            kind: Some(MessageKind::Text),
            content: Some("رسالة رقم 2 في المحادثة 1".to_owned()),
            created_at: at("2026-11-22T15:55:14.146Z"),
        })),
        last_message_at: at("2026-11-22T15:55:14.146Z"),
        unread: UnreadCounts {
            mine: None,
            support: Some(2),
            participant: Some(0),
        },
        created_at: at("2026-11-22T15:55:20.146Z"),
        updated_at: at("2026-11-22T15:55:14.146Z"),
        ..bare("6b0310681f635d03634ef062")
    };
    assert_eq!(
        decode::conversation(&fixture("live/conversation.json")),
        Ok(expected)
    );
}

#[test]
fn a_live_new_conversation_has_no_last_message() {
    let expected = Conversation {
        participants: Some(vec![admin(), customer()]),
        support_side: vec![user_id(LIVE_ADMIN)],
        subject: Some(Some("محادثة جديدة".to_owned())),
        status: Some(ConversationStatus::Open),
        support_type: Some(SupportType::General),
        last_message: Some(None),
        unread: UnreadCounts {
            mine: None,
            support: Some(0),
            participant: Some(0),
        },
        created_at: at("2026-11-22T15:55:20.844Z"),
        updated_at: at("2026-11-22T15:55:20.844Z"),
        ..bare("6b0310681f635d03634ef073")
    };
    assert_eq!(
        decode::conversation(&fixture("live/new-conversation.json")),
        Ok(expected)
    );
}

#[test]
fn live_messages_decode() {
    assert_eq!(
        decode::message(&fixture("live/new-message.json")),
        Ok(greeting())
    );
    assert_eq!(
        decode::message(&fixture("live/message-sent.json")),
        Ok(answer())
    );
    assert_eq!(
        decode::message(&fixture("live/message-sent-file.json")),
        Ok(invoice())
    );
}

#[test]
fn a_live_page_keeps_the_servers_order_and_total() {
    let page = decode::messages(&fixture("live/messages-page.json")).unwrap();
    let greeting = Message {
        sender: Some(only(LIVE_USER)),
        ..greeting()
    };
    assert_eq!(page.messages, [invoice(), answer(), greeting]);
    assert_eq!((page.total, page.records), (Some(6), 3));
    assert_eq!(page.skipped, []);
}

#[test]
fn a_live_list_decodes_whole() {
    let body = fixture("live/conversations.json");
    let list = decode::conversations(&body).unwrap();
    let raw: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(list.skipped, []);
    assert_eq!(list.conversations.len(), raw.as_array().unwrap().len());
    for (record, raw) in list.conversations.iter().zip(raw.as_array().unwrap()) {
        let one = decode::conversation(raw.to_string().as_bytes());
        assert_eq!(
            Ok(record),
            one.as_ref(),
            "in the list and alone, a record reads the same"
        );
    }
    let expected = Conversation {
        participants: Some(vec![admin(), customer()]),
        support_side: vec![user_id(LIVE_ADMIN)],
        subject: Some(Some("مشكلة 0".to_owned())),
        status: Some(ConversationStatus::Open),
        support_type: Some(SupportType::General),
        last_message: Some(Some(LastMessage {
            id: message_id("6b0310681f635d03634ef071"),
            sender: Some(only(LIVE_ADMIN)),
            kind: Some(MessageKind::File),
            content: Some("الفاتورة".to_owned()),
            created_at: at("2026-11-22T15:55:20.763Z"),
        })),
        last_message_at: at("2026-11-22T15:55:20.763Z"),
        unread: UnreadCounts {
            mine: None,
            support: Some(3),
            participant: Some(0),
        },
        created_at: at("2026-11-22T15:55:20.146Z"),
        updated_at: at("2026-11-22T15:55:20.763Z"),
        ..bare(LIVE_CHAT)
    };
    assert_eq!(list.conversations.first(), Some(&expected));
}
