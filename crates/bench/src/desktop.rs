//! A desktop for the windows that are measured: a display in memory and a session bus, with nothing else on it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use tempfile::TempDir;

use crate::node::Process;

/// A bus that starts no program by itself: what is measured is the window alone.
const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A running desktop; it ends when it is dropped.
pub(crate) struct Desktop {
    home: TempDir,
    display: String,
    bus_address: String,
    _display: Process,
    _bus: Process,
}

impl Desktop {
    pub(crate) fn start() -> Result<Self> {
        let home = tempfile::tempdir()?;
        for folder in ["run", "config", "data", "cache", "state"] {
            fs::create_dir(home.path().join(folder))?;
        }
        let mut command = Command::new("Xvfb");
        // Without a display number it takes a free one and prints it.
        command
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24"])
            .args(["-nolisten", "tcp", "-noreset", "-dpi", "96"])
            .stderr(Stdio::null());
        let mut display = Process::start(&mut command)?;
        let number = display.next_line().context("there is no display")?;
        let config = home.path().join("bus.conf");
        fs::write(&config, BUS)?;
        let mut command = Command::new("dbus-daemon");
        command
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stderr(Stdio::null());
        let mut bus = Process::start(&mut command)?;
        Ok(Self {
            display: format!(":{number}"),
            bus_address: bus.next_line().context("there is no session bus")?,
            home,
            _display: display,
            _bus: bus,
        })
    }

    /// A program on this desktop, with nothing of the caller's environment but the search path.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LANG", "C.UTF-8")
            .env("HOME", self.home.path())
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("XDG_SESSION_TYPE", "x11")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("NO_COLOR", "1");
        let folders = [
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
        ];
        for (name, folder) in folders {
            command.env(name, self.home.path().join(folder));
        }
        command
    }
}
