//! Sixty texts that are hard to set, as notifications show them.
use shell::limits::NOTIFIED_BODY_LETTERS;
use shell::texts::one_line;

fn table(name: &str) -> Vec<String> {
    let path = format!(
        "{}/../fixtures/texts/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn sixty_hard_texts_are_notified_as_they_were_approved() {
    let (typed, approved) = (table("hard"), table("hard-notified"));
    assert_eq!(typed.len(), approved.len());
    for (typed, approved) in typed.iter().zip(&approved) {
        let shown = one_line(typed, NOTIFIED_BODY_LETTERS);
        assert_eq!(&shown, approved, "{typed:?} is shown as {shown:?}");
    }
}
