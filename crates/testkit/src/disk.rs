//! The campaign `disk`: an engine whose disk fills up while it is being written to. Reading goes on;
//! writing says so; what was acknowledged is there, over a restart too; with room again, everything
//! goes out.

mod limited;
mod volume;

use std::{path::Path, time::Duration};

use anyhow::{Context as _, Result, ensure};
use futures_util::{StreamExt as _, stream};
use protocol::ConversationId;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use testkit_net::Person;
use tokio::time::{Instant, sleep};

pub(crate) use self::volume::Volume;
use crate::quick_folder::quick_folder;
use crate::{
    backend_process::BackendProcess,
    engine_process::{EngineProcess, EngineSettings},
    idle,
    ledger::Ledger,
    outcome::Outcome,
};

/// The smallest and the largest disk, in kilobytes: some room beside the databases and their reserve.
const KILOBYTES: std::ops::Range<u32> = 12_000..24_000;
/// Disks at a time: each waits for its engine most of the time.
const AT_ONCE: usize = 4;
/// How often the disk may be filled up again, since the engine releases its reserve and reuses pages,
/// before the writer gives up waiting for a refusal.
const ROUNDS: usize = 80;
/// How long it may take until everything is sent once there is room.
const DRAINED_WITHIN: Duration = Duration::from_secs(30);

/// How much of a finding is told, in characters.
const NOTE: usize = 400;

/// Runs the campaign; without the right to mount a small disk, with a failpoint in the place of its end.
pub async fn run(first_seed: u64, cases: u64) -> Result<Outcome> {
    let folder = quick_folder()?;
    let backend = BackendProcess::in_process(folder.path().join("backend")).await?;
    let (on, under) = (&backend, folder.path());
    let cases = (0..cases).map(|number| run_case(on, under, first_seed.wrapping_add(number)));
    let found: Vec<_> = stream::iter(cases)
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let mut sum = Outcome::default();
    for case in found {
        sum.add(case?);
    }
    backend.kill().await?;
    Ok(sum)
}

async fn run_case(backend: &BackendProcess, folder: &Path, seed: u64) -> Result<Outcome> {
    let mut random = StdRng::seed_from_u64(seed);
    let size = random.random_range(KILOBYTES);
    let found = match Volume::mount(size)? {
        Some(volume) => {
            let case = Case::begin(backend, volume, folder, seed).await?;
            case.run(&mut random).await
        }
        None => limited::case(&mut random).await,
    };
    let mut found = found.unwrap_or_else(|error| Outcome::of_breakdown(format!("{error:#}")));
    found.cases = 1;
    if !found.is_clean() {
        found.notes.insert(0, format!("seed {seed}, {size} kB:"));
        // Texts of several kilobytes would flood the report.
        for note in &mut found.notes {
            *note = note.chars().take(NOTE).collect();
        }
    }
    Ok(found)
}

/// One disk, and who works on it.
struct Case<'a> {
    backend: &'a BackendProcess,
    volume: Volume,
    ledger: Ledger,
    customer: Person,
    chats: Vec<ConversationId>,
    plan: EngineSettings,
    said: usize,
    refused: bool,
}

impl<'a> Case<'a> {
    async fn begin(
        backend: &'a BackendProcess,
        volume: Volume,
        folder: &Path,
        seed: u64,
    ) -> Result<Self> {
        let customer = backend.person("salma")?;
        let mut chats = Vec::new();
        for chat in 0..2 {
            chats.push(customer.open_chat(&format!("{seed}/{chat}")).await?);
        }
        let plan = EngineSettings::new(
            volume.path().join("data"),
            backend.url(),
            backend.token("mudir")?,
        );
        Ok(Self {
            backend,
            volume,
            ledger: Ledger::open(&folder.join(format!("ledger-{seed}")))?,
            customer,
            chats,
            plan,
            said: 0,
            refused: false,
        })
    }

    async fn run(mut self, random: &mut StdRng) -> Result<Outcome> {
        let mut engine = self.start().await?;
        for _ in 0..random.random_range(0..6) {
            self.write(&engine, random).await?;
        }
        self.write_until_full(&engine, random).await?;
        let shown = engine
            .snapshot()
            .await
            .context("reading from a full disk")?;
        ensure!(!shown.chats.is_empty(), "a full disk shows nothing");
        let chat = self.chat(random)?;
        self.customer.send_message(&chat, "هل من أحد؟").await?;
        if random.random_bool(0.5) {
            engine = self.restart_while_full(engine, random).await?;
        }
        self.volume.make_room()?;
        self.write_again(&engine, random).await?;
        let mut outcome = self.drained(&engine).await?;
        engine.shut_down().await?;
        if !self.refused {
            let note = "a disk that was full had room for everything".to_owned();
            outcome.notes.push(note);
        }
        Ok(outcome)
    }

    async fn start(&self) -> Result<EngineProcess> {
        let engine = EngineProcess::start_signed_in(&self.plan).await?;
        Ok(engine)
    }

    /// Writes while the disk fills, a step at a time, until a write is refused. Sent messages make room for new
    /// ones, so that now and then no write is refused.
    async fn write_until_full(
        &mut self,
        engine: &EngineProcess,
        random: &mut StdRng,
    ) -> Result<()> {
        let steps = random.random_range(1..=40);
        for _ in 0..ROUNDS {
            for _ in 0..steps {
                if self.volume.fill_a_step()? {
                    break;
                }
            }
            if !self.accepted(engine, random).await? {
                self.refused = true;
                break;
            }
        }
        // The refused write has left some room in its log: fill that too.
        self.volume.fill()
    }

    /// Writes something; `false` when the engine says that the disk is full. It may say nothing else.
    async fn accepted(&mut self, engine: &EngineProcess, random: &mut StdRng) -> Result<bool> {
        match self.write(engine, random).await {
            Ok(()) => Ok(true),
            Err(error) if error.to_string().contains("disk-full") => Ok(false),
            Err(error) => Err(error.context("writing to a full disk")),
        }
    }

    async fn write(&mut self, engine: &EngineProcess, random: &mut StdRng) -> Result<()> {
        self.said += 1;
        let chat = self.chat(random)?;
        let padding = "و".repeat(random.random_range(0..3000));
        let text = format!("{} {padding}", self.said);
        if random.random_bool(0.2) {
            self.ledger.draft(engine, &chat, &text).await
        } else {
            self.ledger.send(engine, &chat, &text).await.map(drop)
        }
    }

    fn chat(&self, random: &mut StdRng) -> Result<ConversationId> {
        let chat = self.chats.choose(random).context("there are chats")?;
        Ok(chat.clone())
    }

    async fn restart_while_full(
        &mut self,
        engine: EngineProcess,
        random: &mut StdRng,
    ) -> Result<EngineProcess> {
        if random.random_bool(0.5) {
            engine.kill().await?;
        } else {
            engine.shut_down().await?;
        }
        self.volume.fill()?;
        let engine = self.start().await.context("starting on a full disk")?;
        let shown = engine.snapshot().await.context("reading after a restart")?;
        ensure!(!shown.chats.is_empty(), "after a restart nothing is shown");
        self.accepted(&engine, random).await?;
        Ok(engine)
    }

    /// With room again, writing works; the engine may need a moment to see it.
    async fn write_again(&mut self, engine: &EngineProcess, random: &mut StdRng) -> Result<()> {
        let give_up = Instant::now() + DRAINED_WITHIN;
        while !self.accepted(engine, random).await? {
            ensure!(Instant::now() < give_up, "there is room and it is refused");
            sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    async fn drained(&self, engine: &EngineProcess) -> Result<Outcome> {
        let me = self.backend.person("mudir")?;
        idle::compare_when_idle(engine, &self.ledger, &me, &self.chats, DRAINED_WITHIN).await
    }
}
