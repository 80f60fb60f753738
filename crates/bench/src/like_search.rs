//! The peer of a search: SQLite's LIKE over the folded texts of the same cache, without an index.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Setting;
use crate::data::WORDS;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/like_search.py");

/// The peer, on a cache that nobody has open.
pub(crate) struct LikeSearch {
    python: PathBuf,
    cache: PathBuf,
}

/// What it took, and how large things are.
#[derive(Deserialize)]
pub(crate) struct LikeAnswer {
    pub(crate) milliseconds: Vec<f64>,
    pub(crate) index_bytes: f64,
    pub(crate) text_bytes: f64,
}

impl LikeSearch {
    pub(crate) fn new(setting: &Setting, cache: &Path) -> Self {
        Self {
            python: setting.python.clone(),
            cache: cache.to_owned(),
        }
    }

    /// Leaves the cache as one of a version that had no index.
    pub(crate) fn forget_index(&self) -> Result<()> {
        let asked = json!({"cache": self.cache, "forget": true});
        self.ask(&asked).map(drop)
    }

    /// Searches for what was typed, for so many messages each.
    pub(crate) fn search_all(&self, typed: &[String], limit: u32) -> Result<LikeAnswer> {
        let folded: BTreeMap<&str, String> = WORDS
            .iter()
            .map(|word| (*word, store::fold(word)))
            .collect();
        let queries: Vec<Vec<String>> = typed
            .iter()
            .map(|typed| typed.split_whitespace().map(store::fold).collect())
            .collect();
        let answer = self.ask(&json!({
            "cache": self.cache,
            "folded": folded,
            "queries": queries,
            "limit": limit,
        }))?;
        Ok(serde_json::from_value(answer)?)
    }

    fn ask(&self, asked: &Value) -> Result<Value> {
        let mut child = Command::new(&self.python)
            .arg(SCRIPT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} does not start", self.python.display()))?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(asked.to_string().as_bytes())?;
        }
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!("{SCRIPT} ended with {}", output.status);
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}
