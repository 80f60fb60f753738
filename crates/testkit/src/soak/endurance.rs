//! The long soak: a day's events as fast as they are taken, with a restart of the server now and then. The engine's process
//! must not grow, nor its write-ahead logs, and in the end it must show what the server has.
//!
//! Its memory is what it keeps at rest, once its heap's free pages were given back, as the engine does once a minute: what a
//! burst left free between two of those times says how long ago the last one was, and the pages of a catch-up under way,
//! up to twenty for each chat, say how busy the machine is. Neither says whether the process grows.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use protocol::ConversationId;
use tokio::task::JoinSet;

use super::campaign::Portion;
use crate::backend_process::BackendProcess;
use crate::engine_process::{Command, EngineProcess, EngineSettings, Reply};
use crate::outcome::{Finding, Outcome};
use crate::process_stats;
use crate::quick_folder::quick_folder;
use testkit_net::Person;

/// How many people write at the same time, each in a chat of their own.
const WRITERS: usize = 6;
/// How many messages each writes before it is looked whether they were taken.
const BURST: u64 = 150;
/// After how many events the server is restarted.
const RESTART_EVERY: u64 = 50_000;
/// How long a burst may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much larger the process may be in the end than half-way, in hundredths: 2 to 3 bytes for each of half a million events.
const GROWTH: u64 = 3;
/// How many of a chat's newest messages are compared one by one.
const COMPARED: usize = 5_000;
/// After how many rounds of bursts the engine gets a rest, and its memory is measured: 18,000 events.
const ROUNDS: u64 = 20;
/// It rests when it was looked at so often, once a second, without a change.
const STILL_LOOKS: usize = 5;
/// What counts as no change of the heap, in bytes: buffers of the wire that come and go.
const STILL_BYTES: u64 = 64 * 1024;
/// How long it is waited for that rest, in seconds: what a burst leaves to be confirmed takes one for each chat, and on a
/// busy machine several.
const LONGEST_REST: u64 = 120;
/// Below so many measurements the memory is not level yet when the run ends: about 290,000 events.
const LEAST_MEASURED: usize = 16;
/// How large a write-ahead log may become, in bytes.
const LARGEST_LOG: u64 = 64 * 1024 * 1024;

/// What was measured while the events came.
#[derive(Default)]
struct Measured {
    /// The process's memory in bytes.
    memory: Course,
    /// How much of its heap is in use, in bytes; nothing where the system does not tell.
    heap: Course,
    log: u64,
}

/// One figure at each rest.
#[derive(Default)]
struct Course(Vec<u64>);

pub(super) async fn run(portion: Portion) -> Result<Outcome> {
    let folder = quick_folder()?;
    let data = folder.path().join("desk");
    let backend = BackendProcess::in_process(folder.path().join("backend")).await?;
    let mut chats = Vec::new();
    for number in 0..WRITERS {
        let person = backend.person(
            ["salma", "karim", "matam"]
                .get(number % 3)
                .context("a name")?,
        )?;
        chats.push((person.open_chat(&format!("chat {number}")).await?, person));
    }
    let engine = EngineProcess::start_signed_in(&EngineSettings::new(
        &data,
        backend.url(),
        backend.token("mudir")?,
    ))
    .await?;
    let began = Instant::now();
    let mut measured = Measured::default();
    let (mut said, mut rounds) = (0, 0_u64);
    let mut restarts = 0;
    // A portion ends in time for its account to be made.
    while said < portion.amount && Instant::now() + Duration::from_secs(20) < portion.until {
        said += burst(&engine, &chats, said).await?;
        measured.log = measured.log.max(largest_log(&data)?);
        rounds += 1;
        if rounds % ROUNDS == 0 {
            measured.rest(&engine).await?;
        }
        if said / RESTART_EVERY > restarts {
            backend.restart().await?;
            restarts += 1;
        }
    }
    let took = began.elapsed();
    let mut outcome = account(&engine, &chats).await?;
    outcome.cases = said;
    measured.judge(&mut outcome);
    outcome.notes.push(format!(
        "long: {said} events in {:.0} s, {restarts} restarts of the server, {}",
        took.as_secs_f64(),
        measured.told()
    ));
    engine.shut_down().await?;
    backend.kill().await?;
    Ok(outcome)
}

/// Everybody writes a burst; then it is waited until the engine shows the last of each.
async fn burst(
    engine: &EngineProcess,
    chats: &[(ConversationId, Person)],
    said: u64,
) -> Result<u64> {
    let mut writers = JoinSet::new();
    for (number, (chat, person)) in chats.iter().enumerate() {
        let (chat, person) = (chat.clone(), person.clone());
        writers.spawn(async move {
            for message in 0..BURST {
                person
                    .send_message(&chat, &format!("{number}: {} نعم", said + message))
                    .await?;
            }
            anyhow::Ok((chat, format!("{number}: {} نعم", said + BURST - 1)))
        });
    }
    while let Some(written) = writers.join_next().await {
        let (chat, last) = written??;
        until_shown(engine, &chat, &last).await?;
    }
    Ok(BURST * chats.len() as u64)
}

async fn until_shown(engine: &EngineProcess, chat: &ConversationId, text: &str) -> Result<()> {
    let give_up = Instant::now() + PATIENCE;
    loop {
        match engine.command(Command::NewestText(chat.clone())).await? {
            Reply::NewestText(Some(head)) if head == text => return Ok(()),
            Reply::NewestText(_) if Instant::now() < give_up => {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            other => bail!("«{text}» was never shown: {other:?}"),
        }
    }
}

/// What the engine shows against what the server has. An event is a hint and the page is the truth: what was lost in the
/// last burst is there when the chats have been confirmed, which takes the engine some seconds here.
async fn account(engine: &EngineProcess, chats: &[(ConversationId, Person)]) -> Result<Outcome> {
    let give_up = Instant::now() + PATIENCE;
    loop {
        let outcome = compare(engine, chats).await?;
        if outcome.is_clean() || Instant::now() > give_up {
            return Ok(outcome);
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

/// As many as the server has, and of the newest each in its place.
async fn compare(engine: &EngineProcess, chats: &[(ConversationId, Person)]) -> Result<Outcome> {
    let snapshot = engine.snapshot().await?;
    let mut outcome = Outcome::default();
    for (chat, person) in chats {
        let rows = snapshot
            .chats
            .iter()
            .find(|(id, _)| id == chat)
            .map(|(_, rows)| rows);
        let rows = rows.context("a chat that is not shown")?;
        let shown: Vec<&str> = rows.iter().filter_map(|row| row.id.as_deref()).collect();
        let gaps = rows.iter().filter(|row| row.gap_before).count();
        let (stored, total) = person.newest_messages(chat, COMPARED).await?;
        let stored: Vec<&str> = stored.iter().map(|message| message.id.as_str()).collect();
        let count = shown.len() as u64;
        if count != total || !shown.ends_with(&stored) {
            ensure!(count <= total, "more is shown than stored");
            let note = format!("{count} of {total} shown, {gaps} gaps");
            if gaps == 0 {
                outcome.add_finding(Finding::Hole, note);
            } else {
                outcome.notes.push(note);
            }
        }
    }
    Ok(outcome)
}

impl Measured {
    /// Waits until the engine rests: the least of those last looks is what it keeps.
    async fn rest(&mut self, engine: &EngineProcess) -> Result<()> {
        let (mut heap, mut memory): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
        for _ in 0..LONGEST_REST {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if let Reply::HeapInUse(Some(bytes)) = engine.command(Command::MeasureHeap).await? {
                heap.push(bytes);
            }
            memory.extend(engine.id().and_then(process_stats::memory_of));
            if is_still(if heap.is_empty() { &memory } else { &heap }) {
                break;
            }
        }
        self.heap.0.extend(last_looks(&heap).iter().min());
        self.memory.0.extend(last_looks(&memory).iter().min());
        Ok(())
    }

    fn judge(&self, outcome: &mut Outcome) {
        for (what, course) in [("the memory", &self.memory), ("the heap", &self.heap)] {
            if let Some((half_way, end)) = course.ends()
                && end > half_way + half_way * GROWTH / 100
            {
                outcome.add_finding(
                    Finding::Breakdown,
                    format!("{what} grew from {half_way} to {end} bytes"),
                );
            }
        }
        if self.log > LARGEST_LOG {
            outcome.add_finding(
                Finding::Breakdown,
                format!("a write-ahead log grew to {} bytes", self.log),
            );
        }
    }

    fn told(&self) -> String {
        format!(
            "memory {}, of which the heap uses {}, largest write-ahead log {} MB",
            self.memory.told(),
            self.heap.told(),
            self.log / 1024 / 1024
        )
    }
}

fn last_looks(looks: &[u64]) -> &[u64] {
    looks
        .get(looks.len().saturating_sub(STILL_LOOKS)..)
        .unwrap_or_default()
}

fn is_still(looks: &[u64]) -> bool {
    let last = last_looks(looks);
    let (least, most) = (last.iter().min(), last.iter().max());
    let change = most.zip(least).map(|(most, least)| most - least);
    last.len() == STILL_LOOKS && change.is_some_and(|change| change <= STILL_BYTES)
}

impl Course {
    /// The figure half-way and in the end: each the middle one of several measurements. Before, the allocator still finds
    /// out what the largest catch-ups take, which says nothing about what each event leaves.
    fn ends(&self) -> Option<(u64, u64)> {
        let count = self.0.len();
        if count < LEAST_MEASURED {
            return None;
        }
        let half_way = self.0.get(count / 2..count / 2 + count / 8)?;
        let end = self.0.get(count - count / 8..)?;
        Some((middle(half_way)?, middle(end)?))
    }

    /// The middle of each eighth of the run, in megabytes with one digit: it tells a step from a slope.
    fn eighths(&self) -> String {
        let eighth = (self.0.len() / 8).max(1);
        let middles = self.0.chunks_exact(eighth).filter_map(middle);
        middles.map(megabytes).collect::<Vec<_>>().join(", ")
    }

    fn told(&self) -> String {
        match self.ends() {
            Some((half_way, end)) => format!(
                "{} MB half-way and {} MB in the end ({} in each eighth)",
                megabytes(half_way),
                megabytes(end),
                self.eighths()
            ),
            None => format!("too short to judge ({} MB in each eighth)", self.eighths()),
        }
    }
}

/// With one digit.
fn megabytes(bytes: u64) -> String {
    format!("{}.{}", bytes >> 20, (bytes >> 10) % 1024 * 10 / 1024)
}

fn middle(values: &[u64]) -> Option<u64> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

fn largest_log(folder: &Path) -> Result<u64> {
    let mut largest = 0;
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        // A log may be folded up while it is looked at.
        let Ok(about) = file.metadata() else { continue };
        if about.is_dir() {
            largest = largest.max(largest_log(&file.path())?);
        } else if file.file_name().to_string_lossy().ends_with("-wal") {
            largest = largest.max(about.len());
        }
    }
    Ok(largest)
}
