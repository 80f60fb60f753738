//! Payloads that are too large or too deep end in an error, never in a crash (every decoder).
use crate::common::conversation_id;
use protocol::{
    DecodeError,
    decode::{self, MAX_LIST_BYTES, MAX_NESTING, MAX_PAYLOAD_BYTES},
};
use serde_json::{Value, json};

type FromBytes = fn(&[u8]) -> Result<(), DecodeError>;
type FromValue = fn(&Value) -> Result<(), DecodeError>;

const PAGES: [(&str, FromBytes); 2] = [
    ("messages", |body| decode::messages(body).map(drop)),
    ("messages_in", |body| {
        decode::messages_in(body, &conversation_id("c")).map(drop)
    }),
];

const FROM_BYTES: [(&str, FromBytes); 5] = [
    ("conversation", |body| decode::conversation(body).map(drop)),
    ("message", |body| decode::message(body).map(drop)),
    ("sign_in", |body| decode::sign_in(body).map(drop)),
    ("exception", |body| decode::exception(body).map(drop)),
    ("room_ack", |body| decode::room_ack(body).map(drop)),
];

const FROM_VALUE: [(&str, FromValue); 7] = [
    ("conversation_value", |value| {
        decode::conversation_value(value).map(drop)
    }),
    ("conversations_value", |value| {
        decode::conversations_value(value).map(drop)
    }),
    ("message_value", |value| {
        decode::message_value(value).map(drop)
    }),
    ("messages_value", |value| {
        decode::messages_value(value).map(drop)
    }),
    ("sign_in_value", |value| {
        decode::sign_in_value(value).map(drop)
    }),
    ("exception_value", |value| {
        decode::exception_value(value).map(drop)
    }),
    ("room_ack_value", |value| {
        decode::room_ack_value(value).map(drop)
    }),
];

/// Arrays in arrays. Never dropped: dropping a value recurses, and a test's thread is small.
fn nested(levels: usize) -> std::mem::ManuallyDrop<Value> {
    let mut value = json!(1);
    for _ in 0..levels {
        value = Value::Array(vec![value]);
    }
    std::mem::ManuallyDrop::new(value)
}

#[test]
fn five_megabytes_are_refused() {
    let mut body = br#"[{"_id":"1","conversation":"c","content":""#.to_vec();
    body.resize(MAX_PAYLOAD_BYTES - 3, b'x');
    body.extend(b"\"}]");
    assert_eq!(body.len(), MAX_PAYLOAD_BYTES);
    for (name, decoder) in FROM_BYTES {
        let expected = Err(DecodeError::TooLarge {
            bytes: MAX_PAYLOAD_BYTES,
        });
        assert_eq!(decoder(&body), expected, "{name}");
    }
    assert_eq!(decode::api_error(&body), None);
    let just_below = [&body[..40], &body[41..]].concat();
    let answer = decode::message(&just_below);
    assert!(
        !matches!(answer, Err(DecodeError::TooLarge { .. })),
        "one byte less is looked at"
    );
}

#[test]
fn the_list_of_chats_may_be_as_large_as_the_account() {
    let subject = "م".repeat(300);
    let chats: Vec<Value> = (0..10_000)
        .map(|number| json!({"_id": number.to_string(), "status": "open", "subject": subject}))
        .collect();
    let body = serde_json::to_vec(&chats).expect("JSON");
    assert!(
        body.len() > MAX_PAYLOAD_BYTES,
        "the list has only {} bytes",
        body.len()
    );
    let list = decode::conversations(&body).expect("it is read");
    assert_eq!(list.conversations.len(), 10_000);
    let too_large = vec![b' '; MAX_LIST_BYTES];
    assert_eq!(
        decode::conversations(&too_large).map(drop),
        Err(DecodeError::TooLarge {
            bytes: MAX_LIST_BYTES
        })
    );
}

#[test]
fn five_megabytes_are_refused_as_a_value_too() {
    let long = json!([{"_id": "1", "conversation": "c", "content": "x".repeat(MAX_PAYLOAD_BYTES)}]);
    let many = json!(vec!["0123456789"; MAX_PAYLOAD_BYTES / 10]);
    for (name, decoder) in FROM_VALUE {
        for value in [&long, &many] {
            let answer = decoder(value);
            assert!(
                matches!(answer, Err(DecodeError::TooLarge { .. })),
                "{name}: {answer:?}"
            );
        }
    }
    assert_eq!(decode::api_error_value(&long), None);
}

#[test]
fn ten_thousand_brackets_are_refused() {
    let open = "[".repeat(10_000);
    let closed = format!("{open}{}", "]".repeat(10_000));
    let objects = format!("{}1{}", r#"{"_id":"#.repeat(10_000), "}".repeat(10_000));
    for body in [open, closed, objects] {
        for (name, decoder) in FROM_BYTES {
            assert_eq!(
                decoder(body.as_bytes()),
                Err(DecodeError::TooDeep),
                "{name}"
            );
        }
        assert_eq!(decode::api_error(body.as_bytes()), None);
    }
}

#[test]
fn ten_thousand_brackets_are_refused_as_a_value_too() {
    let value = nested(10_000);
    for (name, decoder) in FROM_VALUE {
        assert_eq!(decoder(&value), Err(DecodeError::TooDeep), "{name}");
    }
    assert_eq!(decode::api_error_value(&value), None);
}

#[test]
fn nesting_up_to_the_limit_is_fine() {
    let allowed = nested(MAX_NESTING);
    assert!(
        decode::messages_value(&allowed).is_ok(),
        "the bound is {MAX_NESTING}"
    );
    assert_eq!(
        decode::messages_value(&nested(MAX_NESTING + 1)),
        Err(DecodeError::TooDeep)
    );
}

#[test]
fn ten_thousand_brackets_in_a_token_are_refused() {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let token = format!("h.{}.s", URL_SAFE_NO_PAD.encode("[".repeat(10_000)));
    assert_eq!(decode::token_claims(&token), Err(DecodeError::TooDeep));
    let huge = format!("h.{}.s", "A".repeat(MAX_PAYLOAD_BYTES));
    assert_eq!(
        decode::token_claims(&huge),
        Err(DecodeError::TooLarge {
            bytes: MAX_PAYLOAD_BYTES
        })
    );
}

#[test]
fn what_is_no_json_is_an_error() {
    for body in [
        "",
        "<!doctype html><html></html>",
        "{",
        "[{\"_id\":\"1\"",
        "nul",
        "\u{0}",
    ] {
        for (name, decoder) in FROM_BYTES.iter().chain(&PAGES) {
            let answer = decoder(body.as_bytes());
            assert!(
                matches!(answer, Err(DecodeError::NotJson(_))),
                "{name} of {body}: {answer:?}"
            );
        }
    }
}
