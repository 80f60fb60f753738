//! A backend in this process, and the real `desk` beside it with a data folder of its own.
use std::{path::PathBuf, process::Stdio, time::Duration};

use backend::{Dialect, NewUser, Running, Settings};
use protocol::Role;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStderr, ChildStdout, Command},
};

/// Far beyond what anything here takes: a test that waits longer is stuck.
pub const PATIENCE: Duration = Duration::from_secs(120);

pub const PASSWORD: &str = "سرّ demo";

/// A backend with an admin, two restaurants and two customers.
pub struct World {
    pub backend: Running,
    pub url: String,
    folder: TempDir,
}

impl World {
    pub async fn start() -> Self {
        Self::speaking(Dialect::Documented).await
    }

    pub async fn speaking(dialect: Dialect) -> Self {
        let folder = TempDir::new().unwrap();
        let settings = Settings {
            data: Some(folder.path().to_owned()),
            dialect,
            ..Settings::default()
        };
        let backend = backend::start(settings).await.unwrap();
        for (username, name, role) in [
            ("admin", "المدير", Role::Admin),
            ("restaurant", "مطعم الشام", Role::Restaurant),
            ("user", "محمد", Role::User),
            ("user2", "سارة", Role::User),
        ] {
            let user = NewUser::new(username, name, role).with_password(PASSWORD);
            backend.add_user(user).await.unwrap();
        }
        Self {
            url: backend.url(),
            backend,
            folder,
        }
    }

    pub async fn token(&self, username: &str) -> String {
        self.backend.issue_token(username).await.unwrap()
    }

    /// `desk` as somebody, by a token in the environment.
    pub async fn desk(&self, username: &str) -> Desk {
        Desk::new(&self.url, Some(self.token(username).await))
    }

    /// The API as somebody, past the engine.
    pub async fn client(&self, username: &str) -> Client {
        Client {
            url: self.url.clone(),
            token: self.token(username).await,
            http: reqwest::Client::new(),
        }
    }

    /// The line is cut; what comes back can be brought up again.
    pub async fn stop(self) -> Stopped {
        let address = self.backend.address();
        self.backend.stop().await;
        Stopped {
            address,
            folder: self.folder,
        }
    }
}

/// A world whose backend is away.
pub struct Stopped {
    address: std::net::SocketAddr,
    folder: TempDir,
}

impl Stopped {
    /// The same backend at the same address.
    pub async fn restart(self) -> World {
        let settings = Settings {
            listen: self.address,
            data: Some(self.folder.path().to_owned()),
            ..Settings::default()
        };
        let backend = backend::start(settings).await.unwrap();
        World {
            url: backend.url(),
            backend,
            folder: self.folder,
        }
    }
}

/// The support API, spoken directly.
pub struct Client {
    url: String,
    token: String,
    http: reqwest::Client,
}

impl Client {
    pub async fn get(&self, path: &str) -> Value {
        self.ask(reqwest::Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(reqwest::Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Value {
        self.ask(reqwest::Method::PATCH, path, Some(body)).await
    }

    async fn ask(&self, method: reqwest::Method, path: &str, body: Option<Value>) -> Value {
        let request = self
            .http
            .request(method.clone(), format!("{}{path}", self.url))
            .bearer_auth(&self.token);
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{method} {path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Opens a conversation with an admin; answers its id.
    pub async fn open(&self, subject: &str) -> String {
        let opened = self.post(
            "/support/conversations/with-admin",
            json!({"subject": subject}),
        );
        text(&opened.await["_id"])
    }

    pub async fn say(&self, conversation: &str, content: &str) -> String {
        let body = json!({"conversationId": conversation, "content": content});
        text(&self.post("/support/messages", body).await["_id"])
    }

    /// What the server holds of a chat, oldest first.
    pub async fn contents(&self, conversation: &str) -> Vec<String> {
        let path = format!("/support/conversations/{conversation}/messages?page=1&limit=100");
        let page = self.get(&path).await;
        let list = page.get("messages").unwrap_or(&page).as_array().unwrap();
        list.iter()
            .rev()
            .map(|message| text(&message["content"]))
            .collect()
    }
}

pub fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

/// `desk` with a data folder, and nothing else of this computer.
pub struct Desk {
    pub home: TempDir,
    server: Option<String>,
    token: Option<String>,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// The JSON lines, after a run that must have gone well.
    pub fn lines(&self) -> Vec<Value> {
        assert_eq!(self.code, 0, "desk failed: {self:?}");
        self.lines_whatever_came()
    }

    pub fn lines_whatever_came(&self) -> Vec<Value> {
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
    pub fn ends_with(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "the exit code is wrong: {self:?}");
        self
    }

    #[track_caller]
    pub fn remarks(&self, words: &str) -> &Self {
        assert!(
            self.stderr.contains(words),
            "stderr does not say «{words}»: {self:?}"
        );
        self
    }
}

impl Desk {
    pub fn new(server: &str, token: Option<String>) -> Self {
        Self {
            home: TempDir::new().unwrap(),
            server: Some(server.to_owned()),
            token,
        }
    }

    /// Nobody's, at the default server: only for what must end before the network.
    pub fn nobody() -> Self {
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

    pub async fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.command(arguments), None).await
    }

    pub async fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        ran(self.command(arguments), Some(input)).await
    }

    /// With `--json`.
    pub async fn json(&self, arguments: &[&str]) -> Ran {
        self.run(&[&["--json"], arguments].concat()).await
    }

    /// A tail that has caught up.
    pub async fn tail(&self) -> Tail {
        let mut tail = self.tail_from_the_start();
        assert_eq!(
            tail.next().await,
            json!({"kind": "caught-up"}),
            "the first line"
        );
        tail
    }

    pub fn tail_from_the_start(&self) -> Tail {
        let mut command = self.command(&["--json", "tail"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let remarks = BufReader::new(child.stderr.take().unwrap()).lines();
        Tail {
            child,
            lines,
            remarks,
        }
    }
}

pub async fn ran(mut command: Command, input: Option<&str>) -> Ran {
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
    let ended = tokio::time::timeout(PATIENCE, child.wait_with_output());
    let output = ended.await.expect("desk did not end").unwrap();
    Ran {
        code: output.status.code().expect("desk was ended by a signal"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A running `desk --json tail`.
pub struct Tail {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    remarks: Lines<BufReader<ChildStderr>>,
}

impl Tail {
    /// Waits until stderr says so.
    pub async fn remark(&mut self, words: &str) {
        let said = async {
            while let Some(line) = self.remarks.next_line().await.unwrap() {
                if line.contains(words) {
                    return;
                }
            }
            panic!("tail ended without saying «{words}»");
        };
        tokio::time::timeout(PATIENCE, said)
            .await
            .expect("tail said nothing");
    }

    pub async fn next(&mut self) -> Value {
        let line = tokio::time::timeout(PATIENCE, self.lines.next_line());
        let line = line
            .await
            .expect("tail printed nothing")
            .unwrap()
            .expect("tail ended");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}"))
    }

    /// The next line that is wanted; the ones before it are passed over.
    pub async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let line = self.next().await;
            if wanted(&line) {
                return line;
            }
        }
    }

    pub async fn message(&mut self, content: &str) -> Value {
        self.until(|line| line["kind"] == "message" && line["content"] == content)
            .await
    }

    pub async fn state(&mut self, state: &str) -> Value {
        self.until(|line| line["kind"] == "connection" && line["state"] == state)
            .await
    }

    /// Sends a signal and waits for the end; answers the exit code and the lines until then.
    #[cfg(unix)]
    pub async fn stop(self, signal: &str) -> (Option<i32>, Vec<String>) {
        let id = self.child.id().expect("tail is running").to_string();
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &id])
            .status()
            .await
            .unwrap();
        assert!(sent.success(), "the signal was not sent");
        self.end().await
    }

    pub async fn end(mut self) -> (Option<i32>, Vec<String>) {
        let rest = async {
            let mut rest = Vec::new();
            while let Some(line) = self.lines.next_line().await.unwrap() {
                rest.push(line);
            }
            (self.child.wait().await.unwrap().code(), rest)
        };
        tokio::time::timeout(PATIENCE, rest)
            .await
            .expect("tail did not end")
    }
}
