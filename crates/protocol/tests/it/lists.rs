//! Lists and pages: wrappers, and bad records that must not hide good ones (CONTRACT section 3).
use crate::common::{bare, conversation_id, text};
use protocol::{DecodeError, Skipped, decode};
use serde_json::json;

#[test]
fn a_list_of_conversations_is_bare_or_wrapped() {
    let list = json!([{"_id": "a"}, {"id": "b"}]);
    for body in [
        list.clone(),
        json!({"conversations": list, "total": 2}),
        json!({"data": list}),
        json!({"items": list, "total": "2"}),
        json!({"success": true, "data": {"conversations": list}}),
        json!({"success": true, "data": {"items": list}}),
    ] {
        let decoded = decode::conversations_value(&body).unwrap();
        assert_eq!(decoded.conversations, [bare("a"), bare("b")], "{body}");
        assert_eq!(decoded.skipped, [], "{body}");
    }
}

#[test]
fn a_page_of_messages_is_bare_or_wrapped_and_may_carry_a_total() {
    let list = json!([{"_id": "2", "conversation": "c", "content": "b"},
                      {"_id": "1", "conversation": "c", "content": "a"}]);
    for (body, total) in [
        (list.clone(), None),
        (json!({"messages": list, "total": 60}), Some(60)),
        (json!({"messages": list, "total": "60"}), Some(60)),
        (json!({"messages": list, "total": null}), None),
        (json!({"data": list, "total": 60}), Some(60)),
        (json!({"items": list}), None),
        (json!({"data": {"messages": list, "total": 60}}), Some(60)),
    ] {
        let page = decode::messages_value(&body).unwrap();
        let expected = [text("2", "c", "b"), text("1", "c", "a")];
        assert_eq!(page.messages, expected, "in the server's order: {body}");
        assert_eq!((page.total, page.records), (total, 2), "{body}");
    }
}

#[test]
fn an_empty_list_is_a_list_and_anything_else_is_none() {
    assert_eq!(decode::conversations(b"[]").unwrap().conversations, []);
    assert_eq!(
        decode::messages(br#"{"messages":[],"total":0}"#)
            .unwrap()
            .records,
        0
    );
    for body in [
        "{}",
        "null",
        "5",
        "\"x\"",
        r#"{"conversations":null}"#,
        r#"{"data":{"data":{}}}"#,
    ] {
        let not_a_list = decode::conversations(body.as_bytes());
        assert!(
            matches!(not_a_list, Err(DecodeError::WrongShape { .. })),
            "{body} must not pass for an empty list: {not_a_list:?}"
        );
    }
}

#[test]
fn bad_records_are_skipped_and_reported_and_the_others_live() {
    let page = decode::messages_value(&json!([
        {"_id": "1", "conversation": "c", "content": "first"},
        {"conversation": "c", "content": "without an id"},
        {"_id": "3", "content": "of nowhere"},
        null, 17, "x", [], {},
        {"_id": "9", "conversation": {"_id": "c"}, "content": "last"},
    ]))
    .unwrap();
    assert_eq!(
        page.messages,
        [text("1", "c", "first"), text("9", "c", "last")]
    );
    assert_eq!(page.records, 9);
    let ids: Vec<Option<&str>> = page.skipped.iter().map(|skip| skip.id.as_deref()).collect();
    assert_eq!(
        ids,
        [None, Some("3"), None, Some("17"), Some("x"), None, None]
    );
    assert_eq!(
        page.skipped.get(1),
        Some(&Skipped {
            id: Some("3".to_owned()),
            reason: "unreadable message 3: it names no conversation".to_owned(),
        }),
    );

    let list = decode::conversations(br#"[{"subject":"x"},{"_id":"a"},false]"#).unwrap();
    assert_eq!(list.conversations, [bare("a")]);
    assert_eq!(list.skipped.len(), 2);
}

#[test]
fn within_a_known_conversation_a_message_need_not_name_it() {
    let body = br#"[{"_id":"1","content":"a"},{"_id":"2","conversation":"other","content":"b"}]"#;
    let page = decode::messages_in(body, &conversation_id("c")).unwrap();
    assert_eq!(
        page.messages,
        [text("1", "c", "a"), text("2", "other", "b")]
    );
}

#[test]
fn half_an_emoji_does_not_hide_the_page() {
    let body = br#"[{"_id":"1","conversation":"c","content":"cut \ud83d"},
                    {"_id":"2","conversation":"c","content":"whole \ud83d\ude00 \\ud83d"},
                    {"_id":"3","conversation":"c","content":"\ude00\ud83d\ud83d\ude00"}]"#;
    let page = decode::messages(body).unwrap();
    assert_eq!(
        page.messages,
        [
            text("1", "c", "cut \u{fffd}"),
            text("2", "c", "whole 😀 \\ud83d"),
            text("3", "c", "\u{fffd}\u{fffd}😀"),
        ]
    );
}

#[test]
fn bytes_that_are_no_utf_8_do_not_hide_the_page() {
    let mut body = br#"[{"_id":"1","conversation":"c","content":""#.to_vec();
    body.extend([b'a', 0xd9]);
    body.extend(br#""},{"_id":"2","conversation":"c","content":"b"}]"#);
    let page = decode::messages(&body).unwrap();
    assert_eq!(
        page.messages,
        [text("1", "c", "a\u{fffd}"), text("2", "c", "b")]
    );
}

#[test]
fn a_byte_order_mark_is_no_obstacle() {
    assert_eq!(
        decode::conversation("\u{feff}{\"_id\":\"a\"}".as_bytes()),
        Ok(bare("a"))
    );
}
