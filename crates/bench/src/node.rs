//! The peers that run under Node.js, as processes that are ended with their owner.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// A process whose lines are read; killed when it is dropped.
pub(crate) struct Process {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Process {
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{command:?} does not start"))?;
        let lines = child.stdout.take().context("its output is not read")?;
        Ok(Self {
            child,
            lines: BufReader::new(lines),
        })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line, without its end.
    pub(crate) fn next_line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.lines.read_line(&mut line)? == 0 {
            bail!("process {} ended too early", self.id());
        }
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The server of `interop/burst-server.mjs`.
pub(crate) struct BurstServer {
    process: Process,
    port: u16,
}

impl BurstServer {
    pub(crate) fn start(interop: &Path, rooms: u32, messages: u32) -> Result<Self> {
        let mut command = Command::new("node");
        command
            .arg(interop.join("burst-server.mjs"))
            .args(["--rooms", &rooms.to_string()])
            .args(["--messages", &messages.to_string()]);
        let mut process = Process::start(&mut command)?;
        let line = process.next_line()?;
        let port = line.strip_prefix("listening ").unwrap_or_default();
        Ok(Self {
            port: port.parse().with_context(|| format!("«{line}»"))?,
            process,
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Waits until a client is in all rooms.
    pub(crate) fn wait_until_joined(&mut self) -> Result<()> {
        while self.process.next_line()? != "joined" {}
        Ok(())
    }

    /// Begins the burst.
    pub(crate) fn begin(&self) -> Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.write_all(b"GET /start HTTP/1.0\r\n\r\n")?;
        stream.read_to_end(&mut Vec::new())?;
        Ok(())
    }
}
