//! The list as it comes: the same as the list that is whole, in whatever pieces.

use protocol::decode::{self, ListReader, MAX_LIST_RECORD_BYTES};
use serde_json::{Value, json};

fn read(body: &[u8], piece: usize) -> Result<(Vec<String>, usize), String> {
    let mut reader = ListReader::default();
    for piece in body.chunks(piece) {
        reader.push(piece).map_err(|error| error.to_string())?;
    }
    reader.finish().map_err(|error| error.to_string())?;
    let ids = reader
        .take_records()
        .into_iter()
        .map(|record| record.id.to_string());
    Ok((ids.collect(), reader.take_skipped().len()))
}

fn wrapped() -> Vec<Value> {
    let list = json!([{"_id": "a", "subject": "x ] } \" ،"}, {"_id": "b", "participants": [{"_id": "p"}]}, 7, null, {"subject": "?"}]);
    vec![
        list.clone(),
        json!({"conversations": list}),
        json!({"data": list, "total": 3, "x": [1, {"y": "]"}]}),
        json!({"items": list}),
        json!({"a": "data", "data": {"total": 3, "conversations": list}, "success": true}),
    ]
}

#[test]
fn the_list_in_pieces_is_the_list_that_is_whole() {
    for value in wrapped() {
        let body = serde_json::to_vec_pretty(&value).unwrap();
        let whole = decode::conversations(&body).unwrap();
        let ids: Vec<_> = whole
            .conversations
            .iter()
            .map(|record| record.id.to_string())
            .collect();
        for piece in [1, 2, 7, 64, body.len()] {
            assert_eq!(
                read(&body, piece),
                Ok((ids.clone(), whole.skipped.len())),
                "{value} in pieces of {piece}"
            );
        }
    }
}

#[test]
fn what_is_no_list_or_half_a_list_is_refused() {
    for body in [
        "",
        "<html>",
        "{}",
        "[{\"_id\":\"a\"}",
        "{\"data\":[",
        "[] []",
        "true",
        "{\"data\":{\"data\":{\"data\":{\"data\":{\"data\":[]}}}}}",
    ] {
        assert!(read(body.as_bytes(), 3).is_err(), "{body} counts as a list");
    }
}

#[test]
fn a_record_without_measure_costs_itself_alone() {
    let long = "م".repeat(MAX_LIST_RECORD_BYTES);
    let body =
        serde_json::to_vec(&json!([{"_id": "a"}, {"_id": "long", "subject": long}, {"_id": "b"}]));
    assert_eq!(
        read(&body.unwrap(), 4096),
        Ok((vec!["a".into(), "b".into()], 1))
    );
}

#[test]
fn half_a_character_costs_itself_alone() {
    let body = r#"[{"_id":"a","subject":"\ud83d"},{"_id":"b"}]"#;
    assert_eq!(
        read(body.as_bytes(), 5),
        Ok((vec!["a".into(), "b".into()], 0))
    );
}

#[test]
fn a_last_message_is_cut_while_it_is_read() {
    let record = json!({"_id": "a", "lastMessage": {"_id": "m", "content": "٥".repeat(5_000)}});
    let record = decode::conversation_value(&record).unwrap();
    let last = record.last_message.flatten().unwrap();
    assert_eq!(last.content.unwrap().chars().count(), 1_000);
}
