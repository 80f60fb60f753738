//! What the attacker has the server say: records, events and lists.

use anyhow::Result;
use protocol::ConversationId;
use serde::Deserialize;
use serde_json::{Value, json};

/// A packet of Socket.IO that carries an event.
pub(super) fn packet(event: &str, payload: &Value) -> String {
    format!(r#"42/support,["{event}",{payload}]"#)
}

/// A message of a customer's, as an event brings it.
pub(super) fn message(conversation: &str, id: &str, text: &str, at: &str) -> Value {
    json!({
        "_id": id,
        "conversation": conversation,
        "sender": { "_id": "665000000000000000000bad", "username": "stranger", "role": "user" },
        "type": "text",
        "content": text,
        "isRead": false,
        "createdAt": at,
        "updatedAt": at,
    })
}

/// A conversation, as the list and events bring it.
pub(super) fn conversation(id: &str, text: &str, at: &str) -> Value {
    json!({
        "_id": id,
        "participants": [
            { "_id": "665000000000000000000bad", "name": "غريب", "role": "user" },
        ],
        "subject": "1234# طلب",
        "status": "open",
        "supportType": "order",
        "relatedOrder": format!("{id}0"),
        "lastMessage": { "_id": format!("{id}1"), "content": text, "type": "text", "createdAt": at },
        "unreadCount": 1,
        "createdAt": at,
        "updatedAt": at,
    })
}

/// A status that was set at a time.
pub(super) fn status(conversation: &ConversationId, status: &str, at: &str) -> Value {
    json!({ "_id": conversation, "status": status, "updatedAt": at })
}

/// Packets that are not what they begin as.
pub(super) fn unreadable(conversation: &str, other: &ConversationId) -> Vec<String> {
    let half = |conversation: &str| {
        let whole = packet(
            "new-message",
            &message(conversation, "half", "HALF", "2026-03-01T10:00:00.000Z"),
        );
        whole.replace("HALF", r"\ud83d")
    };
    vec![
        half(conversation),
        half(other.as_str()),
        r#"42/support,["new-message",{"content":"\udc00"}]"#.to_owned(),
        r#"42/support,["new-message"]"#.to_owned(),
        r#"42/support,["new-message",null,{},[]]"#.to_owned(),
        r#"42/support,["new-message",{"_id":{"$oid":7},"conversation":[]}]"#.to_owned(),
        r#"42/support,["conversation-updated",{"_id":"","status":7}]"#.to_owned(),
        format!(r#"42/support,["new-message",{}"#, "[".repeat(20_000)),
        "42/support,".to_owned(),
        "42/elsewhere,[\"new-message\",{}]".to_owned(),
        "43/support,999999999999999999999[]".to_owned(),
        "45/support,".to_owned(),
        "\u{FEFF}4".to_owned(),
        "9".to_owned(),
    ]
}

/// A list with all that the server has, and so many more.
pub(super) fn long_list(real: &Value, more: usize, text_length: usize) -> String {
    let mut records = real.as_array().cloned().unwrap_or_default();
    let text = "ردود كثيرة ".repeat(text_length / 20 + 1);
    records.extend((0..more).map(|number| {
        let at = format!("2026-01-{:02}T10:00:00.000Z", number % 28 + 1);
        conversation(&format!("665bad{number:018x}"), &text, &at)
    }));
    Value::Array(records).to_string()
}

/// Lists that are none, or not whole.
pub(super) fn broken_lists(real: &Value) -> Vec<String> {
    let whole = long_list(real, 200, 100);
    let mut cut = whole.len() / 2;
    while !whole.is_char_boundary(cut) {
        cut -= 1;
    }
    let huge = json!([{ "_id": "x", "subject": "س".repeat(2_000_000) }]).to_string();
    vec![
        whole.get(..cut).unwrap_or_default().to_owned(),
        "[".repeat(1_000_000),
        format!("[{}", r#"{"a":"#.repeat(200_000)),
        huge,
        r#"[null,7,"x",[],{},{"_id":7},{"_id":""}]"#.to_owned(),
        r#"{"data":{"conversations":"#.to_owned(),
        "\u{0}".repeat(100_000),
        String::new(),
    ]
}

/// A text that says the same again and again.
#[derive(Deserialize)]
struct EndlessText {
    begins: String,
    repeats: String,
    times: usize,
}

/// Texts that are costly to whoever reads them more than once.
pub(super) fn long_texts() -> Result<Vec<String>> {
    let texts = include_str!("../../../../fixtures/texts/endless.json");
    let texts: Vec<EndlessText> = serde_json::from_str(texts)?;
    Ok(texts
        .into_iter()
        .map(|text| text.begins + &text.repeats.repeat(text.times))
        .collect())
}
