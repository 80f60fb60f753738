//! What a record may say of each thing: beyond it the rest is left out, and never the record's neighbours.
use crate::common::conversation_id;
use protocol::{
    ConversationId, MAX_ID_BYTES, MAX_WORD_CHARS, Role,
    decode::{
        self, MAX_ADDRESS_BYTES, MAX_LABEL_CHARS, MAX_PARTICIPANTS, MAX_SENTENCE_CHARS,
        MAX_SENTENCES, MAX_TOKEN_BYTES,
    },
};
use serde_json::{Value, json};

#[test]
fn an_id_is_short_and_can_stand_in_an_address() {
    let longest = "a".repeat(MAX_ID_BYTES);
    for good in ["1", "sup_conv_xyz", "a/b?c#d", "...", &longest] {
        assert!(ConversationId::new(good).is_some(), "{good}");
    }
    let too_long = "a".repeat(MAX_ID_BYTES + 1);
    for bad in [".", "..", "a\nb", "a\u{0}", "\t..", "a\u{9d}b", &too_long] {
        assert!(ConversationId::new(bad).is_none(), "{bad:?} is no id");
        let record = json!({"_id": bad, "conversation": "c", "content": "hi"});
        assert!(decode::message_value(&record).is_err(), "{bad:?}");
    }
}

#[test]
fn a_person_whose_id_is_none_is_left_out() {
    let record =
        json!({"_id": "c", "participants": [{"_id": "x".repeat(5_000)}, {"_id": "salma"}]});
    let people = decode::conversation_value(&record)
        .expect("it is read")
        .participants;
    let ids: Vec<String> = people
        .expect("somebody")
        .into_iter()
        .map(|one| one.id.into_string())
        .collect();
    assert_eq!(ids, ["salma"]);
}

#[test]
fn a_crowd_is_read_in_linear_time() {
    // Compared each with each, these would take minutes.
    let crowd: Vec<String> = (0..60_000).map(|number| format!("{number}")).collect();
    let record = json!({"_id": "c", "participants": crowd});
    let read = decode::conversation_value(&record).expect("it is read");
    assert_eq!(
        read.participants.map(|all| all.len()),
        Some(MAX_PARTICIPANTS)
    );
    let twins = json!({"_id": "c", "participants": vec!["salma"; 60_000]});
    let read = decode::conversation_value(&twins).expect("it is read");
    assert_eq!(read.participants.map(|all| all.len()), Some(1));
}

#[test]
fn names_and_subjects_are_read_by_their_beginning() {
    let long = "م".repeat(20_000);
    let person = json!({"_id": "p", "name": long, "phone": long, "role": long});
    let record = json!({"_id": "c", "subject": long, "status": long, "participants": [person]});
    let read = decode::conversation_value(&record).expect("it is read");
    let label = "م".repeat(MAX_LABEL_CHARS);
    let word = "م".repeat(MAX_WORD_CHARS);
    assert_eq!(read.subject, Some(Some(label.clone())));
    assert_eq!(
        read.status.map(|it| it.as_word().to_owned()),
        Some(word.clone())
    );
    let people = read.participants.expect("somebody");
    let [person] = people.as_slice() else {
        panic!("one person: {people:?}")
    };
    assert_eq!(person.name.as_ref(), Some(&label));
    assert_eq!(person.phone.as_ref(), Some(&label));
    assert_eq!(person.role, Some(Role::Other(word)));
}

#[test]
fn a_file_has_an_address_of_some_length_or_none() {
    let file = |address: &str| {
        let record = json!({"_id": "m", "conversation": "c", "fileUrl": address, "fileName": "n"});
        decode::message_value(&record).expect("it is read").file
    };
    let beginning = "https://avvento.example/";
    let longest = format!(
        "{beginning}{}",
        "a".repeat(MAX_ADDRESS_BYTES - beginning.len())
    );
    assert!(file(&longest).is_some());
    assert_eq!(file(&format!("{longest}a")), None);
}

#[test]
fn a_token_can_stand_in_a_header() {
    let sign_in = |token: &str| decode::sign_in_value(&json!({ "token": token }));
    assert!(sign_in(&"a".repeat(MAX_TOKEN_BYTES)).is_ok());
    let too_long = "a".repeat(MAX_TOKEN_BYTES + 1);
    for bad in [too_long.as_str(), "a\r\nX-Evil: 1", "a b", "توكن"] {
        let refused = sign_in(bad);
        assert!(
            refused.is_err(),
            "{}…: {refused:?}",
            bad.get(..2).unwrap_or_default()
        );
    }
}

#[test]
fn an_error_is_told_in_a_few_sentences() {
    let long = "ي".repeat(5_000);
    let body = json!({"statusCode": 400, "message": vec![Value::from(long.as_str()); 200]});
    let told = decode::api_error_value(&body).expect("an error");
    assert_eq!(told.messages.len(), MAX_SENTENCES);
    let longest = told.messages.iter().map(|one| one.chars().count()).max();
    assert_eq!(longest, Some(MAX_SENTENCE_CHARS));
    let refusal = json!({"message": long, "cause": {"data": {"conversationId": "c"}}});
    let refused = decode::exception_value(&refusal).expect("an exception");
    assert_eq!(refused.message.chars().count(), MAX_SENTENCE_CHARS);
    assert_eq!(refused.conversation, Some(conversation_id("c")));
    let plain = decode::exception_value(&Value::from(long)).expect("an exception");
    assert_eq!(plain.message.chars().count(), MAX_SENTENCE_CHARS);
}
