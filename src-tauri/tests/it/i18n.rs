//! The shell has its words in both languages.
use shell::{
    i18n::{KEYS, Translations, Value},
    preferences::{Digits, Language, Preferences},
};

#[test]
fn every_text_of_the_shell_is_there_in_both_languages() {
    for language in [Language::Ar, Language::En] {
        let translations = Translations::load(language);
        for key in KEYS {
            assert!(translations.has_key(key), "{language:?} lacks {key}");
            let variables =
                ["sender", "chat", "number", "name"].map(|name| (name, Value::Text("x")));
            let mut all = variables.to_vec();
            all.push(("count", Value::Count(3)));
            let text = translations.format(key, &all);
            assert!(
                !text.contains("{"),
                "{language:?} {key} asks for an unknown variable: {text}"
            );
        }
    }
}

#[test]
fn every_failure_of_the_engine_has_a_sentence_in_both_languages() {
    let codes = "wrong-password phone-not-verified bad-token expired-token unreachable host-asleep \
        no-such-host captive-portal wrong-clock not-avvento bad-address bad-certificate refused forbidden not-found conversation-closed \
        invalid-input too-many-requests server-failed sign-in-needed disk-full cache-damaged \
        disk-failed profile-in-use keyring-unavailable ambiguous-send unsettled-send too-late bad-time draft-too-long note-too-long tag-too-long too-many-tags too-large not-an-image \
        unreadable-answer internal message-empty message-too-long \
        file-empty file-too-large too-many-files file-missing no-upload-endpoint bad-upload-endpoint \
        file-too-large-for-server file-type-refused";
    for language in [Language::Ar, Language::En] {
        let translations = Translations::load(language);
        for code in codes.split_whitespace() {
            assert!(
                translations.has_key(&format!("error-{code}")),
                "{language:?} lacks error-{code}"
            );
        }
        for notice in [
            "cache-set-aside",
            "outbox-salvaged",
            "preferences-set-aside",
        ] {
            assert!(
                translations.has_key(&format!("notice-{notice}")),
                "{language:?} lacks notice-{notice}"
            );
        }
    }
}

#[test]
fn a_name_is_isolated_from_the_sentence_around_it() {
    let text = Translations::load(Language::Ar).format(
        "shell-notify-in",
        &[("sender", Value::Text("Ali")), ("chat", Value::Text("#12"))],
    );
    assert!(text.contains("\u{2068}Ali\u{2069}"), "{text:?}");
}

#[test]
fn an_unknown_text_shows_its_key() {
    assert_eq!(
        Translations::load(Language::En).get("shell-nowhere"),
        "shell-nowhere"
    );
}

#[test]
fn all_numbers_of_a_text_are_in_the_chosen_digits() {
    let chosen = |language, digits| {
        Translations::for_preferences(&Preferences {
            language,
            digits,
            ..Preferences::default()
        })
    };
    let count = [("count", Value::Count(12))];
    let number = [("number", Value::Identifier("#1234"))];
    let arabic = chosen(Language::Ar, Digits::Arabic);
    let said = arabic.format("shell-notify-count", &count);
    assert!(said.contains("١٢") && !said.contains('1'), "{said}");
    let said = arabic.format("shell-notify-order", &number);
    assert!(said.contains("#١٢٣٤") && !said.contains('1'), "{said}");
    // What people typed stays as it is.
    let typed = [("name", Value::Text("فاتورة 12"))];
    let said = arabic.format("shell-notify-file", &typed);
    assert!(said.contains("12"), "{said}");
    for latin in [
        chosen(Language::Ar, Digits::Latin),
        chosen(Language::En, Digits::Arabic),
    ] {
        let said = latin.format("shell-notify-count", &count);
        assert!(said.contains("12"), "{said}");
        let said = latin.format("shell-notify-order", &number);
        assert!(said.contains("#1234"), "{said}");
    }
}
