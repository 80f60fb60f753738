//! What a window costs that nobody uses: the demo with its session up and customers who do not write, beside an
//! empty window.

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

pub(crate) fn measure(setting: &Setting) -> Result<Vec<Row>> {
    let desktop = Desktop::start()?;
    let folder = tempfile::tempdir()?;
    let demo = [
        OsStr::new("--demo"),
        OsStr::new("--demo-pace=still"),
        OsStr::new("--data"),
        folder.path().as_os_str(),
    ];
    let ours = watch(setting, &desktop, Program::Desk, &demo)?;
    let webview = tempfile::tempdir()?;
    let arguments = [webview.path().as_os_str()];
    let empty = watch(setting, &desktop, Program::Empty, &arguments)?;
    let row = |what: &str, unit, ours: f64, empty: f64, goal| Row {
        name: "idle",
        what: format!("{what}, session up, nobody writes"),
        unit,
        samples: Samples(vec![ours]),
        peer: Some(("an empty window", Samples(vec![empty]))),
        goal,
    };
    Ok(vec![
        row(
            "computing",
            "% of a core",
            ours.computing,
            empty.computing,
            Goal::AtMost(0.5),
        ),
        row(
            "wake-ups",
            "a second",
            ours.wake_ups,
            empty.wake_ups,
            Goal::None,
        ),
    ])
}

fn watch(
    setting: &Setting,
    desktop: &Desktop,
    program: Program,
    arguments: &[&OsStr],
) -> Result<Idle> {
    let window = Window::open(setting, desktop, program, arguments)?;
    // What a start still does once it is painted is not idling.
    std::thread::sleep(setting.by_scale(Duration::from_secs(45), Duration::from_secs(1)));
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
