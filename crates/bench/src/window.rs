//! A program's window: opened, timed until it is painted, and closed.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::Setting;
use crate::desktop::Desktop;
use crate::process_tree::ProcessTree;

/// How long a window may take to be painted, or to close.
const LONGEST: Duration = Duration::from_secs(60);
/// How often is looked whether the processes have ended.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Which program's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    /// The application.
    Desk,
    /// A window of the same toolkit with nothing in it.
    Empty,
}

impl Program {
    fn file(self) -> &'static str {
        match self {
            Self::Desk => "avvento-desk",
            Self::Empty => "empty-window",
        }
    }

    /// What it logs when its page has told that it is painted.
    fn says_when_painted(self) -> &'static str {
        match self {
            Self::Desk => "the first screen is painted",
            Self::Empty => "first frame painted",
        }
    }

    /// Where it is built.
    pub(crate) fn path(self, setting: &Setting) -> PathBuf {
        setting.programs.join(self.file())
    }
}

/// An open window; its program is killed when this is dropped.
pub(crate) struct Window {
    child: Child,
    /// From the program's start to the painted page.
    pub(crate) painted_after: Duration,
    /// What it logged up to then.
    pub(crate) log: Vec<String>,
}

impl Window {
    /// Opens a window and waits until it is painted.
    pub(crate) fn open(
        setting: &Setting,
        desktop: &Desktop,
        program: Program,
        arguments: &[&std::ffi::OsStr],
    ) -> Result<Self> {
        let mut command = desktop.command(&program.path(setting));
        command
            .args(arguments)
            .env("AVVENTO_LOG", "shell=info")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let began = Instant::now();
        let mut child = command
            .spawn()
            .with_context(|| format!("{} does not start: is it built?", program.file()))?;
        let lines = read_lines(&mut child, began)?;
        let mut window = Self {
            child,
            painted_after: Duration::ZERO,
            log: Vec::new(),
        };
        while window.painted_after.is_zero() {
            let Ok((line, at)) = lines.recv_timeout(LONGEST) else {
                bail!(
                    "{} paints nothing:\n{}",
                    program.file(),
                    window.log.join("\n")
                );
            };
            if line.contains(program.says_when_painted()) {
                window.painted_after = at;
            }
            window.log.push(line);
        }
        Ok(window)
    }

    pub(crate) fn processes(&self) -> Result<ProcessTree> {
        ProcessTree::of(self.child.id())
    }

    /// Asks the program to end, and waits until all of its processes have.
    pub(crate) fn close(mut self) -> Result<()> {
        let processes = self.processes()?;
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status()?;
        if !asked.success() {
            bail!("process {} cannot be ended", self.child.id());
        }
        let until = Instant::now() + LONGEST;
        while self.child.try_wait()?.is_none() || !processes.has_ended() {
            if Instant::now() > until {
                bail!("process {} does not end", self.child.id());
            }
            std::thread::sleep(LOOK_EVERY);
        }
        Ok(())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // It may have ended by itself. The webview's processes end with the one that they serve.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The lines that a program logs, each with the time since its start. They are read to the end, so that it
/// never waits for a reader.
fn read_lines(child: &mut Child, began: Instant) -> Result<Receiver<(String, Duration)>> {
    let output = child.stderr.take().context("its log is not read")?;
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Nobody listens any more once the window is painted.
            drop(sender.send((line, began.elapsed())));
        }
    });
    Ok(lines)
}
