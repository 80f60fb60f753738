//! What the real window paints while it is used: opening a chat, scrolling back through one, messages that come,
//! typing during a burst; what it takes of the memory after that, and that it paints nothing while it is hidden. The page is watched frame by frame through WebDriver; the product has no hook for it.

use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Setting;
use crate::chromium;
use crate::data::{CacheSize, filled_profile};
use crate::desktop::Desktop;
use crate::measure::Samples;
use crate::node::{BenchServer, Process, ServerData};
use crate::report::{Goal, Row};
use crate::window::{Program, Window};

/// A frame that takes longer is seen as a halt, in ms.
const HALT: f64 = 50.0;
/// Two frames and three of a usual display, in ms.
const TWO_FRAMES: f64 = 34.0;
const THREE_FRAMES: f64 = 50.0;

/// What was seen over a while; times in ms.
#[derive(Deserialize)]
struct Seen {
    /// From each frame to the next.
    frames: Vec<f64>,
    /// From the key press to a chat's painted messages.
    opened: Vec<f64>,
    /// From any other key press to the painted frame.
    typed: Vec<f64>,
    /// From the server's sending to the painted message.
    arrived: Vec<f64>,
    /// How many frames had no message in the middle of the chat.
    blank: u32,
    /// How many messages there were to be seen, in any frame.
    rows: u32,
}

impl Seen {
    /// How many of a hundred frames took too long.
    fn halts(&self) -> Samples {
        let halt = |time: &f64| if *time > HALT { 100.0 } else { 0.0 };
        let sum: f64 = self.frames.iter().map(halt).sum();
        let count = u32::try_from(self.frames.len()).map_or(f64::NAN, f64::from);
        Samples(vec![sum / count])
    }
}

#[derive(Deserialize)]
struct Scrolled {
    #[serde(flatten)]
    seen: Seen,
    /// The memory of all processes, in MB.
    before: f64,
    after: f64,
}

/// From the cache of a profile, with the server away.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cached {
    idle: Seen,
    scrolled: Scrolled,
    /// How many messages were scrolled past in all.
    passed: u32,
    opened: Seen,
    searched: u32,
    /// The memory of all processes after all that, in MB.
    after_use: f64,
    hidden: Seen,
}

/// At a server that sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Live {
    idle: Seen,
    arrived: Seen,
    at_rest: Seen,
    in_burst: Seen,
}

pub(crate) fn measure(setting: &Setting) -> Result<Vec<Row>> {
    let mut rows = rows_of_cached(setting)?;
    rows.extend(rows_of_live(setting)?);
    Ok(rows)
}

fn rows_of_cached(setting: &Setting) -> Result<Vec<Row>> {
    let messages = setting.by_scale(1_000_000, 6_400);
    let profile = filled_profile(setting, CacheSize::of_messages(messages))?;
    let mut command = script(setting, "cached");
    command.arg("--data").arg(&profile.folder);
    command.args(["--chat", &profile.largest_chat]);
    command.args(["--opened", setting.by_scale("200", "5")]);
    command.args(["--messages", setting.by_scale("10000", "200")]);
    command.args(["--seconds", setting.by_scale("60", "2")]);
    command.args(["--searches", setting.by_scale("50", "2")]);
    let Cached {
        idle,
        scrolled,
        passed,
        opened,
        searched,
        after_use,
        hidden,
    } = run(&mut command)?;
    let seen = &scrolled.seen;
    let back = format!("scrolling back over {} messages", seen.rows);
    let used = format!(
        "{} chats opened, {passed} messages scrolled past, {searched} searches",
        opened.opened.len(),
    );
    let mut rows = memory_rows(setting, &format!("memory after use: {used}"), after_use)?;
    rows.extend([
        row(
            "frames drawn while hidden".to_owned(),
            "frames",
            Samples(vec![f64::from(
                u32::try_from(hidden.frames.len()).unwrap_or(u32::MAX),
            )]),
            Goal::AtMost(0.0),
        ),
        Row {
            peer: Some(("another key", Samples(opened.typed.clone()))),
            ..row(
                format!("key to a chat's painted messages, {messages} cached"),
                "ms",
                Samples(opened.opened),
                Goal::TailAtMost {
                    p95: TWO_FRAMES,
                    p99: THREE_FRAMES,
                },
            )
        },
        Row {
            peer: Some(("nothing happens", Samples(idle.frames))),
            ..row(
                format!("{back}: a frame"),
                "ms",
                Samples(seen.frames.clone()),
                Goal::None,
            )
        },
        row(
            format!("{back}: frames over {HALT} ms"),
            "%",
            seen.halts(),
            Goal::AtMost(0.0),
        ),
        row(
            format!("{back}: frames without a message"),
            "frames",
            Samples(vec![f64::from(seen.blank)]),
            Goal::AtMost(0.0),
        ),
        Row {
            peer: Some(("before", Samples(vec![scrolled.before]))),
            ..row(
                format!("{back}: memory"),
                "MB",
                Samples(vec![scrolled.after]),
                Goal::RatioAtMost(1.05),
            )
        },
    ]);
    Ok(rows)
}

/// What the window holds after use, in MB, beside an empty window and, where it is installed, an empty page in Chromium.
fn memory_rows(setting: &Setting, what: &str, after_use: f64) -> Result<Vec<Row>> {
    let beside = |peer, memory: f64, goal| Row {
        peer: Some((peer, Samples(vec![memory]))),
        ..row(what.to_owned(), "MB", Samples(vec![after_use]), goal)
    };
    let empty = memory_of_empty(setting)?;
    let mut rows = vec![beside("an empty window", empty, Goal::RatioAtMost(1.5))];
    if let Some(chromium) = chromium::memory_of_empty_page(setting)? {
        rows.push(beside(
            "Chromium, an empty page",
            chromium,
            Goal::RatioAtMost(1.0),
        ));
    }
    Ok(rows)
}

/// The memory of a window of the same toolkit with nothing in it, in MB.
fn memory_of_empty(setting: &Setting) -> Result<f64> {
    let desktop = Desktop::start()?;
    let webview = tempfile::tempdir()?;
    let arguments = [webview.path().as_os_str()];
    let window = Window::open(setting, &desktop, Program::Empty, &arguments)?;
    let memory = window.processes()?.memory()?;
    window.close()?;
    Ok(memory)
}

fn rows_of_live(setting: &Setting) -> Result<Vec<Row>> {
    let data = ServerData {
        chats: setting.by_scale(500, 20),
        history: 1,
        burst: setting.by_scale(100_000, 500),
    };
    let server = BenchServer::start(&setting.interop, data)?;
    let mut command = script(setting, "live");
    command.args(["--server", &server.url()]);
    command.args(["--chat", "c00000000000000000000000"]);
    command.args(["--chats", &data.chats.to_string()]);
    command.args(["--seconds", setting.by_scale("20", "2")]);
    let live: Live = run(&mut command)?;
    let burst = format!("a burst of {} messages", data.burst);
    Ok(vec![
        row(
            "sent by the server to painted, 200 events a second".to_owned(),
            "ms",
            Samples(live.arrived.arrived.clone()),
            Goal::TailAtMost {
                p95: 50.0,
                p99: 100.0,
            },
        ),
        Row {
            peer: Some(("nothing happens", Samples(live.idle.frames))),
            ..row(
                "200 events a second: a frame".to_owned(),
                "ms",
                Samples(live.arrived.frames.clone()),
                Goal::None,
            )
        },
        row(
            format!("200 events a second: frames over {HALT} ms"),
            "%",
            live.arrived.halts(),
            Goal::AtMost(0.0),
        ),
        Row {
            peer: Some(("nothing comes", Samples(live.at_rest.typed))),
            ..row(
                format!("key to painted letter during {burst}"),
                "ms",
                Samples(live.in_burst.typed.clone()),
                Goal::TailAtMost {
                    p95: 100.0,
                    p99: 100.0,
                },
            )
        },
        row(
            format!("{burst}: frames over {HALT} ms"),
            "%",
            live.in_burst.halts(),
            Goal::None,
        ),
    ])
}

fn row(what: String, unit: &'static str, samples: Samples, goal: Goal) -> Row {
    Row {
        name: "frames",
        what,
        unit,
        samples,
        peer: None,
        goal,
    }
}

/// The script that drives the real window, for one of its measurements.
pub(crate) fn script(setting: &Setting, what: &str) -> Command {
    let mut command = Command::new("node");
    command
        .arg(setting.window_tests.join("frames.mjs"))
        .arg(what)
        .arg("--program")
        .arg(Program::Desk.path(setting));
    command
}

/// What the script saw: its one line.
fn run<T: DeserializeOwned>(command: &mut Command) -> Result<T> {
    let mut process = Process::start(command)?;
    let line = process.next_line().context("the window is not driven")?;
    serde_json::from_str(&line).with_context(|| format!("«{line}»"))
}
