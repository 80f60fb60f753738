//! CONTRACT section 4, the rows of messages, people and times: both dialects, and what a careless
//! server makes of them.
use crate::common::{at, conversation_id, only, person, text};
use protocol::{Attachment, Message, MessageKind, Participant, Role, UtcMs, decode};
use serde_json::{Value, json};

/// A message with these fields on top of an id and a conversation.
fn message_with(fields: Value) -> Message {
    let mut record = json!({"_id": "m", "conversation": "c", "content": "hi"});
    record
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    decode::message_value(&record).unwrap_or_else(|error| panic!("{record}: {error}"))
}

#[test]
fn a_message_names_its_conversation_by_id_or_object() {
    for said in [
        json!("c"),
        json!({"_id": "c"}),
        json!({"id": "c", "subject": "x"}),
    ] {
        let message = message_with(json!({"conversation": said}));
        assert_eq!(message.conversation, conversation_id("c"), "{said}");
    }
    let other_field = json!({"_id": "m", "conversationId": "c", "content": "hi"});
    assert_eq!(
        decode::message_value(&other_field),
        Ok(text("m", "c", "hi"))
    );
}

#[test]
fn a_sender_is_an_id_an_object_or_nobody() {
    for (said, expected) in [
        (json!("u"), Some(only("u"))),
        (json!(7), Some(only("7"))),
        (
            json!({"_id": "u", "name": "محمد", "role": "user"}),
            Some(person("u", "محمد", Role::User)),
        ),
        (
            json!({"_id": "u", "username": "ali", "phone": 91, "role": "driver", "x": [1]}),
            Some(Participant {
                phone: Some("91".to_owned()),
                ..person("u", "ali", Role::Driver)
            }),
        ),
        (
            json!({"id": "u", "name": "", "username": "ali", "role": null}),
            {
                Some(Participant {
                    name: Some("ali".to_owned()),
                    ..only("u")
                })
            },
        ),
        (json!(null), None),
        (json!({"name": "nobody"}), None),
        (json!(["u"]), None),
        (json!(""), None),
    ] {
        assert_eq!(
            message_with(json!({"sender": said})).sender,
            expected,
            "{said}"
        );
    }
}

#[test]
fn a_message_type_may_be_any_word() {
    for (said, expected) in [
        (json!("text"), MessageKind::Text),
        (json!("image"), MessageKind::Image),
        (json!("system"), MessageKind::System),
        (json!("file"), MessageKind::File),
        (json!("location"), MessageKind::Other("location".to_owned())),
        (json!(null), MessageKind::Text),
        (json!(""), MessageKind::Text),
        (json!({"kind": 1}), MessageKind::Text),
    ] {
        assert_eq!(message_with(json!({"type": said})).kind, expected, "{said}");
    }
}

#[test]
fn a_file_carries_address_name_and_size() {
    let file = |size| Attachment {
        url: "https://f.example/a.pdf".to_owned(),
        name: Some("a.pdf".to_owned()),
        size,
    };
    for (said, size) in [
        (json!(12), Some(12)),
        (json!("12"), Some(12)),
        (json!(12.0), Some(12)),
        (json!("12.7"), Some(12)),
        (json!(-1), None),
        (json!("big"), None),
        (json!(null), None),
    ] {
        let fields =
            json!({"fileUrl": "https://f.example/a.pdf", "fileName": "a.pdf", "fileSize": said});
        let message = message_with(fields);
        assert_eq!(message.file, Some(file(size)), "{said}");
        assert_eq!(
            message.kind,
            MessageKind::File,
            "a file without a type is still a file"
        );
    }
    let image =
        message_with(json!({"type": "image", "content": "", "fileUrl": "https://f.example/i.png"}));
    assert_eq!(
        image.content, "https://f.example/i.png",
        "an image's content is its address"
    );
}

#[test]
fn read_state_is_read_from_any_spelling() {
    for (said, expected) in [
        (json!({"isRead": true}), true),
        (json!({"isRead": "true"}), true),
        (json!({"isRead": 1}), true),
        (json!({"isRead": "1"}), true),
        (json!({"isRead": false}), false),
        (json!({"isRead": "false"}), false),
        (json!({"isRead": 0}), false),
        (json!({"isRead": null}), false),
        (json!({"isRead": []}), false),
        (json!({}), false),
        (json!({"readAt": "2025-02-14T10:30:00Z"}), true),
    ] {
        assert_eq!(message_with(said.clone()).is_read, expected, "{said}");
    }
    let read = message_with(json!({"isRead": true, "readAt": "2025-02-14T10:30:00Z"}));
    assert_eq!(read.read_at, at("2025-02-14T10:30:00.000Z"));
}

#[test]
fn a_text_may_be_missing_or_a_number() {
    for (said, expected) in [
        (json!("x"), "x"),
        (json!(15), "15"),
        (json!(true), "true"),
        (json!(null), ""),
        (json!({}), ""),
    ] {
        assert_eq!(
            message_with(json!({"content": said})).content,
            expected,
            "{said}"
        );
    }
}

#[test]
fn a_role_may_be_any_word() {
    for (word, expected) in [
        ("user", Role::User),
        ("admin", Role::Admin),
        ("restaurant", Role::Restaurant),
        ("market", Role::Market),
        ("pharmacy", Role::Pharmacy),
        ("delivery", Role::Delivery),
        ("driver", Role::Driver),
        ("auditor", Role::Other("auditor".to_owned())),
    ] {
        let sender = message_with(json!({"sender": {"_id": "u", "role": word}}))
            .sender
            .unwrap();
        assert_eq!(sender.role, Some(expected), "{word}");
    }
}

#[test]
fn times_are_iso_or_milliseconds_or_missing() {
    let noon = Some(UtcMs(1_739_534_400_000));
    for (said, expected) in [
        (json!("2025-02-14T12:00:00.000Z"), noon),
        (json!("2025-02-14T12:00:00Z"), noon),
        (json!("2025-02-14T14:00:00.000+02:00"), noon),
        (json!("2025-02-14T12:00:00.000"), noon),
        (json!(1_739_534_400_000_i64), noon),
        (json!(1_739_534_400_000.5), noon),
        (json!("1739534400000"), noon),
        (json!({"$date": "2025-02-14T12:00:00Z"}), noon),
        (json!("yesterday"), None),
        (json!("2025-02-30T12:00:00Z"), None),
        (json!(""), None),
        (json!(1e300), None),
        (json!(null), None),
        (json!([]), None),
    ] {
        assert_eq!(
            message_with(json!({"createdAt": said})).created_at,
            expected,
            "{said}"
        );
    }
    assert_eq!(message_with(json!({})).created_at, None);
}

#[test]
fn times_are_written_as_the_wire_writes_them() {
    for (ms, iso) in [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_739_529_000_000, "2025-02-14T10:30:00.000Z"),
        (1_739_529_000_007, "2025-02-14T10:30:00.007Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
    ] {
        assert_eq!(UtcMs(ms).to_iso(), iso);
        assert_eq!(UtcMs::parse(iso), Some(UtcMs(ms)));
    }
    assert!(
        UtcMs(i64::MAX).to_iso().starts_with("9999-12-3"),
        "{}",
        UtcMs(i64::MAX).to_iso()
    );
    assert!(
        UtcMs(i64::MIN).to_iso().starts_with("-009999-"),
        "{}",
        UtcMs(i64::MIN).to_iso()
    );
}

#[test]
fn unknown_fields_change_nothing() {
    let message = message_with(json!({"__v": 3, "reactions": [{"a": 1}], "meta": {"deep": [[]]}}));
    assert_eq!(message, text("m", "c", "hi"));
}

#[test]
fn a_time_beyond_the_calendar_counts_as_missing() {
    for said in [
        json!(i64::MAX),
        json!(i64::MIN),
        json!(9_999_999_999_999_999_i64),
        json!("9223372036854775807"),
        json!({"$date": i64::MAX}),
    ] {
        let message = message_with(json!({"createdAt": said}));
        assert_eq!(message.created_at, None, "{said} can be shown by nobody");
    }
}
