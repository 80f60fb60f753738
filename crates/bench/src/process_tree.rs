//! What a program and all that it started take of the machine, as the kernel counts it.

use std::fs;

use anyhow::{Context as _, Result};

/// How many of the kernel's ticks are a second.
const TICKS: f64 = 100.0;

/// A program and all that it started, as of one moment.
#[derive(Clone, Debug)]
pub(crate) struct ProcessTree(Vec<u32>);

impl ProcessTree {
    pub(crate) fn of(root: u32) -> Result<Self> {
        let mut all: Vec<(u32, u32)> = Vec::new();
        for entry in fs::read_dir("/proc")? {
            let name = entry?.file_name();
            let Some(id) = name.to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            // It may have ended meanwhile.
            if let Some(parent) = stat_field(id, 1) {
                all.push((id, parent));
            }
        }
        let mut tree = vec![root];
        let mut next = 0;
        while let Some(parent) = tree.get(next).copied() {
            tree.extend(all.iter().filter(|(_, of)| *of == parent).map(|(id, _)| id));
            next += 1;
        }
        Ok(Self(tree))
    }

    /// Their memory, in MB: what several share counts once.
    pub(crate) fn memory(&self) -> Result<f64> {
        let mut kilobytes = 0.0;
        for id in &self.0 {
            let path = format!("/proc/{id}/smaps_rollup");
            // A process that ends has none.
            let Ok(text) = fs::read_to_string(path) else {
                continue;
            };
            let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
            let number = line.and_then(|line| line.trim().strip_suffix("kB"));
            let number: f64 = number.context("the kernel tells no PSS")?.trim().parse()?;
            kilobytes += number;
        }
        Ok(kilobytes / 1024.0)
    }

    /// How long they have computed, in seconds.
    pub(crate) fn computing_time(&self) -> f64 {
        let ticks = |id: &u32| {
            let user: f64 = stat_field(*id, 11).unwrap_or_default();
            let system: f64 = stat_field(*id, 12).unwrap_or_default();
            user + system
        };
        self.0.iter().map(ticks).sum::<f64>() / TICKS
    }

    /// How often their threads were woken from waiting.
    pub(crate) fn wake_ups(&self) -> f64 {
        self.0.iter().flat_map(|id| thread_wake_ups(*id)).sum()
    }

    /// Whether none of them runs any more.
    pub(crate) fn has_ended(&self) -> bool {
        // A process that has ended and was not waited for is a zombie.
        let ended = |id: &u32| stat_field::<String>(*id, 0).is_none_or(|state| state == "Z");
        self.0.iter().all(ended)
    }
}

/// A field of `/proc/ID/stat`, counted from behind the program's name.
fn stat_field<T: std::str::FromStr>(id: u32, index: usize) -> Option<T> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name may hold anything, but what follows it holds no bracket.
    let (_, fields) = text.rsplit_once(')')?;
    fields.split_whitespace().nth(index)?.parse().ok()
}

fn thread_wake_ups(id: u32) -> Vec<f64> {
    let Ok(threads) = fs::read_dir(format!("/proc/{id}/task")) else {
        return Vec::new();
    };
    let count = |thread: std::io::Result<fs::DirEntry>| {
        let status = fs::read_to_string(thread.ok()?.path().join("status")).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
        line.trim().parse().ok()
    };
    threads.filter_map(count).collect()
}
