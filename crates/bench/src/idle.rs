//! What a window costs that nobody uses: the demo with its session up and customers who do not write, shown beside an
//! empty window, and hidden as in the tray.

use std::ffi::OsStr;
use std::time::Duration;

use anyhow::Result;

use crate::Setting;
use crate::desktop::Desktop;
use crate::measure::Samples;
use crate::report::{Goal, Row};
use crate::window::{Program, Window};

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
    let desktop = Desktop::start()?;
    let folder = tempfile::tempdir()?;
    let demo = [
        OsStr::new("--demo"),
        OsStr::new("--demo-pace=still"),
        OsStr::new("--data"),
        folder.path().as_os_str(),
    ];
    let shown = watch(setting, &desktop, Program::Desk, &demo, View::Shown)?;
    let hidden = watch(setting, &desktop, Program::Desk, &demo, View::Hidden)?;
    let webview = tempfile::tempdir()?;
    let arguments = [webview.path().as_os_str()];
    let empty = watch(setting, &desktop, Program::Empty, &arguments, View::Shown)?;
    let row = |what: &str, unit, ours: f64, empty: f64, goal| Row {
        name: "idle",
        what: format!("{what}, session up, nobody writes"),
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
        let goal = Goal::None;
        row(what, "a second", idle.wake_ups, empty.wake_ups, goal)
    };
    Ok(vec![
        computing("computing", &shown),
        wake_ups("wake-ups", &shown),
        computing("computing, hidden", &hidden),
        wake_ups("wake-ups, hidden", &hidden),
    ])
}

fn watch(
    setting: &Setting,
    desktop: &Desktop,
    program: Program,
    arguments: &[&OsStr],
    view: View,
) -> Result<Idle> {
    let window = Window::open(setting, desktop, program, arguments)?;
    // What a start still does once it is painted is not idling.
    let settled = setting.by_scale(Duration::from_secs(45), Duration::from_secs(1));
    std::thread::sleep(settled);
    if view == View::Hidden {
        desktop.hide_window(window.id())?;
        std::thread::sleep(settled / 9);
    }
    let duration = setting.by_scale(Duration::from_secs(60), Duration::from_secs(2));
    let processes = window.processes()?;
    let (computed, woken) = (processes.computing_time(), processes.wake_ups());
    std::thread::sleep(duration);
    let seconds = duration.as_secs_f64();
    let idle = Idle {
        computing: 100.0 * (processes.computing_time() - computed) / seconds,
        wake_ups: (processes.wake_ups() - woken) / seconds,
    };
    window.close()?;
    Ok(idle)
}
