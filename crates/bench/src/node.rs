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

/// What the server of `interop/bench-server.mjs` has and sends.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ServerData {
    pub(crate) chats: u32,
    /// How many messages each chat has from the start.
    pub(crate) history: u32,
    /// How many messages the burst has.
    pub(crate) burst: u32,
}

/// The server of `interop/bench-server.mjs`.
pub(crate) struct BenchServer {
    process: Process,
    port: u16,
}

impl BenchServer {
    pub(crate) fn start(interop: &Path, data: ServerData) -> Result<Self> {
        let mut command = Command::new("node");
        command
            .arg(interop.join("bench-server.mjs"))
            .args(["--rooms", &data.chats.to_string()])
            .args(["--history", &data.history.to_string()])
            .args(["--messages", &data.burst.to_string()]);
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
        self.wait_for("joined")
    }

    /// Waits until a list of chats has been sent whole.
    pub(crate) fn wait_until_listed(&mut self) -> Result<()> {
        self.wait_for("listed")
    }

    fn wait_for(&mut self, wanted: &str) -> Result<()> {
        while self.process.next_line()? != wanted {}
        Ok(())
    }

    /// Begins the burst.
    pub(crate) fn begin(&self) -> Result<()> {
        self.direct("/start").map(drop)
    }

    /// Has everything answered so many milliseconds later from now on.
    pub(crate) fn delay_answers(&self, milliseconds: u32) -> Result<()> {
        self.direct(&format!("/delay?ms={milliseconds}")).map(drop)
    }

    /// Adds a message to so many chats, of which nobody is told, and counts calls from zero.
    pub(crate) fn change_chats(&self, chats: u32) -> Result<()> {
        self.direct(&format!("/change?chats={chats}")).map(drop)
    }

    /// How many calls there have been.
    pub(crate) fn calls(&self) -> Result<u32> {
        let answer = self.direct("/calls")?;
        let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
        let counted: serde_json::Value = serde_json::from_str(body)?;
        let calls = counted.get("calls").and_then(serde_json::Value::as_u64);
        Ok(u32::try_from(calls.context("no count")?)?)
    }

    fn direct(&self, what: &str) -> Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(stream, "GET {what} HTTP/1.0\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }
}
