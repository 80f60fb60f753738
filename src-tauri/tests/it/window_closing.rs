//! What closing the window does, and where it is put again.
use std::time::Duration;

use shell::{
    preferences::CloseWithoutTray::{Ask, Quit},
    shutdown::{
        close::{CloseAction, TrayPresence, close_action},
        questions::{Questions, REPEAT_INTERVAL},
    },
    window::placement::{Rectangle, place},
};

#[test]
fn closing_without_a_tray_ends_nothing_unasked() {
    let (shown, missing) = (TrayPresence::Shown, TrayPresence::Missing);
    let just_now = Some(Duration::ZERO);
    for (tray, chosen, asked, action) in [
        (shown, Ask, None, CloseAction::Hide),
        (shown, Quit, just_now, CloseAction::Hide),
        (missing, Ask, None, CloseAction::Ask),
        (missing, Quit, None, CloseAction::Quit),
        // The window may not answer.
        (missing, Ask, just_now, CloseAction::Quit),
        (missing, Ask, Some(REPEAT_INTERVAL), CloseAction::Ask),
    ] {
        let did = close_action(tray, chosen, asked);
        assert_eq!(did, action, "{tray:?} {chosen:?} {asked:?}");
    }
}

#[test]
fn whoever_stays_is_asked_again_about_both() {
    let questions = Questions::default();
    let asked = || {
        let closing = questions.closing_asked().is_some();
        (closing, questions.ask_about_quitting().is_some())
    };
    assert_eq!(asked(), (false, false), "nobody was asked");
    // The window is closed a second time, and the question whether to quit takes the first one's place.
    questions.ask_about_closing();
    assert_eq!(asked(), (true, true), "neither was answered");
    questions.stay();
    assert_eq!(asked(), (false, false), "the one answer is for both");
}

const fn rectangle(x: i32, y: i32, width: u32, height: u32) -> Rectangle {
    Rectangle {
        x,
        y,
        width,
        height,
    }
}

const LAPTOP: Rectangle = rectangle(0, 0, 1280, 800);
const LEFT: Rectangle = rectangle(-1920, -200, 1920, 1080);

#[test]
fn a_window_opens_wholly_on_a_screen() {
    for (what, was, screens, is) in [
        (
            "where it was",
            rectangle(100, 50, 900, 600),
            vec![LAPTOP],
            rectangle(100, 50, 900, 600),
        ),
        (
            "half outside: moved",
            rectangle(700, 300, 1200, 750),
            vec![LAPTOP],
            rectangle(80, 50, 1200, 750),
        ),
        (
            "larger than the screen: cut",
            rectangle(-50, -50, 3000, 2000),
            vec![LAPTOP],
            LAPTOP,
        ),
        (
            "its screen is gone: the other one",
            rectangle(-1800, 0, 1000, 700),
            vec![LAPTOP],
            rectangle(0, 0, 1000, 700),
        ),
        (
            "a screen left of the first",
            rectangle(-1800, -100, 1000, 700),
            vec![LAPTOP, LEFT],
            rectangle(-1800, -100, 1000, 700),
        ),
        (
            "across two: that with more of it",
            rectangle(-300, 0, 1000, 700),
            vec![LEFT, LAPTOP],
            rectangle(0, 0, 1000, 700),
        ),
        (
            "far off: the nearest",
            rectangle(-9000, 40, 800, 600),
            vec![LAPTOP, LEFT],
            rectangle(-1920, 40, 800, 600),
        ),
        (
            "numbers that nobody has",
            rectangle(i32::MAX, i32::MIN, u32::MAX, u32::MAX),
            vec![LAPTOP],
            LAPTOP,
        ),
        (
            "no screen is known",
            rectangle(5, 6, 700, 500),
            vec![],
            rectangle(5, 6, 700, 500),
        ),
    ] {
        assert_eq!(place(was, &screens), is, "{what}");
    }
}
