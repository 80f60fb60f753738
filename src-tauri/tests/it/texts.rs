//! What people typed, as notifications show it. The window is held to the same cases.
use serde::Deserialize;
use shell::texts::{Direction, majority_direction, numbers::NumberKind, numbers_in, one_line};

fn cases<T: for<'a> Deserialize<'a>>(name: &str) -> Vec<T> {
    let path = format!(
        "{}/../fixtures/texts/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn kind(word: &str) -> NumberKind {
    match word {
        "phone" => NumberKind::Phone,
        "date" => NumberKind::Date,
        "time" => NumberKind::Time,
        "order" => NumberKind::Order,
        "amount" => NumberKind::Amount,
        other => panic!("no kind {other}"),
    }
}

#[test]
fn numbers_are_recognised_as_in_the_window() {
    #[derive(Deserialize)]
    struct Case {
        text: String,
        numbers: Vec<(String, String)>,
    }
    let cases: Vec<Case> = cases("numbers");
    assert!(cases.len() > 40, "the table of cases is read");
    for Case { text, numbers } in cases {
        let expected: Vec<(NumberKind, String)> = numbers
            .into_iter()
            .map(|(word, number)| (kind(&word), number))
            .collect();
        assert_eq!(numbers_in(&text), expected, "{text}");
    }
}

#[test]
fn a_number_that_goes_on_with_latin_words_is_not_isolated_from_them() {
    #[derive(Deserialize)]
    struct Case {
        text: String,
        joined: Vec<String>,
    }
    for Case { text, joined } in cases::<Case>("joined") {
        let line = one_line(&text, 200);
        let isolated = line.matches('\u{2066}').count();
        assert_eq!(
            isolated,
            numbers_in(&text).len() - joined.len(),
            "of {joined:?} none is isolated, and the others are: {line:?}"
        );
    }
}

#[test]
fn a_text_has_the_direction_that_it_has_in_the_window() {
    #[derive(Deserialize)]
    struct Case {
        text: String,
        direction: Option<String>,
    }
    for Case { text, direction } in cases("directions") {
        let expected = direction.map(|word| match word.as_str() {
            "rtl" => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        });
        assert_eq!(majority_direction(&text), expected, "{text}");
    }
}

#[test]
fn a_phone_in_arabic_digits_keeps_the_order_of_its_groups() {
    let line = one_line("رقمي ٠٩١-٢٣٤ ٥٦٧٨", 100);
    assert_eq!(line, "رقمي \u{2066}\u{202D}٠٩١-٢٣٤ ٥٦٧٨\u{202C}\u{2069}");
    let line = one_line("بطاقة ٥٠٢٠ ٠٤٠٠ ١٢٣٤ ٥٦٧٨", 100);
    assert_eq!(
        line, "بطاقة \u{2066}\u{202D}٥٠٢٠ ٠٤٠٠ ١٢٣٤ ٥٦٧٨\u{202C}\u{2069}",
        "a card's number too"
    );
    let line = one_line("من ١٠-١٢", 100);
    assert_eq!(line, "من \u{2066}١٠-١٢\u{2069}", "a range is Arabic");
}

#[test]
fn numbers_and_addresses_are_isolated_in_a_notification() {
    for (typed, shown) in [
        (
            "رقمي +218 91-234 5678.",
            "رقمي \u{2066}+218 91-234 5678\u{2069}.",
        ),
        (
            "\u{202A}+218 91 2345678\u{202C}",
            "\u{2066}+218 91 2345678\u{2069}",
        ),
        (
            "انظر https://x.ly/abcشكرا",
            "انظر \u{2066}https://x.ly/abc\u{2069}شكرا",
        ),
        ("(www.a.example)", "(\u{2066}www.a.example\u{2069})"),
        (
            "البريد me@a.ly، شكرا",
            "البريد \u{2066}me@a.ly\u{2069}، شكرا",
        ),
        ("a\u{202E}b\u{2067}c\u{7}d\ne", "abcd e"),
        (
            "تابع @avvento_ly اليوم",
            "تابع \u{2066}@avvento_ly\u{2069} اليوم",
        ),
        ("10 20", "10 20"),
        ("\u{3164}\u{200B}", ""),
    ] {
        assert_eq!(one_line(typed, 200), shown, "{typed:?}");
    }
}

#[test]
fn a_mark_before_a_text_gives_it_its_direction() {
    for (typed, first) in [
        ("Ahmed قال إن الطلب ناقص", '\u{200F}'),
        ("شكرا Thank you very much", '\u{200E}'),
        ("الطلب ناقص", 'ا'),
        ("hello", 'h'),
        ("#1234 ناقص", '\u{2066}'),
    ] {
        assert_eq!(one_line(typed, 200).chars().next(), Some(first), "{typed}");
    }
}
