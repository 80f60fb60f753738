//! The wire's words in the forms that servers write them in, and labels that nobody can see.
use protocol::{ConversationStatus, MessageKind, Role, SupportType, decode};
use serde_json::json;

#[test]
fn a_word_is_known_in_any_case_and_between_spaces() {
    for (written, status) in [
        ("CLOSED", ConversationStatus::Closed),
        (" Closed ", ConversationStatus::Closed),
        ("\u{200F}closed\u{200B}\n", ConversationStatus::Closed),
        ("Resolved", ConversationStatus::Resolved),
        ("pEnDiNg", ConversationStatus::Pending),
        (" Parked ", ConversationStatus::Other("Parked".to_owned())),
    ] {
        let record = json!({"_id": "c", "status": written});
        let read = decode::conversation_value(&record).unwrap().status;
        assert_eq!(read.as_ref(), Some(&status), "{written:?}");
    }
    assert_eq!(SupportType::from_word(" ORDER "), SupportType::Order);
    assert_eq!(SupportType::from_word("Restaurant"), SupportType::General);
    assert_eq!(Role::from_word("Admin\u{A0}"), Role::Admin);
    assert_eq!(MessageKind::from_word("SYSTEM"), MessageKind::System);
    assert_eq!(MessageKind::from_word("\tImage"), MessageKind::Image);
}

#[test]
fn a_label_that_nobody_can_see_is_none() {
    for unseen in [
        "",
        " \u{A0}\u{3000}\t\n",
        "\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}",
        "\u{200E}\u{200F}\u{61C}\u{202A}\u{202C}\u{2067}\u{2069}",
        "\u{3164}\u{3164}",
        "\u{115F}\u{1160}\u{FFA0}",
        "\u{2800}\u{2800}\u{2800}",
        "\u{E0041}\u{E0042}\u{E007F}",
        "\u{AD}\u{34F}\u{17B4}\u{180E}\u{FE0F}\u{1D159}\u{1D173}",
        "\0\u{1}\u{85}",
    ] {
        let record = json!({"_id": "c", "subject": unseen, "participants": [
            {"_id": "u", "name": unseen, "username": "salem", "phone": unseen},
        ]});
        let read = decode::conversation_value(&record).unwrap();
        assert_eq!(read.subject, Some(None), "the subject {unseen:?}");
        let person = &read.participants.unwrap()[0];
        assert_eq!(person.name.as_deref(), Some("salem"), "the name {unseen:?}");
        assert_eq!(person.phone, None, "the phone {unseen:?}");
    }
    let seen = json!({"_id": "u", "name": "\u{200F}سالم\u{200B}", "phone": "."});
    let record = json!({"_id": "c", "participants": [seen]});
    let read = decode::conversation_value(&record).unwrap();
    let person = &read.participants.unwrap()[0];
    assert_eq!(person.name.as_deref(), Some("\u{200F}سالم\u{200B}"));
    assert_eq!(person.phone.as_deref(), Some("."));
}
