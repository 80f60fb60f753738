//! The shell has its words in both languages.
use shell::{
    i18n::{KEYS, Translations, Value},
    preferences::Language,
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
        disk-failed profile-in-use keyring-unavailable ambiguous-send unsettled-send too-late too-large not-an-image \
        unreadable-answer internal message-empty message-too-long";
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
