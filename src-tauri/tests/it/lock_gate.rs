//! What a locked window may call and hear: whatever nobody has allowed is refused.

use std::{collections::BTreeSet, sync::Arc};

use shell::app_lock::{AppLock, gate::ALLOWED_COMMANDS, idle::system_moments, pin::Pin};
use shell::events::{FocusedConversation, ShellEvent};

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
        "change_preferences",
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

#[test]
fn a_locked_window_hears_of_no_person_and_no_chat() {
    let chat = || protocol::ConversationId::new("c1").unwrap();
    let named = [
        ShellEvent::Changed(store::ChangeSet::resync(1)),
        ShellEvent::AccountChanged(None),
        ShellEvent::FocusConversation(FocusedConversation {
            conversation: chat(),
            message: None,
        }),
        ShellEvent::ChatWindowsChanged(vec![chat()]),
        ShellEvent::UploadsChanged(Vec::new()),
        ShellEvent::LinkClicked,
    ];
    for event in named {
        assert!(!event.is_for_locked_windows(), "{event:?}");
    }
    let bare = [
        ShellEvent::Notice("notice-no-tray".to_owned()),
        ShellEvent::TypedAsked,
        ShellEvent::CloseAsked,
    ];
    for event in bare {
        assert!(event.is_for_locked_windows(), "{event:?}");
    }
}
