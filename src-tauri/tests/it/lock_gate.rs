//! What a locked window may call and hear: whatever nobody has allowed is refused.

use std::{collections::BTreeSet, sync::Arc};

use shell::app_lock::{
    AppLock,
    gate::{ALLOWED_COMMANDS, ALLOWED_EVENTS},
    idle::system_moments,
    pin::Pin,
};
use shell::events;
use tauri_specta::Event;

use crate::contract::registered;

async fn locked(folder: &tempfile::TempDir) -> Arc<AppLock> {
    let path = folder.path().join("app-lock.json");
    let lock = AppLock::open(path, system_moments());
    let pin = Pin::parse("1234").unwrap();
    lock.set_pin(pin, None).await.unwrap();
    Arc::new(lock)
}

#[tokio::test]
async fn a_locked_window_is_refused_every_command_but_the_named_ones() {
    let folder = tempfile::tempdir().unwrap();
    let lock = locked(&folder).await;
    let commands = registered();
    assert!(commands.len() > 40, "the list of commands is read");
    for command in &commands {
        assert!(!lock.refuses_command(command), "{command}: it is open yet");
    }
    lock.lock();
    let open: BTreeSet<&str> = commands
        .iter()
        .map(String::as_str)
        .filter(|command| !lock.refuses_command(command))
        .collect();
    let named: BTreeSet<&str> = [
        "start_up",
        "first_screen_painted",
        "unlock",
        "forget_pin",
        "unsent",
        "save_preferences",
        "ask_to_quit",
        "quit",
        "cancel_quit",
        "drafts_flushed",
        "close_answered",
        "minimize_window",
    ]
    .into();
    assert_eq!(open, named, "whoever adds one says why in `gate`");
    assert_eq!(ALLOWED_COMMANDS.len(), named.len(), "each exists");
}

#[tokio::test]
async fn a_locked_window_hears_of_no_person_and_no_chat() {
    let folder = tempfile::tempdir().unwrap();
    let lock = locked(&folder).await;
    let withheld = [
        events::Changed::NAME,
        events::AccountChanged::NAME,
        events::FocusConversation::NAME,
        events::ConnectionChanged::NAME,
        events::LinkClicked::NAME,
    ];
    for event in withheld {
        assert!(!lock.withholds_event(event), "{event}: it is open yet");
    }
    lock.lock();
    for event in withheld {
        assert!(lock.withholds_event(event), "{event}");
    }
    let heard = [
        events::LockChanged::NAME,
        events::PreferencesChanged::NAME,
        events::Notice::NAME,
        events::QuitAsked::NAME,
        events::CloseAsked::NAME,
        events::TypedAsked::NAME,
    ];
    for event in heard {
        assert!(!lock.withholds_event(event), "{event}");
    }
    assert_eq!(ALLOWED_EVENTS.len(), heard.len());
}
