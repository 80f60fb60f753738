//! The window folds and turns round by the same cases.
use serde::Deserialize;
use store::{fold, other_readings};

#[derive(Deserialize)]
struct FoldingCase {
    text: String,
    folded: String,
}

#[derive(Deserialize)]
struct KeyboardCase {
    typed: String,
    meant: Vec<String>,
}

#[test]
fn texts_are_folded_as_the_shared_cases_say() {
    let cases: Vec<FoldingCase> =
        serde_json::from_str(include_str!("../../../../fixtures/texts/folding.json"))
            .expect("the cases are JSON");
    assert!(cases.len() > 30, "the cases are missing");
    for case in cases {
        assert_eq!(fold(&case.text), case.folded, "«{}»", case.text);
        assert_eq!(fold(&case.folded), case.folded, "folded twice");
    }
}

#[test]
fn words_of_the_wrong_layout_are_read_as_they_were_meant() {
    let cases: Vec<KeyboardCase> =
        serde_json::from_str(include_str!("../../../../fixtures/texts/keyboard.json"))
            .expect("the cases are JSON");
    for case in cases {
        assert_eq!(other_readings(&case.typed), case.meant, "«{}»", case.typed);
    }
}

#[test]
fn every_character_can_be_folded() {
    for letter in '\0'..=char::MAX {
        let folded = fold(&letter.to_string());
        assert_eq!(fold(&folded), folded, "{letter:?} is not folded at once");
    }
}
