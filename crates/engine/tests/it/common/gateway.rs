//! The Node server of `interop/gateway.mjs`: the official `socket.io`, in the manner of a Nest gateway.

use std::{path::PathBuf, process::Stdio};

use reqwest::Client;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

pub struct Gateway {
    pub url: String,
    _process: Child,
}

impl Gateway {
    pub async fn start() -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../interop");
        assert!(
            folder.join("node_modules/socket.io").is_dir(),
            "the Node modules of interop/ are missing: run `cargo xtask setup`"
        );
        let mut process = Command::new("node")
            .arg("gateway.mjs")
            .current_dir(&folder)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node runs: if it is missing, run `cargo xtask setup`");
        let stdout = process.stdout.take().expect("its output");
        let mut lines = BufReader::new(stdout).lines();
        let first = lines
            .next_line()
            .await
            .expect("a line")
            .expect("a first line");
        let url = first
            .strip_prefix("listening on ")
            .expect("its address")
            .to_owned();
        Self {
            url,
            _process: process,
        }
    }

    /// Tells the gateway to do something, by its control route.
    pub async fn control(&self, order: Value) -> Value {
        Client::new()
            .post(format!("{}/control", self.url))
            .json(&order)
            .send()
            .await
            .expect("the gateway answers")
            .json()
            .await
            .expect("the gateway's answer is JSON")
    }

    pub async fn seen(&self) -> Value {
        self.control(json!({"do": "report"})).await
    }
}
