//! The hook of the Windows uninstaller keeps and removes what it was told to, and one that does not is found.

use std::fs;
use std::path::Path;

use xtask::{tools::Tools, uninstaller};

/// What is wrong with a hook, and what it does.
const WRONG: [(&str, &str); 4] = [
    ("unasked", "RMDir /r \"$LOCALAPPDATA\\avvento-desk\""),
    ("never", ""),
    (
        "at an update",
        "SetShellVarContext current\n${If} $DeleteAppDataCheckboxState = 1\nRMDir /r \"$LOCALAPPDATA\\avvento-desk\"\n${EndIf}",
    ),
    (
        "for all users",
        "${If} $DeleteAppDataCheckboxState = 1\n${AndIf} $UpdateMode <> 1\nRMDir /r \"$LOCALAPPDATA\\avvento-desk\"\n${EndIf}",
    ),
];

#[test]
fn the_uninstaller_keeps_and_removes_what_it_was_told_to() {
    let tools = Tools::of_this_machine().unwrap();
    if tools.find("makensis").is_none() || tools.find("wine").is_none() {
        return;
    }
    uninstaller::check(&tools, &tools.at(uninstaller::HOOK)).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (what, does) in WRONG {
        let hook = folder.join("wrong.nsh");
        let text = format!("!macro NSIS_HOOK_POSTUNINSTALL\n{does}\n!macroend\n");
        fs::write(&hook, text).unwrap();
        let found = uninstaller::check(&tools, &hook);
        assert!(
            found.is_err(),
            "a hook that removes the data {what} was not found"
        );
    }
}
