use serde_json::Value;
use tokio::{
    io::{BufReader, Lines},
    process::{Child, ChildStderr, ChildStdout, Command},
};

use super::TEST_TIMEOUT;

/// A running `desk --json tail`.
pub struct TailProcess {
    pub(super) child: Child,
    pub(super) lines: Lines<BufReader<ChildStdout>>,
    pub(super) remarks: Lines<BufReader<ChildStderr>>,
}

impl TailProcess {
    /// Waits until stderr says so.
    pub async fn wait_for_warning(&mut self, words: &str) {
        let said = async {
            while let Some(line) = self.remarks.next_line().await.unwrap() {
                if line.contains(words) {
                    return;
                }
            }
            panic!("tail ended without saying «{words}»");
        };
        tokio::time::timeout(TEST_TIMEOUT, said)
            .await
            .expect("tail said nothing");
    }

    pub async fn next(&mut self) -> Value {
        let line = tokio::time::timeout(TEST_TIMEOUT, self.lines.next_line());
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
        tokio::time::timeout(TEST_TIMEOUT, rest)
            .await
            .expect("tail did not end")
    }
}
