//! A burst of messages over many chats: how many a second are committed and told, beside the official client, which
//! only counts them.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::Setting;
use crate::desk::Desk;
use crate::measure::{Samples, alternate};
use crate::node::{BenchServer, Process, ServerData};
use crate::report::{Goal, Row};

const ROOMS: u32 = 500;

struct Burst {
    /// Messages a second.
    rate: f64,
    /// How much memory the process took at most above what it took before, in MB.
    growth: f64,
}

pub(crate) fn measure(setting: &Setting) -> Result<Vec<Row>> {
    let messages = setting.by_scale(100_000, 2_000);
    let (ours, peer) = alternate(
        setting.rounds(),
        || follow_with_desk(setting, messages),
        || count_with_client(setting, messages),
    )?;
    let rates = |bursts: &[Burst]| Samples(bursts.iter().map(|burst| burst.rate).collect());
    Ok(vec![
        Row {
            name: "burst",
            what: format!("{messages} messages over {ROOMS} chats, desk tail"),
            unit: "messages/s",
            samples: rates(&ours),
            peer: Some(("socket.io-client, counting", Samples(peer))),
            goal: Goal::RatioAtLeast(0.5),
        },
        Row {
            name: "burst-memory",
            what: "the most that the process took above idle".to_owned(),
            unit: "MB",
            samples: Samples(ours.iter().map(|burst| burst.growth).collect()),
            peer: None,
            goal: Goal::AtMost(64.0),
        },
    ])
}

fn follow_with_desk(setting: &Setting, messages: u32) -> Result<Burst> {
    let data = tempfile::tempdir()?;
    let mut server = start_server(setting, messages)?;
    let desk = Desk::new(setting, data.path(), &server.url());
    desk.sign_in()?;
    let mut tail = Process::start(desk.command().arg("tail").stderr(Stdio::null()))?;
    server.wait_until_joined()?;
    while !tail.next_line()?.contains(r#""kind":"caught-up""#) {}
    let idle = memory(tail.id(), "VmRSS:")?;
    let began = Instant::now();
    server.begin()?;
    for _ in 0..messages {
        while !tail.next_line()?.contains(r#""kind":"message""#) {}
    }
    Ok(Burst {
        rate: f64::from(messages) / began.elapsed().as_secs_f64(),
        growth: memory(tail.id(), "VmHWM:")? - idle,
    })
}

fn count_with_client(setting: &Setting, messages: u32) -> Result<f64> {
    let mut server = start_server(setting, messages)?;
    let mut command = Command::new("node");
    command
        .arg(setting.interop.join("burst-client.mjs"))
        .args(["--url", &server.url()])
        .args(["--messages", &messages.to_string()]);
    let mut client = Process::start(&mut command)?;
    server.wait_until_joined()?;
    let began = Instant::now();
    server.begin()?;
    client.next_line()?;
    Ok(f64::from(messages) / began.elapsed().as_secs_f64())
}

fn start_server(setting: &Setting, messages: u32) -> Result<BenchServer> {
    let data = ServerData {
        chats: ROOMS,
        burst: messages,
        ..ServerData::default()
    };
    BenchServer::start(&setting.interop, data)
}

/// A line of a process's status, in MB.
fn memory(process: u32, line: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let kilobytes = status
        .lines()
        .find_map(|known| known.strip_prefix(line)?.trim().strip_suffix(" kB"))
        .with_context(|| format!("no {line}"))?;
    Ok(kilobytes.parse::<f64>()? / 1024.0)
}
