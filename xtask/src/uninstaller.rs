//! The hook in the Windows uninstaller, run: an installation with nothing in it is made around
//! `src-tauri/windows/uninstall.nsh` and removed under wine, with each answer to the question whether the data go too.

use crate::{
    process, say,
    tools::Tools,
    wine::{prefix, wine},
};
use anyhow::{Context, Result, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const SCRIPT: &str = "xtask/windows/uninstaller.nsi";
/// The hook that is shipped.
pub const HOOK: &str = "src-tauri/windows/uninstall.nsh";
/// Where the installation lies, as Windows names it. The uninstaller is told so, else it goes on as a copy of itself that
/// nobody can wait for.
const INSTALLED: &str = r"C:\installed";

/// A file that is in the data's folder.
const UNSENT: &str = "profiles/user.db";

/// What the box and the installer say, and whether the data are gone then.
const ANSWERS: [(&[&str], bool); 4] = [
    (&[], false),
    (&["/ANSWER=0"], false),
    (&["/ANSWER=1", "/UPDATE"], false),
    (&["/ANSWER=1"], true),
];

/// Removes an installation around a hook with each answer. Without the compiler of installers nothing is run, which is said.
///
/// # Errors
/// When the hook removes what it should leave, or leaves what it should remove.
pub fn check(tools: &Tools, hook: &Path) -> Result<()> {
    if tools.find("makensis").is_none() {
        say::line("The uninstaller was not run: there is no makensis (Debian's package nsis).");
        return Ok(());
    }
    let installer = tools.at("target/uninstaller.exe");
    process::run(
        tools
            .command("makensis")
            .arg("-V2")
            .arg(format!("-DINSTALLER={}", installer.display()))
            .arg(format!("-DHOOK={}", hook.display()))
            .arg(SCRIPT),
    )?;
    for (answer, goes) in ANSWERS {
        remove_installation(tools, &installer, answer, goes)
            .with_context(|| format!("the uninstaller, called with {answer:?}"))?;
    }
    say::line("The uninstaller asks, and keeps or removes the data as it was answered.");
    Ok(())
}

fn remove_installation(tools: &Tools, installer: &Path, answer: &[&str], goes: bool) -> Result<()> {
    process::run(silent(wine(tools).arg(installer).arg("/S")))?;
    let own = own_folder(tools)?;
    let data = own.join("avvento-desk");
    // Neither another's folder with such a name, nor one that is for all users, is the application's.
    let others = [
        own.join("avvento-desk-other"),
        prefix(tools).join("drive_c/ProgramData/avvento-desk"),
    ];
    for folder in others.iter().chain([&data]) {
        fs::create_dir_all(folder.join("profiles"))?;
        fs::write(folder.join(UNSENT), "what was not sent")?;
    }
    let uninstaller = format!(r"{INSTALLED}\uninstall.exe");
    let mut uninstall = wine(tools);
    uninstall.args([uninstaller.as_str(), "/S"]).args(answer);
    process::run(silent(uninstall.arg(format!("_?={INSTALLED}"))))?;
    if goes {
        ensure!(!data.exists(), "the data are still there");
    } else {
        ensure!(data.join(UNSENT).exists(), "the data were removed");
    }
    for folder in others {
        let name = folder.display();
        ensure!(folder.join(UNSENT).exists(), "{name} was removed");
    }
    Ok(())
}

/// Without our output, which wine's server would hold open when the program has ended.
fn silent(wine: &mut Command) -> &mut Command {
    wine.stdout(Stdio::null()).stderr(Stdio::null())
}

/// The folder of the one user's applications.
fn own_folder(tools: &Tools) -> Result<PathBuf> {
    let users = fs::read_dir(prefix(tools).join("drive_c/users"))?;
    users
        .filter_map(|user| Some(user.ok()?.path().join("AppData/Local")))
        .find(|local| local.is_dir())
        .context("wine has no user")
}
