use std::{path::PathBuf, process::Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::Command,
};

use super::{TEST_TIMEOUT, tail_process::TailProcess};

/// `desk` with a data folder, and nothing else of this computer.
pub struct DeskCommand {
    pub home: TempDir,
    server: Option<String>,
    token: Option<String>,
}

/// How a run ended.
#[derive(Debug)]
pub struct DeskOutput {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl DeskOutput {
    /// The JSON lines, after a run that must have gone well.
    pub fn lines(&self) -> Vec<Value> {
        assert_eq!(self.code, 0, "desk failed: {self:?}");
        self.lines_of_any_exit()
    }

    pub fn lines_of_any_exit(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        self.stdout.lines().map(parse).collect()
    }

    /// The one JSON line.
    pub fn line(&self) -> Value {
        let mut lines = self.lines();
        assert_eq!(lines.len(), 1, "one line was expected: {self:?}");
        lines.remove(0)
    }

    #[track_caller]
    pub fn exits_with(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "the exit code is wrong: {self:?}");
        self
    }

    #[track_caller]
    pub fn warns(&self, words: &str) -> &Self {
        assert!(
            self.stderr.contains(words),
            "stderr does not say «{words}»: {self:?}"
        );
        self
    }
}

impl DeskCommand {
    pub fn new(server: &str, token: Option<String>) -> Self {
        Self {
            home: TempDir::new().unwrap(),
            server: Some(server.to_owned()),
            token,
        }
    }

    /// Nobody's, at the default server: only for what must end before the network.
    pub fn signed_out() -> Self {
        Self {
            home: TempDir::new().unwrap(),
            server: None,
            token: None,
        }
    }

    /// The same data folder with another token.
    pub fn with_token(self, token: Option<String>) -> Self {
        Self { token, ..self }
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_desk"));
        command.arg("--data").arg(self.data());
        if let Some(server) = &self.server {
            command.arg("--server").arg(server);
        }
        command
            .args(arguments)
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", self.home.path())
            // No keyring of whoever runs the tests.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
            .env("TZ", "UTC")
            .env_remove("DESK_TOKEN")
            .env_remove("DESK_LOG")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if let Some(token) = &self.token {
            command.env("DESK_TOKEN", token);
        }
        command
    }

    pub async fn run(&self, arguments: &[&str]) -> DeskOutput {
        run_to_end(self.command(arguments), None).await
    }

    pub async fn run_with_input(&self, arguments: &[&str], input: &str) -> DeskOutput {
        run_to_end(self.command(arguments), Some(input)).await
    }

    /// With `--json`.
    pub async fn json(&self, arguments: &[&str]) -> DeskOutput {
        self.run(&[&["--json"], arguments].concat()).await
    }

    /// A tail that has caught up.
    pub async fn tail(&self) -> TailProcess {
        let mut tail = self.start_tail();
        assert_eq!(
            tail.next().await,
            json!({"kind": "caught-up"}),
            "the first line"
        );
        tail
    }

    /// A tail that prints into a pipe of the test's.
    #[cfg(target_os = "linux")]
    pub fn start_tail_into(&self, output: std::io::PipeWriter) -> tokio::process::Child {
        let mut command = self.command(&["--json", "tail"]);
        command.stdout(output).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    pub fn start_tail(&self) -> TailProcess {
        let mut command = self.command(&["--json", "tail"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let remarks = BufReader::new(child.stderr.take().unwrap()).lines();
        TailProcess {
            child,
            lines,
            remarks,
        }
    }
}

pub async fn run_to_end(mut command: Command, input: Option<&str>) -> DeskOutput {
    if input.is_some() {
        command.stdin(Stdio::piped());
    }
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    if let Some(input) = input {
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).await.unwrap();
    }
    let ended = tokio::time::timeout(TEST_TIMEOUT, child.wait_with_output());
    let output = ended.await.expect("desk did not end").unwrap();
    DeskOutput {
        code: output.status.code().expect("desk was ended by a signal"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
