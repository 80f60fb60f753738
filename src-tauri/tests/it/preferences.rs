//! The user's choices survive, and never keep anybody from work.
use std::collections::BTreeMap;

use engine::Retention;
use protocol::UtcMs;
use shell::limits::MOST_OWN_KEYS;
use shell::preferences::{
    AlertSounds, AlertTest, CloseWithoutTray, Digits, Language, LoadedPreferences, LockAfter,
    PreferenceChanges, Preferences, SendKey, Shortcuts, Theme, TrayHint,
};
use store::{InboxFilter, InboxSort};

#[test]
fn without_a_file_the_interface_is_arabic_with_latin_digits() {
    let folder = tempfile::tempdir().unwrap();
    let read = LoadedPreferences::read(&folder.path().join("preferences.json"));
    assert_eq!(read.preferences, Preferences::default());
    assert_eq!(read.preferences.language, Language::Ar);
    assert_eq!(read.preferences.digits, Digits::Latin);
    assert_eq!(read.set_aside, None);
}

#[test]
fn what_was_chosen_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("not/there/yet/preferences.json");
    let chosen = Preferences {
        language: Language::En,
        theme: Theme::Dark,
        hide_notification_text: true,
        alert_sounds: AlertSounds::Off,
        sound_volume: 0.25,
        do_not_disturb_until: Some(UtcMs(1_795_000_000_000)),
        close_without_tray: CloseWithoutTray::Quit,
        tray_hint: TrayHint::Given,
        digits: Digits::Arabic,
        zoom: 1.25,
        details_open: false,
        retention: Retention::SixMonths,
        other_accounts: engine::OtherAccounts::Keep,
        lock_after: LockAfter::OneHour,
        inbox_filter: InboxFilter::TookPart,
        inbox_sorts: BTreeMap::from([(InboxFilter::TookPart, InboxSort::Oldest)]),
        own_view: Some("view".into()),
        waiting_long_minutes: 7,
        waiting_late_minutes: 30,
        shortcuts: Shortcuts::Off,
        send_key: SendKey::CtrlEnter,
        take_back_seconds: 5,
        alert_test: AlertTest::Done,
        upload_endpoint: "/uploads".to_owned(),
        own_keys: BTreeMap::from([("search".to_owned(), "Ctrl+KeyU".to_owned())]),
    };
    chosen.save(&path).unwrap();
    assert_eq!(LoadedPreferences::read(&path).preferences, chosen);
    let beside = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "no half-written file is left beside it");
}

#[test]
fn red_comes_after_amber_whatever_the_file_says() {
    for (long, late, read) in [
        (20, 10, (20, 21)),
        (0, 0, (1, 2)),
        (9_999, 9_999, (1_439, 1_440)),
    ] {
        let chosen = Preferences {
            waiting_long_minutes: long,
            waiting_late_minutes: late,
            ..Preferences::default()
        };
        let clamped = chosen.clamped();
        let found = (clamped.waiting_long_minutes, clamped.waiting_late_minutes);
        assert_eq!(found, read, "{long} and {late}");
    }
}

#[test]
fn own_keys_are_as_many_and_as_long_as_anybody_needs() {
    let mut chosen = Preferences::default();
    for action in 0..5_000 {
        let keys = "Ctrl+KeyU".to_owned();
        chosen.own_keys.insert(format!("action-{action}"), keys);
    }
    let long = "x".repeat(100_000);
    chosen.own_keys.insert("a".to_owned(), long.clone());
    chosen.own_keys.insert(long, "F2".to_owned());
    let read = chosen.clamped().own_keys;
    assert_eq!(read.len(), MOST_OWN_KEYS);
    assert!(
        read.keys()
            .chain(read.values())
            .all(|word| word.len() < 100)
    );
}

#[test]
fn an_unreadable_file_is_set_aside_and_the_defaults_are_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("preferences.json");
    for broken in ["", "{", "7", "{\"theme\": \"pink\"}"] {
        std::fs::write(&path, broken).unwrap();
        let read = LoadedPreferences::read(&path);
        assert_eq!(read.preferences, Preferences::default(), "{broken:?}");
        let aside = read.set_aside.expect("it is set aside");
        assert_eq!(
            std::fs::read_to_string(aside).unwrap(),
            broken,
            "what it held is kept"
        );
        assert!(!path.exists(), "the place is free for a new one");
    }
}

#[test]
fn a_file_of_another_version_is_read_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("preferences.json");
    std::fs::write(&path, r#"{"language": "en", "fromTheFuture": [1]}"#).unwrap();
    let read = LoadedPreferences::read(&path);
    assert_eq!(
        read.preferences,
        Preferences {
            language: Language::En,
            ..Preferences::default()
        }
    );
}

#[test]
fn the_zoom_stays_within_its_limits() {
    for (wished, given) in [(0.01, 0.5), (99.0, 3.0), (1.1, 1.1), (f64::NAN, 1.0)] {
        let sound = Preferences {
            zoom: wished,
            ..Preferences::default()
        }
        .clamped();
        assert!(
            (sound.zoom - given).abs() < f64::EPSILON,
            "{wished} became {}",
            sound.zoom
        );
    }
}

#[test]
fn behind_a_lock_only_the_look_is_changed() {
    let kept = Preferences {
        hide_notification_text: true,
        lock_after: LockAfter::OneMinute,
        ..Preferences::default()
    };
    let asked = Preferences {
        language: Language::En,
        theme: Theme::Dark,
        zoom: 2.0,
        lock_after: LockAfter::Never,
        ..Preferences::default()
    };
    let merged = kept.clone().with_look_of(&asked);
    assert_eq!(
        merged,
        Preferences {
            language: Language::En,
            theme: Theme::Dark,
            zoom: 2.0,
            ..kept
        }
    );
}

#[test]
fn a_change_names_what_it_changes_and_leaves_the_rest() {
    let before = Preferences {
        theme: Theme::Dark,
        do_not_disturb_until: Some(UtcMs(1_795_000_000_000)),
        own_view: Some("view".to_owned()),
        ..Preferences::default()
    };
    let changes = |json: serde_json::Value| -> PreferenceChanges {
        serde_json::from_value(json).expect("an object of names and values")
    };
    let changed =
        changes(serde_json::json!({ "inboxFilter": "unread", "doNotDisturbUntil": null }));
    assert_eq!(
        changed.applied_to(&before).unwrap(),
        Preferences {
            inbox_filter: InboxFilter::Unread,
            do_not_disturb_until: None,
            ..before.clone()
        }
    );
    assert_eq!(
        changes(serde_json::json!({})).applied_to(&before).unwrap(),
        before
    );
    let wrong = changes(serde_json::json!({ "theme": "green" }));
    assert!(
        wrong.applied_to(&before).is_err(),
        "a value of another type changes nothing"
    );
}
