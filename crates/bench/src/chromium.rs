//! What Chromium holds with an empty page, where it is installed: what somebody has open who answers in a browser.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Result;

use crate::Setting;
use crate::desktop::Desktop;
use crate::node::Process;
use crate::process_tree::ProcessTree;

const PROGRAM: &str = "chromium";
/// It asks its maker for nothing: only what it holds by itself counts. Its sandbox does not start for an administrator.
const ALONE: [&str; 6] = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
];

/// The memory of all its processes, in MB; none where it is not installed.
pub(crate) fn memory_of_empty_page(setting: &Setting) -> Result<Option<f64>> {
    if !is_installed() {
        return Ok(None);
    }
    let desktop = Desktop::start()?;
    let profile = tempfile::tempdir()?;
    let mut command = desktop.command(Path::new(PROGRAM));
    command
        .args(ALONE)
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg("about:blank")
        .stderr(Stdio::null());
    let browser = Process::start(&mut command)?;
    // It has no word for the moment at which its page is painted.
    std::thread::sleep(setting.by_scale(Duration::from_secs(15), Duration::from_secs(3)));
    let memory = ProcessTree::of(browser.id())?.memory()?;
    Ok(Some(memory))
}

fn is_installed() -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(PROGRAM).is_file())
}
