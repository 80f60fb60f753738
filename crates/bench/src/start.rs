//! From the program's start to the painted inbox, and the memory that it takes then, beside an empty window of
//! the same toolkit. The server is away.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::data::{CacheSize, FilledProfile, filled_profile};
use crate::desktop::Desktop;
use crate::measure::{Samples, alternate};
use crate::report::{self, Goal, Row};
use crate::window::{Program, Window};
use crate::{Scale, Setting};

/// The peer's name in the report.
const EMPTY_WINDOW: &str = "an empty window";

/// Whether the system still has the cache's file in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Files {
    Warm,
    /// As after the machine's start.
    Cold,
}

/// One start of one program.
struct Start {
    milliseconds: f64,
    megabytes: f64,
}

pub(crate) fn measure(setting: &Setting) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let sizes: &[usize] = setting.by_scale(&[6_400, 1_000_000], &[6_400]);
    for messages in sizes {
        let profile = filled_profile(setting, CacheSize::of_messages(*messages))?;
        rows.extend(starts(setting, &profile, *messages, Files::Warm)?);
        if setting.scale == Scale::Full {
            rows.extend(starts(setting, &profile, *messages, Files::Cold)?);
        }
    }
    Ok(rows)
}

fn starts(
    setting: &Setting,
    profile: &FilledProfile,
    messages: usize,
    files: Files,
) -> Result<Vec<Row>> {
    let desktop = Desktop::start()?;
    let webview = tempfile::tempdir()?;
    let ours = || {
        if files == Files::Cold {
            forget_files(&profile.folder)?;
        }
        let arguments = [OsStr::new("--data"), profile.folder.as_os_str()];
        start(setting, &desktop, Program::Desk, &arguments)
    };
    let empty = || {
        start(
            setting,
            &desktop,
            Program::Empty,
            &[webview.path().as_os_str()],
        )
    };
    let (ours, empty) = alternate(setting.rounds(), ours, empty)?;
    let of =
        |starts: &[Start], value: fn(&Start) -> f64| Samples(starts.iter().map(value).collect());
    let how = match files {
        Files::Warm => "",
        Files::Cold => ", its files not in memory",
    };
    let time = Row {
        name: "start",
        what: format!("start to the painted inbox, {messages} messages cached{how}"),
        unit: "ms",
        samples: of(&ours, |start| start.milliseconds),
        peer: Some((EMPTY_WINDOW, of(&empty, |start| start.milliseconds))),
        goal: Goal::RatioAtMost(1.3),
    };
    let memory = Row {
        name: "memory",
        what: format!("memory after the start, {messages} messages cached"),
        unit: "MB",
        samples: of(&ours, |start| start.megabytes),
        peer: Some((EMPTY_WINDOW, of(&empty, |start| start.megabytes))),
        goal: Goal::RatioAtMost(1.25),
    };
    Ok(match files {
        Files::Warm => vec![time, memory],
        Files::Cold => vec![time],
    })
}

fn start(
    setting: &Setting,
    desktop: &Desktop,
    program: Program,
    arguments: &[&OsStr],
) -> Result<Start> {
    let window = Window::open(setting, desktop, program, arguments)?;
    if let Some(told) = window.log.iter().find(|line| line.contains("steps=")) {
        report::say(told);
    }
    // What a start still does once it is painted, it has done by then.
    std::thread::sleep(setting.by_scale(Duration::from_secs(3), Duration::from_millis(500)));
    let start = Start {
        milliseconds: window.painted_after.as_secs_f64() * 1000.0,
        megabytes: window.processes()?.memory()?,
    };
    window.close()?;
    Ok(start)
}

/// Has the system drop what it keeps in memory of a folder's files.
fn forget_files(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            forget_files(&path)?;
            continue;
        }
        // It copies nothing: for the input's file alone it says that its pages are not needed.
        let mut input = std::ffi::OsString::from("if=");
        input.push(&path);
        let dropped = Command::new("dd")
            .arg(input)
            .args(["iflag=nocache", "count=0", "status=none"])
            .status()?;
        if !dropped.success() {
            bail!("{} stays in memory", path.display());
        }
    }
    Ok(())
}
