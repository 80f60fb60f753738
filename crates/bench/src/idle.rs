//! What a window costs that nobody uses: the session up at a server of another process, nobody writes; shown beside an
//! empty window, and hidden as in the tray.

use std::ffi::OsStr;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde::Deserialize;

use crate::Setting;
use crate::desktop::Desktop;
use crate::frames::script;
use crate::measure::Samples;
use crate::node::{BenchServer, Process, ServerData};
use crate::process_tree::ProcessTree;
use crate::report::{Goal, Row};
use crate::window::{Program, Window};

/// What wakes within so long counts as one wake-up: one timer has several threads work, one after the other.
const MOMENT: Duration = Duration::from_millis(100);
/// Once a second, and the heartbeat every other second beside it.
const MOST_WAKE_UPS: f64 = 1.5;

/// What was counted over a while.
struct Idle {
    /// Of one core, in percent.
    computing: f64,
    /// In a second.
    wake_ups: f64,
}

/// Whether somebody could see the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Shown,
    Hidden,
}

pub(crate) fn measure(setting: &Setting) -> Result<Vec<Row>> {
    let chats = setting.by_scale(200, 20);
    let shown = watch_desk(setting, chats, View::Shown)?;
    let hidden = watch_desk(setting, chats, View::Hidden)?;
    let empty = watch_empty(setting)?;
    let row = |what: &str, unit, ours: f64, empty: f64, goal| Row {
        name: "idle",
        what: format!("{what}, {chats} chats, session up, nobody writes"),
        unit,
        samples: Samples(vec![ours]),
        peer: Some(("an empty window", Samples(vec![empty]))),
        goal,
    };
    let computing = |what, idle: &Idle| {
        let goal = Goal::AtMost(0.5);
        row(what, "% of a core", idle.computing, empty.computing, goal)
    };
    let wake_ups = |what, idle: &Idle| {
        let goal = Goal::AtMost(MOST_WAKE_UPS);
        row(what, "a second", idle.wake_ups, empty.wake_ups, goal)
    };
    Ok(vec![
        computing("computing", &shown),
        wake_ups("wake-ups", &shown),
        computing("computing, hidden", &hidden),
        wake_ups("wake-ups, hidden", &hidden),
    ])
}

/// How long is counted.
fn duration(setting: &Setting) -> Duration {
    setting.by_scale(Duration::from_secs(60), Duration::from_secs(2))
}

#[derive(Deserialize)]
struct Settled {
    process: u32,
}

fn watch_desk(setting: &Setting, chats: u32, view: View) -> Result<Idle> {
    let data = ServerData {
        chats,
        history: 1,
        ..ServerData::default()
    };
    let server = BenchServer::start(&setting.interop, data)?;
    let mut command = script(setting, "still");
    command.args(["--server", &server.url()]);
    command.args(["--chats", &chats.to_string()]);
    command.args(["--seconds", &duration(setting).as_secs().to_string()]);
    if view == View::Hidden {
        command.arg("--hidden");
    }
    let mut window = Process::start(&mut command)?;
    let Settled { process } = serde_json::from_str(&window.next_line()?)?;
    let idle = count(setting, &ProcessTree::of(process)?);
    // It closes the window by itself.
    let closed = window.next_line()?;
    ensure!(closed == "{}", "«{closed}»");
    Ok(idle)
}

fn watch_empty(setting: &Setting) -> Result<Idle> {
    let desktop = Desktop::start()?;
    let webview = tempfile::tempdir()?;
    let arguments: [&OsStr; 1] = [webview.path().as_os_str()];
    let window = Window::open(setting, &desktop, Program::Empty, &arguments)?;
    // What a start still does once it is painted is not idling.
    std::thread::sleep(setting.by_scale(Duration::from_secs(10), Duration::from_secs(1)));
    let idle = count(setting, &window.processes()?);
    window.close()?;
    Ok(idle)
}

fn count(setting: &Setting, processes: &ProcessTree) -> Idle {
    let began = Instant::now();
    let computed = processes.computing_time();
    let (mut woken, mut moments) = (processes.wake_ups(), 0.0);
    while began.elapsed() < duration(setting) {
        std::thread::sleep(MOMENT);
        let now = processes.wake_ups();
        // Threads that end take theirs with them.
        if (now - woken).abs() > 0.0 {
            moments += 1.0;
        }
        woken = now;
    }
    let seconds = began.elapsed().as_secs_f64();
    Idle {
        computing: 100.0 * (processes.computing_time() - computed) / seconds,
        wake_ups: moments / seconds,
    }
}
