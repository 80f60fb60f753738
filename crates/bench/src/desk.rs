//! `desk` in a data folder of its own, signed in without a keyring.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use serde_json::json;

use crate::Setting;

/// Who is signed in: the admin of `interop/bench-server.mjs`.
pub(crate) const ME: &str = "640000000000000000000001";

/// A data folder, and `desk` on it.
pub(crate) struct Desk {
    program: PathBuf,
    data: PathBuf,
    server: String,
}

impl Desk {
    pub(crate) fn new(setting: &Setting, data: &Path, server: &str) -> Self {
        Self {
            program: setting.programs.join("desk"),
            data: data.to_owned(),
            server: server.to_owned(),
        }
    }

    /// The program with its folder, its server and its token.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg("--data")
            .arg(&self.data)
            .args(["--server", &self.server, "--json"])
            .env("DESK_TOKEN", token());
        command
    }

    /// Signs in, which makes the profile.
    pub(crate) fn sign_in(&self) -> Result<()> {
        let mut child = self
            .command()
            .args(["sign-in", "--username", "mudir", "--password-stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .context("desk does not start: is it built?")?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(b"demo\n")?;
        }
        if !child.wait()?.success() {
            bail!("the sign-in failed");
        }
        // A token opens the cache without a server only once a server has accepted it.
        if !self.run(&["outbox"])?.status.success() {
            bail!("the server did not accept the token");
        }
        Ok(())
    }

    /// Runs a subcommand to its end, however it ends.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<Output> {
        Ok(self.command().args(arguments).output()?)
    }
}

/// A token that names [`ME`]; nobody here checks its signature.
fn token() -> String {
    let part = |value: serde_json::Value| {
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string())
    };
    let (header, claims) = (
        json!({"alg": "HS256"}),
        json!({"userId": ME, "role": "admin"}),
    );
    format!("{}.{}.signature", part(header), part(claims))
}
