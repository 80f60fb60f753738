//! The campaign `sends`: thousands of messages through all sixteen faults, while others speak, drafts
//! are begun, chats close and open, somebody signs out and in, and the user decides on what failed.
//! Then the faults end, and the ledger is read.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use protocol::ConversationId;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::Outcome;
use crate::harness::Harness;
use testkit_net::Person;
use testkit_net::proxy::{Fault, FaultRates, Trigger};

/// How many messages may be on their way before the writer waits.
const BACKLOG: usize = 60;
/// How often the writer looks at that.
const LOOK_EVERY: u64 = 10;
/// How long the outbox may take to drain, at each look and at the end.
const PATIENCE: Duration = Duration::from_secs(90);

/// How often the user decides at the end.
const MOST_ROUNDS: usize = 50;

const CONVERSATIONS: usize = 20;
/// The engine's settle time.
const SETTLE_AFTER: Duration = Duration::from_secs(1);

pub async fn run(sends: u64, seed: u64) -> Result<Outcome> {
    let began = Instant::now();
    let harness = Harness::open(CONVERSATIONS, SETTLE_AFTER).await?;
    let leave = CancellationToken::new();
    let mut others = JoinSet::new();
    others.spawn(harness.user(seed)?.attend(leave.clone()));
    for (number, (chat, person)) in harness.chats.iter().enumerate() {
        others.spawn(chatter(chat.clone(), person.clone(), number, leave.clone()));
    }
    send_under_faults(&harness, sends, seed)
        .await
        .with_context(|| format!("seed {}", seed))?;
    leave.cancel();
    while let Some(ended) = others.join_next().await {
        ended??;
    }
    settle_the_rest(&harness, seed).await?;

    let injected = harness.proxy.injected();
    for fault in Fault::OF_THE_LINE {
        let count = injected.get(&fault).copied().unwrap_or(0);
        ensure!(
            count > 0,
            "seed {}: the fault «{fault:?}» was never injected",
            seed
        );
    }
    let posts = harness.proxy.request_count(Trigger::Send);
    let mut outcome = harness.close().await?;
    let figures: Vec<String> = injected
        .iter()
        .map(|(fault, n)| format!("{fault:?} {n}"))
        .collect();
    outcome.notes.insert(
        0,
        format!(
            "sends: seed {}, {} acknowledged, {posts} posts, {} doubled by the server's late commits, {} s; {}",
            seed,
            outcome.cases,
            outcome.excused,
            began.elapsed().as_secs(),
            figures.join(", ")
        ),
    );
    Ok(outcome)
}

/// Sends while faults are injected; then ends the faults, and waits until the outbox is empty.
async fn send_under_faults(harness: &Harness, sends: u64, seed: u64) -> Result<()> {
    let stop = CancellationToken::new();
    let chats = harness.chats.iter().map(|(chat, _)| chat.clone()).collect();
    let closing = close_and_reopen(harness.me()?, chats, seed, stop.clone());
    let closing = tokio::spawn(closing);
    let rates = FaultRates::stress(seed, SETTLE_AFTER);
    harness.proxy.set_fault_rates(rates);
    write(harness, sends, seed).await?;
    harness
        .engine()
        .wait_drained_to(BACKLOG / 6, PATIENCE)
        .await?;
    stop.cancel();
    closing.await??;
    harness.proxy.set_fault_rates(FaultRates::none());
    harness.proxy.late_commits().await?;
    harness.engine().wait_drained_to(0, PATIENCE).await
}

/// Writes all messages, each fault injected at least once.
async fn write(harness: &Harness, sends: u64, seed: u64) -> Result<()> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut script = Script::default();
    let every = (sends / (Fault::OF_THE_LINE.len() as u64 + 2)).max(1);
    let engine = harness.engine();
    for number in 0..sends {
        if number % every == 0
            && let Ok(place) = usize::try_from(number / every)
            && let Some(fault) = Fault::OF_THE_LINE.get(place)
        {
            harness.proxy.inject(*fault);
            if fault.default_trigger() == Trigger::Upgrade {
                harness.proxy.cut_connections();
            }
        }
        if number == sends / 2 {
            harness.sign_out_and_in().await?;
        }
        if number % LOOK_EVERY == 0 {
            harness.engine().wait_drained_to(BACKLOG, PATIENCE).await?;
        }
        let place = rng.random_range(0..harness.chats.len());
        let (chat, _) = harness.chats.get(place).context("a chat")?;
        if rng.random_bool(0.1) {
            let draft = format!("draft {number}");
            harness.ledger.draft(&engine, chat, &draft).await?;
        }
        let text = script.line(&mut rng, chat, number);
        harness.ledger.send(&engine, chat, &text).await?;
    }
    for (chat, _) in &harness.chats {
        if rng.random_bool(0.5) {
            harness
                .ledger
                .draft(&engine, chat, "begun and not sent")
                .await?;
        }
    }
    Ok(())
}

/// What is said: mostly something new, sometimes the same again.
#[derive(Default)]
struct Script {
    last: std::collections::HashMap<ConversationId, String>,
}

impl Script {
    fn line(&mut self, rng: &mut StdRng, chat: &ConversationId, number: u64) -> String {
        let before = self.last.get(chat).filter(|_| rng.random_bool(0.08));
        let text = before.cloned().unwrap_or_else(|| format!("رسالة {number}"));
        self.last.insert(chat.clone(), text.clone());
        text
    }
}

/// The other side says something now and then.
async fn chatter(
    chat: ConversationId,
    person: Person,
    number: usize,
    leave: CancellationToken,
) -> Result<()> {
    let mut pause = Duration::from_millis(500 + 100 * number as u64);
    for count in 0_u64.. {
        tokio::select! {
            () = leave.cancelled() => break,
            () = tokio::time::sleep(pause) => {}
        }
        person
            .send_message(&chat, &format!("and from here {count}"))
            .await?;
        // A long run needs no more messages of others than a short one.
        pause = (pause + Duration::from_millis(50)).min(Duration::from_secs(5));
    }
    Ok(())
}

/// Chats close while something waits in them, and are opened again.
async fn close_and_reopen(
    admin: Person,
    chats: Vec<ConversationId>,
    seed: u64,
    leave: CancellationToken,
) -> Result<()> {
    let mut rng = StdRng::seed_from_u64(seed);
    while !leave.is_cancelled() {
        tokio::time::sleep(Duration::from_millis(rng.random_range(1000..4000))).await;
        let chat = chats
            .get(rng.random_range(0..chats.len()))
            .context("a chat")?;
        admin.set_status(chat, "closed").await?;
        tokio::time::sleep(Duration::from_millis(rng.random_range(200..1500))).await;
        admin.set_status(chat, "open").await?;
    }
    Ok(())
}

/// The user decides on what failed last, until nothing is left to decide.
async fn settle_the_rest(harness: &Harness, seed: u64) -> Result<()> {
    let mut user = harness.user(seed)?;
    for _ in 0..MOST_ROUNDS {
        if user.decide().await? == 0 {
            return Ok(());
        }
        harness.engine().wait_drained_to(0, PATIENCE).await?;
    }
    bail!("seed {seed}: what the user decides comes to nothing")
}
