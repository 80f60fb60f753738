//! Coming back: what a start costs when the server has changed meanwhile, and when it is all new.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::Setting;
use crate::desk::Desk;
use crate::measure::Samples;
use crate::node::{BenchServer, Process, ServerData};
use crate::report::{Goal, Row};

/// How long the way to the server and back takes, in ms.
const ROUND_TRIP: u32 = 50;

/// How long the first fetch of everything may take.
const PREPARED_WITHIN: Duration = Duration::from_secs(300);

struct CaughtUp {
    seconds: f64,
    calls: f64,
}

/// Back online: of the chats that are followed, a few have changed.
pub(crate) fn measure(setting: &Setting) -> Result<Vec<Row>> {
    let chats = setting.by_scale(2_000, 100);
    let changed = setting.by_scale(20, 5);
    let mut rows = Vec::new();
    for chats in [chats, chats * 5] {
        let rounds = catch_up_rounds(setting, chats, changed)?;
        let what =
            format!("back online: {chats} chats, {changed} changed, {ROUND_TRIP} ms round trip");
        rows.push(Row {
            name: "catch-up",
            what: what.clone(),
            unit: "s",
            samples: Samples(rounds.iter().map(|round| round.seconds).collect()),
            peer: None,
            goal: Goal::AtMost(2.0),
        });
        rows.push(Row {
            name: "catch-up-calls",
            what: format!("{what}: REST calls"),
            unit: "calls",
            samples: Samples(rounds.iter().map(|round| round.calls).collect()),
            peer: None,
            goal: Goal::AtMost(f64::from(1 + 2 * changed)),
        });
    }
    rows.push(measure_first_list(setting)?);
    Ok(rows)
}

fn catch_up_rounds(setting: &Setting, chats: u32, changed: u32) -> Result<Vec<CaughtUp>> {
    let data = tempfile::tempdir()?;
    let server = BenchServer::start(
        &setting.interop,
        ServerData {
            chats,
            history: 1,
            burst: 0,
        },
    )?;
    let desk = Desk::new(setting, data.path(), &server.url());
    desk.sign_in()?;
    fetch_all(&desk, &server, chats)?;
    server.delay_answers(ROUND_TRIP)?;
    (0..setting.rounds())
        .map(|_| {
            server.change_chats(changed)?;
            let began = Instant::now();
            let _tail = start_tail(&desk)?;
            Ok(CaughtUp {
                seconds: began.elapsed().as_secs_f64(),
                calls: f64::from(server.calls()?),
            })
        })
        .collect()
}

/// Follows the server until it has been asked for each chat.
fn fetch_all(desk: &Desk, server: &BenchServer, chats: u32) -> Result<()> {
    let began = Instant::now();
    let _tail = start_tail(desk)?;
    while server.calls()? < chats {
        if began.elapsed() > PREPARED_WITHIN {
            bail!("of {chats} chats, {} were fetched", server.calls()?);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    // The last answers have been sent, and are written to the disk.
    std::thread::sleep(Duration::from_secs(1));
    Ok(())
}

/// Starts `desk tail`, and waits until it has caught up.
fn start_tail(desk: &Desk) -> Result<Process> {
    let mut tail = Process::start(desk.command().arg("tail").stderr(Stdio::null()))?;
    while !tail.next_line()?.contains(r#""kind":"caught-up""#) {}
    Ok(tail)
}

/// The first list of a large account: from its last byte until it is shown.
fn measure_first_list(setting: &Setting) -> Result<Row> {
    let chats = setting.by_scale(10_000, 500);
    let mut samples = Vec::new();
    for _ in 0..setting.rounds() {
        let data = tempfile::tempdir()?;
        let server_data = ServerData {
            chats,
            history: 1,
            burst: 0,
        };
        let mut server = BenchServer::start(&setting.interop, server_data)?;
        let desk = Desk::new(setting, data.path(), &server.url());
        let mut inbox = desk.command();
        inbox.args(["inbox", "--limit", "50"]).stderr(Stdio::null());
        let mut inbox = Process::start(&mut inbox)?;
        server.wait_until_listed()?;
        let began = Instant::now();
        inbox.next_line()?;
        samples.push(began.elapsed().as_secs_f64());
    }
    Ok(Row {
        name: "first-list",
        what: format!("a first list of {chats} chats: from its last byte to the inbox"),
        unit: "s",
        samples: Samples(samples),
        peer: None,
        goal: Goal::AtMost(2.0),
    })
}
